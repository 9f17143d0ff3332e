// What `npm run new` writes. Every unit does something small and real, has one case that it passes and a test that runs its cases, so that the author
// changes working code instead of filling a form.
import { camelCase } from '../generate/registries.js';

/** Path in the repository to text. */
export type Files = ReadonlyMap<string, string>;

export const kinds = ['analyzer', 'codemod', 'check', 'tasks'] as const;
export type Kind = (typeof kinds)[number];

export function renderUnit(kind: Kind, id: string): Files {
  const files = { analyzer: renderAnalyzer, codemod: renderCodemod, check: renderCheck, tasks: renderTasks }[kind](id);
  return new Map(Object.entries(files));
}

const readCases = `import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath, relativePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
`;

const openProject = `function open(folder: string) {
  const texts = [...readFolder(folder)].map(([name, bytes]): [string, string] => [joinPath(root, name), bytes.toString('utf8')]);
  return loadProject({ fileSystem: createMemoryFileSystem(Object.fromEntries(texts)), root, config: defaultConfig });
}
`;

function renderAnalyzer(id: string): Record<string, string> {
  return {
    [`src/analyze/${id}/${id}.ts`]: `import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { relativePath } from '../../host/path.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';

export const analyzer: Analyzer = {
  id: '${id}',
  summary: 'A module that is imported twice by one file.',
  run: findRepeatedImports,
};

/** Only statements of one kind are compared: \`import type\` beside \`import\` is a style that many projects prescribe. */
function findRepeatedImports({ project }: AnalyzerInput): readonly Diagnostic[] {
  const findings: Diagnostic[] = [];
  for (const module of project.scanned.values()) {
    const seen = new Set<string>();
    for (const record of module.imports) {
      if (record.form !== 'import') continue;
      const key = \`\${record.kind} \${record.specifier}\`;
      const source = project.files.get(module.path);
      if (seen.has(key) && source !== undefined) {
        findings.push(
          diagnostic({
            id: '${id}',
            severity: 'info',
            message: \`\${relativePath(project.root, module.path)} imports '\${record.specifier}' twice\`,
            at: { file: module.path, ...lineColumnAt(source.lineStarts, record.span.start) },
            help: 'Join the two statements',
          }),
        );
      }
      seen.add(key);
    }
  }
  return findings;
}
`,
    [`fixtures/analyze/${id}/one-shelf-two-statements/case.json`]: renderJson({
      description: 'Two value imports of one module are reported once, at the second; a type import beside them is not.',
      analyzer: id,
      expect: ["shop.ts:2: shop.ts imports './shelf.js' twice"],
    }),
    [`fixtures/analyze/${id}/one-shelf-two-statements/input/shelf.ts`]: `export const bread = 250;\nexport const jam = 120;\nexport interface Jar {\n  litres: number;\n}\n`,
    [`fixtures/analyze/${id}/one-shelf-two-statements/input/shop.ts`]: `import { bread } from './shelf.js';\nimport { jam } from './shelf.js';\nimport type { Jar } from './shelf.js';\n\nexport const jar: Jar = { litres: bread + jam };\n`,
    [`test/unit/analyze/${id}.test.ts`]: `${readCases}import { createLinksReader, createModuleReader, createOutlineReader } from '../../../src/load/module-reader.js';
import { analyzer } from '../../../src/analyze/${id}/${id}.js';
import { readFolder } from '../../support/folder.js';

const root = filePath('/shop');
const cases = fileURLToPath(new URL('../../../fixtures/analyze/${id}', import.meta.url));

it.each(readdirSync(cases).sort())('%s', (name) => {
  const definition = JSON.parse(readFileSync(\`\${cases}/\${name}/case.json\`, 'utf8')) as { expect: readonly string[] };
  const project = open(\`\${cases}/\${name}/input\`);
  const findings = analyzer.run({
    project,
    config: defaultConfig,
    depth: 'full',
    read: createModuleReader(project),
    links: createLinksReader(project),
    outline: createOutlineReader(project),
    memo: { recall: () => undefined, remember: () => undefined },
  });
  expect(findings.map(({ at, message }) => \`\${relativePath(root, at.file)}:\${at.line}: \${message}\`)).toEqual(definition.expect);
});

${openProject}`,
  };
}

function renderCodemod(id: string): Record<string, string> {
  const name = camelCase(id);
  return {
    [`src/codemod/${id}/${id}.ts`]: `import type { CodemodResult } from '../../edit/change-set.js';
import type { Project } from '../../model/project.js';
import type { FilePath } from '../../host/path.js';

export interface ${name[0]!.toUpperCase()}${name.slice(1)}Input {
  readonly project: Project;
  readonly file: FilePath;
}

/** Ends a file with one newline of its own kind. Writes nothing. */
export function ${name}({ project, file }: ${name[0]!.toUpperCase()}${name.slice(1)}Input): CodemodResult {
  const source = project.files.get(file);
  if (source === undefined || source.text === '' || source.text.endsWith('\\n')) return { kind: 'unchanged' };
  const text = source.text + source.newline;
  return {
    kind: 'changed',
    changes: { changes: [{ kind: 'modify', file, text, bom: source.bom, because: 'the last line had no end' }], applicability: 'safe' },
    notes: [],
  };
}
`,
    [`fixtures/codemod/${id}/last-line-without-end/case.json`]: renderJson({
      description: 'The last line gets the line ending that the other lines have.',
      file: 'soup.ts',
    }),
    [`fixtures/codemod/${id}/last-line-without-end/input/soup.ts`]: `export const pots = 2;\r\nexport const spoons = 6;`,
    [`fixtures/codemod/${id}/last-line-without-end/expected/soup.ts`]: `export const pots = 2;\r\nexport const spoons = 6;\r\n`,
    [`test/unit/codemod/${id}.test.ts`]: `${readCases}import { relink } from '../../../src/load/relink.js';
import { ${name} } from '../../../src/codemod/${id}/${id}.js';
import { readFolder, renderFolder } from '../../support/folder.js';

const root = filePath('/kitchen');
const cases = fileURLToPath(new URL('../../../fixtures/codemod/${id}', import.meta.url));

it.each(readdirSync(cases).sort())('%s', (name) => {
  const definition = JSON.parse(readFileSync(\`\${cases}/\${name}/case.json\`, 'utf8')) as { file: string };
  const project = open(\`\${cases}/\${name}/input\`);
  const file = joinPath(root, definition.file);
  const result = ${name}({ project, file });
  if (result.kind !== 'changed') throw new Error(result.kind);
  const written = result.changes.changes.map((change): [string, Buffer] => [relativePath(root, change.file), Buffer.from('text' in change ? change.text : '')]);
  expect(renderFolder(new Map(written))).toBe(renderFolder(readFolder(\`\${cases}/\${name}/expected\`)));
  expect(${name}({ project: relink(project, result.changes), file }), 'a second run changes nothing').toEqual({ kind: 'unchanged' });
});

${openProject}`,
  };
}

function renderCheck(id: string): Record<string, string> {
  return {
    [`src/verify/${id}/${id}.ts`]: `import { diagnostic } from '../../diagnostic/diagnostic.js';
import type { Check } from '../check.js';
import { judge } from '../result.js';
import { locateFile, sidesOf } from '../side.js';

export const check: Check = {
  id: '${id}',
  summary: 'No file of the change is left empty.',
  run: (input) => {
    const { after } = sidesOf(input);
    const findings = after.changedFiles
      .filter((file) => input.after.files.get(file)?.text.trim() === '')
      .map((file) => diagnostic({ id: 'empty-file', message: \`\${after.name(file)} is empty after the change\`, at: locateFile(file), help: 'Delete the file, or undo the change' }));
    return judge('${id}', 'files', after.changedFiles.length, findings, { reason: 'the change leaves no source file' });
  },
};
`,
    ...renderCheckCase(id, 'soup-stays-soup', 'A file that still says something passes.', 'passed', 'export const soup = 2;\n'),
    ...renderCheckCase(id, 'soup-poured-away', 'Sabotage: the file was emptied.', 'failed', '\n'),
    [`test/unit/verify/${id}.test.ts`]: `${readCases}import { createModuleReader } from '../../../src/load/module-reader.js';
import { check } from '../../../src/verify/${id}/${id}.js';
import { readFolder } from '../../support/folder.js';

const root = filePath('/kitchen');
const cases = fileURLToPath(new URL('../../../fixtures/verify/${id}', import.meta.url));

it.each(readdirSync(cases).sort())('%s', (name) => {
  const definition = JSON.parse(readFileSync(\`\${cases}/\${name}/case.json\`, 'utf8')) as { expect: Record<string, string> };
  const before = open(\`\${cases}/\${name}/before\`);
  const after = open(\`\${cases}/\${name}/after\`);
  const result = check.run({
    before,
    after,
    changed: [...after.files.keys()].map((file) => relativePath(root, file)),
    entries: ['soup.ts'],
    readBefore: createModuleReader(before),
    readAfter: createModuleReader(after),
    listTextsBefore: () => [],
    listTextsAfter: () => [],
    readTextBefore: () => undefined,
    readTextAfter: () => undefined,
    tasksBefore: () => [],
    tasksAfter: () => [],
    typeCheck: { reason: 'not part of this test' },
    testCommand: { reason: 'not part of this test' },
  });
  expect(result.status).toBe(definition.expect['${id}']);
});

${openProject}`,
  };
}

function renderCheckCase(id: string, name: string, description: string, status: string, after: string): Record<string, string> {
  const folder = `fixtures/verify/${id}/${name}`;
  return {
    [`${folder}/case.json`]: renderJson({ description, entries: ['soup.ts'], expect: { [id]: status } }),
    [`${folder}/before/soup.ts`]: 'export const soup = 1;\n',
    [`${folder}/after/soup.ts`]: after,
  };
}

function renderTasks(id: string): Record<string, string> {
  return {
    [`src/tasks/${id}/${id}.ts`]: `import { lineColumnAt } from '../../text/line-index.js';
import type { TaskRecord } from '../../model/task-record.js';
import type { TaskExtractor, TaskExtractorInput } from '../task-extractor.js';

export const extractor: TaskExtractor = {
  framework: '${id}',
  packages: ['${id}'],
  methods: [],
  extract: extractTasks,
};

/** \`task('name', handler)\`, where \`task\` is imported from the package under whatever local name. */
function extractTasks({ model, evaluate, importOf }: TaskExtractorInput): readonly TaskRecord[] {
  return model.calls.flatMap((call): TaskRecord[] => {
    const [callee, member] = call.callee;
    const origin = callee === undefined || member !== undefined ? undefined : importOf(callee);
    const argument = call.args[0];
    if (origin?.specifier !== '${id}' || origin.imported !== 'task' || argument === undefined) return [];
    const id = evaluate(argument);
    const isKnown = id.kind === 'literal';
    const { line, column } = lineColumnAt(model.source.lineStarts, call.span.start);
    return [
      {
        framework: '${id}',
        kind: 'worker',
        id: isKnown ? String(id.value) : model.source.text.slice(call.span.start, call.span.end),
        idSource: isKnown ? (argument.kind === 'literal' ? 'literal' : 'constant') : 'dynamic',
        decorators: [],
        registeredBy: call.within ?? call.assignedTo ?? model.statements[call.statement]?.looseId ?? '',
        location: { file: model.source.path, line, column },
      },
    ];
  });
}
`,
    [`fixtures/tasks/${id}/name-in-a-constant/case.json`]: renderJson({
      description: 'The name of a task may stand in a constant; a function of the same name from elsewhere registers nothing.',
      expect: ['worker bake (constant) at kitchen.ts:5', 'worker serve (literal) at kitchen.ts:6'],
    }),
    [`fixtures/tasks/${id}/name-in-a-constant/input/kitchen.ts`]: `import { task as define } from '${id}';
import { task } from './list.js';

const bake = 'bake';
define(bake, () => undefined);
define('serve', () => undefined);
task('wash', () => undefined);
`,
    [`fixtures/tasks/${id}/name-in-a-constant/input/list.ts`]: `export function task(name: string, run: () => void): string {\n  run();\n  return name;\n}\n`,
    [`test/unit/tasks/${id}.test.ts`]: `${readCases}import { createModuleReader } from '../../../src/load/module-reader.js';
import { extractTasks } from '../../../src/tasks/extract-tasks.js';
import { readFolder } from '../../support/folder.js';

const root = filePath('/kitchen');
const cases = fileURLToPath(new URL('../../../fixtures/tasks/${id}', import.meta.url));

it.each(readdirSync(cases).sort())('%s', (name) => {
  const definition = JSON.parse(readFileSync(\`\${cases}/\${name}/case.json\`, 'utf8')) as { expect: readonly string[] };
  const project = open(\`\${cases}/\${name}/input\`);
  const tasks = extractTasks({ project, read: createModuleReader(project), readText: () => undefined }, project.files.keys()).filter((task) => task.framework === '${id}');
  expect(tasks.map((task) => \`\${task.kind} \${task.id} (\${task.idSource}) at \${relativePath(root, task.location.file)}:\${task.location.line}\`).sort()).toEqual(definition.expect);
});

${openProject}`,
  };
}

function renderJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
