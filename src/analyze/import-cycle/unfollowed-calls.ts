import type { LinkStatement } from '../../model/module-links.js';
import { sliceSpan } from '../../text/span.js';
import { tokenAt } from './tokens.js';

/** How a name is called other than by `cook()`, `new Soup()` or `menu.cook()`. */
export type ChainCall = 'none' | 'itself' | 'result';

/**
 * What the text behind a name calls: with a tagged template or an element access something of the name itself, with a call of
 * a call (`waiters.get('soup')()`) whatever has been put into it.
 */
export function readChainCall(text: string, end: number): ChainCall {
  let found: ChainCall = 'none';
  let previous = 'name';
  let last: 'name' | 'member' | 'call' = 'name';
  for (let at = end; at < text.length; ) {
    const token = tokenAt(text, at, previous);
    if (token.text === '') at = token.end;
    else if (text[at] === '`') {
      return last === 'call' ? 'result' : 'itself';
    } else if (token.text === '.' || token.text === '?.') {
      const next = /^\s*[\p{ID_Start}$_#][\p{ID_Continue}$]*/u.exec(text.slice(token.end, token.end + 200));
      at = token.end + (next?.[0].length ?? 0);
    } else if (token.text === '[') {
      at = closeOf(text, at);
      if (last === 'name') last = 'member';
    } else if (token.text === '(') {
      if (last === 'call') return 'result';
      if (last === 'member') found = 'itself';
      at = closeOf(text, at);
      last = 'call';
      previous = ')';
      continue;
    } else if (token.text === '!' && text[at + 1] !== '=') at = token.end;
    else return found;
    // `waiters.of(day).serve()` is a call of a member of what `of` gives.
    if (token.text === '.' && last === 'call') return found;
    previous = token.text === '' ? previous : token.text;
  }
  return found;
}

/** Behind the bracket that closes the one at `open`; templates with brackets of their own may end it too early or too late. */
function closeOf(text: string, open: number): number {
  let depth = 0;
  let previous = '';
  for (let at = open; at < text.length; ) {
    const token = tokenAt(text, at, previous);
    if (/^[([{]$|^\$\{$/.test(token.text)) depth++;
    else if (/^[)\]}]$/.test(token.text) && --depth === 0) return token.end;
    at = token.end;
    if (token.text !== '') previous = token.text;
  }
  return text.length;
}

const accessor = /(?:^|[{,;}\s])(?:get|set)\s+(?:[\p{ID_Start}$_#]|\[|['"])/u;
const staticAccessor = /\bstatic\s+(?:(?:get|set|async)\s+)?\*?\s*(?:\[\s*Symbol\b|(?<=(?:get|set)\s+)[\p{ID_Start}$_#['"])|\bstatic\s+(?:toString|valueOf)\b/u;
const conversion = /\[\s*Symbol\s*\.|(?<!\.)\b(?:toString|valueOf|toJSON|then)\s*(?:\(|:)|\bnew\s+Proxy\b|\b(?:defineProperty|defineProperties|__defineGetter__)\b/;

/**
 * Whether using what a statement declares may run code without a call: getters and setters, iterators, conversions, proxies.
 * Those of a class belong to its instances unless they are static.
 */
export function runsWithoutCall(text: string, statement: LinkStatement, asInstance: boolean): boolean {
  if (statement.kind === 'function') return false;
  const code = sliceSpan(text, statement.span);
  if (statement.kind === 'class' && !asInstance) return staticAccessor.test(code) || /\b(?:defineProperty|defineProperties)\b/.test(code);
  return accessor.test(code) || conversion.test(code);
}

const made = /\bnew\s*(?:\(\s*)*class\b|\bReflect\s*\.|\bnew\s+Proxy\b/;
const takenApart = /^(?:export\s+)?(?:const|let|var)\s*[{[]|[)}]\s*(?:\.|\[)|\.\.\.\s*[{[(]|\$\{\s*\{/;

/** Places in a statement where functions that stand in it may run without being called by a name. */
export function findUnnamedCalls(text: string, statement: LinkStatement): readonly number[] {
  if (statement.kind === 'function' || statement.kind === 'export-list' || statement.kind === 'import') return [];
  const code = sliceSpan(text, statement.span);
  const found: number[] = [];
  const { start } = statement.span;
  const unnamed = made.exec(code) ?? (takenApart.test(code) && (accessor.test(code) || conversion.test(code)) ? takenApart.exec(code) : null);
  if (unnamed) found.push(start + unnamed.index + unnamed[0].length - 1);
  for (const match of code.matchAll(/[\])]\s*(?:\?\.\s*)?(?=\()/g)) if (isUnnamedCallee(code, match.index)) found.push(start + match.index);
  return found;
}

/** `[cook, serve][0]()` and `(isOpen ? cook : serve)()`, but not `menu[0]()`, `{ [name]() {} }` and `(() => {})()`. */
function isUnnamedCallee(code: string, closing: number): boolean {
  let at = closing;
  let groups = 0;
  let isList = true;
  while (code[at] === ']' || code[at] === ')') {
    const open = openOf(code, at);
    if (code[at] === ')') {
      isList = false;
      if (/^\(\s*(?:async\b|function\b)|=>/.test(code.slice(open, at))) return false;
    }
    groups++;
    at = open - 1;
    while (at >= 0 && /\s/.test(code[at]!)) at--;
  }
  return !(isList && groups === 1) && !/[\p{ID_Continue}$.!>'"`}]/u.test(code[at] ?? '');
}

function openOf(code: string, close: number): number {
  let depth = 0;
  for (let at = close; at >= 0; at--) {
    if (/[)\]}]/.test(code[at]!)) depth++;
    else if (/[([{]/.test(code[at]!) && --depth === 0) return at;
  }
  return 0;
}

/** A call by a name that is declared inside the statement: a parameter, or the variable of a loop. */
export function isLocalCallee(text: string, statement: LinkStatement, name: string): boolean {
  const quoted = name.replace(/\$/g, '\\$&');
  // A colon follows the key of an object, but the type of a parameter too: `(cook: Cook) => cook()`.
  const place = `(?<![\\p{ID_Continue}$.])${quoted}(?![\\p{ID_Continue}$]|\\s*(?:\\(|\\?\\.\\(`;
  return new RegExp(`${place}|:))|[(,]\\s*${place}))`, 'u').test(sliceSpan(text, statement.span));
}
