import { directoryOf, joinPath } from '../host/path.js';
import type { ModuleModel, Statement } from '../model/module-model.js';
import type { Token } from './lexer.js';
import type { Side } from './side.js';
import { readStatementTokens } from './statement-tokens.js';

/** A statement without what a move may change: the `export` modifier and the way in which relative specifiers are written. */
export interface NormalForm {
  /** Equal for statements that are the same. */
  readonly key: string;
  readonly tokens: readonly Token[];
  /** Parallel to `tokens`; a relative specifier reads `<file:src/shop/cart.ts>`. */
  readonly words: readonly string[];
  /** `words` with a line feed before each in front of which a line ends where that means something: after `return`, before `++`. */
  readonly marked: readonly string[];
  readonly exported: boolean;
  /** Specifiers that were normalised, as written. */
  readonly specifiers: readonly string[];
}

const forms = new WeakMap<Statement, NormalForm>();

export function normalForm(side: Side, model: ModuleModel, statement: Statement): NormalForm {
  const found = forms.get(statement);
  if (found) return found;
  const form = buildNormalForm(side, model, statement);
  forms.set(statement, form);
  return form;
}

function buildNormalForm(side: Side, model: ModuleModel, statement: Statement): NormalForm {
  const all = withoutOuterSemicolons(readStatementTokens(model, statement).tokens);
  const at = exportIndex(all);
  const tokens = at === undefined ? all : all.filter((_, index) => index !== at);
  const targets = new Map<number, string>();
  const specifiers: string[] = [];
  for (const record of statement.imports) {
    if (!/^\.\.?(?:\/|$)/.test(record.specifier)) continue;
    const isPath = record.form === 'url-path' || record.form === 'folder-path';
    targets.set(record.specifierSpan.start - 1, isPath ? pathTarget(side, model, record.specifier) : specifierTarget(side, model, record.specifier));
    specifiers.push(record.specifier);
  }
  const words = targets.size === 0 ? tokens.map((token) => token.text) : tokens.map((token) => (targets.has(token.start) ? `<file:${targets.get(token.start)!}>` : token.text));
  const marked = words.map((word, index) => (isNewlineMeaningful(tokens, index) ? `\n${word}` : word));
  return { key: marked.join('\u0001'), tokens, words, marked, exported: at !== undefined, specifiers };
}

/** `./tea`, unlike the module `./tea`, never means `./tea.ts`; a slash at its end is part of a URL. */
function pathTarget(side: Side, model: ModuleModel, path: string): string {
  const target = side.name(joinPath(directoryOf(model.source.path), path));
  return /(?:\/|^|\/\.|^\.)\.?$/.test(path) ? `${target}/` : target;
}

/** Root-relative path of what a relative specifier means, resolved or not. */
export function specifierTarget(side: Side, model: ModuleModel, specifier: string): string {
  const resolution = side.project.resolve(model.source.path, specifier);
  if (resolution.kind === 'file' || resolution.kind === 'asset') return side.name(resolution.path);
  return side.name(joinPath(directoryOf(model.source.path), specifier));
}

/**
 * A semicolon at either end only parts a statement from its neighbours, and new neighbours may need one: the `;` of
 * `;[1, 2].forEach(log)` is the end of whatever statement without a semicolon stands above it (ECMA-262 12.10).
 */
function withoutOuterSemicolons(tokens: readonly Token[]): readonly Token[] {
  let [start, end] = [0, tokens.length];
  while (end - start > 1 && tokens[start]!.text === ';') start++;
  while (end - start > 1 && tokens[end - 1]!.text === ';') end--;
  return end - start === tokens.length ? tokens : tokens.slice(start, end);
}

/** `export default` is another thing than `export`: its name in the module is not its name outside. */
function exportIndex(tokens: readonly Token[]): number | undefined {
  const at = skipDecorators(tokens);
  return tokens[at]?.text === 'export' && tokens[at + 1]?.text !== 'default' && tokens[at + 1]?.text !== '=' ? at : undefined;
}

function skipDecorators(tokens: readonly Token[]): number {
  let at = 0;
  while (tokens[at]?.text === '@') {
    at++;
    if (tokens[at]?.text !== '(') {
      at++;
      while (tokens[at]?.text === '.') at += 2;
    }
    if (tokens[at]?.text !== '(') continue;
    let depth = 0;
    do {
      if (tokens[at]?.text === '(') depth++;
      else if (tokens[at]?.text === ')') depth--;
      at++;
    } while (depth > 0 && at < tokens.length);
  }
  return at;
}

/**
 * Restricted productions (ECMA-262 12.10.1) and contextual keywords: `return` and a value on the next line are two statements,
 * `get` above a method is a field. Elsewhere a newline that changes the meaning also makes the text unreadable.
 */
const restricted = new Set([
  'return', 'throw', 'break', 'continue', 'yield', 'async', 'get', 'set', 'static', 'accessor', 'abstract', 'declare', 'readonly', 'type',
  'interface', 'namespace', 'module',
]);

export function isNewlineMeaningful(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index]!;
  const previous = tokens[index - 1];
  if (!token.newlineBefore || !previous) return false;
  return (previous.kind === 'word' && restricted.has(previous.text)) || token.text === '++' || token.text === '--';
}

/** The first word of the declaration itself, `const enum` included: `function`, `class`, `const`, `let`, `expression`, ... */
export function declarationKeyword(side: Side, model: ModuleModel, statement: Statement): string {
  const { words, tokens } = normalForm(side, model, statement);
  let at = skipDecorators(tokens);
  while (['export', 'default', 'declare', 'abstract', 'async', 'await'].includes(words[at] ?? '')) at++;
  at = words[at] === '@' ? at + skipDecorators(tokens.slice(at)) : at;
  while (words[at] === 'abstract') at++;
  const word = words[at] ?? '';
  if (word === 'const' && words[at + 1] === 'enum') return 'const enum';
  if (word === 'module' || word === 'global') return 'namespace';
  return declarationKeywords.has(word) ? word : 'expression';
}

const declarationKeywords = new Set(['function', 'class', 'const', 'let', 'var', 'using', 'enum', 'namespace', 'interface', 'type', 'import']);
