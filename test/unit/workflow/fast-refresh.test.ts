import { expect, it } from 'vitest';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createMachine } from '../../../src/host/machine.js';
import { filePath } from '../../../src/host/path.js';
import { split } from '../../../src/workflow/split.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

/** Hazard 44 of splitting-hazards.md. */

const root = filePath('/kitchen');

function component(name: string, uses: string): string {
  return `export function ${name}({ cents }: { cents: number }) {\n  const text = ${uses};\n  return <b>{text}</b>;\n}\n`;
}

function notesOf(source: string, parts: readonly (readonly string[])[], file = 'menu.tsx') {
  const fileSystem = createMemoryFileSystem({ [`/kitchen/${file}`]: source });
  const workspace = openWorkspace({ fileSystem, root, machine: createMachine() });
  const dry = split(workspace, { input: filePath(`/kitchen/${file}`), maxLines: 8 });
  const plan = { ...dry.plan!, parts: parts.map((declarations, index) => ({ file: `menu/part-${index}.${file.split('.')[1]}`, declarations, because: 'by hand' })) };
  fileSystem.writeBytes(filePath('/kitchen/plan.json'), new TextEncoder().encode(JSON.stringify(plan)));
  const report = split(workspace, { input: filePath('/kitchen/plan.json') });
  expect(report.refused).toEqual([]);
  return report.notes.filter(({ id }) => id === 'fast-refresh').map(({ message }) => message);
}

const helper = 'function money(cents: number): string {\n  return `${cents / 100} EUR`;\n}\n';
const shared = [helper, component('Soup', 'money(cents)'), component('Bread', 'money(cents * 2)')].join('\n');

it('tells that a component keeps a helper beside it which siblings import', () => {
  expect(notesOf(shared, [['money', 'Soup'], ['Bread']])).toEqual(['menu/part-0.tsx exports components and money, so Fast Refresh reloads it with its importers']);
});

it('is silent when the helper has a module of its own, and when the old file was no replaceable module either', () => {
  expect(notesOf(shared, [['money'], ['Soup'], ['Bread']])).toEqual([]);
  expect(notesOf(`${shared}\nexport const currency = 'EUR';\n`, [['money', 'Soup'], ['Bread'], ['currency']])).toEqual([]);
});
