// Every kind of change of a type as an old and a new version. `kinds` of a case lists what api-fingerprint must find, and nothing else; table.txt shows what every
// check says of every pair. `npm run test:update -- test/unit/verify/api-pairs.test.ts` writes the table anew; read it before you commit it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { prove } from '../../../src/verify/prove.js';
import { findCases, readFolder } from '../../support/folder.js';
import { buildInput, type Files } from './check-input.js';

interface PairCase {
  readonly description: string;
  readonly entries: readonly string[];
  /** Kinds of change, each as often as it is found. Empty when nothing may be found. */
  readonly kinds: readonly string[];
  /** How the reason begins for which the types are not compared. */
  readonly reason?: string;
}

const root = fileURLToPath(new URL('../../../fixtures/verify/api-fingerprint', import.meta.url));
const tableFile = join(root, 'table.txt');
const cases = findCases(root).filter((folder) => Array.isArray((JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as Partial<PairCase>).kinds));

function textsOf(folder: string): Files {
  const texts = Object.fromEntries([...readFolder(folder)].map(([name, bytes]) => [name, bytes.toString('utf8')]));
  return { 'package.json': '{ "type": "module" }\n', 'tsconfig.json': '{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "NodeNext" } }\n', ...texts };
}

interface Judged {
  readonly name: string;
  readonly folder: string;
  readonly subject: PairCase;
  readonly kinds: readonly string[];
  readonly impacts: ReadonlySet<unknown>;
  /** Check, and the ids of its findings. */
  readonly row: string;
  readonly told: string;
}

function judgePair(folder: string): Judged {
  const subject = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as PairCase;
  const proof = prove(buildInput(textsOf(`${folder}/before`), textsOf(`${folder}/after`), subject));
  const own = proof.results.find(({ check }) => check === 'api-fingerprint')!;
  const cells = proof.results.flatMap(({ check, status, diagnostics }) => {
    const ids = [...new Set(diagnostics.map(({ id, data }) => (check === 'api-fingerprint' ? `${String(data['impact'])}:${String(data['kind'])}` : id)))].sort();
    return status === 'failed' || ids.length > 0 ? [`${check}(${ids.join(' ')})`] : [];
  });
  return {
    name: basename(folder),
    folder,
    subject,
    kinds: own.diagnostics.map(({ data }) => String(data['kind'])).sort(),
    impacts: new Set(own.diagnostics.map(({ data }) => data['impact'])),
    row: `${basename(folder)}: ${cells.join(', ') || '-'}`,
    told: [`${own.status} ${own.reason ?? ''}`, ...own.diagnostics.map(({ message, notes }) => `${message} (${notes.join(' / ')})`)].join('\n'),
  };
}

describe('kinds of change', () => {
  const judged = cases.map(judgePair);

  it('are many', () => {
    expect(judged.filter(({ subject }) => subject.kinds.length > 0).length).toBeGreaterThanOrEqual(60);
    expect(judged.filter(({ name, subject }) => name.startsWith('same-') && subject.kinds.length === 0).length).toBeGreaterThanOrEqual(12);
  });

  it.each(judged.map((one) => [one.name, one] as const))('%s', (_name, { subject, kinds, told }) => {
    if (subject.reason !== undefined) expect(told).toContain(`skipped ${subject.reason}`);
    expect(kinds, `${subject.description}\n${told}`).toEqual([...subject.kinds].sort());
  });

  it('show nothing else in any check', () => {
    const table = `${judged.map(({ row }) => row).join('\n')}\n`;
    if (process.env['UPDATE_FIXTURES'] === '1') writeFileSync(tableFile, table);
    expect(table).toBe(readFileSync(tableFile, 'utf8'));
  });

  it('have a witness where they break something, and none where they do not', () => {
    const breaking = judged.filter(({ impacts }) => impacts.has('breaking')).map(({ name }) => name);
    expect(judged.filter(({ folder }) => existsSync(`${folder}/witness.ts`)).map(({ name }) => name)).toEqual(breaking);
  });
});

/** Compiles all witnesses in one program, each beside its version of the shop. Names of cases to the first error in their witness. */
function compileWitnesses(side: 'before' | 'after'): ReadonlyMap<string, string> {
  const files = new Map<string, string>([['/pairs/package.json', '{ "type": "module" }']]);
  const witnesses: string[] = [];
  for (const folder of cases) {
    if (!existsSync(`${folder}/witness.ts`)) continue;
    for (const [name, bytes] of readFolder(`${folder}/${side}`)) files.set(`/pairs/${basename(folder)}/${name}`, bytes.toString('utf8'));
    const witness = `/pairs/${basename(folder)}/witness.ts`;
    files.set(witness, readFileSync(`${folder}/witness.ts`, 'utf8'));
    witnesses.push(witness);
  }
  const options: ts.CompilerOptions = {
    strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, esModuleInterop: true,
    noUncheckedIndexedAccess: false, allowJs: true, types: [], skipLibCheck: true, lib: ['lib.es2022.d.ts'], noEmit: true,
  };
  const base = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (file) => files.has(file) || (!file.startsWith('/pairs/') && base.fileExists(file)),
    readFile: (file) => files.get(file) ?? base.readFile(file),
    directoryExists: (directory) => [...files.keys()].some((file) => file.startsWith(`${directory}/`)),
    getSourceFile: (file, version) => {
      const text = files.get(file);
      return text === undefined ? base.getSourceFile(file, version) : ts.createSourceFile(file, text, version);
    },
    getCurrentDirectory: () => '/pairs',
  };
  const program = ts.createProgram(witnesses, options, host);
  return new Map(
    witnesses.flatMap((file) => {
      const [error] = program.getSemanticDiagnostics(program.getSourceFile(file));
      return error === undefined ? [] : [[basename(file.slice(0, file.lastIndexOf('/'))), ts.flattenDiagnosticMessageText(error.messageText, ' ')] as const];
    }),
  );
}

describe('witnesses', () => {
  it('compile against the old types', () => expect([...compileWitnesses('before')]).toEqual([]));

  it('do not compile against the new ones', () => {
    const errors = compileWitnesses('after');
    const witnessed = cases.filter((folder) => existsSync(`${folder}/witness.ts`)).map((folder) => basename(folder));
    expect(witnessed.filter((name) => !errors.has(name))).toEqual([]);
  });
});
