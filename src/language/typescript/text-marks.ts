import type { ts } from 'ts-morph';
import type { TextMark } from '../../model/text-mark.js';
import type { ParsedModule } from './compiler.js';
import { roleOf, type Layout } from './layout.js';

type Meaning = Omit<TextMark, 'span'>;

/** Every comment of the file that opens or closes a range or holds for the whole file, in source order. */
export function readTextMarks(parsed: ParsedModule): readonly TextMark[] {
  const { text } = parsed;
  const marks: TextMark[] = [];
  const search = new RegExp(candidate);
  for (let match = search.exec(text); match; match = search.exec(text)) {
    const { 0: comment, index } = match;
    const meaning = readMeaning(comment);
    if (meaning && isComment(parsed, index)) marks.push({ ...meaning, span: { start: index, end: index + comment.length } });
    // The `/*` of a glob in a string would swallow all comments up to the next `*\/`.
    else search.lastIndex = index + 2;
  }
  return dropUnpaired(marks);
}

/**
 * Pragmas below a comment that already belongs to the first statement (`@ts-nocheck` under its JSDoc) hold for the file all the same. Those of the
 * header are known as its comments.
 */
export function addFileMarks({ ts, tree, text }: ParsedModule, marks: readonly TextMark[], { header, tiles }: Layout): readonly TextMark[] {
  const first = tiles[0];
  const leading = first ? (ts.getLeadingCommentRanges(text, first.node.getFullStart()) ?? []) : [];
  const pragmas = leading.flatMap(({ pos, end }): TextMark[] =>
    pos >= header.end && end <= first!.node.getStart(tree) && roleOf(text.slice(pos, end)) === 'pragma' && !marks.some(({ span }) => span.start === pos)
      ? [{ action: 'file', family: 'file', manner: 'nested', names: [], span: { start: pos, end } }]
      : []);
  return [...pragmas, ...marks.filter(({ action, span }) => action !== 'file' || span.start >= header.end)];
}

const candidate =
  /\/\/[^\r\n\u2028\u2029]*(?:region\b|disable\b|enable\b|ignore\b|editor-fold|format|\{\{\{|\}\}\}|off\b|on\b)[^\r\n\u2028\u2029]*|\/\*(?:(?!\*\/)[^])*?(?:region\b|disable\b|enable\b|ignore\b|editor-fold|format|eslint|globals?\b|exported\b|jshint\b|\{\{\{|\}\}\}|off\b|on\b)(?:(?!\*\/)[^])*\*\//g;

/** What a comment means as a mark, its delimiters included; undefined for any other comment. */
export function readMeaning(comment: string): Meaning | undefined {
  const isBlock = comment.startsWith('/*');
  const body = (isBlock ? comment.slice(2, -2) : comment.slice(2)).replace(/^[*!\s]+/, '').trim();
  const rules = /^(eslint|oxlint)-(disable|enable)(?![-\w])\s*([^]*)$/.exec(body) ?? /^(tslint|jscs):(disable|enable)(?![-\w])[:\s]*([^]*)$/.exec(body);
  if (rules) {
    const names = rules[3]!.replace(/(?:^|\s)--+\s[^]*$/, '').split(rules[1] === 'tslint' ? /[\s,]+/ : ',').map((name) => name.trim()).filter(Boolean);
    return { action: rules[2] === 'disable' ? 'open' : 'close', family: rules[1]!, manner: 'rules', names };
  }
  for (const [family, open, close] of pairs) {
    const match = open.exec(body) ?? close.exec(body);
    if (match) return { action: open.test(body) ? 'open' : 'close', family: `${family}${match[1] ?? ''}`, manner: 'nested', names: [] };
  }
  const isFileWide = /^(?:istanbul|c8|v8) ignore file\b/.test(body) || (isBlock && /^(?:globals?|exported|eslint-env|jshint|eslint)\s+[\w"'@$]/.test(body));
  return isFileWide ? { action: 'file', family: 'file', manner: 'nested', names: [] } : undefined;
}

/** Family, what opens, what closes; a group that both catch (`biome-ignore-start lint/style/useConst: reason`) tells ranges of one family apart. */
const pairs: readonly (readonly [family: string, open: RegExp, close: RegExp])[] = [
  ['region', /^#?region\b/, /^#?endregion\b/],
  ['fold', /^<editor-fold\b/, /^<\/editor-fold>/],
  ['braces', /\{\{\{\d?$/, /\}\}\}\d?$/],
  ['coverage ', /^(c8|v8|istanbul) ignore start\b/, /^(c8|v8|istanbul) ignore (?:stop|end)\b/],
  ['node:coverage', /^node:coverage disable\b/, /^node:coverage enable\b/],
  ['deno-coverage', /^deno-coverage-ignore-start\b/, /^deno-coverage-ignore-stop\b/],
  ['', /^((?:prettier|dprint|deno-fmt|oxfmt)-ignore)-start\b/, /^((?:prettier|dprint|deno-fmt|oxfmt)-ignore)-end\b/],
  ['biome ', /^biome-ignore-start\s*([^:]*)/, /^biome-ignore-end\s*([^:]*)/],
  ['jshint', /^jshint ignore:\s*start\b/, /^jshint ignore:\s*end\b/],
  ['formatter', /^@formatter:off\b/, /^@formatter:on\b/],
  ['clang-format', /^clang-format off\b/, /^clang-format on\b/],
  ['spelling', /^(?:c?spell|spell-?checker):\s*disable(?!-)/i, /^(?:c?spell|spell-?checker):\s*enable\b/i],
];

/** `// region codes are upper case` is prose: folding markers count in pairs alone, and what closes nothing is no mark. */
function dropUnpaired(marks: readonly TextMark[]): readonly TextMark[] {
  const folding = new Set(['region', 'fold', 'braces']);
  const kept = new Set<TextMark>();
  const open = new Map<string, TextMark[]>();
  for (const mark of marks) {
    const stack = open.get(mark.family) ?? [];
    open.set(mark.family, stack);
    if (mark.manner === 'rules' || mark.action === 'file') kept.add(mark);
    else if (mark.action === 'open') stack.push(mark);
    else {
      const partner = stack.pop();
      if (partner) kept.add(partner).add(mark);
    }
    if (mark.action === 'open' && !folding.has(mark.family)) kept.add(mark);
  }
  return marks.filter((mark) => kept.has(mark));
}

/** Whether a comment begins at the offset, and not a string, a template, a regular expression or another comment that looks like one. */
function isComment({ ts, tree, text }: ParsedModule, offset: number): boolean {
  let node: ts.Node = tree;
  for (;;) {
    const child: ts.Node | undefined = ts.forEachChild(node, (candidate) => (candidate.pos <= offset && offset < candidate.end ? candidate : undefined));
    if (!child) break;
    node = child;
    if (offset < node.getStart(tree)) return beginsIn(ts, text, node.pos, offset);
  }
  if (ts.isStringLiteralLike(node) || ts.isRegularExpressionLiteral(node) || ts.isJsxText(node) || ts.isTemplateLiteralToken(node)) return false;
  if (node === tree) return beginsIn(ts, text, tree.endOfFileToken.pos, offset);
  // Between the tokens of a node: no literal is open there, so only a comment could hide a comment.
  const line = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
  return !/\/\/|\/\*(?!.*\*\/)/.test(line);
}

function beginsIn(ts: ParsedModule['ts'], text: string, from: number, offset: number): boolean {
  const ranges = [...(ts.getTrailingCommentRanges(text, from) ?? []), ...(ts.getLeadingCommentRanges(text, from) ?? [])];
  return ranges.some((range) => range.pos === offset);
}
