import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createLaterReader, createModuleReader } from '../../../src/load/module-reader.js';
import type { ModuleModel } from '../../../src/model/module-model.js';

const menu = "import { bake } from './oven.js';\nexport class Menu {\n  constructor(private readonly dish: Dish) {}\n}\nclass Dish {}\nexport const today = bake();\n";

function open(folder: string, files: Readonly<Record<string, string>>) {
  const root = filePath(folder);
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [joinPath(root, name), text])));
  return { root, project: loadProject({ fileSystem, root, config: defaultConfig }) };
}

function readTwice(before: Readonly<Record<string, string>>, after: Readonly<Record<string, string>>) {
  const [old, now] = [open('/kitchen', before), open('/kitchen-by-hand', after)];
  const asked: string[] = [];
  const readOld = createModuleReader(old.project);
  const read = createLaterReader(old.project, (file) => {
    asked.push(file);
    return readOld(file);
  }, now.project);
  const file = joinPath(now.root, 'menu.ts');
  return { asked, later: read(file), again: read(file), fresh: createModuleReader(now.project)(file), earlier: readOld(joinPath(old.root, 'menu.ts')) };
}

describe('createLaterReader', () => {
  it('gives a file that is the same in another folder the model it would have there, and no statement of the first', () => {
    const { asked, later, again, fresh, earlier } = readTwice({ 'menu.ts': menu, 'oven.ts': 'export const bake = () => 1;\n' }, { 'menu.ts': menu, 'oven.ts': 'export const bake = () => 2;\n' });
    expect(asked).toEqual(['/kitchen/menu.ts']);
    expect(later).toEqual(fresh);
    expect(later.source).toBe(fresh.source);
    expect(again).toBe(later);
    expect(later.statements.some((statement) => earlier.statements.includes(statement))).toBe(false);
  });

  it('reads a file anew whose text differs', () => {
    const { asked, later, fresh } = readTwice({ 'menu.ts': menu }, { 'menu.ts': `${menu}export const tomorrow = 2;\n` });
    expect(asked).toEqual([]);
    expect(later).toEqual(fresh);
  });

  it('tells what has other imports from the model of the file as it was', () => {
    const [old, now] = [open('/kitchen', { 'menu.ts': menu, 'bill.ts': menu }), open('/kitchen', { 'menu.ts': menu.replace('./oven.js', './oven/heat.js'), 'bill.ts': menu.replace('bake()', 'bake(2)') })];
    const readOld = createModuleReader(old.project);
    const later = createLaterReader(old.project, readOld, now.project);
    const files = [...now.project.files.keys()];
    later.expect!(files);
    const fresh = createModuleReader(now.project);
    for (const file of files) expect(later(file)).toEqual(fresh(file));
    const [bill, told] = files.map((file) => ({ old: readOld(file), now: later(file) })) as [{ old: ModuleModel; now: ModuleModel }, { old: ModuleModel; now: ModuleModel }];
    expect(told.now.constants, 'nothing but what has moved is made again').toBe(told.old.constants);
    expect(bill.now.constants).not.toBe(bill.old.constants);
    expect(told.now.statements.some((statement) => told.old.statements.includes(statement))).toBe(false);
  });

  it('reads a file anew for which the compiler has other options', () => {
    const config = (emitDecoratorMetadata: boolean): string => JSON.stringify({ compilerOptions: { experimentalDecorators: true, emitDecoratorMetadata } });
    const decorated = 'function served(target: object): void {}\nclass Dish {}\n@served\nexport class Menu {\n  constructor(readonly dish: Dish) {}\n}\n';
    const { asked, later, fresh, earlier } = readTwice({ 'menu.ts': decorated, 'tsconfig.json': config(false) }, { 'menu.ts': decorated, 'tsconfig.json': config(true) });
    expect(asked).toEqual([]);
    expect(later).toEqual(fresh);
    expect(later.statements).not.toEqual(earlier.statements);
  });

  it('does not take a file without a byte order mark for one with it', () => {
    expect(readTwice({ 'menu.ts': menu }, { 'menu.ts': `\uFEFF${menu}` }).asked).toEqual([]);
  });
});
