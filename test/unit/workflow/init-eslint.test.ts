import { describe, expect, it } from 'vitest';
import { carried, knot, left, openShop } from './init-shop.js';

const run = (name: string, text: string) => openShop({ ...knot, [name]: text }).init({ from: 'eslint' });
const flat = (body: string) => run('eslint.config.mjs', `import js from '@eslint/js';\nexport default [\n${body}\n];`);
const godFile = (report: ReturnType<typeof run>) => (report.config['analyzers'] as Record<string, unknown> | undefined)?.['god-file'];

describe('init --from eslint', () => {
  it.each([
    ["'error'", { severity: 'error', threshold: 300, count: 'physical' }],
    ['1', { severity: 'warning', threshold: 300, count: 'physical' }],
    ["['error', 120]", { severity: 'error', threshold: 120, count: 'physical' }],
    ["['warn', { max: 90, skipComments: true, skipBlankLines: true }]", { severity: 'warning', threshold: 90, count: 'code' }],
    ["['error', { skipComments: true }]", { severity: 'error', threshold: 300, count: 'physical' }],
    ["'off'", { severity: 'off' }],
  ])('reads max-lines: %s', (value, expected) => {
    expect(godFile(flat(`{ rules: { 'max-lines': ${value} } },`))).toEqual(expected);
  });

  it('says that comments alone cannot be left out of the count', () => {
    expect(left(flat("{ rules: { 'max-lines': ['error', { skipComments: true }] } }"))[0]).toContain('max-lines: skipComments');
  });

  it('keeps the order of flat configuration: later objects win, for some files or for all', () => {
    const report = flat(`
      { files: ['old/**'], rules: { 'max-lines': ['error', 10] } },
      { rules: { 'max-lines': ['error', 20] } },
      { files: ['src/**', 'lib/**'], rules: { 'max-lines': ['warn', 30] } },
      { files: ['src/**', 'lib/**'], rules: { 'max-lines': 'error' } },`);
    expect(godFile(report)).toEqual({
      severity: 'error',
      threshold: 20,
      count: 'physical',
      overrides: [
        { files: ['src/**', 'lib/**'], severity: 'warning', threshold: 30, count: 'physical' },
        { files: ['src/**', 'lib/**'], severity: 'error', threshold: 30, count: 'physical' },
      ],
    });
  });

  it('leaves what is not literal, with its line, and what an unknown spread may overwrite', () => {
    const report = flat(`
      js.configs.recommended,
      { rules: { 'max-lines': ['error', limit], 'import/no-cycle': 'error' } },
      { rules: { 'max-lines': ['error', 20], ...shared } },`);
    expect(godFile(report)).toBeUndefined();
    expect(left(report)).toEqual([
      'eslint.config.mjs:4 js.configs.recommended: it is not literal, and decant runs no configuration code',
      'eslint.config.mjs:5 max-lines: limit is not literal, and decant runs no configuration code',
      'eslint.config.mjs:6 shared: it is not literal, and decant runs no configuration code',
    ]);
  });

  it('takes over global ignores, also through the helpers of ESLint, and no pattern that takes files back', () => {
    const text = `
import { defineConfig, globalIgnores } from 'eslint/config';
export default defineConfig([globalIgnores(['dist/', '**/*.gen.ts']), [{ name: 'more', ignores: ['./tmp'] }], { files: ['a.ts'], ignores: ['b.ts'] }, { ignores: ['x/**', '!x/keep.ts'] }]);`;
    const report = run('eslint.config.ts', text);
    expect(report.config['exclude']).toEqual(['dist/**', '**/*.gen.ts', 'tmp']);
    expect(left(report).map((line) => line.split(': ')[0])).toEqual(['eslint.config.ts:3 ignores x/**', 'eslint.config.ts:3 ignores !x/keep.ts']);
  });

  it.each(['import/no-cycle', 'import-x/no-cycle'])('reads %s, which never counts type imports', (rule) => {
    const report = flat(`{ rules: { '${rule}': ['warn', { maxDepth: 2, ignoreExternal: true }] } }`);
    expect(report.config['analyzers']).toEqual({ 'import-cycle': { danger: { crash: 'warning', fragile: 'warning', deferred: 'warning', 'type-only': 'off' } } });
    expect(left(report)).toHaveLength(2);
    expect(left(flat(`{ files: ['src/**'], rules: { '${rule}': 'error' } }`))[0]).toContain('it is about some files only');
  });

  it('leaves rules of an object whose files it cannot name', () => {
    for (const head of ["files: [['src/**', '*.ts']]", "files: ['src/**'], ignores: ['src/a.ts']", "files: ['!src/**']"]) {
      const report = flat(`{ ${head}, rules: { 'max-lines': ['error', 9] } }`);
      expect(godFile(report)).toBeUndefined();
      expect(left(report)).toHaveLength(1);
    }
  });

  it('reads the older configuration files, with overrides by name and ignorePatterns as in .gitignore', () => {
    const legacy = JSON.stringify({
      extends: ['airbnb'],
      ignorePatterns: ['dist', '/tmp/', 'src/*.gen.ts', 'a\\ b'],
      rules: { 'max-lines': ['error', 50] },
      overrides: [
        { files: '*.test.ts', rules: { 'max-lines': 'off' } },
        { files: ['./src/a.ts'], excludedFiles: 'b.ts', rules: { 'max-lines': 'warn' } },
      ],
    });
    for (const [name, text] of [['.eslintrc.json', legacy], ['.eslintrc.cjs', `module.exports = ${legacy}`], ['.eslintrc', legacy], ['package.json', `{ "eslintConfig": ${legacy} }`]] as const) {
      const report = run(name, text);
      expect(godFile(report)).toEqual({ severity: 'error', threshold: 50, count: 'physical', overrides: [{ files: ['**/*.test.ts'], severity: 'off' }] });
      expect(report.config['exclude']).toEqual(['**/dist', 'tmp/**', 'src/*.gen.ts']);
      expect(left(report).map((line) => line.replace(/^\S+ /, '').split(':')[0])).toEqual(['extends', 'ignorePatterns a\\ b', 'max-lines']);
    }
  });

  it('says that it reads no YAML, and where a program does not parse', () => {
    expect(left(run('.eslintrc.yml', 'rules: {}'))[0]).toContain('YAML is not read');
    expect(left(run('eslint.config.js', '\nexport default [\n{ rules: } ];'))[0]).toContain('eslint.config.js:3');
    expect(carried(run('eslint.config.js', 'module.exports = [];'))).toEqual([]);
  });
});
