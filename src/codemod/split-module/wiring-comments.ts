import type { ModuleModel, Statement } from '../../model/module-model.js';

/** The comments around an import or export list, which has to be printed anew. No line ends in a newline. */
export interface WiringComments {
  /** Parted from the statement by a blank line: they speak of the file, not of the statement. */
  readonly detached: readonly string[];
  /** Directly above the statement. */
  readonly attached: readonly string[];
  /** Between its braces. */
  readonly inner: readonly string[];
  /** After it on its last line. */
  readonly trailing: string;
}

export function readWiringComments(model: ModuleModel, statement: Statement): WiringComments {
  const text = model.source.text;
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
  const inner = text.slice(statement.span.start, specifier).match(/\/\/[^\r\n]*|\/\*[^]*?\*\//g) ?? [];
  return { detached, attached, inner, trailing: text.slice(statement.span.end, statement.fullSpan.end).trim() };
}

const commentOrSpace = /\/\/[^\r\n]*|\/\*[^]*?\*\/|\s+/g;
