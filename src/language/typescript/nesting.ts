import { isLineEndCode, isSpaceCode, isWordCode, skipTrivia, stringEnd, wordEnd } from './scan-characters.js';

/**
 * What a text may hold open at once, by weight. The native parser recurses and ends the whole process when its stack is full: in a thread
 * of 4 MB at 1,900 brackets of nested arrow functions, at 3,000 `else if` in a row and at 40,000 `a + b`. Code that people write stays
 * below 60 brackets.
 */
const budget = 32_000;
const weights = { bracket: 40, statement: 20, operator: 10, left: 2 } as const;

export const tooDeep = 'nested too deeply to be parsed';

const prefixWords = new Set(['typeof', 'void', 'delete', 'await', 'new', 'keyof', 'yield', 'throw', 'return', 'extends']);
const statementWords = new Set(['if', 'for', 'while', 'do', 'with']);

interface Level {
  readonly opener: number;
  /** Weight of what nests without a bracket: `else if`, `a ? b :`, `x =>`. It ends with the statement or the list entry. */
  chain: number;
}

/**
 * Offset where more is nested than a recursive parser can take, or -1. A count without grammar: strings and comments are stepped over, a
 * closing bracket also closes what a regular expression like `/[(]/` left open.
 */
export function findExcessiveNesting(text: string): number {
  if (weighAll(text) <= budget) return -1;
  const levels: Level[] = [{ opener: -1, chain: 0 }];
  let total = 0;
  let last = -1;
  let startsLine = true;
  const addLink = (weight: number): void => {
    levels.at(-1)!.chain += weight;
    total += weight;
  };
  /** `=>` closes none. A tag takes back what its `<` counted, so a page of elements adds nothing. */
  const closeAngle = (before: number): void => {
    if (before === 61) addLink(weights.operator);
    else if (levels.at(-1)!.chain >= weights.statement) addLink(-weights.statement);
  };
  const endChain = (): void => {
    total -= levels.at(-1)!.chain;
    levels.at(-1)!.chain = 0;
  };
  let position = 0;
  while (position < text.length) {
    const start = position;
    const code = text.charCodeAt(position);
    if (isWordCode(code)) {
      position = wordEnd(text, position);
      if (startsLine && canEndStatement(last) && !(position - start === 4 && text.startsWith('else', start))) endChain();
      const ending = endings[text.charCodeAt(position - 2) * 128 + text.charCodeAt(position - 1)];
      if (ending !== 0 && ending !== undefined && position - start < 8) {
        const word = text.slice(start, position);
        if (statementWords.has(word)) addLink(weights.statement);
        else if (prefixWords.has(word)) addLink(weights.operator);
      }
    } else if (isSpaceCode(code)) {
      startsLine ||= isLineEndCode(code);
      position++;
      continue;
    } else if (code === 34 || code === 39) position = Math.max(stringEnd(text, position), position + 1);
    else if (code === 47 && (text.charCodeAt(position + 1) === 47 || text.charCodeAt(position + 1) === 42)) {
      position = skipTrivia(text, position);
      continue;
    } else if (code === 92) position += 2;
    else {
      position++;
      if (code === 40 || code === 91 || code === 123) {
        levels.push({ opener: code, chain: 0 });
        total += weights.bracket;
      } else if (code === 41 || code === 93 || code === 125) {
        total -= closeLevel(levels, code === 41 ? 40 : code - 2);
        if (code === 125 && endsAtBrace(text, position)) endChain();
      } else if (code === 44 || (code === 59 && !isElse(text, position))) endChain();
      else if (code === 60) addLink(weights.statement); // type arguments in type arguments
      else if (code === 62) closeAngle(text.charCodeAt(start - 1));
      else if (isLeftOperator(code)) addLink(weights.left);
      else if (isLink(text, start)) addLink(code === 58 ? weights.statement : weights.operator);
    }
    if (total > budget) return start;
    last = text.charCodeAt(position - 1);
    startsLine = false;
  }
  return -1;
}

/** What ends a word that counts, by its last two characters, and what a character of its own may weigh: most weigh nothing. */
const endings = buildEndings();
const glances = buildGlances();

function buildEndings(): Uint8Array {
  const weighed = new Uint8Array(128 * 128);
  const add = (words: ReadonlySet<string>, weight: number): void => {
    for (const word of words) {
      const pair = word.charCodeAt(word.length - 2) * 128 + word.charCodeAt(word.length - 1);
      weighed[pair] = Math.max(weighed[pair]!, weight);
    }
  };
  add(statementWords, weights.statement);
  add(prefixWords, weights.operator);
  return weighed;
}

/** 255: its neighbours decide. */
function buildGlances(): Uint8Array {
  const glance = new Uint8Array(128);
  for (const code of [40, 91, 123]) glance[code] = weights.bracket;
  for (const code of [58, 60]) glance[code] = weights.statement;
  for (const code of [33, 42, 61, 63, 126]) glance[code] = 255;
  for (let code = 0; code < 128; code++) if (isLeftOperator(code)) glance[code] = weights.left;
  glance[62] = weights.operator;
  return glance;
}

/** No less than what the text can hold open, from a glance at every character: enough for most files. Above the budget it is not looked for any further. */
function weighAll(text: string): number {
  let sum: number = weights.statement;
  let isInWord = false;
  for (let position = 0; position < text.length; position++) {
    const code = text.charCodeAt(position);
    if (isWordCode(code)) {
      isInWord = true;
      continue;
    }
    if (isInWord) {
      isInWord = false;
      const last = text.charCodeAt(position - 1);
      const before = text.charCodeAt(position - 2);
      if (last < 128 && before < 128) sum += endings[before * 128 + last]!;
    }
    if (code >= 128) continue;
    const weight = glances[code]!;
    if (weight === 255) sum += isLink(text, position) ? weights.operator : 0;
    else sum += weight;
    if (sum > budget) break;
  }
  return sum;
}

/** Takes off the levels down to the one that the bracket closes, if it stands near; returns their weight. */
function closeLevel(levels: Level[], opener: number): number {
  const nearest = Math.max(1, levels.length - 8);
  let index = levels.length - 1;
  while (index >= nearest && levels[index]!.opener !== opener) index--;
  if (index < nearest) return 0;
  let sum = 0;
  while (levels.length > index) sum += weights.bracket + levels.pop()!.chain;
  return sum;
}

/** `? : = ! ~ **`, and not `?.`, `??`, `?:`, `==` or `!=`: what one operand may hold any number of. */
function isLink(text: string, at: number): boolean {
  const next = text.charCodeAt(at + 1);
  switch (text.charCodeAt(at)) {
    case 63: // the optional member of a type is no condition
      return next !== 46 && next !== 63 && next !== 58 && next !== 41 && next !== 44 && text.charCodeAt(at - 1) !== 63;
    case 33:
      return next !== 61;
    case 61: // the arrow is counted at its `>`, an attribute of an element not at all
      return next !== 34 && next !== 39 && next !== 123 && next !== 62 && next !== 61 && text.charCodeAt(at - 1) !== 61 && text.charCodeAt(at - 1) !== 33;
    case 42:
      return next === 42;
    case 58: // a label before a label; the colon of a condition is counted with its question mark
      return isLabelAhead(text, at + 1);
    case 126:
      return true;
    default:
      return false;
  }
}

/** `+ - . / % & | ^`: a chain of them is a tree that grows to the left, which only the visit of the tree recurses into. */
function isLeftOperator(code: number): boolean {
  return code === 43 || code === 45 || code === 46 || code === 47 || code === 37 || code === 38 || code === 124 || code === 94;
}

/** `outer: inner: for`: nothing but a word lies between the two colons. */
function isLabelAhead(text: string, start: number): boolean {
  const word = skipTrivia(text, start);
  const end = wordEnd(text, word);
  return end > word && text.charCodeAt(skipTrivia(text, end)) === 58;
}

/** A block ends a statement unless `else` follows; an object goes on with an operator. */
function endsAtBrace(text: string, position: number): boolean {
  const next = skipTrivia(text, position);
  return isWordCode(text.charCodeAt(next)) && !isElse(text, position);
}

function isElse(text: string, position: number): boolean {
  const word = skipTrivia(text, position);
  return text.startsWith('else', word) && wordEnd(text, word) === word + 4;
}

/** A word, a closing bracket or a quote: a new line after one of them begins something new. */
function canEndStatement(code: number): boolean {
  return isWordCode(code) || code === 41 || code === 93 || code === 125 || code === 34 || code === 39 || code === 96;
}
