import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { scanModule, scanText } from '../../../src/language/typescript/scan.js';
import { scanWithOxc } from '../../../src/language/typescript/scan-oxc.js';
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

describe('tokens around an import tell what a parser tells', () => {
  it.each([
    'const [a, b] = await Promise.all([import("./a"), import("./b"), import("./c")]);',
    'await Promise.all([\n  import("./a"),\n  import("./b"),\n]);',
    'all([ // first\n  import("./a"), // second\n  import("./b")]);',
    'type T = [ // all([\n  import("./a"), import("./b").B];',
    'type T = (a: [import("./a").A, import("./b").B]) => void;',
    'interface I { load([a]: [import("./a").A]): void; new ([b]: import("./b").B): I }',
    'const a = [import("./a"), import("./b")];',
    'interface Props { a?: import("./a").A; b : import("./b").B }',
    'function f(a?: import("./a").A, b?: import("./b").B) {}',
    'const a = b ? c : import("./a");',
    'const a = b?.c ? d : import("./a");',
    'const a = { b: import("./a"), let: import("./b"), readonly: import("./c") };',
    'let a: import("./a").A; const b: import("./b").B = x; var c: typeof import("./c") = y;',
    'let a!: import("./a").A;',
    'const a = b // let c\n ? d\n : import("./a");',
    'const a = b ? /* let c */ d : import("./a");',
    'switch (a) { case b: import("./a"); default: import("./b") }',
    'label: import("./a");',
    'class A { private b: import("./a").A; static c: import("./b").B; readonly d: import("./c").C; declare e: import("./d").D; protected f!: import("./e").E }',
    'let a = b as unknown as Parameters<import("./a").Hook<any>>[0];',
    'let a: Promise<import("./a").A>; let b = new Map<import("./b").B, string>();',
    'const a = b < import("./a").length; const c = Promise < import("./b").then;',
    'type A = Record<string, import("./a").A>;',
  ])('%s', (text) => {
    const read = scanText(text, '.ts', {});
    const parsed = scanWithOxc(text, '.ts', {});
    if (read.kind !== 'scanned' || parsed.kind !== 'scanned') throw new Error('not read');
    const sorted = (imports: typeof read.imports): readonly string[] => [...imports].sort((a, b) => a.span.start - b.span.start).map(({ kind, form, specifier }) => `${kind} ${form} ${specifier}`);
    expect(sorted(read.imports)).toEqual(sorted(parsed.imports));
    expect(read.imports.length).toBeGreaterThan(0);
  });
});
