import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, type FilePath } from '../../../src/host/path.js';
import { openKeptLinks } from '../../../src/load/kept-links.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createLinksReader } from '../../../src/load/module-reader.js';
import type { ModuleLinks } from '../../../src/model/module-links.js';
import type { Project } from '../../../src/model/project.js';

const root = filePath('/kitchen');
const oven = `import { type Heat, stove } from './stove';\nexport { stove as hob } from './stove';\nexport class Oven { heat: Heat = stove(); }\nexport const first = new Oven();\nstove();\nawait [stove][0]();\n`;
const stove = `import * as oven from './oven';\nexport type Heat = number;\nexport function stove(): Heat { return oven.first ? 1 : 0; }\n`;

/** One disk on which the texts of the kitchen change and the cache stays. */
function openKitchen() {
  const disk = createMemoryFileSystem({});
  const texts = new Map<string, string>();
  const load = (changes: Readonly<Record<string, string | undefined>> = {}): Project => {
    for (const [name, text] of Object.entries(changes)) {
      if (text === undefined) {
        texts.delete(name);
        disk.remove(filePath(`/kitchen/${name}`));
      } else {
        texts.set(name, text);
        disk.writeBytes(filePath(`/kitchen/${name}`), new TextEncoder().encode(text));
      }
    }
    return loadProject({ fileSystem: disk, root, config: defaultConfig });
  };
  /** What a run says of the links of some files, and which of them it had to read. */
  const run = (project: Project, files: readonly string[], identity = 'test') => {
    const kept = openKeptLinks({ fileSystem: disk, directory: filePath('/cache'), identity, name: 'kitchen' });
    const read: string[] = [];
    const fresh = createLinksReader(project);
    const links = kept.reader(project, (file: FilePath) => {
      read.push(file.slice(root.length + 1));
      return fresh(file);
    });
    const told = files.map((name) => links(filePath(`/kitchen/${name}`)));
    kept.save(project);
    return { told, read };
  };
  return { load, run };
}

const plain = ({ dialect, imports, exports, problems, statements, calls, source }: ModuleLinks) => ({ path: source.path, dialect, imports, exports, problems, statements, calls });

describe('links that are kept', () => {
  it('are those that a fresh reading gives, and no file is read for them', () => {
    const { load, run } = openKitchen();
    const project = load({ 'oven.ts': oven, 'stove.ts': stove });
    const first = run(project, ['oven.ts', 'stove.ts']);
    expect(first.read).toEqual(['oven.ts', 'stove.ts']);
    const later = load();
    const second = run(later, ['oven.ts', 'stove.ts', 'oven.ts']);
    expect(second.read).toEqual([]);
    const fresh = createLinksReader(later);
    expect(second.told.map(plain)).toEqual([...later.files.keys(), [...later.files.keys()][0]!].map((file) => plain(fresh(file))));
    expect(second.told[0]!.source).toBe(later.files.get(filePath('/kitchen/oven.ts')));
    // What an import is known by must be one object, wherever it is met.
    expect(second.told[0]!.imports[0]).toBe(second.told[0]!.statements[0]!.imports[0]);
    expect(second.told[2]).toBe(second.told[0]);
  });

  it.each([
    ['the text', { 'oven.ts': `${oven}stove();\n` }],
    ['what the compiler makes of it', { 'tsconfig.json': '{"compilerOptions":{"verbatimModuleSyntax":true}}' }],
  ])('are read again after a change of %s', (_name, change) => {
    const { load, run } = openKitchen();
    run(load({ 'oven.ts': oven }), ['oven.ts']);
    const later = load(change);
    const { told, read } = run(later, ['oven.ts']);
    expect(read).toEqual(['oven.ts']);
    expect(told.map(plain)).toEqual([plain(createLinksReader(later)(filePath('/kitchen/oven.ts')))]);
  });

  it('of files that a run does not ask about stay, and go with their files', () => {
    const { load, run } = openKitchen();
    run(load({ 'oven.ts': oven, 'stove.ts': stove, 'pan.ts': 'export {};' }), ['oven.ts', 'stove.ts']);
    run(load(), ['pan.ts']);
    run(load({ 'stove.ts': undefined, 'pot.ts': 'export {};' }), ['pot.ts']);
    expect(run(load({ 'stove.ts': stove }), ['oven.ts', 'pan.ts', 'pot.ts', 'stove.ts']).read).toEqual(['stove.ts']);
  });

  it('of a text that does not parse, whose model is the compiler\'s, are read each time', () => {
    const { load, run } = openKitchen();
    const project = load({ 'oven.ts': `${oven}const = ;\n` });
    expect([run(project, ['oven.ts']).read, run(project, ['oven.ts']).read]).toEqual([['oven.ts'], ['oven.ts']]);
  });

  it('of another version are not believed', () => {
    const { load, run } = openKitchen();
    const project = load({ 'oven.ts': oven });
    run(project, ['oven.ts']);
    expect(run(project, ['oven.ts'], 'next').read).toEqual(['oven.ts']);
  });
});
