import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filePath } from '../../src/host/path.js';
import { languageFor } from '../../src/language/registry.js';
import { sourceFromText } from '../../src/load/read-source.js';
import { decant } from './shell.js';
import type { SplitReport } from '../../src/index.js';
import type { EcosystemPackage } from './package.js';

export type FileVerdict = 'split' | 'refused' | 'rolled back' | 'crashed';

export interface FileResult {
  readonly file: string;
  readonly lines: number;
  readonly declarations: number;
  readonly verdict: FileVerdict;
  /** New files, the facade not counted. */
  readonly modules: number;
  /** Lines of the largest of them. */
  readonly largest: number;
  /** For everything but a split: which finding, and what it says. For a split: what could not be divided. */
  readonly reason: string;
  readonly seconds: number;
  /** What the proof of the split says of the types of the exports; undefined where it came to no proof. */
  readonly types?: TypesVerdict;
}

/** What `api-fingerprint` says of one split. */
export interface TypesVerdict {
  readonly status: string;
  /** Exports whose types were compared. */
  readonly compared: number;
  readonly breaking: readonly string[];
  readonly additive: readonly string[];
  readonly internal: readonly string[];
  /** What could not be compared, and why. */
  readonly reason: string;
}

/** decant's own. */
export const defaultCap = 600;

export function capOf({ caps = {}, maxLines = defaultCap }: EcosystemPackage, file: string): number {
  return caps[file] ?? maxLines;
}

/** Source files with more physical lines than the cap, largest first. */
export function findGodFiles(folder: string, definition: EcosystemPackage): readonly string[] {
  const { sources, leave } = definition;
  const files = sources.flatMap((source) => (statSync(join(folder, source)).isFile() ? [source] : readdirSync(join(folder, source), { recursive: true, encoding: 'utf8' }).map((file) => `${source}/${file}`)));
  const code = files.filter((file) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(file) && !/\.d\.[cm]?ts$/.test(file) && !/(?:^|\/)(?:__tests__|tests?|node_modules)\/|[.-](?:test|spec|stories)\./.test(file) && leave?.test(file) !== true);
  return code
    .map((file) => ({ file, lines: countLines(readFileSync(join(folder, file), 'utf8')) }))
    .filter(({ file, lines }) => lines > capOf(definition, file))
    .sort((a, b) => b.lines - a.lines || (a.file < b.file ? -1 : 1))
    .map(({ file }) => file);
}

/** Splits one file on disk. `checks` are flags that say what decant itself runs before and after. */
export function splitFile(folder: string, definition: EcosystemPackage, file: string, checks: readonly string[]): FileResult {
  const text = readFileSync(join(folder, file), 'utf8');
  const measured = { file, lines: countLines(text), declarations: countDeclarations(file, text), modules: 0, largest: 0 };
  const started = performance.now();
  const own = capOf(definition, file);
  const cap = own === defaultCap ? [] : ['--max-lines', String(own)];
  const { report, failure } = decant<SplitReport>(folder, ['split', file, '--write', ...cap, ...checks]);
  const seconds = Math.round((performance.now() - started) / 1000);
  if (report === undefined) return { ...measured, seconds, verdict: 'crashed', reason: failure };
  if (report.refused.length > 0) return { ...measured, seconds, verdict: 'refused', reason: describeFindings(report.refused) };
  const modules = report.files.filter((one) => one.file !== file);
  const types = readTypesVerdict(report);
  const shape = { ...measured, seconds, modules: modules.length, largest: Math.max(0, ...modules.map((one) => one.lines)), ...(types === undefined ? {} : { types }) };
  const failed = (report.proof?.results ?? []).filter((result) => result.status === 'failed').flatMap((result) => result.diagnostics);
  if (!report.applied) return { ...shape, verdict: 'rolled back', reason: describeFindings(failed) };
  return { ...shape, verdict: 'split', reason: describeFindings(report.notes.filter((note) => note.id === 'irreducible-declaration')) };
}

function readTypesVerdict({ proof }: SplitReport): TypesVerdict | undefined {
  const result = proof?.results.find(({ check }) => check === 'api-fingerprint');
  if (result === undefined) return undefined;
  const told = (id: string): string[] => result.diagnostics.filter((one) => one.id === id).map(({ message }) => message);
  const { status, counted, reason = '' } = result;
  return { status, compared: counted, reason, breaking: told('breaking-type-change'), additive: told('additive-type-change'), internal: told('internal-type-change') };
}

export function describeFindings(findings: SplitReport['refused']): string {
  const first = findings[0];
  if (!first) return '';
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  return `${first.id}, line ${first.at.line}: ${first.message}${first.notes.length > 0 && first.id === 'type-check' ? ` (${first.notes[0]})` : ''}${more}`;
}

function countLines(text: string): number {
  return text === '' ? 0 : text.split('\n').length - (text.endsWith('\n') ? 1 : 0);
}

function countDeclarations(file: string, text: string): number {
  const path = filePath(`/${file}`);
  return languageFor(path)?.outline(sourceFromText(path, text, false))?.declarations.length ?? 0;
}
