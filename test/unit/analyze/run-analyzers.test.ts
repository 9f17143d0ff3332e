import { describe, expect, it } from 'vitest';
import { runAnalyzers } from '../../../src/analyze/run-analyzers.js';
import { relativePath } from '../../../src/host/path.js';
import { root, study } from './study.js';

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

  describe('ignore in the configuration', () => {
    const ignoring = (files: Record<string, string>, ignore: readonly object[]) =>
      runAnalyzers(study(files, { analyzers: { 'god-file': { threshold: 3 } }, ignore })).map((finding) => `${finding.severity} ${finding.id} ${relativePath(root, finding.at.file)}`);
    const because = 'bought with the stove';

    it('leaves out findings by file and id, and nothing else', () => {
      const files = { 'kitchen/stove.ts': body, 'kitchen/oven.ts': body };
      expect(ignoring(files, [{ files: ['kitchen/st*'], ids: ['god-file'], because }])).toEqual(['error god-file kitchen/oven.ts']);
      expect(ignoring(files, [{ files: ['kitchen/**'], because }])).toEqual([]);
      expect(ignoring(files, [{ files: ['**'], ids: ['import-cycle'], because }])).toEqual([
        'error god-file kitchen/oven.ts',
        'error god-file kitchen/stove.ts',
        'warning dead-ignore decant.config.json',
      ]);
    });

    it('reports an entry that matches nothing, but not one whose finding a comment allows as well', () => {
      expect(ignoring({ 'stove.ts': 'export const a = 1;' }, [{ files: ['stove.ts'], because }])).toEqual(['warning dead-ignore decant.config.json']);
      expect(ignoring({ 'stove.ts': `// decant-allow god-file: one table\n${body}` }, [{ files: ['stove.ts'], because }])).toEqual([]);
    });
  });
});
