export interface Token {
  /** A word, an operator or a bracket; `''` for white space and comments; `literal` for strings, numbers and regular expressions. */
  readonly text: string;
  readonly end: number;
}

const operators = ['&&=', '||=', '??=', '=>', '===', '!==', '==', '!=', '<=', '>=', '&&', '||', '??', '...', '+=', '-=', '*=', '/='];

const word = /[\p{ID_Continue}$#]+/uy;

/** After these a slash begins a regular expression. */
const beforeExpression = /^(?:|[-+*%=(,[{};:!&|?<>~^]|=>|&&|\|\||\?\?|===?|!==?|return|typeof|case|in|of|void|delete|throw|\$\{)$/;

/** The token at an offset. `previous` tells a division from a regular expression. Of a template only its first chunk is read. */
export function tokenAt(text: string, at: number, previous: string): Token {
  const char = text[at]!;
  if (/\s/.test(char)) return { text: '', end: at + 1 };
  if (text.startsWith('//', at)) return { text: '', end: endOf(text, '\n', at) };
  if (text.startsWith('/*', at)) return { text: '', end: endOf(text, '*/', at + 2) };
  if (char === '"' || char === "'") return { text: 'literal', end: skipQuoted(text, at + 1, char) };
  if (char === '`') return templateChunk(text, at + 1);
  if (char === '/' && beforeExpression.test(previous)) return { text: 'literal', end: skipRegularExpression(text, at + 1) };
  word.lastIndex = at;
  const name = word.exec(text)?.[0];
  if (name !== undefined) return { text: /^\d/.test(name) ? 'literal' : name, end: at + name.length };
  // `dish?: Dish`: an optional parameter or property.
  if (char === '?' && /^\?\s*[:),;]/.test(text.slice(at, at + 40))) return { text: '?:', end: at + 1 };
  // `a?.5:b` is a condition with a number.
  if (text.startsWith('?.', at) && !/\d/.test(text[at + 2] ?? '')) return { text: '?.', end: at + 2 };
  const operator = operators.find((candidate) => text.startsWith(candidate, at));
  return { text: operator ?? char, end: at + (operator ?? char).length };
}

/** From inside a template: `${` when a substitution begins, `literal` when it ends. */
export function templateChunk(text: string, at: number): Token {
  for (let i = at; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '`') return { text: 'literal', end: i + 1 };
    else if (text.startsWith('${', i)) return { text: '${', end: i + 2 };
  }
  return { text: 'literal', end: text.length };
}

function endOf(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

/** An apostrophe in JSX text is no string; a line break ends the damage. */
function skipQuoted(text: string, from: number, quote: string): number {
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote || text[i] === '\n') return i + 1;
  }
  return text.length;
}

function skipRegularExpression(text: string, from: number): number {
  let isInClass = false;
  for (let i = from; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '[') isInClass = true;
    else if (text[i] === ']') isInClass = false;
    else if (text[i] === '\n' || (text[i] === '/' && !isInClass)) return i + 1;
  }
  return text.length;
}
