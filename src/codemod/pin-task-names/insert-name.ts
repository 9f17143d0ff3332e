import type { TextEdit } from '../../edit/text-edit.js';
import { sliceSpan, type Span } from '../../text/span.js';

/**
 * Where a name goes. `call-options`: `register(fn)` -> `register(fn, { name })`. `first-options`: `@Workflow()` -> `@Workflow({ name })`.
 * `last-options`: `@Cron(when)` -> `@Cron(when, { name })`. `first-name`: `@Interval(1000)` -> `@Interval(name, 1000)`.
 */
export type NameForm = 'call-options' | 'first-options' | 'last-options' | 'first-name';

const path = String.raw`[\w$]+(?:\s*\.\s*[\w$]+)*`;
const callee = String.raw`@?${path}(?:\s*<[^()]*>)?\s*\(\s*`;
/** An argument that has no comma, bracket or comment of its own to be confused with: a string, a number, a name. */
const plain = String.raw`(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|[\d_.]+|${path})`;

/** Undefined where the text is more than these forms know: a comment between the arguments, options that come from a name. */
export function insertName(text: string, span: Span, form: NameForm, name: string): readonly TextEdit[] | undefined {
  const own = sliceSpan(text, span);
  const at = (offset: number, insert: string): readonly TextEdit[] => [{ span: { start: span.start + offset, end: span.start + offset }, insert, because: `writes the name ${name} out` }];
  if (form === 'first-name') {
    const found = new RegExp(`^${callee}`).exec(own);
    return found && new RegExp(`^${callee}${plain}\\s*,?\\s*\\)$`).test(own) ? at(found[0].length, `${name}, `) : undefined;
  }
  const before = form === 'first-options' ? '' : `${plain}`;
  const alone = new RegExp(`^(${callee}${before})\\s*,?\\s*\\)$`).exec(own);
  if (alone) return at(alone[1]!.length, form === 'first-options' ? `{ name: ${name} }` : `, { name: ${name} }`);
  const withOptions = new RegExp(`^(${callee}${before}${form === 'first-options' ? '' : '\\s*,\\s*'}\\{)(\\s*\\})?`).exec(own);
  if (!withOptions) return undefined;
  return withOptions[2] === undefined ? at(withOptions[1]!.length, ` name: ${name},`) : at(withOptions[1]!.length, ` name: ${name} `);
}
