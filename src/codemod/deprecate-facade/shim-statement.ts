import { quoteSpecifier, type PrintOptions } from '../../language/typescript/print.js';
import type { CodeStyle, ModuleModel, Statement } from '../../model/module-model.js';

/** The code of the warning. `DEP0001` and its like belong to Node. */
export const warningCode = 'DECANT_DEPRECATED';

export interface ShimMessage {
  /** One sentence. */
  readonly text: string;
  /** The new imports, and the command that writes them. */
  readonly detail: readonly string[];
}

/**
 * Warns once: a module is evaluated once, so no flag has to be kept. Only `process` and `console` are touched, both only where they are, so that it
 * runs in browsers and needs no types of Node; no export is wrapped. `globalThis` keeps bundlers from putting a copy of `process` in.
 */
export function printWarning({ text, detail }: ShimMessage, dialect: ModuleModel['dialect'], options: PrintOptions): string {
  const { style, newline } = options;
  const end = style.semicolons ? ';' : '';
  const [one, two, three] = [1, 2, 3].map((depth) => style.indent.repeat(depth)) as [string, string, string];
  const quote = (value: string): string => quoteText(value, style);
  const lineFeed = `${style.quote}\\n${style.quote}`;
  const comma = style.trailingComma ? ',' : '';
  const host = dialect === 'ts' || dialect === 'tsx'
    ? [`${one}const host = globalThis as unknown as {`, `${two}process?: { emitWarning?(text: string, options: object): void };`, `${two}console?: { warn(text: string): void };`, `${one}}${end}`]
    : [`${one}const host = /** @type {any} */ (globalThis)${end}`];
  const sentence = `${one}const text = ${quote(text)}${end}`;
  return [
    '{',
    ...host,
    ...(sentence.length > style.printWidth ? [`${one}const text =`, `${two}${quote(text)}${end}`] : [sentence]),
    `${one}const detail = [`,
    ...detail.map((line, index) => `${two}${quote(line)}${index < detail.length - 1 ? ',' : comma}`),
    `${one}].join(${lineFeed})${end}`,
    `${one}if (host.process?.emitWarning) {`,
    `${two}host.process.emitWarning(text, {`,
    `${three}type: ${quote('DeprecationWarning')},`,
    `${three}code: ${quote(warningCode)},`,
    `${three}detail${comma}`,
    `${two}})${end}`,
    `${one}} else {`,
    `${two}host.console?.warn(text + ${lineFeed} + detail)${end}`,
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

/** The statement that decant wrote for a stage, whatever formatter has been over it since. */
export function findShimStatements({ source, statements }: ModuleModel): readonly Statement[] {
  return statements.filter(({ role, declares, span }) => {
    if (role !== 'loose' || declares.length > 0) return false;
    const text = source.text.slice(span.start, span.end);
    return (/^\{\s*const host = /.test(text) && text.includes(warningCode)) || (/^throw new Error\(\s*\[/.test(text) && /\bdecant migrate\b/.test(text));
  });
}
