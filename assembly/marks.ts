import { skipTrivia } from './characters';
import { at, find, findLineEnd, length, startsWith } from './text';

/** Whether something stands in the text that src/language/typescript/scan-header.ts is to look for. It may say yes too often. */
export function mayHoldMarks(bytes: usize): bool {
  return holdsName(bytes) || mayHoldHeaderMarks();
}

/** `decant-` anywhere, of which `t-` is the rarest pair. `bytes`: those that the text was made of. */
function holdsName(bytes: usize): bool {
  const t = i8x16.splat(116);
  const hyphen = i8x16.splat(45);
  let position = 0;
  for (; position + 17 <= length; position += 16) {
    const here = i8x16.eq(v128.load(bytes + position), t);
    let pairs = i8x16.bitmask(v128.and(here, i8x16.eq(v128.load(bytes + position, 1), hyphen)));
    for (; pairs !== 0; pairs &= pairs - 1) if (isName(position + ctz(pairs))) return true;
  }
  for (; position < length; position++) if (isName(position)) return true;
  return false;
}

/** Whether the `t` of the name is at the position. */
function isName(position: i32): bool {
  return position >= 5 && at(position) === 116 && startsWith('decant-', position - 5);
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
