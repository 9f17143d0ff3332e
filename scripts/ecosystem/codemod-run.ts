import { cpSync, existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { findOtherChange } from './codemod-check.js';
import { compareJudgements, describeJudgement, judgePackage } from './judge.js';
import { prepareJscodeshift, readSources, runJscodeshift, type Shift } from './jscodeshift.js';
import { copyPackage, preparePackage } from './prepare.js';
import { decant, must, shell } from './shell.js';
import type { CodemodReport, SplitReport } from '../../src/report/schema.js';
import type { Downstream, Library } from './downstream.js';

export interface DownstreamResult {
  readonly spec: string;
  readonly licence: string;
  readonly shows: string;
  readonly parser: string;
  readonly files: number;
  /** Files that name a split module, told by their text, and what became of them. */
  readonly found: number;
  readonly rewritten: number;
  /** Files that still name one: rewritten in part or not at all. */
  readonly left: number;
  readonly reasons: readonly { readonly because: string; readonly places: number }[];
  readonly secondRun: number;
  readonly before: string;
  readonly after: string;
  /** Files that change while `exports` does not offer the new modules. */
  readonly changedUnoffered: number | undefined;
  readonly problems: readonly string[];
}

export interface LibraryResult {
  readonly spec: string;
  readonly licence: string;
  readonly modules: readonly { readonly file: string; readonly modules: number; readonly names: number; readonly specifiers: readonly string[]; readonly unnamed: number; readonly unoffered: number }[];
  readonly ownTests: string;
  readonly offers: readonly string[];
  readonly downstream: readonly DownstreamResult[];
  readonly problems: readonly string[];
  readonly build?: string;
}

type Say = (line: string) => void;

/** Splits modules of a library as for a release, writes their transforms, and runs these on packages that import them. */
export function runLibrary(cache: string, definition: Library, say: Say): LibraryResult {
  const jscodeshift = prepareJscodeshift(cache);
  const { spec, licence, offers, build } = definition;
  const pristine = preparePackage(cache, { ...definition, shows: '', sources: [] });
  const split = copyPackage(pristine, `${pristine}-split`);
  const problems: string[] = [];
  for (const { file, cap } of definition.modules) {
    const { report, failure } = decant<SplitReport>(split, ['split', file, '--write', '--no-typecheck', ...(cap === undefined ? [] : ['--max-lines', String(cap)])]);
    if (report?.applied !== true) problems.push(`${file} is not split: ${failure || report?.refused[0]?.message}`);
    say(`  ${file}: ${(report?.files.length ?? 1) - 1} modules, ${report?.proof?.verdict ?? failure}`);
  }
  const unoffered = offers === undefined ? undefined : copyPackage(split, `${pristine}-unoffered`);
  const closed = unoffered === undefined ? [] : writeTransforms(unoffered, definition);
  if (offers !== undefined) {
    const manifest = JSON.parse(readFileSync(join(split, 'package.json'), 'utf8')) as { exports: Record<string, unknown> };
    writeFileSync(join(split, 'package.json'), JSON.stringify({ ...manifest, exports: { ...manifest.exports, ...offers } }, null, 2));
  }
  if (build !== undefined) must(shell(build, split));
  const transforms = writeTransforms(split, definition);
  const ownTests = runOwnTests(jscodeshift, split, transforms.map(({ file }) => file));
  if (!ownTests.isPassed) problems.push(`the test of a transform fails: ${ownTests.text}`);
  say(`  transforms: ${ownTests.text}`);
  const downstream = Object.values(definition.downstream).map((one) => runDownstream({ cache, jscodeshift, pristine, split, unoffered, transforms }, definition, one, say));
  const modules = transforms.map(({ report }, index) => ({
    file: report.facade, modules: report.modules.length, names: report.moved.length, specifiers: report.specifiers, unnamed: countUnnamed(report), unoffered: closed[index] ? countUnnamed(closed[index].report) : countUnnamed(report),
  }));
  return { spec, licence, modules, ownTests: ownTests.text, offers: Object.keys(offers ?? {}), downstream, problems };
}

interface Transform {
  /** Relative to the library. */
  readonly file: string;
  readonly report: CodemodReport;
}

function countUnnamed({ modules }: CodemodReport): number {
  return modules.filter(({ specifiers }) => specifiers.length === 0).length;
}

function writeTransforms(folder: string, { modules }: Library): readonly Transform[] {
  return modules.map(({ file }) => {
    const output = `migrations/${basename(file, extname(file))}.cjs`;
    const { report, failure } = decant<CodemodReport>(folder, ['migrate', file, '--codemod', output]);
    if (report === undefined || report.written.length === 0) throw new Error(`no transform for ${file}: ${failure || report?.refused[0]?.message}`);
    return { file: output, report };
  });
}

/** `node --test`, as the docs say, with jscodeshift where a library has its tools. */
export function runOwnTests(jscodeshift: string, folder: string, transforms: readonly string[]): { readonly isPassed: boolean; readonly text: string } {
  const modules = join(folder, 'node_modules');
  if (!existsSync(modules)) symlinkSync(join(jscodeshift, 'node_modules'), modules);
  else if (!existsSync(join(modules, 'jscodeshift'))) symlinkSync(join(jscodeshift, 'node_modules/jscodeshift'), join(modules, 'jscodeshift'));
  const { output, errors, exitCode } = shell(`node --test ${transforms.map((file) => `'${file.replace(/\.cjs$/, '.test.cjs')}'`).join(' ')}`, folder);
  const count = (word: string): string => new RegExp(`^(?:#|ℹ) ${word} (\\d+)`, 'm').exec(output)?.[1] ?? '?';
  return { isPassed: exitCode === 0, text: `${count('pass')} passed, ${count('fail')} failed${exitCode === 0 ? '' : `: ${(output + errors).slice(-600)}`}` };
}

interface Setting {
  readonly cache: string;
  readonly jscodeshift: string;
  readonly pristine: string;
  readonly split: string;
  readonly unoffered: string | undefined;
  readonly transforms: readonly Transform[];
}

function runDownstream({ cache, jscodeshift, pristine, split, unoffered, transforms }: Setting, library: Library, definition: Downstream, say: Say): DownstreamResult {
  const { spec, licence, shows, parser, sources } = definition;
  say(`  ${spec}`);
  const problems: string[] = [];
  const name = library.spec.slice(0, library.spec.lastIndexOf('@'));
  const prepared = preparePackage(join(cache), definition);
  const work = copyPackage(prepared, `${prepared}-downstream`);
  const paths = transforms.map(({ file }) => `node_modules/${name}/${file}`);
  const shift = (): readonly Shift[] => paths.map((path) => runJscodeshift(jscodeshift, work, path, parser, sources));
  putLibrary(work, name, pristine);
  const before = judgePackage(work, definition);
  say(`    before: ${describeJudgement(before)}`);
  // A program that fails both times would compare two failures.
  if (before.probe?.startsWith('exit code 0\n') === false) problems.push(`the program does not run before the change: ${before.probe.replaceAll(work, '').slice(0, 500)}`);
  const old = readSources(work, sources);
  let changedUnoffered: number | undefined;
  if (unoffered !== undefined) {
    putLibrary(work, name, unoffered);
    shift();
    const now = readSources(work, sources);
    changedUnoffered = [...old].filter(([file, bytes]) => !now.get(file)!.equals(bytes)).length;
    if (transforms.every(({ report }) => countUnnamed(report) === 0) && changedUnoffered > 0) problems.push(`${changedUnoffered} files change although nothing offers the new modules`);
    for (const [file, bytes] of old) writeFileSync(join(work, file), bytes);
  }
  putLibrary(work, name, split);
  const runs = shift();
  const now = readSources(work, sources);
  const changed = [...old].filter(([file, bytes]) => !now.get(file)!.equals(bytes)).map(([file]) => file);
  const specifiers = transforms.flatMap(({ report }) => report.specifiers);
  const all = new Set([...specifiers, ...transforms.flatMap(({ report }) => report.modules.flatMap((module) => module.specifiers))]);
  const isNaming = (bytes: Buffer): boolean => specifiers.some((specifier) => [`'${specifier}'`, `"${specifier}"`].some((text) => bytes.includes(text)));
  const found = [...old].filter(([, bytes]) => isNaming(bytes)).map(([file]) => file);
  for (const file of changed) {
    const other = found.includes(file) ? findOtherChange(file, old.get(file)!.toString('utf8'), now.get(file)!.toString('utf8'), (specifier) => all.has(specifier)) : 'it does not name the library';
    if (other !== undefined) problems.push(`${file}: ${other}`);
  }
  for (const { errors, lines } of runs) if (errors > 0) problems.push(`${errors} errors of jscodeshift: ${lines.join('; ').slice(0, 300)}`);
  const secondRun = shift().reduce((sum, one) => sum + one.changed, 0);
  const again = readSources(work, sources);
  if (secondRun > 0 || [...now].some(([file, bytes]) => !again.get(file)!.equals(bytes))) problems.push(`a second run changes ${secondRun} files`);
  const after = judgePackage(work, definition);
  say(`    after:  ${describeJudgement(after)}`);
  const { types, behaviour } = compareJudgements(before, after);
  problems.push(...types, ...behaviour);
  const left = found.filter((file) => isNaming(now.get(file)!));
  const reasons = countReasons(runs.flatMap(({ lines }) => lines));
  say(`    ${old.size} files, ${found.length} name it, ${changed.length} rewritten, ${left.length} left, second run ${secondRun}`);
  for (const { because, places } of reasons) say(`      left ${places}: ${because}`);
  for (const problem of problems.slice(0, 20)) say(`    WORSE ${problem.slice(0, 400)}`);
  return { spec, licence, shows, parser, files: old.size, found: found.length, rewritten: changed.length, left: left.length, reasons, secondRun, before: describeJudgement(before), after: describeJudgement(after), changedUnoffered, problems };
}

/** In place of the one that npm chose, and as the only one: versions and classes must not differ. */
function putLibrary(work: string, name: string, library: string): void {
  const found = shell(`find node_modules -type d -path '*/node_modules/${name}' -o -type d -path 'node_modules/${name}'`, work).output.trim().split('\n').filter((path) => path !== '');
  for (const path of found) rmSync(join(work, path), { recursive: true, force: true });
  cpSync(library, join(work, 'node_modules', name), { recursive: true, filter: (path) => !path.slice(library.length).startsWith('/node_modules') });
}

/** How many lines give each reason; where it stands is left out. */
export function countReasons(lines: readonly string[]): readonly { readonly because: string; readonly places: number }[] {
  const counts = new Map<string, number>();
  for (const line of lines) {
    const because = line.replace(/^\S+ \d+:\d+ /, '').replace(/^keeps .*? of '[^']*': /, '');
    counts.set(because, (counts.get(because) ?? 0) + 1);
  }
  return [...counts].map(([because, places]) => ({ because, places })).sort((a, b) => b.places - a.places || (a.because < b.because ? -1 : 1));
}
