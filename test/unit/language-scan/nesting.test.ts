import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { findExcessiveNesting } from '../../../src/language/typescript/nesting.js';
import { scanModule } from '../../../src/language/typescript/scan.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

describe('findExcessiveNesting', () => {
  it.each([
    ['parentheses', `${'('.repeat(6000)}soup${')'.repeat(6000)}`],
    ['square brackets', `const pot = ${'['.repeat(6000)}${']'.repeat(6000)};`],
    ['else if', `if (soup) {} ${'else if (soup) {} '.repeat(10_000)}`],
    ['conditions', `const pot = ${'soup ? 1 : '.repeat(10_000)}2;`],
    ['statements without a block', `${'if (soup) '.repeat(10_000)};`],
    ['labels', `${Array.from({ length: 10_000 }, (_, index) => `pot${index}: `).join('')};`],
    ['arrow functions', `const pot = ${'soup => '.repeat(10_000)}1;`],
    ['type arguments', `type Pot = ${'Lid<'.repeat(6000)}Soup${'>'.repeat(6000)};`],
    ['brackets that a comment seems to close', `${'( /* ) */'.repeat(6000)}soup${')'.repeat(6000)}`],
  ])('finds %s by the thousand', (_shape, text) => {
    expect(findExcessiveNesting(text)).toBeGreaterThan(0);
  });

  it.each([
    ['statements', 'if (soup) { boil(() => soup ? 1 : 2); } else { cool([soup]); }\n'],
    ['lines without semicolons', 'const pot = soup ? 1 : 2\n'],
    ['lone brackets in strings and comments', `boil("(((", '[[['); // {{{\n`],
    ['regular expressions with a bracket of their own', 'function boil() { return /[(]/; }\n'],
    ['optional members', 'interface Pot { lid?: string }\n'],
    ['comparisons', 'pot = soup < salt;\n'],
    ['elements', '<li key="soup">{soup}</li>\n'],
  ])('counts no nesting in %s one after the other', (_shape, line) => {
    expect(findExcessiveNesting(line.repeat(5000))).toBe(-1);
  });
});

it('leaves a text unparsed where the lexer is lost and the parser would not survive', () => {
  const text = `function cook() {}\n/soup/.test(pot);\n${'('.repeat(6000)}pot${')'.repeat(6000)};\n`;
  const result = scanModule({ path: filePath('/kitchen/stove.ts'), text, lineStarts: buildLineStarts(text) });
  expect(result).toEqual({ kind: 'unparsed', reason: expect.stringMatching(/^nested too deeply to be parsed at 3:\d+$/) });
});
