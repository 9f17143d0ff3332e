import type { Token } from './lexer.js';

/** `called`: `count()`, whose callee gets no `this`. `wrapped`: the same for `(count)()` and `count!()`. */
export type SiteForm = 'plain' | 'shorthand' | 'called' | 'wrapped';

/**
 * How a variable is used where one of the tokens stands, told by the tokens around it alone: whoever rewrote the place asked a syntax tree.
 * A wrong answer can only make equal statements look different.
 */
export function readSiteForms(tokens: readonly Token[]): { readonly formOf: (at: number) => SiteForm; readonly beginsStatement: (at: number) => boolean } {
  const partner = pairBrackets(tokens);
  const text = (at: number): string => tokens[at]?.text ?? '';

  const isKeyword = (at: number): boolean => tokens[at]?.kind === 'word' && keywords.has(text(at)) && text(at - 1) !== '.' && text(at - 1) !== '?.';
  const endsValue = (at: number): boolean => {
    const token = tokens[at];
    if (!token) return false;
    if (token.kind === 'word') return !isKeyword(at);
    return token.kind === 'template' ? !token.text.endsWith('${') : token.kind !== 'punctuator' || token.text === ')' || token.text === ']' || token.text === '}';
  };

  /** Whether an attribute of an element may begin at the token: then a brace behind its `=` holds an expression. */
  const isAttribute = (at: number): boolean => {
    const before = tokens[at - 1];
    if (!before) return false;
    if (before.kind === 'word') return text(at - 2) === '<' || isAttribute(at - 1);
    if (before.kind === 'string') return text(at - 2) === '=' && isAttribute(at - 3);
    const open = before.text === '}' ? partner.get(at - 1) : undefined;
    return open !== undefined && (text(open - 1) === '=' ? isAttribute(open - 2) : text(open + 1) === '...' && isAttribute(open));
  };

  const isObject = (open: number): boolean => {
    const before = tokens[open - 1];
    if (!before) return false;
    if (before.kind === 'template') return before.text.endsWith('${');
    if (before.kind === 'word') return valueWords.has(before.text);
    if (before.kind !== 'punctuator' || /^(?:=>|[;{})>\]]|\/>|<\/.*)$/.test(before.text)) return false;
    if (before.text === '=') return !isAttribute(open - 2);
    return before.text !== ':' || isObjectBehindColon(open - 1);
  };

  /** `a ? b : { c }` and `{ a: { c } }`, as opposed to `case 1: { c }`. */
  const isObjectBehindColon = (colon: number): boolean => {
    for (let at = colon - 1; at >= 0; at--) {
      const open = partner.get(at);
      if (open !== undefined && open < at) at = open;
      else if (open !== undefined) return tokens[at]!.kind === 'template' || text(at) !== '{' || isObject(at);
      else if (text(at) === '?') return true;
      else if (text(at) === ';' || text(at) === 'case' || text(at) === 'default') return false;
    }
    return false;
  };

  const enclosing = (at: number): number | undefined => {
    for (let i = at - 1; i >= 0; i--) {
      const other = partner.get(i);
      if (other !== undefined && other > i) return i;
      if (other !== undefined) i = other;
    }
    return undefined;
  };

  const isShorthand = (at: number): boolean => {
    if (!/^[{,]$/.test(text(at - 1)) || !/^[},=]$/.test(text(at + 1))) return false;
    const open = enclosing(at);
    return open !== undefined && text(open) === '{' && isObject(open);
  };

  /** Round brackets that only enclose, not those of a call or of a condition. */
  const isEnclosed = (from: number, to: number): boolean => text(from) === '(' && partner.get(from) === to && (isKeyword(from - 1) ? !conditionWords.has(text(from - 1)) : !endsValue(from - 1) && text(from - 1) !== '>' && text(from - 1) !== '?.');

  const callOf = (at: number): SiteForm => {
    let [from, to] = [at, at];
    for (;;) {
      const next = text(to + 1);
      if (next === '!' && !tokens[to + 1]!.newlineBefore) to++;
      else if ((next === 'as' || next === 'satisfies') && text(from - 1) === '(' && isEnclosed(from - 1, partner.get(from - 1)!)) to = partner.get(from - 1)! - 1;
      else if (next === ')' && isEnclosed(from - 1, to + 1)) [from, to] = [from - 1, to + 1];
      else break;
    }
    if (isKeyword(from - 1) && text(from - 1) === 'new') return 'plain';
    return isCall(to + 1) ? (to === at ? 'called' : 'wrapped') : 'plain';
  };

  const isCall = (next: number): boolean => {
    if (tokens[next]?.kind === 'template') return !text(next).startsWith('}');
    return text(next) === '<' ? closesTypes(next) : text(next) === '(' || (text(next) === '?.' && text(next + 1) === '(');
  };

  /** `pick<Line>(rows)` and not `count < limit`. */
  const closesTypes = (open: number): boolean => {
    let depth = 0;
    for (let at = open; at < tokens.length && at < open + 200; at++) {
      if (text(at) === '<') depth++;
      else if (text(at) === '>' && --depth === 0) return text(at + 1) === '(' && !tokens[at + 1]!.newlineBefore;
      else if (/^(?:;|&&|\|\||\?\?|\)|[-+*/%]|===?|!==?)$/.test(text(at)) && partner.get(at) === undefined) return false;
    }
    return false;
  };

  const beginsStatement = (at: number): boolean => {
    const before = tokens[at - 1];
    if (!before) return false;
    if (before.text === '}' && before.kind === 'punctuator') return true;
    if (!tokens[at]!.newlineBefore) return false;
    if (before.kind === 'word') return !isKeyword(at - 1) || endingWords.has(before.text);
    if (before.text === ')') return !conditionWords.has(text((partner.get(at - 1) ?? 0) - 1));
    return endsValue(at - 1) || before.text === '++' || before.text === '--' || (before.text === '!' && endsValue(at - 2));
  };

  return { formOf: (at) => (isShorthand(at) ? 'shorthand' : callOf(at)), beginsStatement };
}

const conditionWords = new Set(['if', 'while', 'for', 'with', 'switch', 'catch']);
const endingWords = new Set(['return', 'break', 'continue', 'debugger', 'this', 'super', 'null', 'true', 'false', 'yield']);
/** A brace behind one of these opens an object. `void` is left out: `run(): void {`. */
const valueWords = new Set(['return', 'yield', 'await', 'throw', 'case', 'default', 'of', 'in']);
const keywords = new Set([
  ...conditionWords, ...endingWords, ...valueWords, 'typeof', 'void', 'delete', 'new', 'instanceof', 'else', 'do', 'try', 'finally', 'function', 'class', 'const', 'let', 'var', 'extends', 'async', 'import', 'export', 'as', 'satisfies',
]);

/** The other bracket of each bracket, by index. Holes of templates count as brackets, and the end of a template leads to its beginning. */
function pairBrackets(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const partner = new Map<number, number>();
  const stack: { readonly at: number; readonly first: number }[] = [];
  tokens.forEach(({ text, kind }, at) => {
    const closes = kind === 'template' ? text.startsWith('}') : kind === 'punctuator' && /^[)\]}]$/.test(text);
    const opens = kind === 'template' ? text.endsWith('${') : kind === 'punctuator' && /^[([{]$/.test(text);
    const from = closes ? stack.pop() : undefined;
    if (from) partner.set(from.at, at);
    if (from && !opens) partner.set(at, from.first);
    if (opens) stack.push({ at, first: from?.first ?? at });
  });
  return partner;
}
