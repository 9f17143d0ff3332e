import { compareText } from '../../diagnostic/sort.js';
import { extensionOf } from '../../host/path.js';
import type { Outline, OutlineDeclaration } from '../../model/outline.js';
import type { SourceFile } from '../../model/source-file.js';
import { splitStatements, type TokenStatement } from './outline-statements.js';
import { buildTokenList, type TokenList } from './outline-tokens.js';
import { lexText, mayHoldJsx, tokenKind } from './scan-lex.js';

interface Draft extends Omit<OutlineDeclaration, 'lines' | 'uses' | 'exported'> {
  lines: number;
  readonly statements: TokenStatement[];
}

/** The declarations of one file from its tokens. Undefined when they do not add up: an open bracket, an unterminated string. */
export function outlineModule({ path, text }: SourceFile): Outline | undefined {
  const lexed = lexText(text, { jsx: mayHoldJsx(extensionOf(path)), tokens: true });
  if (lexed.lost) return undefined;
  const list = buildTokenList(text, lexed);
  const linesOf = ({ first, end }: TokenStatement): number => countLineStarts(lexed.codeLineStarts, list.start(first), list.end(end - 1));
  const drafts: Draft[] = [];
  const draftOf = new Map<string, Draft>();
  const exported = new Set<string>();
  let looseLines = 0;
  for (const statement of splitStatements(list)) {
    for (const name of statement.exports) exported.add(name);
    if (statement.kind === 'wiring') continue;
    const lines = linesOf(statement);
    if (statement.kind === 'loose') {
      looseLines += lines;
      continue;
    }
    let draft = statement.names.map((name) => draftOf.get(name)).find((known) => known !== undefined);
    if (draft) {
      draft.lines += lines;
      draft.statements.push(statement);
    } else {
      const span = { start: list.start(statement.first), end: list.end(statement.end - 1) };
      draft = { names: statement.names, kind: statement.kind, span, lines, statements: [statement] };
      drafts.push(draft);
    }
    for (const name of statement.names) if (!draftOf.has(name)) draftOf.set(name, draft);
  }
  const declarations = drafts.map(({ statements, ...draft }): OutlineDeclaration => ({
    ...draft,
    exported: draft.names.some((name) => exported.has(name)),
    uses: findUses(list, statements, draftOf, draft.names),
  }));
  return { declarations, looseLines };
}

/** Code lines that hold something of a span which begins and ends with a token. */
function countLineStarts(starts: Int32Array, from: number, to: number): number {
  return lowerBound(starts, to) - lowerBound(starts, from + 1) + 1;
}

/** Number of entries below `value`. */
function lowerBound(sorted: Int32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findUses(
  list: TokenList, statements: readonly TokenStatement[], known: ReadonlyMap<string, unknown>, own: readonly string[],
): readonly string[] {
  const uses = new Set<string>();
  for (const { first, end } of statements) {
    for (let index = first; index < end; index++) {
      const kind = list.kind(index);
      if (kind !== tokenKind.word && kind !== tokenKind.jsxName) continue;
      const name = kind === tokenKind.word ? list.word(index) : elementName(list.text.slice(list.start(index), list.end(index)));
      if (known.has(name) && !own.includes(name) && !isPropertyName(list, index)) uses.add(name);
    }
  }
  return [...uses].sort(compareText);
}

/** `<Menu.Item>` uses Menu; `<menu>` and `<soup-menu>` are of the host. */
function elementName(tag: string): string {
  const dot = tag.indexOf('.');
  return dot !== -1 ? tag.slice(0, dot) : /^[a-z]|-|:/.test(tag) ? '' : tag;
}

/** After a dot, or before a colon: `{ soup: 1 }`, `(soup: string)`. The colon of `ready ? soup : salad` and `case soup:` makes no name of it. */
function isPropertyName(list: TokenList, index: number): boolean {
  const before = list.mark(index - 1);
  if (before === 46) return list.mark(index - 2) !== 46 || list.mark(index - 3) !== 46;
  if (before === 63 || list.word(index - 1) === 'case') return false;
  const after = list.mark(index + 1) === 63 ? index + 2 : index + 1;
  if (list.mark(after) !== 58) return false;
  return before === 123 || before === 44 || before === 40 || before === 59 || list.startsLine(index) || list.word(index - 1) === 'readonly';
}
