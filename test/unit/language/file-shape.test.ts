// Types are written from a text without the bodies that they do not depend on. What is written so must be what the whole text gives.
import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ts } from 'ts-morph';
import { describe, expect, it } from 'vitest';
import { emptyBodies, hasShape, shapeOf } from '../../../src/language/typescript/declarations/file-shape.js';
import type { SourceFile } from '../../../src/model/source-file.js';

const fixtures = fileURLToPath(new URL('../../../fixtures', import.meta.url));

function empty(text: string, path = 'till.ts'): string {
  return emptyBodies(text, shapeOf(ts, { path, text } as SourceFile).bodies);
}

function write(text: string, path = 'till.ts'): { readonly text: string; readonly isWhole: boolean } {
  const { outputText, diagnostics } = ts.transpileDeclaration(text, { fileName: path, reportDiagnostics: true, compilerOptions: { strict: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext } });
  return { text: outputText, isWhole: diagnostics?.length === 0 };
}

describe('bodies on which no type depends', () => {
  it.each([
    ['of a function that says what it returns', 'export function pay(sum: number): number { return sum; }', 'export function pay(sum: number): number {}'],
    ['of what a constant holds', 'export const pay = { now: (sum: number): void => { open(sum); }, later(sum: number): void { open(sum); } } as const;', 'export const pay = { now: (sum: number): void => {}, later(sum: number): void {} } as const;'],
    ['of members of a class, and inside a namespace', 'export namespace Till { export class Door { constructor(readonly name: string) { open(name); } set lock(code: number) { close(code); } } }', 'export namespace Till { export class Door { constructor(readonly name: string) {} set lock(code: number) {} } }'],
  ])('%s are left out', (_title, text, expected) => {
    expect(empty(text)).toBe(expected);
  });

  it.each([
    ['what it returns is inferred', 'export function pay(sum: number) { return sum; }'],
    ['its type may name what it declares', 'const total = 1;\nexport function pay(): typeof total { const total = 2; return total as never; }'],
    ['a property has the type that the constructor gives it', 'export class Till { private sum; constructor() { this.sum = 1; } }'],
    ['nothing but it makes the file a module', 'function pay(): string { return import.meta.url; }'],
    ['its syntax is bad', 'export function pay(): number { return 1 +; }'],
  ])('stay when %s', (_title, text) => {
    expect(empty(text)).toBe(text);
  });

  it('make no difference to what is written, in every tenth fixture', () => {
    let changed = 0;
    const paths = readdirSync(fixtures, { recursive: true, encoding: 'utf8' }).filter((path) => /\/(?:input|before)\/.*\.[cm]?tsx?$/.test(path) && hasShape(path)).sort();
    for (const path of paths.filter((_, index) => index % 10 === 0)) {
      const text = readFileSync(`${fixtures}/${path}`, 'utf8');
      const shorter = empty(text, path);
      if (shorter === text) continue;
      changed++;
      expect(write(shorter, path), path).toEqual(write(text, path));
    }
    expect(changed).toBeGreaterThan(40);
  });
});
