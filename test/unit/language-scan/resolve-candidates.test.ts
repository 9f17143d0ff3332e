import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findCandidate, probeFiles } from '../../../src/language/typescript/resolve-candidates.js';
import type { FilePath } from '../../../src/host/path.js';

const names = ['cart', 'cart.d', 'index', 'index.d', 'cart.test', '.cart', 'cart.min', 'src', 'cart.ts', 'cart.js'];
const endings = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.d.mts', '.d.cts', '.json', '.vue', '.'];
const segment = fc.tuple(fc.constantFrom(...names), fc.constantFrom(...endings)).map((parts) => parts.join(''));
const path = fc.array(segment, { minLength: 1, maxLength: 3 }).map((segments) => `/shop/${segments.join('/')}` as FilePath);

it('finds in an index of the files what asking for one path after the other finds', () => {
  fc.assert(
    fc.property(fc.uniqueArray(path, { maxLength: 12 }), fc.array(path, { maxLength: 8 }), fc.boolean(), fc.boolean(), fc.boolean(), (files, others, sourceFirst, typesFirst, folderOnly) => {
      const set = new Set(files);
      const isFile = (file: FilePath): boolean => set.has(file);
      const probe = probeFiles(set);
      const stems = files.flatMap((file) => [file, file.replace(/\.[^./]*$/, ''), file.replace(/(?:\.d)?\.[^./]*$/, ''), file.replace(/\/[^/]*$/, ''), file.replace(/\.[^./]*$/, '.js')]);
      for (const base of [...stems, ...others]) {
        const query = { base, sourceFirst, typesFirst, folderOnly };
        expect(findCandidate(query, probe)).toBe(findCandidate(query, isFile));
      }
    }),
    { numRuns: 300 },
  );
});
