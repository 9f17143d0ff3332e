import { describe, expect, it } from 'vitest';
import { parseCodeOwners } from '../../../src/workflow/code-owners.js';

const github = `# The shop
*                 @shop/all
*.css             @design   # the look
/apps/            @apps @lead
apps/web/*        @web
/docs             @writers
**/stock/**       @stock
/apps/till/ledger.ts
/a\\ b/x.ts        @space
menu?.ts          @menu
`;

describe('parseCodeOwners', () => {
  it.each([
    ['src/cart.ts', '@shop/all'],
    ['src/cart.css', '@design'],
    ['apps/api/cart.ts', '@apps @lead'],
    ['apps/api/deep/cart.css', '@apps @lead'],
    ['apps/web/cart.ts', '@web'],
    ['apps/web/deep/cart.ts', '@apps @lead'],
    ['lib/apps/web.ts', '@shop/all'],
    ['docs/index.md', '@writers'],
    ['documents/index.md', '@shop/all'],
    ['apps/web/stock/deep/a.ts', '@stock'],
    ['apps/till/ledger.ts', undefined],
    ['a b/x.ts', '@space'],
    ['src/menu1.ts', '@menu'],
    ['src/menu.ts', '@shop/all'],
  ])('the last line that matches %s', (path, owners) => {
    expect(parseCodeOwners(github)(path)).toBe(owners);
  });

  it('knows no owner of what no line matches', () => {
    expect(parseCodeOwners('/apps/ @apps\n')('src/cart.ts')).toBeUndefined();
  });

  it('takes the owners of a section where a line has none, and one line of each section', () => {
    const ownersOf = parseCodeOwners('[Code] @code\n*.ts\n/apps/ @apps\n^[Docs][2] @docs\n*.md\n/apps/ @help\n');
    expect(['src/cart.ts', 'apps/cart.ts', 'read.md'].map(ownersOf)).toEqual(['@code', '@apps @help', '@docs']);
  });
});
