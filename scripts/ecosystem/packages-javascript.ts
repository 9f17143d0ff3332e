import type { EcosystemPackage } from './package.js';

/** CommonJS and plain JavaScript. */
export const javascriptPackages: Readonly<Record<string, EcosystemPackage>> = {
  semver: {
    spec: 'semver@5.0.3',
    licence: 'ISC',
    shows: 'CommonJS: 34 `exports.x =` statements, functions used as constructors',
    sources: ['semver.js'],
    tools: ['tap@12'],
    test: { command: 'npx tap --no-coverage -R tap test/*.js', format: 'tap' },
  },
  'mqtt-packet': {
    spec: 'mqtt-packet@9.0.2',
    licence: 'MIT',
    shows: 'CommonJS: `module.exports = function`, properties set on it, buffers made at load time',
    sources: ['writeToStream.js', 'parser.js'],
    tools: ['tape@5', 'readable-stream@4'],
    test: { command: 'npx tape test.js', format: 'tap' },
  },
  'fast-json-stringify': {
    spec: 'fast-json-stringify@7.3.6',
    licence: 'MIT',
    shows: 'CommonJS: a function exported with properties, generated code',
    sources: ['index.js', 'lib'],
    tools: ['fast-json-stringify@7.3.6', 'webpack@5', 'typebox'],
    test: { command: 'node --test --test-reporter=tap', format: 'tap' },
  },
  fastify: {
    spec: 'fastify@5.12.8',
    licence: 'MIT',
    shows: 'CommonJS: prototypes, symbols, modules that require each other',
    sources: ['lib', 'fastify.js'],
    tools: [
      '@types/node@20', 'ajv@8', 'ajv-errors@3', 'ajv-formats@3', 'ajv-i18n@4', 'ajv-merge-patch@5', 'fast-json-body@1', 'fastify-plugin@6', 'fluent-json-schema@6', 'h2url', 'http-errors@2', 'joi@18',
      'json-schema-to-ts@3', 'JSONStream@1', 'node-forge@1', 'proxyquire@2', 'split2@4', 'typebox@1', 'undici@7', 'vary@1', 'yup@1', '@jsumners/line-reporter', 'typescript@5.9',
    ],
    test: { command: 'node --test --test-concurrency=2 --test-reporter=tap $(find test -name "*.test.js" | sort)', format: 'tap' },
  },
  'find-my-way': {
    spec: 'find-my-way@9.10.1',
    licence: 'MIT',
    shows: 'CommonJS: one constructor function and its prototype',
    sources: ['index.js'],
    tools: ['proxyquire@2', 'rfdc@1'],
    test: { command: 'node --test --test-reporter=tap', format: 'tap' },
  },
  xlsx: {
    spec: 'xlsx@0.18.5',
    licence: 'Apache-2.0',
    shows: 'ES module JavaScript: 24,598 lines, tables and state filled at load time',
    sources: ['xlsx.mjs'],
    keep: ['xlsx.mjs'],
    probe: `import * as XLSX from './xlsx.mjs';
console.log(Object.keys(XLSX).join(' '), Object.keys(XLSX.utils).join(' '));
const rows = [['loaf', 'price', 'baked'], ['rye', 3.5, true], ['spelt & "seed"', -4, false], ['Brötchen', 1e-7, null], [{ t: 'n', f: 'SUM(B2:B4)', v: -0.4999999 }, '0012', 'x'.repeat(300)]];
for (const bookType of ['xlsx', 'xlsm', 'xlsb', 'xls', 'biff8', 'biff5', 'biff2', 'xlml', 'ods', 'fods', 'csv', 'txt', 'sylk', 'html', 'dif', 'dbf', 'wk1', 'wk3', 'rtf', 'prn', 'eth']) {
  try {
    const book = XLSX.utils.book_new();
    XLSX.utils.book_append_sheet(book, XLSX.utils.aoa_to_sheet(rows), 'Stock');
    XLSX.utils.book_append_sheet(book, XLSX.utils.json_to_sheet([{ oven: 1, heat: 230 }]), 'Ovens');
    const bytes = XLSX.write(book, { type: 'base64', bookType });
    const again = XLSX.read(bytes, { type: 'base64', cellFormula: true, cellStyles: true });
    console.log(bookType, bytes.length, again.SheetNames.join(), JSON.stringify(again.SheetNames.map((name) => [XLSX.utils.sheet_to_csv(again.Sheets[name]), XLSX.utils.sheet_to_formulae(again.Sheets[name])])));
  } catch (error) {
    console.log(bookType, 'throws', error.message);
  }
}
for (const format of ['0.00', '#,##0.0;(#,##0.0)', 'yyyy-mm-dd hh:mm:ss', '# ?/?', '0.00E+00', '[h]:mm', '@']) console.log(format, XLSX.SSF.format(format, 45123.456));
`,
  },
  'decimal.js': {
    spec: 'decimal.js@10.0.0',
    licence: 'MIT',
    shows: 'ES module JavaScript: one prototype object, module state that many functions write',
    sources: ['decimal.mjs'],
    keep: ['decimal.mjs'],
    probe: `import Decimal, * as all from './decimal.mjs';
console.log(Object.keys(all).join(' '), Object.keys(Decimal).join(' '), Object.keys(Decimal.prototype).join(' '));
const values = ['0', '-0', '1', '-1.5', '42.125', '1e-30', 'Infinity', 'NaN', '0.1'];
for (const name of Object.getOwnPropertyNames(Decimal.prototype)) {
  if (name === 'constructor' || typeof Decimal.prototype[name] !== 'function') continue;
  for (const value of values) {
    for (const args of [[], ['3'], ['0.7', 4]]) {
      try {
        console.log(name, value, args.join(), String(new Decimal(value)[name](...args)));
      } catch (error) {
        console.log(name, value, args.join(), error.message);
      }
    }
  }
}
const Coarse = Decimal.clone({ precision: 5, rounding: 1 });
console.log(String(new Coarse(1).div(3)), String(Coarse.hypot(3, 4.5)), String(Coarse.atan2(1, 2)), String(Decimal.log10('1234.5')));
`,
  },
  commonmark: {
    spec: 'commonmark@0.31.2',
    licence: 'BSD-2-Clause',
    shows: 'ES module JavaScript: 75 functions that one parser object holds',
    sources: ['lib'],
    keep: ['lib'],
    probe: `import * as commonmark from './lib/index.js';
const text = ['# *Bread* & \`rye\`', '', '1. [oven](/heat "warm") ![loaf](loaf.png)', '2. <https://example.org/?a=1&b=2>', '', '> **strong *and em* text**  ', '> hard break\\\\', '> next', '', '    code', '', '[ref]: /target', '[ref] [undefined] &amp; &copy; &#35; <b>html</b>', '', '*a **b* c**  _d_ __e__ "quotes" -- ... don\\'t', '', '\`\`\`js', 'const x = 1;', '\`\`\`', '***'].join('\\n');
console.log(Object.keys(commonmark).join(' '));
for (const options of [{}, { smart: true }]) {
  const tree = new commonmark.Parser(options).parse(text);
  console.log(new commonmark.HtmlRenderer({ sourcepos: true }).render(tree));
  console.log(new commonmark.XmlRenderer().render(tree));
}
`,
  },
  lib0: {
    spec: 'lib0@0.2.120',
    licence: 'MIT',
    shows: 'ES module JavaScript with types in comments, type-checked',
    sources: ['schema.js', 'encoding.js', 'decoding.js', 'delta'],
    tools: ['typescript@5.9', '@types/node@20'],
    // A declaration file beside its module would be read in place of it.
    setup: "find . -name '*.d.ts' -not -path './node_modules/*' -delete && find . -name '*.test.js' -not -path './node_modules/*' -delete && rm -rf dist",
    tsconfig: {
      compilerOptions: { target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', allowJs: true, checkJs: true, lib: ['es2022', 'dom'], types: ['node'] },
      include: ['schema.js', 'encoding.js', 'decoding.js', 'delta/*.js', 'schema/*.js', 'encoding/*.js', 'decoding/*.js', 'delta/**/*.js'],
    },
  },
};
