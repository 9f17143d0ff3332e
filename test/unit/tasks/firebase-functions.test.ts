import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { loadSide, type Files } from '../verify/check-input.js';

function told(files: Files): readonly string[] {
  return loadSide(files, filePath('/shop')).tasks().map(({ kind, id, registration }) => `${kind} ${id} ${registration ?? '-'}`).sort();
}

describe('functions of Firebase', () => {
  it('are found in a variable, behind a condition and under a default export', () => {
    const files = {
      'package.json': '{ "main": "lib/index.js" }',
      'src/index.ts': `import { onCall, onRequest } from 'firebase-functions/v2/https';
        import { onInit } from 'firebase-functions/v2/core';
        export let send = onCall(() => 1);
        export const late = process.env.LATE ? onRequest(() => {}) : undefined;
        export const ready = onInit(() => {});
        export const size = Number('1');
        export function helper() { return onCall(() => 2); }
        export default { greet: onCall(() => 3) };`,
    };
    expect(told(files)).toEqual(['handler default-greet export', 'handler late export', 'handler send export']);
  });

  it('are known by the exports of their own file where no package.json names an entry', () => {
    expect(told({ 'src/mail.ts': "import { onCall } from 'firebase-functions/v2/https';\nexport const send = onCall(() => 1);" })).toEqual(['handler send -']);
  });

  it('belong to the package that their file lies in', () => {
    const files = {
      'package.json': '{ "name": "web", "main": "src/index.js" }',
      'src/index.ts': 'export const page = 1;',
      'functions/package.json': '{ "name": "functions", "main": "lib/index.js" }',
      'functions/src/index.ts': "export * as bills from './bills.js';",
      'functions/src/bills.ts': "import * as functions from 'firebase-functions/v1';\nexport const print = functions.https.onRequest(() => {});",
    };
    expect(told(files)).toEqual(['handler bills-print export']);
  });
});
