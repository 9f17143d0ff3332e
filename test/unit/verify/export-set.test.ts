import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { exportSet } from '../../../src/verify/export-set.js';
import { sidesOf } from '../../../src/verify/side.js';
import { buildInput, type Files } from './check-input.js';

function surface(files: Files, file = 'door.ts'): Record<string, string> {
  const { after } = sidesOf(buildInput(files, files));
  return Object.fromEntries(
    [...exportSet(after, filePath(`/new/shop/${file}`)).names].map(([name, { origin, kinds, typeOnly }]) => [name, `${origin} ${kinds.join('+')}${typeOnly ? ' type' : ''}`]),
  );
}

describe('export set', () => {
  it('follows renames, import-then-export and namespaces to the declaration', () => {
    expect(
      surface({
        'door.ts': "import { soup as starter } from './menu.js';\nexport { starter };\nexport { bread as loaf } from './menu.js';\nexport * as all from './menu.js';\nexport { z } from 'zod';",
        'menu.ts': 'export let soup = 1;\nexport const bread = 2;',
      }),
    ).toEqual({
      all: 'namespace:menu.ts module namespace',
      loaf: 'menu.ts#bread const',
      starter: 'menu.ts#soup let',
      z: 'external:zod#z external',
    });
  });

  it('leaves out names that two stars disagree on, and keeps those on which they agree', () => {
    const files = {
      'door.ts': "export * from './a.js';\nexport * from './b.js';",
      'a.ts': "export const salt = 1;\nexport { soup } from './c.js';\nexport default 1;",
      'b.ts': "export const salt = 2;\nexport { soup } from './c.js';",
      'c.ts': 'export const soup = 3;',
    };
    expect(surface(files)).toEqual({ soup: 'c.ts#soup const' });
  });

  it('prefers an export of its own to one of a star', () => {
    expect(surface({ 'door.ts': "export * from './a.js';\nexport const salt = 0;", 'a.ts': 'export const salt = 1;' })).toEqual({ salt: 'door.ts#salt const' });
  });

  it('ends on re-exports in a circle', () => {
    const files = { 'door.ts': "export * from './a.js';\nexport { ghost } from './a.js';", 'a.ts': "export * from './door.js';\nexport { ghost } from './door.js';\nexport const salt = 1;" };
    expect(surface(files)).toEqual({ salt: 'a.ts#salt const' });
  });

  it('tells merged kinds and what has no value', () => {
    const files = {
      'door.ts':
        'export class Pot {}\nexport namespace Pot { export const size = 1; }\nexport interface Dish { a: 1 }\nexport const enum Heat { Low }\nexport declare const oven: number;\nexport abstract class Pan {}\nexport async function cook() {}',
    };
    expect(surface(files)).toEqual({
      Dish: 'door.ts#Dish interface type',
      Heat: 'door.ts#Heat const enum',
      Pan: 'door.ts#Pan class',
      Pot: 'door.ts#Pot class+namespace',
      cook: 'door.ts#cook function',
      oven: 'door.ts#oven const',
    });
  });

  it('marks a class that passed through a type-only hop', () => {
    const files = { 'door.ts': "export { Pot } from './mid.js';\nexport * from './pan.js';", 'mid.ts': "export type { Pot } from './pot.js';", 'pot.ts': 'export class Pot {}', 'pan.ts': "import type { Pot } from './pot.js';\nexport { Pot as Pan };" };
    expect(surface(files)).toEqual({ Pan: 'pot.ts#Pot class type', Pot: 'pot.ts#Pot class type' });
  });

  it('tells a default expression from a default binding', () => {
    expect(surface({ 'door.ts': 'let open = 1;\nexport default open;' })).toEqual({ default: 'door.ts#default expression' });
    expect(surface({ 'door.ts': 'let open = 1;\nexport { open as default };' })).toEqual({ default: 'door.ts#open let' });
    expect(surface({ 'door.ts': 'export default function cook() {}' })).toEqual({ default: 'door.ts#cook function' });
    expect(surface({ 'door.ts': 'export default class {}' })).toEqual({ default: 'door.ts#default class' });
  });

  it('keeps a package behind a star as one entry', () => {
    expect(surface({ 'door.ts': "export * from 'zod';" })).toEqual({ '* from zod': 'external:zod#* external' });
  });
});
