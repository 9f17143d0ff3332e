import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { scanModule } from '../../../src/language/typescript/scan.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

function told(text: string): readonly string[] {
  const result = scanModule({ path: filePath('/shop/till.ts'), text, lineStarts: buildLineStarts(text) });
  if (result.kind !== 'scanned') throw new Error(result.reason);
  return result.module.imports.map(({ kind, form, specifier }) => `${kind} ${form} ${specifier}`);
}

describe('what only looks like a call', () => {
  it.each([
    ['let open: [string, // the menu\n(import("./menu").Menu)[]];', 'type import-type ./menu'],
    ['type Name = `${import("./menu").Name}`;', 'type import-type ./menu'],
    ['let open = load // soup\n(import("./menu"));', 'dynamic import-call ./menu'],
    ['let name = `${import("./menu")}`;', 'dynamic import-call ./menu'],
  ])('is told from one: %s', (text, expected) => expect(told(text)).toEqual([expected]));
});

describe('the word type before an assignment', () => {
  it.each([
    ['let kind = type\nmenu = import("./menu");', 'dynamic import-call ./menu'],
    ['type Menu = import("./menu").Menu;', 'type import-type ./menu'],
  ])('begins a type on its own line only: %s', (text, expected) => expect(told(text)).toEqual([expected]));
});
