// Types that are written out are read without a library and without other files. What is read so must be what the compiler makes of the whole project.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { createApiReader } from '../../../src/load/api-reader.js';
import { check } from '../../../src/verify/api-fingerprint/api-fingerprint.js';
import { findCases, readFolder } from '../../support/folder.js';
import { buildInput, type Files } from './check-input.js';

const root = fileURLToPath(new URL('../../../fixtures/verify/api-fingerprint', import.meta.url));

function compareReadings(texts: Files, entries: readonly string[]): { readonly isAnnotated: boolean; readonly counted: number; readonly found: readonly string[] } {
  const input = buildInput(texts, texts, { entries });
  const project = input.before;
  const read = createApiReader();
  const files = entries.map((name) => [...project.files.keys()].find((file) => file === `${project.root}/${name}`)!);
  const request = { entries: files, isOpen: () => true };
  const [annotated, inferred] = [read(project, request), read(project, { ...request, inferred: true })];
  const { counted, diagnostics } = check.run({ ...input, after: project, readAfter: input.readBefore, apis: () => [{ before: annotated, after: inferred }] });
  return { isAnnotated: annotated.kind === 'read' && annotated.isAnnotated, counted, found: diagnostics.map(({ message }) => message) };
}

describe('types that are written out', () => {
  it('are those that the compiler infers, in every version of every fixture', () => {
    const outcomes = findCases(root).flatMap((folder) => {
      const { entries, kinds } = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as { entries?: readonly string[]; kinds?: readonly string[] };
      if (entries === undefined || kinds === undefined) return [];
      const texts = Object.fromEntries([...readFolder(`${folder}/before`)].map(([name, bytes]) => [name, bytes.toString('utf8')]));
      const tsconfig = '{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "NodeNext" } }\n';
      return [{ name: basename(folder), ...compareReadings({ 'package.json': '{ "type": "module" }\n', 'tsconfig.json': tsconfig, ...texts }, entries) }];
    });
    expect(outcomes.filter(({ found }) => found.length > 0)).toEqual([]);
    expect(outcomes.filter(({ isAnnotated, counted }) => isAnnotated && counted > 0).length).toBeGreaterThan(40);
  });

  const judge = (text: string): boolean => compareReadings({ 'package.json': '{ "type": "module" }\n', 'till.ts': text }, ['till.ts']).isAnnotated;

  it('are told from those that are left to be inferred', () => {
    expect(judge('export function pay(amount: number): Promise<Record<string, number>> {\n  return Promise.resolve({ amount });\n}\n')).toBe(true);
    expect(judge('export function pay(amount: number) {\n  return Promise.resolve({ amount });\n}\n')).toBe(false);
    expect(judge('export const open = new Map<string, number>();\n')).toBe(false);
    expect(judge("let found: string | undefined = globalThis.process?.title;\nif (found === undefined) throw new Error('closed');\nexport const name = found;\n")).toBe(false);
  });

  it('are inferred on both sides when one leaves some out', () => {
    const before = 'export interface Till {\n  open?: boolean;\n}\nexport function count(till: Till): number {\n  return till.open ? 1 : 0;\n}\n';
    const after = 'export interface Till {\n  open?: boolean;\n}\nexport function count(till: Till) {\n  return till.open ? 1 : 0 as number;\n}\n';
    const input = buildInput({ 'till.ts': before }, { 'till.ts': after }, { entries: ['till.ts'] });
    expect(input.apis!().map((pair) => [pair.before, pair.after].map((one) => one.kind === 'read' && one.isAnnotated))).toEqual([[false, false]]);
    expect(check.run(input).diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    const back = buildInput({ 'till.ts': after }, { 'till.ts': before }, { entries: ['till.ts'] });
    expect(back.apis!().map((pair) => [pair.before, pair.after].map((one) => one.kind === 'read' && one.isAnnotated))).toEqual([[false, false]]);
  });
});
