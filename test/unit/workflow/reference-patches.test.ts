import { describe, expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createMachine } from '../../../src/host/machine.js';
import { filePath } from '../../../src/host/path.js';
import { split } from '../../../src/workflow/split.js';
import { undo } from '../../../src/workflow/undo.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

/** Hazard 47 of splitting-hazards.md (and 45, 48): files that name the god file. */

const root = filePath('/kitchen');

/** A module that is quiet and one that registers a worker when it is loaded. */
const menu = `import { oven } from './oven.js';

${Array.from({ length: 30 }, (_, i) => `export function soup${i}(n: number): number {\n  return n + ${i === 0 ? 0 : `soup${i - 1}(n)`};\n}\n`).join('\n')}
oven.register('bread', bread0);
${Array.from({ length: 30 }, (_, i) => `function bread${i}(n: number): number {\n  return n * ${i === 29 ? 1 : `bread${i + 1}(n)`};\n}\n`).join('\n')}`;

function splitMenu(files: Readonly<Record<string, string>>, source = 'src/menu.ts') {
  const all: Record<string, string> = { [source]: menu, 'src/oven.ts': 'export const oven = { register(name: string, f: unknown) { console.log(name, f); } };\n', ...files };
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(all).map(([file, text]) => [`/kitchen/${file}`, text])));
  const workspace = openWorkspace({ fileSystem, root, machine: createMachine() });
  const read = (file: string) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(fileSystem.readBytes(filePath(`/kitchen/${file}`)));
  const report = split(workspace, { input: filePath(`/kitchen/${source}`), maxLines: 130, write: true, typecheck: false });
  expect(report.refused).toEqual([]);
  expect(report.proof?.verdict).not.toBe('failed');
  const after = Object.fromEntries(Object.keys(files).map((file) => [file, read(file)]));
  undo(workspace);
  for (const file of Object.keys(all)) expect(read(file), `undo restores ${file}`).toBe(all[file]);
  return { after, report, notes: report.notes.filter(({ id }) => ['names-old-file', 'facade-forbidden', 'side-effects-field'].includes(id)) };
}

describe('files that name the god file', () => {
  it('repeats the line of CODEOWNERS that decides, and no other', () => {
    const owners = '* @all\n/src/menu.ts @old\n/src/menu.ts @cooks # since spring\n/docs/ @writers\n';
    const { after, notes } = splitMenu({ '.github/CODEOWNERS': owners });
    expect(after['.github/CODEOWNERS']).toBe('* @all\n/src/menu.ts @old\n/src/menu.ts @cooks # since spring\n/src/menu/ @cooks\n/docs/ @writers\n');
    expect(notes).toEqual([]);
  });

  it('leaves CODEOWNERS alone when the new files have the same owners, and tells when a later line has the last word', () => {
    expect(splitMenu({ CODEOWNERS: '/src/ @cooks\n' }).after['CODEOWNERS']).toBe('/src/ @cooks\n');
    const { after, notes } = splitMenu({ CODEOWNERS: '/src/menu.ts @cooks\n/src/menu/ @others\n' });
    expect(after['CODEOWNERS']).toBe('/src/menu.ts @cooks\n/src/menu/ @others\n');
    expect(notes.map(({ message }) => message)).toEqual(['CODEOWNERS names src/menu.ts, which is a facade now']);
  });

  it('knows that docs/* in CODEOWNERS reaches no deeper folder, and that src/* in an ignore file does', () => {
    const { after } = splitMenu({ CODEOWNERS: '/src/* @cooks\n', '.eslintignore': 'src/*\n!src/menu.ts\n' });
    expect(after['CODEOWNERS']).toBe('/src/* @cooks\n/src/menu/ @cooks\n');
    expect(after['.eslintignore']).toBe('src/*\n!src/menu.ts\n!/src/menu/\n');
  });

  it('tells and does not touch a CODEOWNERS with sections, which GitLab reads by other rules', () => {
    const owners = '[Kitchen]\nsrc/menu.ts @cooks\n';
    const { after, notes } = splitMenu({ CODEOWNERS: owners });
    expect(after['CODEOWNERS']).toBe(owners);
    expect(notes).toHaveLength(1);
  });

  it('repeats attributes and ignore lines, with the line endings of the file and without its last newline', () => {
    const { after } = splitMenu({ '.gitattributes': 'src/menu.ts linguist-generated=true\r\n*.png binary\r\n', '.prettierignore': 'dist\nsrc/menu.ts' });
    expect(after['.gitattributes']).toBe('src/menu.ts linguist-generated=true\r\n/src/menu/** linguist-generated=true\r\n*.png binary\r\n');
    expect(after['.prettierignore']).toBe('dist\nsrc/menu.ts\n/src/menu/');
  });

  it('extends lists of a JSON file and keeps every other byte, comments, order mark and trailing commas included', () => {
    const tsconfig = '\uFEFF{\n\t// the program\n\t"compilerOptions": { "composite": true },\n\t"files": [\n\t\t"src/menu.ts",\n\t\t"src/oven.ts",\n\t],\n}\n';
    const { after, notes } = splitMenu({ 'tsconfig.json': tsconfig, 'src/tsconfig.lib.json': '{ "exclude": ["./menu.ts"], "include": ["**/menu.ts", "oven.ts"] }' });
    expect(after['tsconfig.json']).toMatch(/^\uFEFF\{\n\t\/\/ the program\n\t"compilerOptions": \{ "composite": true \},\n\t"files": \[\n\t\t"src\/menu\.ts",\n(?:\t\t"src\/menu\/\w+\.ts",\n){2}\t\t"src\/oven\.ts",\n\t\],\n\}\n$/);
    expect(after['src/tsconfig.lib.json']).toBe('{ "exclude": ["./menu.ts", "./menu/*.ts"], "include": ["**/menu.ts", "**/menu/*.ts", "oven.ts"] }');
    expect(notes).toEqual([]);
  });

  it('keeps for their effects only the pieces that have some', () => {
    const { after, notes } = splitMenu({ 'package.json': '{ "sideEffects": ["./src/menu.ts"], "files": ["src/menu.ts"] }\n' });
    expect(after['package.json']).toMatch(/^\{ "sideEffects": \["\.\/src\/menu\.ts", "\.\/src\/menu\/bread\w*\.ts"\], "files": \["src\/menu\.ts", "src\/menu\/\*\.ts"\] \}\n$/);
    expect(notes).toEqual([]);
  });

  it('takes a piece for no door: exports, entries and paths go on meaning the facade', () => {
    const files = {
      'package.json': '{ "exports": { "./menu": "./src/menu.ts" }, "bin": "src/menu.ts" }\n',
      'knip.json': '{ "entry": ["src/menu.ts"] }\n',
      'tsconfig.json': '{ "compilerOptions": { "paths": { "menu": ["./src/menu.ts"] } } }\n',
    };
    const { after, notes } = splitMenu(files);
    expect(after).toEqual(files);
    expect(notes).toEqual([]);
  });

  it('tells of thresholds, sources that are read as text, lint overrides in code, and links, with the place', () => {
    const { notes } = splitMenu({
      'jest.config.js': "export default {\n  coverageThreshold: { './src/menu.ts': { lines: 90 } },\n};\n",
      'test/source.test.ts': "import { soup1 } from '../src/menu.ts';\n// about src/menu.ts\nconst text = readFileSync('../src/menu.ts', 'utf8');\nvi.mock('../src/menu.ts');\nconsole.log(text, soup1);\n",
      'README.md': 'See [the menu](./src/menu.ts#L20) or https://example.org/blob/main/src/menu.ts.\nNot menu.ts, osrc/menu.ts, src/menu.tsx or src/menu.ts.bak-file.\n',
    });
    expect(notes.map(({ message, at, help }) => [message.split(' ')[0], at.line, help.split(' ')[0]])).toEqual([
      ['README.md', 1, 'Point'],
      ['jest.config.js', 2, 'Set'],
      ['test/source.test.ts', 3, 'Read'],
    ]);
    expect(notes[0]?.notes, 'names that are only alike').toHaveLength(1);
  });

  it('tells of baselines and reports that count by file and line, and are made again (hazards 56 and 58)', () => {
    const { after, notes } = splitMenu({
      'eslint-suppressions.json': '{ "src/menu.ts": { "no-alert": { "count": 3 } } }\n',
      '.betterer.results': '// BETTERER RESULTS V2.\nexports[`strict`] = {\n  value: `{ "src/menu.ts:123": [[1, 2, 3, "any", "4"]] }`\n};\n',
      'qodana.sarif.json': '{ "uri": "src/menu.ts" }\n',
    });
    expect(notes.map(({ id, message, help }) => [id, message.split(' ')[0], help.split(' ').slice(0, 3).join(' ')])).toEqual([
      ['names-old-file', '.betterer.results', 'Make .betterer.results again'],
      ['names-old-file', 'eslint-suppressions.json', 'Make eslint-suppressions.json again'],
      ['names-old-file', 'qodana.sarif.json', 'Make qodana.sarif.json again'],
    ]);
    expect(after['eslint-suppressions.json'], 'nothing is guessed about which finding moved').toContain('{ "src/menu.ts": { "no-alert"');
  });

  it('tells of chunks that a bundler makes by path (hazard 46)', () => {
    const { notes } = splitMenu({ 'vite.config.ts': "export default { build: { rollupOptions: { output: { manualChunks: (id: string) => (id.endsWith('/src/menu.ts') ? 'menu' : undefined) } } } };\n" });
    expect(notes.map(({ message, help }) => [message, help])).toEqual([
      ['vite.config.ts names src/menu.ts, which is a facade now', 'Name src/menu/ beside it where the code is meant and not the door'],
    ]);
  });

  it('takes the path of another package for another file', () => {
    const files = { 'packages/b/README.md': 'See src/menu.ts.\n', 'packages/b/package.json': '{ "files": ["src/menu.ts"] }', 'packages/a/docs/guide.md': 'See src/menu.ts.\n' };
    const { after, notes } = splitMenu({ ...files, 'packages/a/src/oven.ts': 'export const oven = { register(name: string, f: unknown) { console.log(name, f); } };\n' }, 'packages/a/src/menu.ts');
    expect(after).toMatchObject(files);
    expect(notes.map(({ message }) => message.split(' ')[0])).toEqual(['packages/a/docs/guide.md']);
  });

  it('tells of a lint rule that forbids a file which only re-exports, unless it is switched off', () => {
    const ids = (files: Record<string, string>) => splitMenu(files).notes.map(({ id }) => id);
    expect(ids({ 'biome.json': '{ "linter": { "rules": { "performance": { "noBarrelFile": "error" } } } }' })).toEqual(['facade-forbidden']);
    expect(ids({ 'biome.json': '{ "linter": { "rules": { "performance": { "noBarrelFile": "off" } } } }' })).toEqual([]);
    expect(ids({ 'eslint.config.js': "export default [{ rules: { 'unicorn/no-barrel-files': ['error'], 'react-refresh/only-export-components': 'warn' } }];\n" })).toEqual(['facade-forbidden']);
  });

  it('names every new file where the folder has other files in it', () => {
    const { after } = splitMenu({ CODEOWNERS: '/src/menu.ts @cooks\n', 'src/menu/other.ts': 'export const other = 1;\n' });
    expect(after['CODEOWNERS']).toMatch(/^\/src\/menu\.ts @cooks\n(?:\/src\/menu\/\w+\.ts @cooks\n){2}$/);
  });
});
