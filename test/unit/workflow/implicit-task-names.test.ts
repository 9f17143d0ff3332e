import { describe, expect, it } from 'vitest';
import { createMachine } from '../../../src/host/machine.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { hashText } from '../../../src/host/hash.js';
import { filePath, type FilePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createModuleReader } from '../../../src/load/module-reader.js';
import { findRenamedTasks } from '../../../src/workflow/implicit-task-names.js';
import { plan } from '../../../src/workflow/plan.js';
import { split } from '../../../src/workflow/split.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const root = filePath('/shop');

function open(files: Readonly<Record<string, string>>) {
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [`/shop/${name}`, text])));
  return openWorkspace({ fileSystem, root, machine: createMachine() });
}

const till = `export function price(cents: number): string {
  const whole = Math.floor(cents / 100);
  return String(whole);
}
`;

const orders = `${till}
export async function place(cents: number): Promise<string> {
  'use workflow';
  return price(cents);
}
`;

const packageJson = '{ "type": "module", "dependencies": { "workflow": "4.8.9", "node-cron": "4.6.0" } }';

function handMade(parts: readonly { readonly file: string; readonly declarations: readonly string[] }[]): string {
  return JSON.stringify({ version: 1, kind: 'split', source: 'orders.ts', facade: 'keep', maxLines: 40, fingerprint: hashText(orders), parts: parts.map((part) => ({ ...part, because: '' })) });
}

describe('a task whose id is the path of its file', () => {
  it('may not be moved by a plan that a person made', () => {
    const workspace = open({ 'package.json': packageJson, 'orders.ts': orders, 'plan.json': handMade([{ file: 'orders/place.ts', declarations: ['place'] }, { file: 'orders/price.ts', declarations: ['price'] }]) });
    const report = split(workspace, { input: filePath('/shop/plan.json'), typecheck: false });
    expect(report.refused.map(({ id, message }) => `${id}: ${message}`).join('\n')).toContain("workflow 'workflow//./orders//place'");
  });

  it('stays when decant plans, and is named in a note', () => {
    const workspace = open({ 'package.json': packageJson, 'orders.ts': `${orders}${till.replaceAll('price', 'total')}${till.replaceAll('price', 'tax')}` });
    const { plan: planned, notes } = plan(workspace, { file: filePath('/shop/orders.ts'), maxLines: 9 });
    expect(planned?.parts.find(({ declarations }) => declarations.includes('place'))?.file).toBe('orders.ts');
    expect(notes.filter(({ id }) => id === 'implicit-task-name').map(({ message, notes: evidence }) => [message, ...evidence])).toEqual([
      ["vercel-workflow takes an id of orders.ts from the path of the file: 'workflow//./orders//place'", "workflow 'workflow//./orders//place' by place (line 6) stays: in another file it would be another workflow"],
    ]);
  });
});

describe('ids from names', () => {
  const kitchen = `import { DBOS } from '@dbos-inc/dbos-sdk';

async function cookDish(dish: string): Promise<string> {
  return dish;
}
export const cook = DBOS.registerWorkflow(cookDish);
export const clean = DBOS.registerWorkflow(async () => 1, { name: 'clean' });
${till}${till.replaceAll('price', 'total')}`;

  it('are noted with the file that the statement goes to, and DBOS with its version', () => {
    const { notes } = plan(open({ 'kitchen.ts': kitchen }), { file: filePath('/shop/kitchen.ts'), maxLines: 9 });
    expect(notes.filter(({ id }) => id === 'implicit-task-name' || id === 'application-version').map(({ message, help }) => `${message} | ${help}`)).toEqual([
      'DBOS makes the version of the application from the compiled text of its workflows, 2 of them in kitchen.ts | Set DBOS__APPVERSION before you deploy, or let running workflows end first.',
      "dbos takes an id of kitchen.ts from the name of a function: 'cookDish' | Write the ids out with `decant split kitchen.ts --pin-names`, as a change of its own.",
    ]);
  });

  it('that would be others in the printed files are found, whatever was planned', () => {
    const load = (files: Readonly<Record<string, string>>) => {
      const { fileSystem, config } = open(files);
      return loadProject({ fileSystem, root, config });
    };
    const before = load({ 'kitchen.ts': kitchen });
    const after = load({ 'kitchen.ts': kitchen.replaceAll('cookDish', 'cookDish2') });
    const source = '/shop/kitchen.ts' as FilePath;
    expect(findRenamedTasks(before, createModuleReader(before), source, before, [])).toEqual([]);
    expect(findRenamedTasks(before, createModuleReader(before), source, after, []).map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      "error: workflow 'cookDish' of dbos, registered by cook, would be 'cookDish2' in kitchen.ts",
    ]);
  });
});
