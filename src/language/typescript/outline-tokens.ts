import { isLineEndCode } from './scan-characters.js';
import { tokenKind, type LexedText } from './scan-lex.js';

/** The tokens of a text that the lexer followed to its end, by index; `count` stands for the end of the text. */
export interface TokenList {
  readonly text: string;
  readonly count: number;
  kind(index: number): number;
  start(index: number): number;
  end(index: number): number;
  /** First character code of a punctuator, 0 for everything else and outside of the list. */
  mark(index: number): number;
  /** A word as written, the empty string for everything else and outside of the list. */
  word(index: number): string;
  /** Whether a line ends between the token before and this one. */
  startsLine(index: number): boolean;
  /** Index of the bracket that closes the one at `index`; `index` itself when there is none there. */
  closeOf(index: number): number;
}

export function buildTokenList(text: string, { tokens }: LexedText): TokenList {
  const count = tokens.length / 3;
  const closes = new Int32Array(count);
  const open: number[] = [];
  for (let index = 0; index < count; index++) {
    closes[index] = index;
    if (tokens[index * 3] !== tokenKind.punctuator) continue;
    const code = text.charCodeAt(tokens[index * 3 + 1]!);
    if (code === 40 || code === 91 || code === 123) open.push(index);
    else if (code === 41 || code === 93 || code === 125) {
      const opening = open.pop();
      if (opening !== undefined) closes[opening] = index;
    }
  }
  const kind = (index: number): number => (index < count ? tokens[index * 3]! : -1);
  const start = (index: number): number => (index < count ? tokens[index * 3 + 1]! : text.length);
  const end = (index: number): number => (index < 0 ? 0 : tokens[index * 3 + 2]!);
  return {
    text,
    count,
    kind,
    start,
    end,
    mark: (index) => (index >= 0 && kind(index) === tokenKind.punctuator ? text.charCodeAt(start(index)) : 0),
    word: (index) => (index >= 0 && kind(index) === tokenKind.word ? text.slice(start(index), end(index)) : ''),
    startsLine: (index) => {
      for (let at = end(index - 1); at < start(index); at++) if (isLineEndCode(text.charCodeAt(at))) return true;
      return false;
    },
    closeOf: (index) => closes[index]!,
  };
}

/** `=` that assigns: not `==`, `=>`, `<=`. */
export function isAssign(list: TokenList, index: number): boolean {
  if (list.mark(index) !== 61) return false;
  const { text } = list;
  const at = list.start(index);
  return !/[=>]/.test(text.charAt(at + 1)) && !/[=<>!]/.test(text.charAt(at - 1));
}

/**
 * Index after the `>` that closes type arguments or type parameters opened at `index`; -1 when the `<` compares. Between them stands
 * only what a type is made of, which settles it as often as the compiler's own look ahead does.
 */
export function typeArgumentsEnd(list: TokenList, index: number): number {
  let depth = 0;
  for (let at = index; at < list.count; at++) {
    const mark = list.mark(at);
    if (mark === 0) {
      // `a < b` and, a statement later, `c > d`: no type has two names side by side.
      if (at > index + 1 && mayEnd(list, at - 1) && !/^(?:extends|is)$/.test(list.word(at)) && !isTemplateRest(list, at)) return -1;
      continue;
    }
    const isTwin = list.mark(at + 1) === mark && list.start(at + 1) === list.end(at);
    if (mark === 60) depth++;
    else if (mark === 62) {
      if (!isArrow(list, at) && --depth === 0) return at + 1;
    } else if (mark === 40 || mark === 91 || mark === 123) at = list.closeOf(at);
    else if ((mark === 38 || mark === 124 || mark === 63 || mark === 61) && isTwin) return -1; // && || ?? ==
    else if (!'.,|&=?:-'.includes(String.fromCharCode(mark))) return -1;
  }
  return -1;
}

/** What follows a hole of a template: a literal that begins with the closing brace. */
function isTemplateRest(list: TokenList, index: number): boolean {
  return list.kind(index) === tokenKind.literal && list.text.charCodeAt(list.start(index)) === 125;
}

/** The `>` of `=>`. */
export function isArrow(list: TokenList, index: number): boolean {
  return list.mark(index) === 62 && list.text.charCodeAt(list.start(index) - 1) === 61;
}

/** Words after which an expression or a type goes on. */
const openWords = new Set(
  ('abstract as asserts await case class const default delete do else enum export extends function if implements import in infer instanceof ' +
    'interface is keyof new out readonly return satisfies throw typeof unique var while with yield').split(' '),
);
/** Words that go on with what stands on the line above. */
const continuingWords = new Set(['in', 'instanceof', 'extends', 'implements', 'else', 'catch', 'finally']);

/** Whether an expression, a type or a declaration may be over with the token at `index`. A `>` is taken for a comparison. */
export function mayEnd(list: TokenList, index: number): boolean {
  if (list.kind(index) === tokenKind.literal) return list.text.charCodeAt(list.end(index) - 1) !== 36; // the `${` of a template goes on
  if (list.kind(index) === tokenKind.word) {
    const word = list.word(index);
    return !openWords.has(word) || list.mark(index - 1) === 46 || (word === 'const' && list.word(index - 1) === 'as');
  }
  const mark = list.mark(index);
  return mark === 41 || mark === 93 || mark === 125;
}

/** Whether the token at `index`, first on its line, begins a statement when the one before could end (ECMA-262 section 12.10). */
export function mayBegin(list: TokenList, index: number): boolean {
  switch (list.kind(index)) {
    case tokenKind.word:
      return !continuingWords.has(list.word(index));
    case tokenKind.punctuator: {
      const mark = list.mark(index);
      const next = list.text.charCodeAt(list.start(index) + 1);
      // { @ ~ ! ++ --
      return mark === 123 || mark === 64 || mark === 126 || (mark === 33 && next !== 61) || ((mark === 43 || mark === 45) && next === mark);
    }
    default:
      return list.text.charCodeAt(list.start(index)) !== 96;
  }
}
