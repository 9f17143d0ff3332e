import { decide, type Context, type Edit } from './decide.js';
import { readNames } from './names.js';
import { fileOf, joinPaths, normalizePath, type Surroundings } from './paths.js';
import { readUses, type Path } from './read-uses.js';
import { renderEdits } from './render.js';
import type { Table } from './table.js';
import { lineStart, readTree, type Parser, type Tree } from './tree.js';
import type { Use } from './uses.js';

interface CoreOptions {
  parser?: Parser;
}

/** The part of jscodeshift that is used: its parsers. Recast is not: it prints other bytes than it was given. */
export interface Core {
  (source: string, options: CoreOptions): unknown;
  readonly withParser: (name: string) => Core;
}

export interface Api {
  readonly j?: Core;
  readonly jscodeshift?: Core;
  /** Absent in the test utilities of jscodeshift. */
  readonly report?: (message: string) => void;
  readonly stats?: (name: string, quantity?: number) => void;
}

export interface Options {
  readonly root?: unknown;
  readonly alias?: unknown;
  readonly effects?: unknown;
}

/** What jscodeshift calls with each file: its new text, or undefined when it stays as it is. */
export function migrateFile(table: Table, folder: string, file: { readonly path: string; readonly source: string }, api: Api, options: Options): string | undefined {
  const core = api.j ?? api.jscodeshift!;
  const bom = file.source.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = file.source.slice(bom.length);
  const surroundings = readSurroundings(table, folder, file.path, options);
  if (surroundings.from === table.old.file) return undefined;
  const say = (offset: number, message: string): void => {
    const before = text.slice(0, offset);
    api.report?.(`${before.split(/\r\n|\n|\r/).length}:${offset - lineStart(text, offset) + 1} ${message}`);
  };
  const mocked = findManualMock(surroundings);
  if (mocked !== undefined) say(0, `stands in for '${mocked}' where that is mocked: ${unreached}`);
  if (!mayName(table, text, surroundings)) return undefined;
  const isWanted = (specifier: string): boolean => fileOf(surroundings, specifier) === table.old.file;
  const parsed = parse(core, file.path, text);
  if (parsed === undefined) return void say(0, 'is left alone: no parser of jscodeshift reads it');
  const { tree, parser } = parsed;
  const names = readNames(tree);
  const isTyped = /\.[cm]?tsx?$/i.test(file.path);
  const { uses, imports, paths } = readUses(tree, names, isTyped, isWanted);
  for (const path of paths) say(path.start, describePath(path));
  const isMocked = paths.some(({ isMock }) => isMock);
  const context: Context = { surroundings, text, isTyped, taken: new Set(names.taken), mayLoseEffects: options.effects === 'ignore' };
  const decided = uses.map((use) => ({ use, decision: isMocked ? keep(use) : decide(context, use) }));
  const edits = renderEdits(context, decided, imports);
  for (const { use, decision } of decided) for (const left of decision.left) say(use.start, `keeps ${[...new Set(left.names)].join(', ') || 'the import'} of '${use.specifier}': ${left.because}`);
  const changed = applyEdits(text, edits);
  if (changed === undefined || changed === text) return undefined;
  // jscodeshift reads every file as UTF-8; bytes that are none would be lost with the first change.
  if (text.includes('\uFFFD')) return void say(0, 'is left alone: it is not plain UTF-8, or has a replacement character (U+FFFD) of its own');
  try {
    readTree(changed, parser);
  } catch (error) {
    return void say(0, `is left alone: the change could not be read again (${(error as Error).message})`);
  }
  api.stats?.('files with a new import');
  return bom + changed;
}

const unreached = 'a mock of it no longer reaches a file that takes its names from the new modules';

/** `__mocks__/@shop/core.js` beside node_modules, `src/__mocks__/shop.ts` beside src/shop.ts (Jest documentation, "Manual Mocks"). */
function findManualMock({ from, table: { old } }: Surroundings): string | undefined {
  const [, folder = '', name = ''] = /^(?:(.*)\/)?__mocks__\/(.+?)(?:\/index)?\.[cm]?[jt]sx?$/.exec(from) ?? [];
  if (name === '') return undefined;
  return old.specifiers.find((specifier) => specifier === name) ?? (old.paths.includes(joinPaths(folder, name)) ? old.file : undefined);
}

function keep({ names, whole }: Use) {
  return { edits: [], left: [{ names: [...names.map(({ imported }) => imported), ...(whole ? ['*'] : [])], because: 'the file mocks it' }] };
}

function describePath({ specifier, teller, isMock }: Path): string {
  return isMock ? `${teller} keeps '${specifier}': ${unreached}` : `${teller} keeps '${specifier}'`;
}

/** Paths of the table mean nothing in another repository, which may have a src/index.ts of its own: they count when the root is named. */
function readSurroundings(table: Table, folder: string, path: string, { root, alias }: Options): Surroundings {
  const absolute = joinPaths(normalizePath(folder), path);
  if (typeof root !== 'string') return { table, from: absolute, aliases: [] };
  const base = joinPaths(normalizePath(folder), root);
  const aliases = [alias].flat().filter((one) => typeof one === 'string').flatMap((one) => one.split(',')).flatMap((one) => {
    const [pattern, target] = one.split('=');
    return pattern && target ? [{ pattern, target }] : [];
  });
  return { table, from: absolute.startsWith(`${base}/`) ? absolute.slice(base.length + 1) : absolute, aliases };
}

/** Whether the text can name the old module at all. */
function mayName({ old }: Table, text: string, { aliases }: Surroundings): boolean {
  const stem = old.file.replace(/(?:\.d)?\.[^./]+$/, '');
  const steps = stem.split('/');
  const isIndex = steps.at(-1) === 'index';
  const words = [...old.specifiers, steps.at(-1)!, ...(isIndex ? steps.slice(-2, -1) : []), ...aliases.flatMap(({ pattern }) => (pattern.includes('*') ? [] : [pattern]))];
  return words.some((word) => text.includes(word)) || (isIndex && /['"`](?:\.\.?\/)*\.\.?\/?['"`]/.test(text));
}

/** The parser that the file is written for, then the one that was asked for, then those that read what neither does. */
function parse(core: Core, path: string, text: string): { readonly tree: Tree; readonly parser: Parser } | undefined {
  const others = /\.[cm]?ts$/i.test(path) ? ['ts', 'tsx'] : /\.tsx$/i.test(path) ? ['tsx'] : [];
  const cores = [...others.map((name) => () => core.withParser(name)), () => core, ...['tsx', 'babylon', 'ts'].map((name) => () => core.withParser(name))];
  for (const open of cores) {
    try {
      const parser = findParser(open());
      const tree = readTree(text, parser);
      return { tree, parser };
    } catch {
      // The next one may read it.
    }
  }
  return undefined;
}

/** jscodeshift writes the parser that it uses into the options that it is given. */
function findParser(core: Core): Parser {
  const options: CoreOptions = {};
  core('', options);
  if (options.parser === undefined) throw new Error('jscodeshift does not tell its parser');
  return options.parser;
}

function applyEdits(text: string, edits: readonly Edit[]): string | undefined {
  const sorted = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  if (sorted.some(({ start }, index) => index > 0 && start < sorted[index - 1]!.end)) return undefined;
  let [result, offset] = ['', 0];
  for (const edit of sorted) {
    result += text.slice(offset, edit.start) + edit.text;
    offset = edit.end;
  }
  return result + text.slice(offset);
}
