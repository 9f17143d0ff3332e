import type { CodeStyle } from '../../model/module-model.js';
import type { Newline } from '../../text/newline.js';

export interface CellProperty {
  /** Lines above it, without their indentation. */
  readonly comments: readonly string[];
  readonly code: string;
  /** Comment behind it, on its last line. */
  readonly trailing: string;
}

/** `const state = { count: 0 };`, on one line where it fits and nothing is said about the properties. */
export function renderCell(style: CodeStyle, newline: Newline, keyword: 'const' | 'var', cell: string, properties: readonly CellProperty[]): string {
  const end = style.semicolons ? ';' : '';
  const space = style.bracketSpacing ? ' ' : '';
  const short = `${keyword} ${cell} = {${space}${properties.map(({ code }) => code).join(', ')}${space}}${end}`;
  const isPlain = properties.every(({ comments, code, trailing }) => comments.length === 0 && trailing === '' && !/[\r\n]/.test(code));
  // Behind `export ` it is longer.
  if (isPlain && short.length + 'export '.length <= style.printWidth) return short;
  const lines = properties.flatMap(({ comments, code, trailing }, index) => {
    const comma = index < properties.length - 1 || style.trailingComma ? ',' : '';
    return [
      ...comments.map((line) => `${style.indent}${line.startsWith('*') ? ' ' : ''}${line}`),
      `${style.indent}${code}${comma}${trailing === '' ? '' : ` ${trailing}`}`,
    ];
  });
  return [`${keyword} ${cell} = {`, ...lines, `}${end}`].join(newline);
}
