import { describe, expect, it } from 'vitest';
import { createMachine } from '../../../src/host/machine.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { split } from '../../../src/workflow/split.js';
import { openWorkspace } from '../../../src/workflow/workspace.js';

const cart = `export function total(cents: number): number {
  return cents;
}

export function tax(cents: number): number {
  return total(cents) / 5;
}

export const place = import.meta.url;
`;

const plan = {
  version: 1, kind: 'split', source: 'cart.ts', facade: 'keep', maxLines: 40, fingerprint: '',
  parts: [{ file: 'cart/total.ts', declarations: ['total'], because: '' }, { file: 'cart/tax.ts', declarations: ['tax'], because: '' }, { file: 'cart.ts', declarations: ['place'], because: '' }],
};

function spiesOf(test: string): readonly string[] {
  const fileSystem = createMemoryFileSystem({
    '/shop/package.json': '{ "type": "module" }', '/shop/cart.ts': cart, '/shop/plan.json': JSON.stringify(plan), '/shop/cart.test.ts': test,
  });
  const report = split(openWorkspace({ fileSystem, root: filePath('/shop'), machine: createMachine() }), { input: filePath('/shop/plan.json'), replan: true, typecheck: false });
  return report.notes.filter(({ id }) => id === 'spied-export').map(({ message, at, help }) => `${at.line}: ${message} | ${help}`);
}

describe('tests that replace an export on the namespace of the file', () => {
  it('are named with the module that declares it', () => {
    expect(spiesOf("import * as shop from './cart.js';\njest.spyOn(shop, 'tax').mockReturnValue(1);\n")).toEqual([
      '2: cart.test.ts replaces tax on what it imports from cart.ts, which only passes it on after the split | Import the namespace from cart/tax.ts in that test, where tax is declared.',
    ]);
  });

  it('are found when the namespace is required, and for sinon', () => {
    expect(spiesOf("const shop = require('./cart.js');\nsinon.stub(shop, 'total');\n")).toHaveLength(1);
  });

  it('are no matter for Vitest, for what stays, for other objects and for names alone', () => {
    expect(spiesOf("import * as shop from './cart.js';\nvi.spyOn(shop, 'tax');\n")).toEqual([]);
    expect(spiesOf("import * as shop from './cart.js';\njest.spyOn(shop, 'place');\n")).toEqual([]);
    expect(spiesOf("import * as shop from './cart.js';\njest.spyOn(console, 'tax'); shop.tax(1);\n")).toEqual([]);
    expect(spiesOf("import { tax } from './cart.js';\njest.spyOn({ tax }, 'tax');\n")).toEqual([]);
  });
});
