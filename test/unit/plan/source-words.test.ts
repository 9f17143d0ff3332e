import { describe, expect, it } from 'vitest';
import { findSections, indexWords, readIdentifiers } from '../../../src/plan/split/source-words.js';
import { splitIdentifier, wordStem } from '../../../src/text/identifier-words.js';
import { buildModel } from './model-builder.js';

describe('words of source text', () => {
  it('leaves out comments, strings and keywords but keeps what a template evaluates', () => {
    expect(readIdentifiers("const pot = 'lid'; // boil\n/* stir */ return `serve ${dish} \\` hot ${plate.size}`;")).toEqual([
      'pot',
      'dish',
      'plate',
      'size',
    ]);
  });

  it('is not carried away by a quote inside a comment', () => {
    expect(readIdentifiers("// the cook's pan\npan;")).toEqual(['pan']);
  });

  it.each([
    ['parseHTMLBody2', ['parse', 'html', 'body2']],
    ['MAX_DAYS', ['max', 'days']],
    ['_deliverViaEmail', ['deliver', 'via', 'email']],
    ['$store', ['store']],
    ['isIPv4', ['is', 'i', 'pv4']],
    ['naïveÉclair', ['naïve', 'éclair']],
  ])('splits %s', (name, words) => {
    expect(splitIdentifier(name)).toEqual(words);
  });

  it('joins what the file also writes as one word', () => {
    expect(indexWords(['gitHubIssue', 'githubToken']).wordsOf('gitHubIssue')).toEqual(['github', 'issue']);
    expect(indexWords(['gitHubIssue']).wordsOf('gitHubIssue')).toEqual(['git', 'hub', 'issue']);
  });

  it.each([
    ['alerts', 'alert'],
    ['deliveries', 'delivery'],
    ['status', 'status'],
    ['boxes', 'box'],
    ['class', 'class'],
    ['analysis', 'analysis'],
  ])('stems %s', (word, stem) => {
    expect(wordStem(word)).toBe(stem);
  });

  it('finds banners on one line, on three lines and as regions, and no others', () => {
    const model = buildModel([
      { declares: ['a'], comment: '// ---------- Kitchen ----------' },
      { declares: ['b'], comment: '// =====================\n// Dining room\n// =====================' },
      { declares: ['c'], comment: '// #region Cellar' },
      { declares: ['d'], comment: '// ──────────' },
      { declares: ['e'], comment: '/** A table. -- not a banner */' },
    ]);
    expect(findSections(model).map((section) => section.title)).toEqual(['Kitchen', 'Dining room', 'Cellar', '']);
  });
});
