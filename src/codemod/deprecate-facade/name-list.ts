import { printClause, type PrintOptions } from '../../language/typescript/print.js';
import type { TextEdit } from '../../edit/text-edit.js';
import type { Span } from '../../text/span.js';

/** One name between braces, without the comments and white space around it. */
export interface ListItem extends Span {
  readonly text: string;
  /** Comments above or before it, and behind it up to the comma. */
  readonly comments: readonly string[];
}

export interface NameList extends Span {
  readonly items: readonly ListItem[];
  readonly isOneLine: boolean;
  readonly hasComments: boolean;
}

const token = /\/\/[^\r\n]*|\/\*[^]*?\*\/|\s+|[{},]|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'|[^\s{},"'/]+|./g;

/** The names between the first braces of `span`; undefined when something else than names stands there. */
export function readNameList(text: string, span: Span): NameList | undefined {
  const items: ListItem[] = [];
  let open: number | undefined;
  let item: Span | undefined;
  let comments: string[] = [];
  let hasComments = false;
  const close = (): void => {
    if (item) items.push({ ...item, text: text.slice(item.start, item.end), comments });
    item = undefined;
    comments = [];
  };
  const written = text.slice(span.start, span.end);
  for (const found of written.matchAll(token)) {
    const [word] = found;
    const [start, end] = [span.start + found.index, span.start + found.index + word.length];
    if (/^\s/.test(word)) continue;
    if (open === undefined) {
      if (word === '{') open = start;
    } else if (/^\/[/*]/.test(word)) {
      comments.push(word);
      hasComments = true;
    } else if (word === ',') close();
    else if (word === '}') {
      close();
      return { start: open, end, items, hasComments, isOneLine: !/[\r\n]/.test(text.slice(open, end)) };
    } else if (word === '{') return undefined;
    else item = { start: item?.start ?? start, end };
  }
  return undefined;
}

/** Puts `markOf` an item in front of it. A list on one line gets a line for each name, as the file would be formatted with the comments in it. */
export function markItems(span: Span, list: NameList, markOf: (item: ListItem) => string | undefined, options: PrintOptions): readonly TextEdit[] {
  const marks = list.items.map(markOf);
  if (marks.every((mark) => mark === undefined)) return [];
  const because = 'every name says where it is now';
  if (!list.isOneLine || list.hasComments) {
    return list.items.flatMap(({ start }, index): TextEdit[] => (marks[index] === undefined ? [] : [{ span: { start, end: start }, insert: `${marks[index]} `, because }]));
  }
  const items = list.items.map((item, index) => ({ text: marks[index] === undefined ? item.text : `${marks[index]} ${item.text}`, before: [], after: [] }));
  const insert = printClause('', items, '', { ...options, style: { ...options.style, printWidth: widthFor(span, list, options) } });
  return [{ span: { start: list.start, end: list.end }, insert, because }];
}

/** A list that a mark had spread over lines, on one line again where it fits; undefined where it has comments of its own or does not fit. */
export function joinItems(span: Span, list: NameList, options: PrintOptions): TextEdit | undefined {
  if (list.isOneLine || list.hasComments) return undefined;
  const items = list.items.map((item) => ({ text: item.text, before: [], after: [] }));
  const insert = printClause('', items, '', { ...options, style: { ...options.style, printWidth: widthFor(span, list, options) } });
  return /[\r\n]/.test(insert) ? undefined : { span: { start: list.start, end: list.end }, insert, because: 'it fits on one line without the marks' };
}

/** What is left of the line for the braces. */
function widthFor(span: Span, list: NameList, { style }: PrintOptions): number {
  return style.printWidth - (list.start - span.start) - (span.end - list.end);
}
