import { describe, expect, it } from 'vitest';
import { runAnalyzers } from '../../../src/analyze/run-analyzers.js';
import { study } from './study.js';

const settings = { analyzers: { 'god-file': { threshold: 3 } } };
const body = 'export const a = 1;\nexport const b = 2;\nexport const c = 3;\nexport const d = 4;\n';

function run(text: string): readonly string[] {
  return runAnalyzers(study({ 'kitchen.ts': text }, settings)).map((finding) => `${finding.severity} ${finding.id}`);
}

describe('runAnalyzers', () => {
  it('leaves out a finding that a comment allows with a reason, whatever its comment style', () => {
    expect(run(body)).toEqual(['error god-file']);
    expect(run(`// decant-allow god-file: one table of prices\n${body}`)).toEqual([]);
    expect(run(`/* decant-allow god-file: one table of prices */\n${body}`)).toEqual([]);
    expect(run(`/**\r\n * decant-allow god-file: one table of prices\r\n */\r\n${body}`)).toEqual([]);
  });

  it('keeps the finding and warns when no reason is given', () => {
    expect(run(`// decant-allow god-file\n${body}`)).toEqual(['error god-file', 'warning unexplained-allow']);
    expect(run(`// decant-allow god-file:  \n${body}`)).toEqual(['error god-file', 'warning unexplained-allow']);
  });

  it('does not take another id, a string or a comment far down for permission', () => {
    expect(run(`// decant-allow import-cycle: no\n${body}`)).toEqual(['error god-file']);
    expect(run(`export const text = '// decant-allow god-file: no';\n${body}`)).toEqual(['error god-file']);
    expect(run(`${'\n'.repeat(20)}// decant-allow god-file: no\n${body}`)).toEqual(['error god-file']);
  });

  it('sorts by severity and place over all analyzers', () => {
    const findings = runAnalyzers(study({ 'b.ts': `import './a.js';\n${body}`, 'a.ts': `import './b.js';\n` }, settings));
    expect(findings.map((finding) => finding.id)).toEqual(['god-file', 'import-cycle']);
  });
});
