import { quoteSpecifier, type PrintOptions } from '../../language/typescript/print.js';
import type { CodeStyle, ModuleModel } from '../../model/module-model.js';
import { warningCode } from '../shim-statements.js';

export interface ShimMessage {
  /** One sentence. */
  readonly text: string;
  /** The new imports, and the command that writes them. */
  readonly detail: readonly string[];
}

/**
 * Warns once a process. A module is evaluated once, but a package that is loaded by `import` and by `require` has two of it: so what was said is kept under a symbol
 * that both know. Besides that only `process` and `console` are touched, both only where they are, so that it runs in browsers and needs no types of Node; no export
 * is wrapped. `globalThis` keeps bundlers from putting a copy of `process` in.
 */
export function printWarning({ text, detail }: ShimMessage, dialect: ModuleModel['dialect'], options: PrintOptions): string {
  const { style, newline } = options;
  const end = style.semicolons ? ';' : '';
  const [one, two, three, four] = [1, 2, 3, 4].map((depth) => style.indent.repeat(depth)) as [string, string, string, string];
  const quote = (value: string): string => quoteText(value, style);
  const lineFeed = `${style.quote}\\n${style.quote}`;
  const comma = style.trailingComma ? ',' : '';
  const members = ['process?: { emitWarning?(text: string, options: object): void };', 'console?: { warn(text: string): void };', '[told]?: boolean;'];
  const host = dialect === 'ts' || dialect === 'tsx'
    ? [`${one}const host = globalThis as unknown as {`, ...members.map((member) => two + member), `${one}}${end}`]
    : [`${one}const host = /** @type {any} */ (globalThis)${end}`];
  const sentence = `${one}const text = ${quote(text)}${end}`;
  return [
    '{',
    ...(sentence.length > style.printWidth ? [`${one}const text =`, `${two}${quote(text)}${end}`] : [sentence]),
    `${one}const told = Symbol.for(text)${end}`,
    ...host,
    `${one}if (!host[told]) {`,
    `${two}host[told] = true${end}`,
    `${two}const detail = [`,
    ...detail.map((line, index) => `${three}${quote(line)}${index < detail.length - 1 ? ',' : comma}`),
    `${two}].join(${lineFeed})${end}`,
    `${two}if (host.process?.emitWarning) {`,
    `${three}host.process.emitWarning(text, {`,
    `${four}type: ${quote('DeprecationWarning')},`,
    `${four}code: ${quote(warningCode)},`,
    `${four}detail${comma}`,
    `${three}})${end}`,
    `${two}} else {`,
    `${three}host.console?.warn(text + ${lineFeed} + detail)${end}`,
    `${two}}`,
    `${one}}`,
    '}',
  ].join(newline);
}

/** Throws when the module is evaluated. The re-exports stay above it, so that a compiler still knows every type and every mark. */
export function printError({ text, detail }: ShimMessage, options: PrintOptions): string {
  const { style, newline } = options;
  const [one, two] = [style.indent, style.indent.repeat(2)];
  const lines = [text, ...detail];
  const comma = style.trailingComma ? ',' : '';
  return [
    'throw new Error(',
    `${one}[`,
    ...lines.map((line, index) => `${two}${quoteText(line, style)}${index < lines.length - 1 ? ',' : comma}`),
    `${one}].join(${style.quote}\\n${style.quote})${comma}`,
    `)${style.semicolons ? ';' : ''}`,
  ].join(newline);
}

/** In the quotes of the file, unless the text has these and not the others. */
function quoteText(value: string, style: CodeStyle): string {
  const other = style.quote === "'" ? '"' : "'";
  return quoteSpecifier(value, value.includes(style.quote) && !value.includes(other) ? { ...style, quote: other } : style);
}
