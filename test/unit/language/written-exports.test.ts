import { describe, expect, it } from 'vitest';
import { compiler } from '../../../src/language/typescript/compiler.js';
import { readWrittenExports } from '../../../src/language/typescript/declarations/written-exports.js';

const read = (text: string) => Object.fromEntries(readWrittenExports(compiler(), '/kitchen/shop.ts', text));

describe('readWrittenExports', () => {
  it('tells what is declared, and what is passed on by name', () => {
    expect(read("export const tea = 1, milk = 2;\nexport function brew() {}\nexport class Till {}\nexport enum Size {}\nexport interface Cup {}\nexport type Tray = Cup[];\nexport { a as b, type C } from './c';\nexport type { D } from './d';\n")).toEqual({
      tea: { isValue: true }, milk: { isValue: true }, brew: { isValue: true }, Till: { isValue: true }, Size: { isValue: true }, Cup: { isValue: false }, Tray: { isValue: false },
      b: { from: './c', name: 'a' }, C: { from: './c', name: 'C' }, D: { from: './d', name: 'D' },
    });
  });

  it('takes a type and a value of one name for a value, in either order', () => {
    expect(read('export interface Cup {}\nexport const Cup = 1;\nexport const Tray = 1;\nexport type Tray = 2;\n')).toEqual({ Cup: { isValue: true }, Tray: { isValue: true } });
  });

  it('leaves what has to be asked of the compiler', () => {
    expect(read("export namespace Till { export type Line = 1; }\nexport class Till {}\nimport { tea } from './tea';\nexport { tea };\nexport * from './star';\nexport * as all from './all';\nexport const { milk } = open();\nexport default class Cup {}\n")).toEqual({});
    expect(read("export { Cup } from './cup';\nexport interface Cup {}\n"), 'two meanings of one name').toEqual({});
    expect(read("export interface Tray {}\nexport { Tray } from './tray';\n")).toEqual({});
    expect(read('export interface Cup {}\nconst all = 1;\nexport = all;\n')).toEqual({});
  });
});
