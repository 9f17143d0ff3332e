import { compareText } from '../../diagnostic/sort.js';

/** Sparse vectors of one length each: `terms[d]` ascending, `weights[d]` beside it, scaled to length 1 (or empty). */
export interface TermVectors {
  readonly terms: readonly Int32Array[];
  readonly weights: readonly Float64Array[];
  readonly vocabulary: number;
}

/** Words as numbers in the order of their first use, so that a file's words are compared as text only once. */
export interface WordNumbers {
  readonly words: readonly string[];
  numberOf(word: string): number;
}

export function numberWords(): WordNumbers {
  const numbers = new Map<string, number>();
  const words: string[] = [];
  return {
    words,
    numberOf(word) {
      let number = numbers.get(word);
      if (number === undefined) {
        number = words.length;
        numbers.set(word, number);
        words.push(word);
      }
      return number;
    },
  };
}

/**
 * tf-idf `(1 + ln tf) * ln((N + 1) / df)` over terms that stand in at least two documents and at most half of them. A document says of each of its
 * words, by number, how often it has it.
 */
export function buildTermVectors(documents: readonly ReadonlyMap<number, number>[], words: readonly string[]): TermVectors {
  const frequency = new Int32Array(words.length);
  for (const document of documents) for (const word of document.keys()) frequency[word]!++;
  const most = Math.max(2, documents.length / 2);
  const kept = [...frequency.keys()].filter((word) => frequency[word]! >= 2 && frequency[word]! <= most).sort((a, b) => compareText(words[a]!, words[b]!));
  const ids = new Int32Array(words.length).fill(-1);
  kept.forEach((word, i) => (ids[word] = i));
  const rarity = Float64Array.from(kept, (word) => Math.log((documents.length + 1) / frequency[word]!));
  const terms: Int32Array[] = [];
  const weights: Float64Array[] = [];
  const times = new Int32Array(kept.length);
  for (const document of documents) {
    const own: number[] = [];
    for (const [word, tf] of document) {
      const id = ids[word]!;
      if (id === -1) continue;
      own.push(id);
      times[id] = tf;
    }
    const sorted = Int32Array.from(own).sort();
    const raw = Float64Array.from(sorted, (id) => (1 + Math.log(times[id]!)) * rarity[id]!);
    const length = Math.sqrt(raw.reduce((sum, weight) => sum + weight * weight, 0)) || 1;
    terms.push(sorted);
    weights.push(raw.map((weight) => weight / length));
  }
  return { terms, weights, vocabulary: kept.length };
}

/** Cosines of one document with all later ones, by an index from term to documents. A row is overwritten by the next. */
export function createCosines(vectors: TermVectors): { rowOf(a: number): Float64Array } {
  const sizes = new Int32Array(vectors.vocabulary + 1);
  for (const terms of vectors.terms) for (const term of terms) sizes[term + 1]!++;
  for (let term = 0; term < vectors.vocabulary; term++) sizes[term + 1]! += sizes[term]!;
  const total = sizes[vectors.vocabulary]!;
  const documents = new Int32Array(total);
  const weights = new Float64Array(total);
  const filled = sizes.slice(0, vectors.vocabulary);
  // Where the documents after one of them begin in the list of each of its terms.
  const later = vectors.terms.map((terms) => new Int32Array(terms.length));
  vectors.terms.forEach((terms, document) => {
    for (let i = 0; i < terms.length; i++) {
      const at = filled[terms[i]!]!++;
      documents[at] = document;
      weights[at] = vectors.weights[document]![i]!;
      later[document]![i] = at + 1;
    }
  });
  const row = new Float64Array(vectors.terms.length);
  return {
    rowOf(a) {
      row.fill(0);
      const [terms, own, from] = [vectors.terms[a]!, vectors.weights[a]!, later[a]!];
      for (let i = 0; i < terms.length; i++) {
        const [end, weight] = [sizes[terms[i]! + 1]!, own[i]!];
        for (let at = from[i]!; at < end; at++) row[documents[at]!]! += weight * weights[at]!;
      }
      return row;
    },
  };
}

const rank = 24;
const iterations = 12;
/** So many numbers of a vector are added up at a time, in registers. */
const lanes = 8;

/** Unit vectors one after the other, `width` numbers each: at most 24, and zeros up to a multiple of eight. */
export interface Meanings {
  readonly values: Float64Array;
  readonly width: number;
}

/**
 * Latent semantic analysis: each document as a unit vector of at most 24 numbers, its place in the span of the leading right
 * singular vectors (Deerwester et al. 1990), found by subspace iteration from a fixed start. The axes inside that span are
 * arbitrary; cosines do not depend on them.
 */
export function projectTerms(vectors: TermVectors): Meanings {
  const rows = Math.min(rank, vectors.vocabulary, vectors.terms.length);
  const width = Math.ceil(rows / lanes) * lanes;
  let basis = orthonormal(startingBasis(vectors.vocabulary, rows, width), vectors.vocabulary, width);
  for (let i = 0; i < iterations; i++) {
    const next = new Float64Array(vectors.vocabulary * width);
    project(vectors, basis, width, next);
    basis = orthonormal(next, vectors.vocabulary, width);
  }
  const values = project(vectors, basis, width);
  for (let start = 0; start < values.length; start += width) {
    const row = values.subarray(start, start + width);
    const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    row.forEach((x, k) => (row[k] = length >= 1e-9 ? x / length : 0));
  }
  return { values, width };
}

/** The documents along the axes of the basis. Each term of `back` is told of the documents that have it: one step towards the leading axes. */
function project(vectors: TermVectors, basis: Float64Array, width: number, back?: Float64Array): Float64Array {
  const values = new Float64Array(vectors.terms.length * width);
  for (let document = 0; document < vectors.terms.length; document++) {
    const [terms, weights] = [vectors.terms[document]!, vectors.weights[document]!];
    for (let k = 0; k < width; k += lanes) {
      let x0 = 0;
      let x1 = 0;
      let x2 = 0;
      let x3 = 0;
      let x4 = 0;
      let x5 = 0;
      let x6 = 0;
      let x7 = 0;
      for (let t = 0; t < terms.length; t++) {
        const at = terms[t]! * width + k;
        const weight = weights[t]!;
        x0 += weight * basis[at]!;
        x1 += weight * basis[at + 1]!;
        x2 += weight * basis[at + 2]!;
        x3 += weight * basis[at + 3]!;
        x4 += weight * basis[at + 4]!;
        x5 += weight * basis[at + 5]!;
        x6 += weight * basis[at + 6]!;
        x7 += weight * basis[at + 7]!;
      }
      values.set([x0, x1, x2, x3, x4, x5, x6, x7], document * width + k);
      if (!back) continue;
      for (let t = 0; t < terms.length; t++) {
        const at = terms[t]! * width + k;
        const weight = weights[t]!;
        back[at]! += weight * x0;
        back[at + 1]! += weight * x1;
        back[at + 2]! += weight * x2;
        back[at + 3]! += weight * x3;
        back[at + 4]! += weight * x4;
        back[at + 5]! += weight * x5;
        back[at + 6]! += weight * x6;
        back[at + 7]! += weight * x7;
      }
    }
  }
  return values;
}

/** The cosines of one document with all later ones. The next call overwrites them. */
export function createDots({ values, width }: Meanings, size: number): { rowOf(a: number): Float64Array } {
  const row = new Float64Array(size);
  return {
    rowOf(a) {
      row.fill(0, a + 1);
      // Eight numbers at a time stay in registers while all documents pass; each sum is added up in the order of the numbers.
      for (let k = 0; k < width; k += 8) {
        const i = a * width + k;
        const x0 = values[i]!;
        const x1 = values[i + 1]!;
        const x2 = values[i + 2]!;
        const x3 = values[i + 3]!;
        const x4 = values[i + 4]!;
        const x5 = values[i + 5]!;
        const x6 = values[i + 6]!;
        const x7 = values[i + 7]!;
        for (let b = a + 1, j = b * width + k; b < size; b++, j += width) {
          row[b] =
            row[b]! + x0 * values[j]! + x1 * values[j + 1]! + x2 * values[j + 2]! + x3 * values[j + 3]! +
            x4 * values[j + 4]! + x5 * values[j + 5]! + x6 * values[j + 6]! + x7 * values[j + 7]!;
        }
      }
      return row;
    },
  };
}

/** Numbers in (-0.5, 0.5) from a multiplicative generator with a fixed seed (Park and Miller 1988): the same on every run and machine. */
function startingBasis(height: number, rows: number, width: number): Float64Array {
  let state = 20_011;
  const basis = new Float64Array(height * width);
  for (let i = 0; i < height; i++) {
    for (let k = 0; k < rows; k++) {
      state = (state * 48_271) % 2_147_483_647;
      basis[i * width + k] = state / 2_147_483_647 - 0.5;
    }
  }
  return basis;
}

/** Modified Gram-Schmidt over the columns; a column that depends on the earlier ones becomes zero. */
function orthonormal(matrix: Float64Array, height: number, width: number): Float64Array {
  // Side by side, every number of a column lies in another line of the cache.
  const columns = Array.from({ length: width }, (_, column) => {
    const copy = new Float64Array(height);
    for (let i = 0; i < height; i++) copy[i] = matrix[i * width + column]!;
    return copy;
  });
  columns.forEach((own, column) => {
    let overlap = 0;
    if (column > 0) for (let i = 0, first = columns[0]!; i < height; i++) overlap += own[i]! * first[i]!;
    // What is left of one column is multiplied with the next one in the same pass.
    for (let earlier = 0; earlier < column; earlier++) {
      const [other, next] = [columns[earlier]!, columns[earlier + 1]!];
      let following = 0;
      for (let i = 0; i < height; i++) {
        const left = own[i]! - overlap * other[i]!;
        own[i] = left;
        following += left * next[i]!;
      }
      overlap = following;
    }
    let length = 0;
    for (let i = 0; i < height; i++) length += own[i]! ** 2;
    length = Math.sqrt(length);
    for (let i = 0; i < height; i++) matrix[i * width + column] = own[i] = length < 1e-12 ? 0 : own[i]! / length;
  });
  return matrix;
}
