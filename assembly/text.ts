// The text under the lexer: UTF-16 units from `base` on. Zeros stand before and behind it, so that a look past an end finds a character that is none
// of those that are asked for, as NaN is what `charCodeAt` answers there.

/** Zero units before the text, and at least as many behind it: more than any word that is looked for is long. */
export const margin: i32 = 16;

export let base: usize = 0;
export let length: i32 = 0;

/** Whether lines may end otherwise than with LF: then it is worth a look. */
let mayEndOtherwise: bool = true;

export function placeText(address: usize, units: i32): void {
  base = address;
  length = units;
  mayEndOtherwise = true;
}

/** The unit at an offset, or 0 within `margin` of either end. */
// @ts-ignore: a decorator of AssemblyScript
@inline
export function at(position: i32): i32 {
  return load<u16>(base + (<usize>position << 1));
}

export function startsWith(word: string, position: i32): bool {
  return memory.compare(base + (<usize>position << 1), changetype<usize>(word), <usize>word.length << 1) === 0;
}

/** Whether the word of `size` units at `start` is this one. */
export function isWord(start: i32, size: i32, word: string): bool {
  return size === word.length && startsWith(word, start);
}

/** Offset of the first such unit from `start`, or `end`. */
export function find(unit: i32, start: i32, end: i32 = length): i32 {
  let position = start;
  const wanted = i16x8.splat(<i16>unit);
  for (; position + 8 <= end; position += 8) {
    const mask = i16x8.bitmask(i16x8.eq(v128.load(base + (<usize>position << 1)), wanted));
    if (mask !== 0) return position + ctz(mask);
  }
  for (; position < end; position++) if (at(position) === unit) return position;
  return end;
}

/** Offset of the first quote of this kind, backslash, LF or CR from `start`, or the length of the text. */
export function findStringBreak(quote: i32, start: i32): i32 {
  const close = i16x8.splat(<i16>quote);
  const escape = i16x8.splat(92);
  const lineFeed = i16x8.splat(10);
  const carriageReturn = i16x8.splat(13);
  let position = start;
  for (; position + 8 <= length; position += 8) {
    const units = v128.load(base + (<usize>position << 1));
    const ends = v128.or(i16x8.eq(units, close), i16x8.eq(units, escape));
    const mask = i16x8.bitmask(v128.or(ends, v128.or(i16x8.eq(units, lineFeed), i16x8.eq(units, carriageReturn))));
    if (mask !== 0) return position + ctz(mask);
  }
  for (; position < length; position++) {
    const unit = at(position);
    if (unit === quote || unit === 92 || unit === 10 || unit === 13) return position;
  }
  return length;
}

/** Offset of the first line terminator from `start`, or the length of the text. */
export function findLineEnd(start: i32): i32 {
  const lineFeed = i16x8.splat(10);
  const carriageReturn = i16x8.splat(13);
  const separator = i16x8.splat(0x2028);
  const withoutLowest = i16x8.splat(-2);
  let position = start;
  for (; position + 8 <= length; position += 8) {
    const units = v128.load(base + (<usize>position << 1));
    const ends = v128.or(i16x8.eq(units, lineFeed), i16x8.eq(units, carriageReturn));
    const mask = i16x8.bitmask(v128.or(ends, i16x8.eq(v128.and(units, withoutLowest), separator)));
    if (mask !== 0) return position + ctz(mask);
  }
  for (; position < length; position++) {
    const unit = at(position);
    if (unit === 10 || unit === 13 || unit === 0x2028 || unit === 0x2029) return position;
  }
  return length;
}

/** Offset after the next end of a block comment, or -1. */
export function blockEnd(start: i32): i32 {
  for (let position = find(42, start); position < length; position = find(42, position + 1)) {
    if (at(position + 1) === 47) return position + 2;
  }
  return -1;
}

/** LF and CRLF end a line everywhere; CR alone, U+2028 and U+2029 are so rare that the lexer does not count them. */
export function hasOtherLineEnds(): bool {
  if (!mayEndOtherwise) return false;
  const carriageReturn = i16x8.splat(13);
  const separator = i16x8.splat(0x2028);
  const withoutLowest = i16x8.splat(-2);
  let position = 0;
  while (position < length) {
    if (position + 8 <= length) {
      const units = v128.load(base + (<usize>position << 1));
      const suspects = v128.or(i16x8.eq(units, carriageReturn), i16x8.eq(v128.and(units, withoutLowest), separator));
      if (!v128.any_true(suspects)) {
        position += 8;
        continue;
      }
    }
    const last = min(position + 8, length);
    for (; position < last; position++) {
      const unit = at(position);
      if ((unit === 13 && at(position + 1) !== 10) || unit === 0x2028 || unit === 0x2029) return true;
    }
  }
  return false;
}

/** Makes units of so many bytes of UTF-8 where the text was placed. False when they are none, or when there is a NUL among them, which no source has. */
export function decode(from: usize, bytes: i32): bool {
  const carriageReturn = i8x16.splat(13);
  let returns = i8x16.splat(0);
  let position = 0;
  let to = base;
  while (position < bytes) {
    const chunk = v128.load(from + position);
    if (position + 16 <= bytes && !v128.any_true(i8x16.le_s(chunk, i8x16.splat(0)))) {
      returns = v128.or(returns, i8x16.eq(chunk, carriageReturn));
      v128.store(to, i16x8.extend_low_i8x16_u(chunk));
      v128.store(to, i16x8.extend_high_i8x16_u(chunk), 16);
      position += 16;
      to += 32;
      continue;
    }
    const lead = load<u8>(from + position);
    if (lead > 0 && lead < 0x80) {
      if (lead === 13) returns = carriageReturn;
      store<u16>(to, lead);
      position++;
      to += 2;
      continue;
    }
    const size = characterSize(lead);
    if (position + size > bytes) return false;
    const code = characterAt(from + position, size);
    if (code <= 0) return false;
    to = writeCharacter(code, to);
    position += size;
  }
  length = <i32>((to - base) >> 1);
  if (length < bytes) memory.fill(to, 0, <usize>margin << 1);
  mayEndOtherwise = length < bytes || v128.any_true(returns);
  return true;
}

/** Bytes of the character that begins so. */
function characterSize(lead: i32): i32 {
  return lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/** The code point, or -1: in too many bytes, half of a surrogate pair, or none at all (Unicode, table 3-7). */
function characterAt(address: usize, size: i32): i32 {
  const lead = <i32>load<u8>(address);
  if (size === 1) return lead < 0x80 ? lead : -1;
  let code = lead & (size === 2 ? 0x1f : 0x0f);
  for (let i = 1; i < size; i++) {
    const next = <i32>load<u8>(address + i);
    if ((next & 0xc0) !== 0x80) return -1;
    code = (code << 6) | (next & 0x3f);
  }
  if (size === 2) return code < 0x80 ? -1 : code;
  if (size === 3) return code < 0x800 || (code >= 0xd800 && code < 0xe000) ? -1 : code;
  return code < 0x10000 || code > 0x10ffff ? -1 : code;
}

/** Returns where the next unit is to be written. */
function writeCharacter(code: i32, to: usize): usize {
  if (code < 0x10000) {
    store<u16>(to, <u16>code);
    return to + 2;
  }
  store<u16>(to, <u16>(0xd7c0 + (code >> 10)));
  store<u16>(to, <u16>(0xdc00 + (code & 0x3ff)), 2);
  return to + 4;
}
