import { describe, expect, it } from 'vitest';
import { configSchema } from '../../../src/config/config-schema.js';
import { fillConfig } from '../../../src/config/fill-config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createModuleReader } from '../../../src/load/module-reader.js';
import { relink } from '../../../src/load/relink.js';
import type { Project } from '../../../src/model/project.js';
import { extractTasks } from '../../../src/tasks/extract-tasks.js';

const root = filePath('/shop');

function load(declaration: object, text: string): Project {
  const config = configSchema.parse({ tasks: { frameworks: [declaration] } });
  return loadProject({ fileSystem: createMemoryFileSystem({ '/shop/mail.ts': text }), root, config });
}

function idsOf(project: Project): string[] {
  return extractTasks({ project, read: createModuleReader(project), readText: () => undefined }, project.files.keys()).map(({ id }) => id);
}

describe('a declared framework', () => {
  const declaration = { framework: 'house', call: 'defineTask', from: '@shop/tasks', id: 0 };
  const text = "import { defineTask } from '@shop/tasks';\ndefineTask('send');\n";

  it('is known in the project after a change too', () => {
    const project = load(declaration, text);
    const after = relink(project, { applicability: 'safe', changes: [{ kind: 'modify', file: filePath('/shop/mail.ts'), text: text.replace('send', 'post'), bom: false, because: 'a new name' }] });
    expect([idsOf(project), idsOf(after)]).toEqual([['send'], ['post']]);
  });

  it.each([
    ['neither a call nor a decorator', { framework: 'house', from: '@shop/tasks', id: 0 }, 'has neither a call nor a decorator'],
    ['both', { ...declaration, decorator: 'Task' }, 'has both a call and a decorator'],
    ['a place that is none', { ...declaration, queue: 'name of the queue' }, "has 'name of the queue' as queue"],
  ])('with %s is an error, not a framework without tasks', (_, wrong, detail) => {
    expect(() => idsOf(load(wrong, text))).toThrow(expect.objectContaining({ detail: expect.stringContaining(detail) }));
  });

  it('is checked as the rest of the configuration is', () => {
    expect(fillConfig({ tasks: { frameworks: [{ framework: 'house', from: '@shop/tasks', id: 0, que: 1 }] } })).toMatchObject({ kind: 'problem', isUnknownKey: true });
    expect(fillConfig({ tasks: { frameworks: [{ framework: 'house', call: 'defineTask', id: 0 }] } })).toMatchObject({ kind: 'problem' });
  });

  it.each(['./tasks/registry', './tasks/registry.ts', './tasks/registry.js', './tasks'])('comes from a module of the project, written as %s', (from) => {
    const config = configSchema.parse({ tasks: { frameworks: [{ ...declaration, from }] } });
    const files = { '/shop/tasks/registry.ts': 'export function defineTask(name: string) {}\n', '/shop/tasks/index.ts': "export { defineTask } from './registry';\n", '/shop/mail.ts': "import { defineTask } from './tasks/registry';\ndefineTask('send');\n" };
    expect(idsOf(loadProject({ fileSystem: createMemoryFileSystem(files), root, config }))).toEqual(['send']);
  });
});
