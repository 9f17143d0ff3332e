import fc from 'fast-check';
import { expect, it } from 'vitest';
import { globLibrary, matchAnyGlob } from '../../../src/host/globs.js';

const names = ['packages', 'cart', '.github', '@shop', 'a.b', '', 'Cart'];
const path = fc.array(fc.constantFrom(...names.filter(Boolean)), { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));
const glob = fc.array(fc.constantFrom(...names, '*', '**', '*.b', '{cart,till}', '.', '..'), { minLength: 1, maxLength: 3 }).map((segments) => segments.join('/'));

it('matches what the library matches, whichever of them is asked', () => {
  fc.assert(
    fc.property(fc.array(glob.filter((each) => each !== ''), { maxLength: 3 }), fc.array(path, { minLength: 1, maxLength: 6 }), (globs, paths) => {
      const matches = globLibrary()(globs);
      for (const each of paths) expect(matchAnyGlob(globs)(each)).toBe(matches(each));
    }),
    { numRuns: 2000 },
  );
});
