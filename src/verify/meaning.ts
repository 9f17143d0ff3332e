import type { ModuleModel, Statement } from '../model/module-model.js';
import { findImport, resolveExport, resolveLocal } from './export-set.js';
import { printMocks, readActualCall, readMocks } from './mock-calls.js';
import { normalForm, type NormalForm } from './normal-form.js';
import { resolveOwn, type Side } from './side.js';
import { printTakenApart, readTakenApart } from './taken-apart.js';

/**
 * The words of a statement with everything that it takes from other modules replaced by what that means: `shop.total`, `total` and `cart.total` are one and the
 * same once each leads to one declaration, and so are two `import()` of which the same declarations are taken. Equal meanings are equal statements, whichever module
 * passed the names on, and a line that ends behind `return` is none of them. A whole namespace, and a module of which it cannot be told what is taken, mean just themselves.
 */
export function readMeaning(side: Side, model: ModuleModel, statement: Statement, form: NormalForm): string {
  const { tokens, words, marked } = form;
  const uses = new Set([...statement.reads, ...statement.writes].map(({ span }) => span.start));
  const paths = new Map(statement.imports.map((record) => [record.specifierSpan.start - 1, record]));
  const out: string[] = [];
  for (let at = 0; at < words.length;) {
    const start = tokens[at]!.start;
    if (marked[at] !== words[at]) out.push('\n');
    const apart = readTakenApart(side, model, statement, form, at);
    if (apart) {
      out.push(printTakenApart([apart]));
      at = apart.end;
      continue;
    }
    const mock = readMocks(side, model, marked, at);
    if (mock) {
      out.push(printMocks(mock.frame, mock.items));
      at = mock.end;
      continue;
    }
    const actual = readActualCall(side, model, words, at);
    const asked = actual && readAsked(side, model, words, at, actual.end)?.map((name) => `${name}=${meaningOf(side, actual.target, name) ?? '?'}`);
    if (actual && asked && !asked.some((one) => one.endsWith('=?'))) {
      out.push(`<${actual.call} ${asked.join(' ')}>`);
      at = actual.end;
      continue;
    }
    const record = paths.get(start);
    const target = record && resolveOwn(side, model.source.path, record.specifier);
    if (record && target?.kind === 'file') {
      const names = readTaken(words, at, record.form === 'import-type');
      const meanings = names?.map((name) => `${name}=${meaningOf(side, target.path, name) ?? '?'}`);
      out.push(meanings && !meanings.some((one) => one.endsWith('=?')) ? `<${meanings.join(' ')}>` : words[at]!);
      at++;
      continue;
    }
    // `shop.Badge` of an element is one word, and so is the whole of `</shop.Badge>`.
    const [, open, tag, close] = /^(<\/)?([\p{ID_Continue}$.]+)(>?)$/u.exec(words[at]!) ?? [];
    const [root = words[at]!, element, ...deeper] = tag?.split('.') ?? [];
    const imported = uses.has(start + (open?.length ?? 0)) && findImport(model, root) ? resolveLocal(side, model, root) : undefined;
    if (!imported || imported === 'ambiguous' || deeper.length > 0) {
      out.push(words[at++]!);
      continue;
    }
    const held = imported.namespaceOf === undefined ? undefined : readHeldMember(words, at);
    const heldMeaning = held === undefined ? undefined : meaningOf(side, imported.namespaceOf!, held);
    if (heldMeaning !== undefined) {
      out.push(`<holder of ${heldMeaning}>`);
      at++;
      continue;
    }
    const member = imported.namespaceOf === undefined ? undefined : element === undefined ? readMember(words, at + 1) : { name: element, end: at + 1 };
    const pattern = imported.namespaceOf !== undefined && member === undefined && words[at - 1] === '=' && words[at - 2] === '}' && /^[;,]?$/.test(words[at + 1] ?? '') ? readPattern(words, at - 2) : undefined;
    const taken = pattern?.map((name) => `${name}=${meaningOf(side, imported.namespaceOf!, name) ?? '?'}`);
    if (taken && !taken.some((one) => one.endsWith('=?'))) {
      out.push(`<${taken.join(' ')}>`);
      at++;
      continue;
    }
    const meaning = member && imported.namespaceOf !== undefined ? meaningOf(side, imported.namespaceOf, member.name) : undefined;
    if (member && meaning !== undefined) {
      out.push(`${open ?? ''}<${meaning}>${close ?? ''}`);
      at = member.end;
    } else if (imported.namespaceOf === undefined) {
      // `{ total }` writes the key, too: under another local name it is another key. `{shop.total}` between tags becomes `{total}`, which has none.
      const isKey = isShorthand(words, at) && !imported.origin.endsWith(`#${words[at]!}`);
      out.push(`${isKey ? `${words[at]!}:` : ''}${open ?? ''}<${imported.origin}>${close ?? ''}`);
      at++;
    } else out.push(`${words[at++]!}<${imported.origin}>`);
  }
  return out.join('\u0001');
}

function meaningOf(side: Side, file: Parameters<typeof resolveExport>[1], name: string): string | undefined {
  const found = resolveExport(side, file, name);
  return found && found !== 'ambiguous' ? found.origin : undefined;
}

/** The member that is meant where a namespace is only held on the way to it: `spyOn(shop, 'total')`, `mocked(shop).total`, `(shop as any).total`. */
function readHeldMember(words: readonly string[], at: number): string | undefined {
  if (words[at - 1] !== '(') return undefined;
  const isSpied = /^(?:spyOn|replaceProperty|stub|spy|replace|method)$/.test(words[at - 2] ?? '') || (words[at - 2] === '>' && words.slice(Math.max(0, at - 12), at).includes('spyOn'));
  const key = words[at + 1] === ',' && isSpied ? /^(["'])(.*)\1$/.exec(words[at + 2] ?? '') : null;
  if (key) return key[2];
  let close = at + 1;
  if (words[close] === 'as') while (close < words.length && !/^[()]$/.test(words[close]!)) close++;
  return words[close] === ')' && (close > at + 1 || words[at - 2] === 'mocked') ? readMember(words, close + 1)?.name : undefined;
}

/** `.a`, `?.a`, `['a']` at an index. */
function readMember(words: readonly string[], at: number): { readonly name: string; readonly end: number } | undefined {
  if (words[at] === '.' || words[at] === '?.') {
    const bracket = words[at] === '?.' && words[at + 1] === '[' ? at + 1 : undefined;
    if (bracket === undefined) return /^[\p{ID_Start}$_]/u.test(words[at + 1] ?? '') ? { name: words[at + 1]!, end: at + 2 } : undefined;
    return readMember(words, bracket);
  }
  const key = /^(["'])(.*)\1$/.exec(words[at] === '[' && words[at + 2] === ']' ? words[at + 1]! : '');
  return key ? { name: key[2]!, end: at + 3 } : undefined;
}

/** A word alone between commas of the nearest braces. */
function isShorthand(words: readonly string[], at: number): boolean {
  if (!/^[{,]$/.test(words[at - 1] ?? '') || !/^[},]$/.test(words[at + 1] ?? '')) return false;
  let depth = 0;
  for (let before = at - 1; before >= 0; before--) {
    if (/^[)\]}]$/.test(words[before]!)) depth++;
    else if (/^[([{]$/.test(words[before]!) && depth-- === 0) return words[before] === '{';
  }
  return false;
}

/**
 * Names that are taken of the module whose specifier stands at an index: `import(S).T`, `require(S).a`, `(await import(S)).a`, `const { a, b: c } = await import(S)`,
 * `import(S).then(({ a }) => ..)`, `import(S).then((m) => m.a)`. Undefined for every other use of it.
 */
function readTaken(words: readonly string[], specifier: number, isType: boolean): readonly string[] | undefined {
  if (words[specifier - 1] !== '(' || words[specifier + 1] !== ')') return undefined;
  const [start, end] = [specifier - 2, specifier + 2];
  if (words[start] !== 'import' && words[start] !== 'require') return undefined;
  if (isType) return words[specifier + 2] === '.' ? [words[specifier + 3]!] : undefined;
  const isPromise = words[start] === 'import' && words[end] === '.' && words[end + 1] === 'then' && words[end + 2] === '(';
  if (isPromise) return readThen(words, end + 3);
  if (words[start] === 'import' && words[start - 1] !== 'await') return undefined;
  return readResult(words, start, end);
}

/** Names that are taken of a module that a test asks for: in the statement itself, or of the name that it gives it in the whole file. */
function readAsked(side: Side, model: ModuleModel, words: readonly string[], start: number, end: number): readonly string[] | undefined {
  if (words[end] === '.' && words[end + 1] === 'then' && words[end + 2] === '(') return readThen(words, end + 3);
  const found = readResult(words, start, end);
  const equals = words[start - 1] === 'await' ? start - 2 : start - 1;
  const name = words[equals] === '=' && /^(?:const|let|var)$/.test(words[equals - 2] ?? '') ? words[equals - 1] : undefined;
  if (found || name === undefined || equals !== 2) return found;
  const members: string[] = [];
  for (const statement of model.statements) {
    const { words: others } = normalForm(side, model, statement);
    for (let at: number = others[1] === name && others[2] === '=' ? 3 : 0; at < others.length; at++) {
      if (others[at] !== name || others[at - 1] === '.' || others[at - 1] === '?.') continue;
      const member = readMember(others, at + 1);
      if (!member) return undefined;
      members.push(member.name);
    }
  }
  return members.length > 0 ? [...new Set(members)] : undefined;
}

/** Names that are taken of what the words from `start` to `end` give, awaited or not. */
function readResult(words: readonly string[], start: number, end: number): readonly string[] | undefined {
  if (words[start - 1] === 'await') start--;
  while (words[start - 1] === '(' && words[end] === ')') [start, end] = [start - 1, end + 1];
  const member = readMember(words, end);
  if (member) return [member.name];
  return words[start - 1] === '=' && words[start - 2] === '}' ? readPattern(words, start - 2) : readNamed(words, start - 1, end);
}

/** `const shop = require(S)`: the members that are read of `shop` in the rest of the statement; none of it may be used as a whole. */
function readNamed(words: readonly string[], equals: number, from: number): readonly string[] | undefined {
  const name = words[equals] === '=' && /^(?:const|let|var)$/.test(words[equals - 2] ?? '') ? words[equals - 1] : undefined;
  return name === undefined ? undefined : readMembersOf(words, name, from, words.length);
}

function readMembersOf(words: readonly string[], name: string, from: number, to: number): readonly string[] | undefined {
  const found: string[] = [];
  for (let at = from; at < to; at++) {
    if (words[at] !== name || words[at - 1] === '.' || words[at - 1] === '?.') continue;
    const member = readMember(words, at + 1);
    if (!member) return undefined;
    found.push(member.name);
  }
  return found.length > 0 ? found : undefined;
}

/** `{ a, b: c }`, by the index of its closing brace. */
function readPattern(words: readonly string[], close: number): readonly string[] | undefined {
  let open = close - 1;
  while (open >= 0 && words[open] !== '{' && words[open] !== '}') open--;
  if (words[open] !== '{') return undefined;
  const names: string[] = [];
  for (let at = open + 1; at < close;) {
    const end = words.indexOf(',', at) === -1 || words.indexOf(',', at) > close ? close : words.indexOf(',', at);
    const item = words.slice(at, end);
    if (item.length !== 1 && !(item.length === 3 && item[1] === ':')) return undefined;
    names.push(item[0]!.replace(/^(["'])(.*)\1$/, '$2'));
    at = end + 1;
  }
  return names;
}

/** What the callback of `.then(` takes, by the index of its first word. */
function readThen(words: readonly string[], at: number): readonly string[] | undefined {
  const start = words[at] === 'async' ? at + 1 : at;
  let depth = 1;
  let end = at;
  for (; end < words.length && depth > 0; end++) {
    if (/^[([{]$/.test(words[end]!) || /\$\{$/.test(words[end]!)) depth++;
    else if (/^[)\]}]$/.test(words[end]!) || /^\}[^]*[`{]$/.test(words[end]!)) depth--;
  }
  if (words[start] === '(' && words[start + 1] === '{') return readPattern(words, words.indexOf('}', start));
  const name = words[start] === '(' ? words[start + 1] : words[start];
  const body = words.indexOf('=>', start);
  return body === -1 || name === undefined || !/^[\p{ID_Start}$_]/u.test(name) ? undefined : readMembersOf(words, name, body, end);
}
