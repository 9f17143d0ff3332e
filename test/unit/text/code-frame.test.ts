import { describe, expect, it } from 'vitest';
import { renderCodeFrame } from '../../../src/text/code-frame.js';

describe('renderCodeFrame', () => {
  it('underlines the place and puts the label behind it', () => {
    const text = "const soup = 1;\nimport { pay } from './till.js';\n";
    expect(renderCodeFrame(text, [{ line: 2, column: 21, length: 11, label: 'closes the cycle' }])).toBe(
      ['  |', "2 | import { pay } from './till.js';", '  |                     ^^^^^^^^^^^ closes the cycle'].join('\n'),
    );
  });

  it('shows far apart lines in source order with a gap, and two marks of one line once', () => {
    const text = Array.from({ length: 12 }, (_, index) => `line${index + 1}`).join('\n');
    const frame = renderCodeFrame(text, [{ line: 12, column: 1 }, { line: 2, column: 5 }, { line: 2, column: 1 }]);
    expect(frame.split('\n')).toEqual(['   |', ' 2 | line2', '   | ^', '   |     ^', '...', '12 | line12', '   | ^']);
  });

  it('keeps the underline below its text after a tab and after wide characters', () => {
    expect(renderCodeFrame('\tconst a = 1;', [{ line: 1, column: 8, length: 1 }]).split('\n').slice(1)).toEqual(['1 |   const a = 1;', '  |         ^']);
    expect(renderCodeFrame("const 料理 = 'x';", [{ line: 1, column: 12, length: 3 }]).split('\n')[2]).toBe(`  |${' '.repeat(14)}^^^`);
  });

  it('cuts a minified line around the mark instead of printing a screen', () => {
    const text = `${'a'.repeat(5000)}HERE${'b'.repeat(5000)}`;
    const [, line, underline] = renderCodeFrame(text, [{ line: 1, column: 5001, length: 4 }], { width: 60 }).split('\n');
    expect(line!.length).toBeLessThanOrEqual(60);
    expect(line!.slice(underline!.indexOf('^'), underline!.lastIndexOf('^') + 1)).toBe('HERE');
  });

  it('puts a label that does not fit below its underline', () => {
    const frame = renderCodeFrame('const soup = 1;', [{ line: 1, column: 1, length: 15, label: 'is far too long for this line' }], { width: 40 });
    expect(frame.split('\n').slice(2)).toEqual(['  | ^^^^^^^^^^^^^^^', '  | is far too long for this line']);
  });

  it('ends an underline at the end of its line, and ignores places that do not exist', () => {
    expect(renderCodeFrame('ab\r\ncd', [{ line: 1, column: 2, length: 90 }]).split('\n')).toEqual(['  |', '1 | ab', '  |  ^']);
    expect(renderCodeFrame('ab', [{ line: 7, column: 1 }])).toBe('');
  });
});
