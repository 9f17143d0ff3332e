import { describe, expect, it } from 'vitest';
import { renderCodemods, replaceCodemods } from '../../../scripts/ecosystem/codemod-page.js';

const page = '# Real packages\n\nRows.\n';
const section = renderCodemods([], []);

describe('the section on transforms', () => {
  it('goes to the end of a page, once, and takes the place of the one before', () => {
    const once = replaceCodemods(page, section);
    expect(once).toBe(`${page}\n${section}`);
    expect(replaceCodemods(once, section)).toBe(once);
    expect(replaceCodemods(once, section.replace('0 libraries', '7 libraries'))).toBe(once.replace('0 libraries', '7 libraries'));
  });

  it('stays when the rest of the page is written anew, and is not made up where there was none', () => {
    const once = replaceCodemods(page, section);
    expect(replaceCodemods('# Real packages\n\nOther rows.\n', once)).toBe(once.replace('Rows.', 'Other rows.'));
    expect(replaceCodemods(page, page)).toBe(page);
  });
});
