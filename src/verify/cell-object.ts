import type { ModuleModel, Statement } from '../model/module-model.js';
import type { Token } from './lexer.js';
import { isNewlineMeaningful } from './normal-form.js';
import { readStatementTokens } from './statement-tokens.js';

/** `const state = { count: 0, queue: [] as string[] }` and nothing else. */
export interface CellObject {
  readonly cell: string;
  /** The statement without `export` and without comments, spaces in their place. */
  readonly code: string;
  /** Offset of `code` in the text that the tokens belong to. */
  readonly start: number;
  readonly tokens: readonly Token[];
  /** `words`: the value and its type, as tokens. */
  readonly properties: readonly { readonly name: string; readonly words: readonly string[] }[];
}

/** Reads a statement as a state object; undefined when anything but plain properties is in it. */
export function readCellObject(model: ModuleModel, statement: Statement): CellObject | undefined {
  const { text } = model.source;
  const all = readStatementTokens(model, statement).tokens;
  const tokens = all[0]?.text === 'export' ? all.slice(1) : all;
  const [keyword, name, equals, open] = tokens;
  if (!/^(?:const|var)$/.test(keyword?.text ?? '') || name?.kind !== 'word' || equals?.text !== '=' || open?.text !== '{') return undefined;
  const properties: { name: string; words: string[] }[] = [];
  let depth = 0;
  let end = -1;
  let words: string[] | undefined;
  for (let at = 4; at < tokens.length && end === -1; at++) {
    const token = tokens[at]!;
    if (depth === 0 && token.text === '}' && token.kind === 'punctuator') end = at;
    else if (words === undefined) {
      if (token.kind !== 'word' || tokens[at + 1]?.text !== ':') return undefined;
      words = [];
      properties.push({ name: token.text, words });
      at++;
    } else if (depth === 0 && token.text === ',' && !isTypeComma(tokens, at)) words = undefined;
    else {
      if (opens(token)) depth++;
      if (closes(token)) depth--;
      words.push(isNewlineMeaningful(tokens, at) ? `\n${token.text}` : token.text);
    }
  }
  const rest = tokens.slice(end + 1);
  if (end === -1 || properties.length === 0 || rest.some((token) => token.text !== ';')) return undefined;
  return { cell: name.text, code: withoutComments(text, tokens), start: keyword!.start, tokens, properties };
}

function opens({ text, kind }: Token): boolean {
  return kind === 'template' ? text.endsWith('${') && !text.startsWith('}') : kind === 'punctuator' && /^[([{]$/.test(text);
}

function closes({ text, kind }: Token): boolean {
  return kind === 'template' ? text.startsWith('}') && !text.endsWith('${') : kind === 'punctuator' && /^[)\]}]$/.test(text);
}

/** The comma of `Map<string, number>`: behind one that parts properties stand a name and a colon, or the end. */
function isTypeComma(tokens: readonly Token[], at: number): boolean {
  const [next, colon] = [tokens[at + 1], tokens[at + 2]];
  return !(next?.text === '}' || (next?.kind === 'word' && colon?.text === ':'));
}

/** Offsets are kept. */
function withoutComments(text: string, tokens: readonly Token[]): string {
  let out = '';
  let position = tokens[0]!.start;
  for (const { start, end } of tokens) {
    out += text.slice(position, start).replace(/[^\r\n]/g, ' ') + text.slice(start, end);
    position = end;
  }
  return out;
}
