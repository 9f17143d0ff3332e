/** `any`: `.`, a slash too. `part`: `[^/]`. `from` is the least number of characters, `many` whether there may be more. */
type Token =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'any' | 'part'; readonly from: 0 | 1; readonly many: boolean }
  | { readonly kind: 'start' | 'end' };

type Sequence = readonly Token[];

/** More alternatives than this are no list that a person wants to read. */
const maxGlobs = 16;

/**
 * Globs (picomatch, with dot files) that match exactly the root-relative file paths that a regular expression finds something in;
 * undefined when the expression uses more than anchors, literals, `.`, `[^/]`, sets of letters, groups and alternatives.
 */
export function buildGlobsFromRegex(source: string): readonly string[] | undefined {
  const sequences = parse(source);
  if (!sequences || sequences.length > maxGlobs) return undefined;
  const globs: string[] = [];
  for (const sequence of sequences) {
    const anchored = anchor(sequence);
    const rendered = anchored && render(anchored);
    if (!rendered) return undefined;
    globs.push(...rendered);
  }
  const unique = [...new Set(globs)];
  const joined = unique.map((glob) => (unique.includes(`*/**/${glob}`) ? `**/${glob}` : glob)).filter((glob) => !(glob.startsWith('*/**/') && unique.includes(glob.slice(5))));
  return joined.length > maxGlobs || joined.length === 0 ? undefined : [...new Set(joined)];
}

class Unsupported extends Error {}

function parse(source: string): readonly Sequence[] | undefined {
  let position = 0;
  try {
    const result = alternatives();
    return position === source.length ? result : undefined;
  } catch (error) {
    if (error instanceof Unsupported) return undefined;
    throw error;
  }

  function alternatives(): readonly Sequence[] {
    const found: Sequence[] = [...sequence()];
    while (source[position] === '|') {
      position++;
      found.push(...sequence());
    }
    return found;
  }

  function sequence(): readonly Sequence[] {
    let found: readonly Sequence[] = [[]];
    while (position < source.length && source[position] !== '|' && source[position] !== ')') {
      const next = atom();
      found = found.flatMap((head) => next.map((tail) => [...head, ...tail]));
      if (found.length > maxGlobs) throw new Unsupported();
    }
    return found;
  }

  function atom(): readonly Sequence[] {
    const character = source[position++]!;
    if (character === '^') return [[{ kind: 'start' }]];
    if (character === '$') return [[{ kind: 'end' }]];
    if (character === '.') return [[repeat('any')]];
    if (character === '(') return group();
    if (character === '[') return set();
    if (character === '\\') return quantified([[escaped()]]);
    if ('*+?{'.includes(character)) throw new Unsupported();
    return quantified([[{ kind: 'text', text: character }]]);
  }

  function escaped(): Token {
    const character = source[position++];
    if (character === undefined || /[\w]/.test(character)) throw new Unsupported();
    return { kind: 'text', text: character };
  }

  function group(): readonly Sequence[] {
    if (source.startsWith('?:', position)) position += 2;
    else if (source[position] === '?') throw new Unsupported();
    const inner = alternatives();
    if (source[position++] !== ')') throw new Unsupported();
    return quantified(inner.length > 1 && inner.every(isPlain) ? [[{ kind: 'choice', options: inner.map(plainText) }]] : inner);
  }

  /** `[^/]`, `[^/\\]`, `[.]`, `[jt]`. */
  function set(): readonly Sequence[] {
    const body = /\^?(?:\\[^\w]|[^\]\\])+\]/y;
    body.lastIndex = position;
    const match = body.exec(source)?.[0];
    if (match === undefined) throw new Unsupported();
    position += match.length;
    const characters = match.slice(0, -1).replace(/\\(.)/g, '$1');
    if (characters.startsWith('^')) {
      if (!/^\^[/\\]+$/.test(characters) || !characters.includes('/')) throw new Unsupported();
      return [[repeat('part')]];
    }
    // A backslash beside the slash is for Windows; paths have none here.
    const options = [...new Set(characters)].filter((option) => option !== '\\' || !characters.includes('/'));
    if (/.-./.test(characters)) throw new Unsupported();
    if (options.length === 1) return quantified([[{ kind: 'text', text: options[0]! }]]);
    if (options.includes('/')) return quantified(options.map((text) => [{ kind: 'text', text }]));
    return quantified([[{ kind: 'choice', options }]]);
  }

  function repeat(kind: 'any' | 'part'): Token {
    const sign = /[*+?]/y;
    sign.lastIndex = position;
    const found = sign.exec(source)?.[0];
    if (found === undefined) {
      if (source[position] === '{') throw new Unsupported();
      return { kind, from: 1, many: false };
    }
    position++;
    if (found === '?') throw new Unsupported();
    if (source[position] === '?') position++;
    return { kind, from: found === '+' ? 1 : 0, many: true };
  }

  function quantified(inner: readonly Sequence[]): readonly Sequence[] {
    const next = source[position];
    if (next !== undefined && '*+{'.includes(next)) throw new Unsupported();
    if (next !== '?') return inner;
    position++;
    const [only, ...rest] = inner;
    const token = only?.length === 1 && rest.length === 0 ? only[0] : undefined;
    if (token?.kind === 'choice') return [[{ kind: 'choice', options: [...token.options, ''] }]];
    if (token?.kind === 'text' && token.text !== '/') return [[{ kind: 'choice', options: [token.text, ''] }]];
    return [...inner, []];
  }
}

function isPlain(sequence: Sequence): boolean {
  return sequence.every((token) => token.kind === 'text' && token.text !== '/');
}

function plainText(sequence: Sequence): string {
  return sequence.map((token) => (token.kind === 'text' ? token.text : '')).join('');
}

/** An expression that is not anchored finds its match anywhere. Undefined when an anchor stands where none can hold. */
function anchor(sequence: Sequence): Sequence | undefined {
  const anywhere: Token = { kind: 'any', from: 0, many: true };
  const body = sequence.filter((token, index) => !(token.kind === 'start' && index === 0) && !(token.kind === 'end' && index === sequence.length - 1));
  if (body.some((token) => token.kind === 'start' || token.kind === 'end')) return undefined;
  return joinAny([...(sequence[0]?.kind === 'start' ? [] : [anywhere]), ...body, ...(sequence.at(-1)?.kind === 'end' ? [] : [anywhere])]);
}

/** `.*.+` is one run of characters: two would be rendered as if there were a slash between them. Undefined for a run of two or more. */
function joinAny(sequence: Sequence): Sequence | undefined {
  const joined: Token[] = [];
  for (const token of sequence) {
    const last = joined.at(-1);
    if (token.kind !== 'any' || last?.kind !== 'any' || !(token.many || last.many)) joined.push(token);
    else if (token.from + last.from > 1) return undefined;
    else joined.splice(-1, 1, { kind: 'any', from: token.from || last.from, many: true });
  }
  return joined;
}

/** No path begins or ends with a slash or holds two in a row, so a part between slashes is never empty. */
function render(sequence: Sequence): readonly string[] | undefined {
  let globs: readonly string[] = [''];
  for (const [index, token] of sequence.entries()) {
    const after = sequence[index + 1];
    const next = after === undefined ? 'end' : after.kind === 'text' && after.text === '/' ? 'slash' : 'more';
    globs = globs.flatMap((glob) => renderToken(token, glob === '' || glob.endsWith('/'), next).map((text) => append(glob, text)));
    if (globs.length > maxGlobs * 4) return undefined;
  }
  // Nor is a part `.` or `..`, and picomatch would drop a leading `./`.
  return globs.filter((glob) => glob.split('/').every((part) => !['', '.', '..'].includes(part)));
}

/** Two stars side by side would mean any number of folders. */
function append(glob: string, text: string): string {
  return (/(?:^|[^*])\*$/.test(glob) && text.startsWith('*') ? glob.slice(0, -1) : glob) + text;
}

/** `isFresh`: the part of the path that it continues is empty so far. */
function renderToken(token: Token, isFresh: boolean, next: 'end' | 'slash' | 'more'): readonly string[] {
  switch (token.kind) {
    case 'text':
      return [escapeGlob(token.text)];
    case 'choice':
      // An empty brace at the very end of a part would let picomatch match no part at all.
      return token.options.includes('') ? token.options.map(escapeGlob) : [`{${token.options.map(escapeGlob).join(',')}}`];
    case 'part':
      if (!token.many) return ['?'];
      return token.from === 0 || (isFresh && next !== 'more') ? ['*'] : ['?*'];
    case 'any':
      if (!token.many) return ['?', '/'];
      if (next === 'end') return isFresh ? ['**'] : [token.from === 0 ? '*' : '?*', '*/**'];
      if (next === 'slash') return isFresh ? ['*/**'] : token.from === 0 ? ['*/**'] : ['?*', '*/*/**'];
      if (token.from === 0) return isFresh ? ['**/*'] : ['*', '*/**/*'];
      return ['?*', '*/**/*'];
    default:
      return [''];
  }
}

function escapeGlob(text: string): string {
  return text.replace(/[*?[\]{}()!+@$^|\\,]/g, '\\$&');
}
