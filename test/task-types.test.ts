// The fixtures of task frameworks are written against the real packages: code that no compiler accepts shows nothing of what users write.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findCases } from './support/folder.js';

interface TypedCase {
  readonly description: string;
  /** `TS2345 in input/oven.ts` for each error that the case is about, sorted. Default: none. */
  readonly typeErrors?: readonly string[];
  /** Compiler options that the code needs, such as `{ "experimentalDecorators": true }`. */
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

const repository = fileURLToPath(new URL('..', import.meta.url));
const packages = join(repository, 'test/frameworks/node_modules');
const installed = existsSync(packages);
const reason = installed ? '' : ' (skipped: test/frameworks/node_modules is absent; .ci/run installs it)';

const frameworks = readdirSync(join(repository, 'fixtures/tasks')).sort();

/** Pairs of folders for the check of tasks are named after the framework that they show. */
function findFolders(framework: string): string[] {
  const pairs = findCases(join(repository, 'fixtures/verify/task-set')).filter((folder) => ownerOf(folder.slice(folder.lastIndexOf('/') + 1)) === framework);
  return [...findCases(join(repository, 'fixtures/tasks', framework)), ...pairs];
}

/** `node-cron-path-moved` belongs to `node-cron`, though `node` might be one too. */
function ownerOf(name: string): string | undefined {
  return frameworks.filter((framework) => name.startsWith(`${framework}-`)).sort((a, b) => b.length - a.length)[0];
}

function readCase(folder: string): TypedCase {
  return JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as TypedCase;
}

const parsed = new Map<string, ts.SourceFile | undefined>();

/** A bare specifier means what it would mean in test/frameworks, wherever the fixture stands. */
function createHost(options: ts.CompilerOptions): ts.CompilerHost {
  const host = ts.createCompilerHost(options);
  const cache = ts.createModuleResolutionCache(repository, (name) => name, options);
  const inFrameworks = join(repository, 'test/frameworks/imports.ts');
  return {
    ...host,
    getSourceFile: (file, target) => {
      const format = typeof target === 'object' ? target.impliedNodeFormat : undefined;
      const key = `${format ?? ''} ${file}`;
      if (!parsed.has(key)) parsed.set(key, host.getSourceFile(file, target));
      return parsed.get(key);
    },
    resolveModuleNameLiterals: (literals, containing, redirected, _options, source) =>
      literals.map((literal) => {
        const isOwn = !containing.includes('/node_modules/') && /^[^./#]/.test(literal.text);
        const mode = ts.getModeForUsageLocation(source, literal, options);
        return ts.resolveModuleName(literal.text, isOwn ? inFrameworks : containing, options, host, cache, redirected, mode);
      }),
  };
}

const baseOptions: Readonly<Record<string, unknown>> = {
  strict: true, target: 'ES2022', lib: ['ES2023'], module: 'NodeNext', moduleResolution: 'NodeNext', types: ['node'], allowJs: true,
};

/** Errors by folder, each as `TS2345 in input/oven.ts: message`. One program for all folders that want the same options. */
function findErrors(folders: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const folder of folders) {
    const key = JSON.stringify(readCase(folder).compilerOptions ?? {});
    groups.set(key, [...(groups.get(key) ?? []), folder]);
  }
  const found = new Map<string, readonly string[]>();
  for (const [key, members] of groups) {
    const wanted = JSON.parse(key) as Record<string, unknown>;
    const { options, errors } = ts.convertCompilerOptionsFromJson({ ...baseOptions, ...wanted }, repository);
    if (errors.length > 0) throw new Error(errors.map((error) => ts.flattenDiagnosticMessageText(error.messageText, ' ')).join('\n'));
    Object.assign(options, { skipLibCheck: true, noEmit: true, typeRoots: [join(repository, 'node_modules/@types')] });
    const files = members.flatMap((folder) => ts.sys.readDirectory(folder, ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs']));
    const program = ts.createProgram(files, options, createHost(options));
    for (const folder of members) {
      const own = program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(`${folder}/`));
      const problems = own.flatMap((source) => [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)]);
      found.set(
        folder,
        problems.map(({ code, file, messageText }) => `TS${code} in ${file!.fileName.slice(folder.length + 1)}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`),
      );
    }
  }
  return found;
}

describe.each(frameworks)('fixtures of %s', (framework) => {
  it.skipIf(!installed)(`compile against its types${reason}`, { timeout: 180_000 }, () => {
    for (const [folder, errors] of findErrors(findFolders(framework))) {
      const expected = readCase(folder).typeErrors ?? [];
      expect([...new Set(errors.map((error) => error.split(':')[0]))].sort(), `${folder}\n${errors.join('\n')}`).toEqual(expected);
    }
  });
});
