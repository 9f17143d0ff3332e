import type { TextEdit } from '../../edit/text-edit.js';
import { isIdentifierName, printClause, quoteSpecifier } from '../../language/typescript/print.js';
import type { PatternPlace, TakenName } from '../../model/importer.js';
import type { Span } from '../../text/span.js';
import type { FileContext } from './redirect-input.js';

export const severalAtOnce = 'names of several modules are taken out of it at once';

/** What a name is called in the module that declares it, and what is written in place of `root` for that module. */
export type PlaceOfName = (name: string, local: string) => { readonly name: string; readonly root: string };

/** `const { a, b: c } = ns;` as a declaration for each module, in the order in which the pattern comes to them. */
export function dividePattern({ importer }: FileContext, { span, lead, tail, value, names }: PatternPlace, root: Span, placeOf: PlaceOfName): TextEdit {
  const { source, style } = importer;
  const { text, newline } = source;
  const parts = new Map<string, { readonly taken: TakenName; readonly name: string }[]>();
  for (const taken of names) {
    const place = placeOf(taken.imported, taken.local);
    parts.set(place.root, [...(parts.get(place.root) ?? []), { taken, name: place.name }]);
  }
  const lineStart = Math.max(text.lastIndexOf('\n', span.start - 1), text.lastIndexOf('\r', span.start - 1)) + 1;
  const indent = /^[ \t]*/.exec(text.slice(lineStart, span.start))![0];
  const printed = [...parts].map(([written, items]) => {
    const behind = ` = ${text.slice(value.start, root.start)}${written}${text.slice(root.end, value.end)}`;
    const pattern = printClause(lead, items.map(({ taken: { local, before, after }, name }) => ({ text: printElement(name, local), before, after })), '', {
      style: { ...style, printWidth: style.printWidth - indent.length - behind.length - tail.length }, newline, types: importer.isTyped,
    });
    return pattern.split(newline).join(newline + indent) + behind + tail;
  });
  const isOwnLine = lineStart + indent.length === span.start;
  return { span, insert: printed.join(lead === '' ? ', ' : isOwnLine ? newline + indent : ' '), because: 'each name is taken from the module that declares it' };

  function printElement(name: string, local: string): string {
    if (name === local) return local;
    return `${isIdentifierName(name) ? name : quoteSpecifier(name, style)}: ${local}`;
  }
}
