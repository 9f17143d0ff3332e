import { skipTrivia } from './characters';
import { at, find, findLineEnd, startsWith } from './text';

/** Whether something stands in the text that src/language/typescript/scan-header.ts is to look for. It may say yes too often. */
export function mayHoldMarks(address: usize, bytes: i32): bool {
  return holdsName(address, bytes) || mayHoldHeaderMarks();
}

/** `decant-` anywhere, of which `t-` is the rarest pair, in the bytes that the text was made of: half as much memory. */
function holdsName(address: usize, bytes: i32): bool {
  const t = i8x16.splat(116);
  const hyphen = i8x16.splat(45);
  let position = 0;
  for (; position + 17 <= bytes; position += 16) {
    const here = i8x16.eq(v128.load(address + position), t);
    let pairs = i8x16.bitmask(v128.and(here, i8x16.eq(v128.load(address + position, 1), hyphen)));
    for (; pairs !== 0; pairs &= pairs - 1) if (isName(address, position + ctz(pairs))) return true;
  }
  for (; position < bytes - 1; position++) if (isName(address, position)) return true;
  return false;
}

/** Whether the `t` of the name is at the position. */
function isName(address: usize, position: i32): bool {
  return position >= 5 && (load<u64>(address + position - 5) & 0x00ffffffffffffff) === 0x002d746e61636564;
}

/** Units of the header that are looked at. */
const longestHeader: i32 = 4000;

/** In the comments before the first code. */
function mayHoldHeaderMarks(): bool {
  const end = min(headerEnd(), longestHeader);
  for (let position = find(47, 0, end); position < end; position = find(47, position + 1, end)) if (startsWith('///', position)) return true;
  for (let position = find(64, 0, end); position < end; position = find(64, position + 1, end)) if (startsWith('@generated', position)) return true;
  for (let position = find(68, 0, end); position < end; position = find(68, position + 1, end)) if (startsWith('DO NOT EDIT', position)) return true;
  return false;
}

/** A hashbang counts as a comment wherever it stands. */
function headerEnd(): i32 {
  let position = skipTrivia(0);
  while (at(position) === 35 && at(position + 1) === 33) position = skipTrivia(findLineEnd(position));
  return position;
}
