import { describe, expect, it } from 'vitest';
import { ToolError } from '../../../src/diagnostic/tool-error.js';
import { createMachine } from '../../../src/host/machine.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { plan } from '../../../src/workflow/plan.js';
import { split } from '../../../src/workflow/split.js';
import { openWorkspace, type Workspace } from '../../../src/workflow/workspace.js';
import type { SplitPlan } from '../../../src/plan/split/split-plan.js';
import type { SplitReport } from '../../../src/report/schema.js';

const old = `import { log } from './log.js';

export function soup(guests: number): string {
  return \`soup for \${guests}\`;
}

export function stew(guests: number): string {
  return \`\${soup(guests)} and stew\`;
}

log('the kitchen opens');

export function bread(guests: number): string {
  return \`bread for \${guests}\`;
}

export function crumbs(guests: number): string {
  return \`\${bread(guests)}, crumbs\`;
}
`;

const kitchenPlan = {
  version: 1, kind: 'split', source: 'kitchen.ts', facade: 'keep', maxLines: 40,
  parts: [
    { file: 'kitchen/soup.ts', declarations: ['soup', 'stew'], because: 'what is cooked' },
    { file: 'kitchen/bread.ts', declarations: ['bread', 'crumbs'], because: 'what is baked' },
    { file: 'kitchen.ts', declarations: [], statements: ["@1 log('the kitchen opens');"], because: 'the door' },
  ],
};

function open(text: string, parts: Pick<SplitPlan, 'parts'>['parts'] = kitchenPlan.parts): Workspace {
  const json = `${JSON.stringify({ ...kitchenPlan, parts, fingerprint: 'sha256:of-another-version' }, null, 2)}\n`;
  const fileSystem = createMemoryFileSystem({
    '/shop/package.json': '{ "type": "module" }', '/shop/log.ts': 'export const log = (text: string): void => void text;\n', '/shop/kitchen.ts': text, '/shop/plan.json': json,
  });
  return openWorkspace({ fileSystem, root: filePath('/shop'), machine: createMachine() });
}

function replan(workspace: Workspace): SplitReport {
  return split(workspace, { input: filePath('/shop/plan.json'), replan: true, typecheck: false });
}

function placesOf(report: SplitReport): Record<string, readonly string[]> {
  return Object.fromEntries((report.plan?.parts ?? []).map((part) => [part.file, [...part.declarations, ...(part.statements ?? [])]]));
}

function differences(report: SplitReport): readonly string[] {
  return report.notes.find(({ id }) => id === 'plan-carried-over')?.notes ?? ['no note'];
}

describe('a plan whose file has changed meanwhile', () => {
  it('is refused without --replan, and the message names the flag', () => {
    expect(() => split(open(`${old}\n// later\n`), { input: filePath('/shop/plan.json'), typecheck: false })).toThrow(ToolError);
    try {
      split(open(`${old}\n// later\n`), { input: filePath('/shop/plan.json'), typecheck: false });
    } catch (error) {
      expect((error as ToolError).help).toContain('--replan');
    }
  });

  it('is applied as it is when only bodies changed', () => {
    const report = replan(open(old.replace('and stew', 'and a stew')));
    expect(placesOf(report)).toEqual({ 'kitchen/soup.ts': ['soup', 'stew'], 'kitchen/bread.ts': ['bread', 'crumbs'], 'kitchen.ts': ["@1 log('the kitchen opens');"] });
    expect(differences(report)).toEqual([]);
    expect(report.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  it('puts what is new where it belongs, drops what is gone, and lists both', () => {
    const text = old.replace(/export function crumbs[^]*?\n}\n/, '') + "\nexport function toast(guests: number): string {\n  return `${bread(guests)}, toasted`;\n}\n";
    const report = replan(open(text));
    expect(placesOf(report)['kitchen/bread.ts']).toEqual(['bread', 'toast']);
    expect(differences(report)).toEqual(['crumbs is gone', 'toast is new: it goes to kitchen/bread.ts, with which it has most to do']);
  });

  it('knows a statement without a name by its first line, not by its number', () => {
    const report = replan(open(old.replace("log('the kitchen", "log('the shutters');\n\nlog('the kitchen")));
    const stays = placesOf(report)['kitchen.ts'];
    expect(stays).toContain("@2 log('the kitchen opens');");
    expect(differences(report).join()).toContain('@1 is new');
  });

  it('moves a name that must share a file with another one now, and says why', () => {
    const text = old.replace('export function soup', 'let served = 0;\n\nexport function soup').replace('return `soup', 'served += guests;\n  return `soup').replace('return `bread', 'served -= guests;\n  return `bread');
    const report = replan(open(text));
    const owner = Object.entries(placesOf(report)).find(([, names]) => names.includes('served'))![1];
    expect(owner).toEqual(expect.arrayContaining(['served', 'soup', 'bread']));
    expect(differences(report).join('\n')).toMatch(/bread goes to kitchen\/soup\.ts and not to kitchen\/bread\.ts: it must share a file with /);
  });

  it('keeps in the file what cannot leave it any more', () => {
    const report = replan(open(old.replace('return `bread for', 'return import.meta.url + `bread for')));
    expect(placesOf(report)['kitchen.ts']).toEqual(expect.arrayContaining(['bread', 'crumbs']));
    expect(differences(report)).toContain('kitchen/bread.ts would be empty and is left out');
  });

  it('gives a file of its own to what finds no room under the cap', () => {
    const long = `\nexport function ladle(guests: number): string {\n${'  void guests;\n'.repeat(30)}  return stew(guests);\n}\n`;
    const report = replan(open(old.replace('`${bread(guests)}, crumbs`', '`${bread(guests)}${ladle(guests)}`') + long));
    expect(report.refused).toEqual([]);
    expect(placesOf(report)['kitchen/ladle.ts']).toEqual(['ladle']);
    expect(report.proof?.results.filter(({ status }) => status === 'failed')).toEqual([]);
  });

  it('is not rewritten, and `decant plan` gives the carried one', () => {
    const workspace = open(`${old}\nexport const ovens = 2;\n`);
    const before = workspace.fileSystem.readBytes(filePath('/shop/plan.json'));
    const carried = plan(workspace, { file: filePath('/shop/plan.json') });
    expect(carried.plan?.parts.flatMap((part) => part.declarations)).toContain('ovens');
    expect(carried.next).toBe('decant split plan.json --replan');
    replan(workspace);
    expect(workspace.fileSystem.readBytes(filePath('/shop/plan.json'))).toEqual(before);
  });

  it('does not take --replan for a source file', () => {
    expect(() => split(open(old), { input: filePath('/shop/kitchen.ts'), replan: true })).toThrow(/planned anew/);
  });
});
