import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { scanModule } from '../../../src/language/typescript/scan.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

describe('what only looks like a call', () => {
  it.each([
    ['let open: [string, // the menu\n(import("./menu").Menu)[]];', 'type import-type ./menu'],
    ['type Name = `${import("./menu").Name}`;', 'type import-type ./menu'],
    ['let open = load // soup\n(import("./menu"));', 'dynamic import-call ./menu'],
    ['let name = `${import("./menu")}`;', 'dynamic import-call ./menu'],
  ])('is told from one: %s', (text, expected) => {
    const result = scanModule({ path: filePath('/shop/till.ts'), text, lineStarts: buildLineStarts(text) });
    expect(result.kind === 'scanned' && result.module.imports.map(({ kind, form, specifier }) => `${kind} ${form} ${specifier}`)).toEqual([expected]);
  });
});
