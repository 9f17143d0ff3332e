import { compareText } from '../../diagnostic/sort.js';

/** One declaration of a report in a form in which order and layout do not matter. */
export interface ReportedItem {
  /** `export till`, `hidden Receipt`: two hidden ones may have the same. */
  readonly key: string;
  readonly name: string;
  readonly isExported: boolean;
  /** What is compared. */
  readonly form: string;
  /** As the report has it, without its comments, on one line. */
  readonly shown: string;
}

/**
 * The declarations of an `*.api.md`. Left out is what the report says beside them: warnings (`ae-*`), release tags, what is not documented. Of two hidden types of one name the
 * tool calls the second `Hidden_2`, as it does with a name that the library has too, whichever file comes first: a number that it put behind a name is taken off.
 */
export function readReport(text: string): readonly ReportedItem[] {
  const blocks = readBlocks(/^```ts\n([^]*?)^```/m.exec(text)?.[1] ?? '');
  const declared = blocks.flatMap((tokens) => nameOf(tokens) ?? []);
  const lists = blocks.flatMap(readExportList);
  const renamed = new Map<string, string>();
  for (const { name, isExported } of declared) {
    const outer = isExported ? name : lists.find(({ local, exported }) => local === name && exported !== 'default')?.exported;
    renamed.set(name, outer ?? name.replace(/_\d+$/, ''));
  }
  return joinOverloads(blocks.flatMap((tokens) => describe(tokens, renamed, lists)));
}

/** The order of overloads counts, that of everything else does not. */
function joinOverloads(items: readonly ReportedItem[]): readonly ReportedItem[] {
  const first = new Map<string, number>();
  const joined: ReportedItem[] = [];
  for (const item of items) {
    const at = first.get(item.key);
    if (!item.isExported || !/^(?:@deprecated )*export function /.test(item.form)) joined.push(item);
    else if (at === undefined) first.set(item.key, joined.push(item) - 1);
    else joined[at] = { ...joined[at]!, form: `${joined[at]!.form} ${item.form}`, shown: `${joined[at]!.shown} ${item.shown}` };
  }
  return joined;
}

function describe(tokens: readonly string[], renamed: ReadonlyMap<string, string>, lists: ReturnType<typeof readExportList>): ReportedItem[] {
  const found = nameOf(tokens);
  const words = tokens.map((token, index) => (tokens[index - 1] === '.' ? token : (renamed.get(token) ?? token)));
  const shown = joinTokens(tokens);
  if (found === undefined) {
    // What another name for a declaration says is said with the declaration, unless it has two names.
    const rest = readExportList(tokens).filter(({ local, exported }) => renamed.get(local) !== exported);
    if (readExportList(tokens).length > 0 && rest.length === 0) return [];
    const form = normalize(words);
    return [{ key: form, name: rest[0]?.exported ?? shown, isExported: true, form, shown }];
  }
  const name = renamed.get(found.name) ?? found.name;
  const isExported = found.isExported || lists.some(({ local }) => local === found.name);
  const body = words.filter((_word, index) => index !== (found.isExported ? found.start : -1));
  const start = body.slice(0, found.start);
  return [{ key: `${isExported ? 'export' : 'hidden'} ${name}`, name, isExported, form: [...start, ...(isExported ? ['export'] : []), normalize(body.slice(found.start))].join(' '), shown }];
}

/** Parts between empty lines, in tokens. Of their comments only that something is deprecated stays: `// @public @deprecated (undocumented)`. */
function readBlocks(code: string): readonly (readonly string[])[] {
  const stripped = code.replace(/^[ \t]*\/\/.*$/gm, (comment) => (/^\s*\/\/(?: @\w+)* @deprecated\b/.test(comment) ? deprecated : '//'));
  return stripped.split(/\n(?:[ \t]*\n)+/).flatMap((part) => splitStatements(tokenize(part.replace(/^\/\/$/gm, ''))));
}

/** `function close_2(): void;` and `export { close_2 as close }` stand in one part. */
function splitStatements(tokens: readonly string[]): readonly (readonly string[])[] {
  const at = tokens.findIndex((token, index) => index > 0 && token === 'export' && tokens[index + 1] === '{' && !isNested(tokens, index));
  return tokens.length === 0 ? [] : at === -1 ? [tokens] : [tokens.slice(0, at), ...splitStatements(tokens.slice(at))];
}

function isNested(tokens: readonly string[], at: number): boolean {
  const before = tokens.slice(0, at);
  return before.filter((token) => token === '{').length > before.filter((token) => token === '}').length;
}

function tokenize(text: string): readonly string[] {
  return text.match(/@deprecated\b|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`|#?[\p{L}\p{N}_$]+|=>|\.\.\.|\S/gu) ?? [];
}

const deprecated = '@deprecated';
const modifiers = new Set(['export', 'declare', 'default', 'abstract', 'const', 'async']);
const kinds = new Set(['class', 'interface', 'type', 'enum', 'function', 'namespace', 'let', 'var', 'const']);

function nameOf(tokens: readonly string[]): { readonly name: string; readonly isExported: boolean; readonly start: number } | undefined {
  let at = 0;
  while (tokens[at] === deprecated) at++;
  const start = at;
  while (modifiers.has(tokens[at] ?? '') && (kinds.has(tokens[at + 1] ?? '') || modifiers.has(tokens[at + 1] ?? ''))) at++;
  const name = tokens[at + 1];
  return kinds.has(tokens[at] ?? '') && name !== undefined ? { name, isExported: tokens[start] === 'export', start } : undefined;
}

/** `export { close_2 as close, open }`, without a specifier. */
function readExportList(tokens: readonly string[]): readonly { readonly local: string; readonly exported: string }[] {
  if (tokens[0] !== 'export' || tokens[1] !== '{' || tokens.includes('from')) return tokens[0] === 'export' && tokens[1] === 'default' && tokens.length <= 4 ? [{ local: tokens[2]!, exported: 'default' }] : [];
  return tokens.slice(2, tokens.indexOf('}')).join(' ').split(' , ').filter((part) => part.trim() !== '').map((part) => {
    const words = part.trim().split(' ');
    return { local: words[0]!, exported: words.at(-1)! };
  });
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' };
const ends = new Set([',', ';', ':', '=', '=>', '?', 'extends', 'is']);

/** The alternatives of each union, and what a list of exports names, sorted. */
function normalize(tokens: readonly string[]): string {
  let at = 0;
  const readGroup = (end: string | undefined): string => {
    const isList = tokens[at - 1] === '{' && tokens[at - 2] === 'export';
    const parts: string[] = [];
    let alternatives: string[][] = [[]];
    const close = (mark: string): void => {
      parts.push([...alternatives.map((words) => words.join(' ')).filter((text) => text !== '').sort(compareText)].join(' | ') + mark);
      alternatives = [[]];
    };
    while (at < tokens.length && tokens[at] !== end) {
      const token = tokens[at++]!;
      const closer = closing[token];
      if (token === '|') alternatives.push([]);
      else if (ends.has(token)) close(isList ? '' : ` ${token}`);
      else if (closer !== undefined) {
        alternatives.at(-1)!.push(`${token} ${readGroup(closer)} ${closer}`);
        at++;
      } else alternatives.at(-1)!.push(token);
    }
    close('');
    return isList ? parts.filter((part) => part !== '').sort(compareText).join(' , ') : parts.join(' ').trim();
  };
  return readGroup(undefined);
}

function joinTokens(tokens: readonly string[]): string {
  return tokens.join(' ').replace(/ ([,;:)\]?.>])/g, '$1').replace(/([([.<]) /g, '$1').replace(/(\w) ([(<])/g, '$1$2');
}
