import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readModule } from '../../../src/language/typescript/read.js';
import type { Member } from '../../../src/model/member.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

const facts = {
  emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false,
};

function membersOf(text: string): readonly Member[] | undefined {
  const model = readModule({ path: filePath('/kitchen/till.ts'), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) }, facts);
  return model.statements[0]!.members;
}

/** Members as `name/kind: what they share`. */
function listed(text: string): string[] {
  return (membersOf(text) ?? []).map(({ name, kind, shares }) => `${name}/${kind}: ${shares.join(' ')}`);
}

const steps = (lines: number): string => '    void 0;\n'.repeat(lines);

describe('the members of a large declaration', () => {
  it('puts the longest method that shares nothing first, and names the state that the others need', () => {
    const found = listed(`export class Till extends Drawer {
  private total = 0;
  #sold: string[] = [];
  static opened = 0;
  constructor(readonly place: string) { super(); this.rate = 1; }
  sell(cents: number): void {
${steps(30)}    this.total += cents; this.#sold.push(this.place); Till.opened++;
  }
  legend(): string {
${steps(30)}    return this.help();
  }
  help(): string {
${steps(30)}    return super.help();
  }
  get sum(): number {
${steps(5)}    return this.total;
  }
  set sum(value: number) {
${steps(5)}    this.total = value;
  }
}`);
    expect(found).toEqual(['legend/method: ', 'help/method: super', 'sum/accessor: total', 'sell/method: #sold opened place total']);
  });

  it('takes `this` of an inner function for another one, and of an arrow function for the same', () => {
    const found = listed(`class Till {
  private total = 0;
  outer(): void {
${steps(50)}    (function (this: any) { this.total = 1; })();
  }
  arrow(): void {
${steps(50)}    [1].forEach(() => { this.total = 1; });
  }
}`);
    expect(found).toEqual(['outer/method: ', 'arrow/method: total']);
  });

  it('names what inner functions and blocks of a function close over, a shadowed name not', () => {
    const found = listed(`export function serve(guests: number) {
  let served = 0;
  function pour(cups: number) {
${steps(40)}    const served = cups;
    return served;
  }
  const wash = () => {
${steps(30)}    served++;
  };
  if (guests > 3) {
${steps(30)}    wash();
  }
  return pour(served);
}`);
    expect(found).toEqual(['pour/function: ', 'wash/function: served', 'if (guests > 3)/block: guests wash']);
  });

  it('divides a switch by case, an object by property and a namespace by member', () => {
    expect(listed(`function price(dish: string) {
  switch (dish) {
    case 'soup': {
${steps(60)}      return 1;
    }
    default: {
${steps(50)}      return dish.length;
    }
  }
}`)).toEqual(["case 'soup'/case: ", 'default/case: dish']);
    expect(listed(`export const menu = {
  limit: 3,
  soup() {
${steps(60)}    return this.limit;
  },
  tea: () => {
${steps(50)}    return 1;
  },
};`)).toEqual(['tea/property: ', 'soup/method: limit']);
    expect(listed(`namespace Kitchen {
  let heat = 0;
  export function cook() {
${steps(60)}    heat++;
  }
  export function rest() {
${steps(50)}    return 1;
  }
}`)).toEqual(['rest/function: ', 'cook/function: heat']);
  });

  it('has none for what is small, and none for one long list', () => {
    expect(membersOf('export class Till { sell() { return 1; } }')).toBeUndefined();
    expect(membersOf(`export const dishes = [
${"  'soup',\n".repeat(120)}];`)).toBeUndefined();
  });
});
