import { compareText } from '../../diagnostic/sort.js';

/** Sparse vectors of one length each: `terms[d]` ascending, `weights[d]` beside it, scaled to length 1 (or empty). */
export interface TermVectors {
  readonly terms: readonly Int32Array[];
  readonly weights: readonly Float64Array[];
  readonly vocabulary: number;
}

/** tf-idf `(1 + ln tf) * ln((N + 1) / df)` over terms that stand in at least two documents and at most half of them. */
export function buildTermVectors(documents: readonly ReadonlyMap<string, number>[]): TermVectors {
  const frequency = new Map<string, number>();
  for (const document of documents) for (const term of document.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
  const most = Math.max(2, documents.length / 2);
  const kept = [...frequency].filter(([, df]) => df >= 2 && df <= most).sort(([a], [b]) => compareText(a, b));
  const ids = new Map(kept.map(([term], i) => [term, i]));
  const terms: Int32Array[] = [];
  const weights: Float64Array[] = [];
  for (const document of documents) {
    const entries: [number, number][] = [];
    for (const [term, tf] of document) {
      const id = ids.get(term);
      if (id !== undefined) entries.push([id, (1 + Math.log(tf)) * Math.log((documents.length + 1) / frequency.get(term)!)]);
    }
    entries.sort(([a], [b]) => a - b);
    const length = Math.sqrt(entries.reduce((sum, [, weight]) => sum + weight * weight, 0)) || 1;
    terms.push(Int32Array.from(entries, ([id]) => id));
    weights.push(Float64Array.from(entries, ([, weight]) => weight / length));
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

/**
 * Latent semantic analysis: each document as a unit vector of at most 24 numbers, its place in the span of the leading right
 * singular vectors (Deerwester et al. 1990), found by subspace iteration from a fixed start. The axes inside that span are
 * arbitrary; cosines do not depend on them.
 */
export function projectTerms(vectors: TermVectors): Meanings {
  const width = Math.min(rank, vectors.vocabulary, vectors.terms.length);
  let basis = orthonormal(startingBasis(vectors.vocabulary, width), vectors.vocabulary, width);
  for (let i = 0; i < iterations; i++) {
    const next = new Float64Array(vectors.vocabulary * width);
    vectors.terms.forEach((terms, document) => {
      const row = project(vectors, document, basis, width);
      const weights = vectors.weights[document]!;
      for (let t = 0; t < terms.length; t++) {
        const at = terms[t]! * width;
        for (let k = 0; k < width; k++) next[at + k]! += weights[t]! * row[k]!;
      }
    });
    basis = orthonormal(next, vectors.vocabulary, width);
  }
  const values = new Float64Array(vectors.terms.length * width);
  vectors.terms.forEach((_, document) => {
    const row = project(vectors, document, basis, width);
    const length = Math.sqrt(row.reduce((sum, x) => sum + x * x, 0));
    if (length >= 1e-9) values.set(row.map((x) => x / length), document * width);
  });
  return { values, width };
}

/** Unit vectors one after the other, `width` numbers each. */
export interface Meanings {
  readonly values: Float64Array;
  readonly width: number;
}

export function dot({ values, width }: Meanings, a: number, b: number): number {
  let sum = 0;
  for (let k = 0, i = a * width, j = b * width; k < width; k++) sum += values[i + k]! * values[j + k]!;
  return sum;
}

function project(vectors: TermVectors, document: number, basis: Float64Array, width: number): Float64Array {
  const row = new Float64Array(width);
  const [terms, weights] = [vectors.terms[document]!, vectors.weights[document]!];
  for (let t = 0; t < terms.length; t++) for (let k = 0; k < width; k++) row[k]! += weights[t]! * basis[terms[t]! * width + k]!;
  return row;
}

/** Numbers in (-0.5, 0.5) from a multiplicative generator with a fixed seed (Park and Miller 1988): the same on every run and machine. */
function startingBasis(height: number, width: number): Float64Array {
  let state = 20_011;
  return Float64Array.from({ length: height * width }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647 - 0.5;
  });
}

/** Modified Gram-Schmidt over the columns; a column that depends on the earlier ones becomes zero. */
function orthonormal(matrix: Float64Array, height: number, width: number): Float64Array {
  for (let column = 0; column < width; column++) {
    for (let earlier = 0; earlier < column; earlier++) {
      let overlap = 0;
      for (let i = 0; i < height; i++) overlap += matrix[i * width + column]! * matrix[i * width + earlier]!;
      for (let i = 0; i < height; i++) matrix[i * width + column]! -= overlap * matrix[i * width + earlier]!;
    }
    let length = 0;
    for (let i = 0; i < height; i++) length += matrix[i * width + column]! ** 2;
    length = Math.sqrt(length);
    for (let i = 0; i < height; i++) matrix[i * width + column] = length < 1e-12 ? 0 : matrix[i * width + column]! / length;
  }
  return matrix;
}
