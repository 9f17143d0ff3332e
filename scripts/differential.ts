// Compares the readings that load no compiler with the full one, file by file: `npx tsx scripts/differential.ts <folder>... [--every 1] [--show 3]`.
// scan: imports, against the full reading; line counts, against a count from the comments that a parser finds. links: against the part of the full
// reading that they stand for. outline: the declarations, and that no name that a declaration reads is missing among its uses.
// Ends with 1 when something differs.
import { isDeepStrictEqual, parseArgs } from 'node:util';
import path from 'node:path';
import { parseSync } from 'oxc-parser';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { extensionOf, filePath } from '../src/host/path.js';
import { measureLines } from '../src/language/typescript/count-lines.js';
import { readLinks } from '../src/language/typescript/links/links.js';
import { outlineModule } from '../src/language/typescript/outline.js';
import { readModule } from '../src/language/typescript/read.js';
import { defaultFacts } from '../src/language/typescript/resolve-tsconfig.js';
import { scanModule } from '../src/language/typescript/scan.js';
import { readSource } from '../src/load/read-source.js';
import { listSourceFiles } from '../src/load/static-config.js';
import type { ImportRecord } from '../src/model/import-record.js';
import type { ModuleLinks } from '../src/model/module-links.js';
import type { ModuleModel } from '../src/model/module-model.js';
import type { SourceFile } from '../src/model/source-file.js';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { every: { type: 'string', default: '1' }, show: { type: 'string', default: '3' } } });
const every = Number(values.every);
const show = Number(values.show);
if (positionals.length === 0 || !Number.isInteger(every) || every < 1) {
  console.error('usage: npx tsx scripts/differential.ts <folder>... [--every 1] [--show 3]');
  process.exit(2);
}

interface Comparison {
  compared: number;
  readonly differences: string[];
}

const comparisons = new Map<string, Comparison>();
let unreadable = 0;
let commonJs = 0;

function compare(what: string, file: string, found: unknown, expected: unknown): void {
  const all = comparisons.get(what) ?? { compared: 0, differences: [] };
  comparisons.set(what, all);
  all.compared++;
  if (isDeepStrictEqual(found, expected)) return;
  all.differences.push(`${file}\n      found    ${print(firstDifference(found, expected))}\n      expected ${print(firstDifference(expected, found))}`);
}

/** The first entry of a list that the other has not in that place; anything else whole. */
function firstDifference(one: unknown, other: unknown): unknown {
  if (!Array.isArray(one) || !Array.isArray(other)) return one;
  const index = one.findIndex((entry, i) => !isDeepStrictEqual(entry, other[i]));
  return index === -1 ? `nothing more after ${one.length}` : one[index];
}

function print(value: unknown): string {
  return (JSON.stringify(value) ?? 'undefined').slice(0, 400);
}

/** Of other forms a scan guesses what is done with the result. */
const named: ReadonlySet<ImportRecord['form']> = new Set(['import', 'export-from', 'export-star', 'import-equals']);

/** Paths that count from the place of the file matter when it moves; they import nothing. */
function isFilePath(form: ImportRecord['form']): boolean {
  return form === 'url-path' || form === 'folder-path';
}

const bySpan = (a: ImportRecord, b: ImportRecord): number => a.specifierSpan.start - b.specifierSpan.start;

/** A declaration file evaluates nothing, which a scan says of each import and the full reading does not. */
function importsOf(records: readonly ImportRecord[], file: string): unknown {
  const isDeclaration = extensionOf(file).startsWith('.d.');
  return records
    .filter(({ form }) => form !== 'module-path' && !isFilePath(form))
    .sort(bySpan)
    .map(({ kind, form, specifier, specifierSpan, names }) => ({ kind: isDeclaration ? 'type' : kind, form, specifier, specifierSpan, names: named.has(form) ? names : [] }));
}

function linksOf({ dialect, imports: all, exports, calls, problems, statements }: ModuleLinks): Record<string, unknown> {
  const isImport = ({ form }: ImportRecord): boolean => !isFilePath(form);
  const imports = all.filter(isImport);
  return {
    dialect, imports, exports, problems,
    calls: calls.map(({ callee, when, span, statement }) => ({ callee, when, span, statement })),
    statements: statements.map(({ index, kind, span, declares, reads, writes, erased, imports: own }) => ({ index, kind, span, declares, reads, writes, erased, imports: own.filter(isImport) })),
  };
}

/** Each declared name with where its first statement is, and what its statements read of other declarations. */
function declarationsOf(model: ModuleModel): ReadonlyMap<string, { readonly start: number; readonly reads: ReadonlySet<string> }> {
  const declared = new Map<string, { start: number; reads: Set<string> }>();
  for (const { role, declares, span, reads } of model.statements) {
    if (role !== 'declaration') continue;
    for (const name of declares) {
      const known = declared.get(name) ?? { start: span.start, reads: new Set<string>() };
      declared.set(name, known);
      for (const read of reads) known.reads.add(read.name);
    }
  }
  return declared;
}

function compareFile(source: SourceFile): void {
  const file = source.path;
  const extension = extensionOf(file);
  const model = readModule(source, defaultFacts);
  const scan = scanModule(source, defaultFacts);
  if (scan.kind !== 'scanned' || model.problems.length > 0) {
    unreadable++;
    return;
  }
  compare('scan: imports', file, importsOf([...scan.module.imports], file), importsOf([...model.imports], file));
  const lang = extension.startsWith('.d.') ? 'dts' : extension === '.tsx' ? 'tsx' : extension.endsWith('ts') ? 'ts' : 'jsx';
  const parsed = parseSync(`module${extension}`, source.text, { lang, sourceType: extension === '.cjs' ? 'commonjs' : 'unambiguous' });
  if (parsed.errors.length === 0) {
    const comments = parsed.comments.map(({ start, end }) => ({ start, end }));
    const hashbang = /^#!.*/.exec(source.text);
    if (hashbang) comments.unshift({ start: 0, end: hashbang[0].length });
    compare('scan: lines', file, { ...scan.module.lines }, measureLines(source.text, source.lineStarts, comments));
  }
  // The full reading takes `require` and `exports` for imports and exports, so that a file of them can be split; the other two take them for calls.
  if (model.format === 'commonjs') {
    commonJs++;
    return;
  }
  const links = linksOf(readLinks(source, defaultFacts));
  const expected = linksOf(model);
  for (const part of Object.keys(expected)) compare(`links: ${part}`, file, links[part], expected[part]);
  const outline = outlineModule(source);
  if (!outline) return;
  const declared = declarationsOf(model);
  const starts = outline.declarations.flatMap(({ names, span }) => names.map((name) => `${name} ${span.start}`)).sort();
  compare('outline: declarations', file, starts, [...declared].map(([name, { start }]) => `${name} ${start}`).sort());
  const missing = outline.declarations.flatMap(({ names, uses }) =>
    names.flatMap((name) => [...(declared.get(name)?.reads ?? [])].filter((read) => declared.has(read) && !names.includes(read) && !uses.includes(read)).map((read) => `${name} reads ${read}`)),
  );
  compare('outline: uses', file, missing, []);
}

const fileSystem = createNodeFileSystem();
const files = positionals.flatMap((folder) => listSourceFiles(fileSystem, filePath(folder)).filter((_, index) => index % every === 0));
for (const file of files) {
  const source = /\.(?:vue|svelte|astro)$/.test(file) ? undefined : readSource(fileSystem, file);
  if (!source || 'skipped' in source) continue;
  try {
    compareFile(source);
  } catch (error) {
    compare('no exception', file, (error as Error).message, undefined);
  }
}

let differing = 0;
console.log(`${files.length} files below ${positionals.map((folder) => path.resolve(folder)).join(', ')}; ${unreadable} with a syntax error left out, ${commonJs} CommonJS files compared by scan alone`);
for (const [what, { compared, differences }] of [...comparisons].sort(([a], [b]) => (a < b ? -1 : 1))) {
  differing += differences.length;
  console.log(`${what.padEnd(24)} ${String(compared).padStart(6)} compared  ${String(differences.length).padStart(5)} differ`);
  for (const difference of differences.slice(0, show)) console.log(`    ${difference}`);
}
process.exitCode = differing > 0 ? 1 : 0;
