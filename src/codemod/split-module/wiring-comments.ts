import type { ModuleModel, Statement } from '../../model/module-model.js';

/** The comments around an import or export list, which has to be printed anew. No line ends in a newline. */
export interface WiringComments {
  /** Parted from the statement by a blank line: they speak of the file, not of the statement. */
  readonly detached: readonly string[];
  /** Directly above the statement. */
  readonly attached: readonly string[];
  /** Inside it, and about none of its names. */
  readonly inner: readonly string[];
  /** Inside its braces, by the name on the outer side: local name of an import, exported name of an export list. */
  readonly ofNames: ReadonlyMap<string, NameComments>;
  /** Behind its specifier and before its end. What is printed anew keeps them in their place. */
  readonly behind: readonly string[];
  /** After it on its last line. */
  readonly trailing: string;
}

export interface NameComments {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** Comments that bound a range or speak of the whole file are left out: they are written where the new file needs them. */
export function readWiringComments(model: ModuleModel, statement: Statement): WiringComments {
  const text = blankMarks(model, statement);
  const detached: string[] = [];
  let attached: string[] = [];
  for (const token of text.slice(statement.fullSpan.start, statement.span.start).match(commentOrSpace) ?? []) {
    if (!/^\s/.test(token)) attached.push(token);
    else if ((token.match(/\r\n|\n|\r/g) ?? []).length > 1) {
      detached.push(...attached);
      attached = [];
    }
  }
  const specifier = statement.imports[0]?.specifierSpan.start ?? statement.span.end;
  const { inner, ofNames } = readInnerComments(text.slice(statement.span.start, specifier));
  const behind = statement.imports[0] ? findComments(text.slice(statement.imports[0].specifierSpan.end + 1, statement.span.end)) : [];
  return { detached, attached, inner, ofNames, behind, trailing: text.slice(statement.span.end, statement.fullSpan.end).trim() };
}

function findComments(text: string): readonly string[] {
  return (text.match(commentOrSpace) ?? []).filter((token) => !/^\s/.test(token));
}

/** The text up to the end of the statement, with its marks as spaces, so that offsets stay. */
function blankMarks({ source, marks }: ModuleModel, { fullSpan }: Statement): string {
  let text = source.text;
  for (const { span } of marks) {
    if (span.start < fullSpan.start || span.end > fullSpan.end) continue;
    text = text.slice(0, span.start) + text.slice(span.start, span.end).replace(/[^\r\n]/g, ' ') + text.slice(span.end);
  }
  return text;
}

const commentOrSpace = /\/\/[^\r\n]*|\/\*[^]*?\*\/|\s+/g;
const clauseToken = /\/\/[^\r\n]*|\/\*[^]*?\*\/|[\r\n]+|[{},]|"[^"]*"|'[^']*'|[^\s{},"'/]+/g;

/**
 * A comment speaks of the name before it when it stands on the line of that name (`tea, // green`), else of the name after it. The end
 * of the braces is no name: what stands there alone on its line speaks of the whole list.
 */
function readInnerComments(clause: string): Pick<WiringComments, 'inner' | 'ofNames'> {
  const inner: string[] = [];
  const ofNames = new Map<string, { before: string[]; after: string[] }>();
  let isInside = false;
  let name: string | undefined;
  let waiting: string[] = [];
  let last: string | undefined;
  const close = (): void => {
    if (name !== undefined) {
      const known = ofNames.get(name) ?? { before: [], after: [] };
      ofNames.set(name, { before: waiting, after: known.after });
      waiting = [];
      last = name;
    }
    name = undefined;
  };
  const addAfter = (to: string, comment: string): void => {
    const known = ofNames.get(to) ?? { before: [], after: [] };
    ofNames.set(to, { ...known, after: [...known.after, comment] });
  };
  for (const [token] of clause.matchAll(clauseToken)) {
    if (/^\/[/*]/.test(token)) {
      if (!isInside) inner.push(token);
      else if (name !== undefined) addAfter(name, token);
      else if (last !== undefined) addAfter(last, token);
      else waiting.push(token);
    } else if (/^[\r\n]/.test(token)) last = undefined;
    else if (token === '{') isInside = true;
    else if (token === ',') close();
    else if (token === '}') {
      close();
      isInside = false;
      inner.push(...waiting.splice(0));
    } else if (isInside) {
      // The last word counts: `type Tea`, `tea as 'green tea'`. A comment between the words was taken for one after the first.
      const early = name === undefined ? undefined : ofNames.get(name);
      if (name !== undefined && early) {
        waiting.push(...early.after);
        ofNames.delete(name);
      }
      name = token.replace(/^(["'])(.*)\1$/, '$2');
      last = undefined;
    }
  }
  return { inner, ofNames };
}
