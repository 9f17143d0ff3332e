import { describe, expect, it } from 'vitest';
import { readReport } from '../../../src/verify/api-report/read-report.js';
import { compareOpinions } from '../../../src/verify/second-opinion.js';
import type { CheckResult } from '../../../src/model/proof.js';

const report = (code: string): string => `## API Report File for "shop"\n\n\`\`\`ts\n\n${code}\n\n// (No @packageDocumentation comment for this package)\n\n\`\`\`\n`;
const formsOf = (code: string): readonly string[] => readReport(report(code)).map(({ form }) => form).sort();

describe('a report of api-extractor', () => {
  it.each([
    ['the numbers of two hidden types are dealt the other way round',
      'export function open(): Line;\n\nexport function label(): Line_2;\n\ninterface Line {\n    amount: number;\n}\n\ninterface Line_2 {\n    text: string;\n}',
      'export function label(): Line;\n\nexport function open(): Line_2;\n\ninterface Line {\n    text: string;\n}\n\ninterface Line_2 {\n    amount: number;\n}'],
    ['a name of the library forces another one', 'export function close(): void;', 'function close_2(): void;\nexport { close_2 as close }'],
    ['a hidden type is told of in a warning', 'export function open(): Line;', '// Warning: (ae-forgotten-export) The symbol "Line" needs to be exported by the entry point till.d.ts\n//\n// @public (undocumented)\nexport function open(): Line;'],
    ['a union is spelled in another order', "export type Tea = 'green' | Map<string | number, A & B>;", "export type Tea = Map<number | string, A & B> | 'green';"],
    ['a union begins with its bar on a line of its own', "export type Tea = 'green' | 'black';", "export type Tea =\n    | 'black'\n    | 'green';"],
    ['exports of a namespace are listed in another order', 'declare namespace tea {\n    export {\n        green,\n        black\n    }\n}\nexport { tea }', 'declare namespace tea {\n    export {\n        black,\n        green\n    }\n}\nexport { tea }'],
    ['a release tag came with the split', '// @public (undocumented)\ninterface Line {\n}', '// @internal (undocumented)\ninterface Line {\n}'],
  ])('is the same where %s', (_trap, before, after) => {
    expect(formsOf(after)).toEqual(formsOf(before));
  });

  it.each([
    ['a parameter changes places', 'export function pay(a: string, b: number): void;', 'export function pay(b: number, a: string): void;'],
    ['the branches of a condition are swapped', 'export type Paid<T> = T extends true ? Yes : No;', 'export type Paid<T> = T extends true ? No : Yes;'],
    ['overloads change places', 'export function pay(a: string): 1;\n\nexport function pay(a: number): 2;', 'export function pay(a: number): 2;\n\nexport function pay(a: string): 1;'],
    ['a member is no longer deprecated', 'export interface Tea {\n    // @deprecated (undocumented)\n    key?: string;\n}', 'export interface Tea {\n    // (undocumented)\n    key?: string;\n}'],
    ['a hidden type has another member', 'interface Line {\n    amount: number;\n}', 'interface Line {\n    total: number;\n}'],
    ['an exported name really ends in a number', 'export const price_1: 1;', 'export const price_2: 1;'],
    ['an export is hidden now', 'export interface Line {\n}', 'interface Line {\n}'],
    ['the default export is another one', 'class A {\n}\nexport default A;\n\nclass B {\n}', 'class A {\n}\n\nclass B {\n}\nexport default B;'],
    ['an export has one name less', 'function close_2(): void;\nexport { close_2 as close }\nexport { close_2 as shut }', 'function close_2(): void;\nexport { close_2 as close }'],
  ])('differs where %s', (_trap, before, after) => {
    expect(formsOf(after)).not.toEqual(formsOf(before));
  });
});

describe('two opinions', () => {
  const at = { file: '/shop/till.ts' as never, line: 1, column: 1 };
  const finding = (id: string, notes: readonly string[]) => ({ id, severity: 'error' as const, message: `'open' differs`, at, related: [], notes, help: 'Look.', data: {} });
  const result = (check: string, status: CheckResult['status'], ...diagnostics: readonly ReturnType<typeof finding>[]): CheckResult => ({ check, status, counted: 2, unit: 'exports', diagnostics, ...(status === 'skipped' ? { reason: 'x' } : {}) });
  const told = (...results: readonly CheckResult[]) => compareOpinions(results).find(({ check }) => check === 'api-report')!.diagnostics.map(({ id, severity, notes }) => [id, severity, ...notes]);

  it('are told side by side, with both texts, whichever of them saw a difference', () => {
    const texts = ['before: function open(): 1', 'after:  function open(): 2'];
    expect(told(result('api-fingerprint', 'passed'), result('api-report', 'failed', finding('api-report-differs', texts)))).toEqual([
      ['api-report-differs', 'error', ...texts, 'api-fingerprint does not agree: it compared 2 exports and found no difference that an importer could see'],
    ]);
    expect(told(result('api-fingerprint', 'failed', finding('breaking-type-change', [...texts, 'breaking: ..'])), result('api-report', 'passed'))).toEqual([
      ['second-opinion-differs', 'info', ...texts, 'api-extractor reported 2 exports, each as before'],
    ]);
  });

  it('are not told where one of them could not look, or where they agree', () => {
    const differs = finding('api-report-differs', []);
    expect(told(result('api-fingerprint', 'skipped'), result('api-report', 'failed', differs))).toEqual([['api-report-differs', 'error']]);
    expect(told(result('api-fingerprint', 'failed', differs), result('api-report', 'failed', differs))).toEqual([['api-report-differs', 'error']]);
  });
});
