import { compareText } from '../../diagnostic/sort.js';
import type { ModuleModel } from '../../model/module-model.js';
import { splitIdentifier } from '../../text/identifier-words.js';
import { sliceSpan } from '../../text/span.js';
import type { Unit } from './constraint-graph.js';

const keywords = new Set(
  (
    'abstract any as asserts async await bigint boolean break case catch class const constructor continue debugger declare default ' +
    'delete do else enum export extends false finally for from function get if implements import in infer instanceof interface is keyof ' +
    'let module namespace never new null number object of override private protected public readonly return satisfies set static string ' +
    'super switch symbol this throw true try type typeof undefined unknown using var void while with yield'
  ).split(' '),
);

const nonCode = /\/\*[\s\S]*?\*\/|\/\/[^\n\r]*|'(?:\\.|[^'\\\n\r])*'|"(?:\\.|[^"\\\n\r])*"|`(?:\\[\s\S]|[^`\\])*`/g;

/** Identifiers outside comments and strings, keywords left out, in source order; those inside `${..}` of a template count. */
export function readIdentifiers(code: string): string[] {
  const bare = code.replace(nonCode, (match) =>
    match.startsWith('`') ? [...match.matchAll(/\$\{([^}]*)\}/g)].map((hole) => hole[1]).join(' ') : ' ',
  );
  return (bare.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []).filter((word) => !keywords.has(word));
}

/** The words of every declared name, with pairs joined that the file also writes as one word: `gitHub` beside `github`. */
export interface WordIndex {
  wordsOf(name: string): readonly string[];
}

export function indexWords(identifiers: Iterable<string>): WordIndex {
  const known = new Set<string>();
  for (const identifier of identifiers) for (const word of splitIdentifier(identifier)) known.add(word);
  const memo = new Map<string, readonly string[]>();
  return {
    wordsOf(name) {
      const remembered = memo.get(name);
      if (remembered) return remembered;
      const words: string[] = [];
      for (const word of splitIdentifier(name)) {
        const last = words.at(-1);
        if (last !== undefined && last.length > 2 && word.length > 2 && known.has(last + word)) words[words.length - 1] = last + word;
        else words.push(word);
      }
      memo.set(name, words);
      return words;
    },
  };
}

export interface Section {
  /** Offset of the banner. */
  readonly start: number;
  /** Words of the banner; empty for a bare rule. */
  readonly title: string;
}

const rule = /[-=*#\u2500\u2550\u2501_~]{6,}/;

/** Section banners in the comments before statements: a rule of at least six `-=*#` characters with or without a title, or `#region`. */
export function findSections(model: ModuleModel): Section[] {
  const sections: Section[] = [];
  for (const statement of model.statements) {
    const start = statement.fullSpan.start;
    const trivia = sliceSpan(model.source.text, { start, end: statement.span.start });
    const lines = [...trivia.matchAll(/^.*$/gm)].map((match) => ({ at: start + match.index, text: match[0].trim() }));
    for (let i = 0; i < lines.length; i++) {
      const text = lines[i]!.text;
      const region = /^\/\/\s*#region\b\s*(.*)$/.exec(text);
      if (region) sections.push({ start: lines[i]!.at, title: region[1]!.trim() });
      else if (/^(?:\/\/|\/\*|\*)/.test(text) && rule.test(text.replace(/^\/\*+|\*+\/$/g, ''))) {
        const own = bannerTitle(text);
        const next = lines[i + 1]?.text ?? '';
        const closed = own === '' && /^(?:\/\/|\*)/.test(next) && rule.test(lines[i + 2]?.text ?? '');
        sections.push({ start: lines[i]!.at, title: closed ? bannerTitle(next) : own });
        if (closed) i += 2;
      }
    }
  }
  return sections;
}

function bannerTitle(line: string): string {
  return line
    .replace(/^\/[/*]+|\*+\/$/g, '')
    .replace(/[-=*#\u2500\u2550\u2501_~]{3,}/g, ' ')
    .replace(/^[\s*]+|\s+$/g, '');
}

/** Index of the section that each unit stands in; -1 before the first banner. */
export function sectionOfUnits(units: readonly Unit[], sections: readonly Section[]): number[] {
  return units.map((unit) => sections.findLastIndex((section) => section.start <= unit.start));
}

/** Code of a unit, its comments before the first token left out. */
export function unitText(model: ModuleModel, unit: Unit): string {
  return unit.statements.map((statement) => sliceSpan(model.source.text, model.statements[statement]!.span)).join('\n');
}

export function countTerms<T>(terms: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>();
  for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
  return counts;
}

/** Most frequent first, then by code units. */
export function byCount(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
}
