import { compareText } from '../../diagnostic/sort.js';
import { baseName, directoryOf, extensionOf } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import { splitIdentifier, wordStem } from '../../text/identifier-words.js';
import { foldFileName, isReservedFileName } from './check-files.js';
import type { ConstraintGraph, Unit } from './constraint-graph.js';
import { isTestName, listTakenStems } from './folder-rules.js';
import { fileNameStyle, spell } from './file-name-style.js';
import { agentNouns, functionWords, genericNouns, isVerb } from './name-words.js';
import { byCount, countTerms, findSections, indexWords, readIdentifiers, sectionOfUnits } from './source-words.js';
import type { SplitOptions } from './split-options.js';

export interface PartName {
  /** Base name with extension. */
  readonly file: string;
  /** The words that speak for the name, best first, and how many of the part's names have at least one of the first three. */
  readonly words: readonly string[];
  readonly covered: number;
}

interface Score {
  /** One stem, or two joined by a space. */
  readonly term: string;
  readonly score: number;
  readonly coverage: number;
}

const enoughCoverage = 0.3;

/** Section 4 of the planning notes: the words that cover a part and are rare elsewhere, then its role, then its main declaration. */
export function nameParts(
  model: ModuleModel,
  graph: ConstraintGraph,
  parts: readonly (readonly number[])[],
  options: SplitOptions,
): PartName[] {
  const identifiers = countTerms(readIdentifiers(model.source.text));
  const index = indexWords(identifiers.keys());
  const stem = baseName(model.source.path).slice(0, -extensionOf(model.source.path).length || undefined);
  const style = fileNameStyle(stem, options.existing);
  const surfaces = new Map<string, number>();
  for (const [identifier, count] of identifiers) for (const word of index.wordsOf(identifier)) surfaces.set(word, (surfaces.get(word) ?? 0) + count);
  const forms = new Map<string, string>();
  for (const [word] of byCount(surfaces)) if (!forms.has(wordStem(word))) forms.set(wordStem(word), word);
  const stemsOf = graph.units.map((unit) => unit.names.map((name) => index.wordsOf(name).map(wordStem)));

  const door = stem === 'index' ? splitIdentifier(baseName(directoryOf(model.source.path))) : [];
  const own = new Set([...[...splitIdentifier(stem), ...door].map(wordStem), 'task', ...ubiquitousWords(stemsOf, parts), ...publicWords(graph, stemsOf)]);

  const weights = graph.units.map((unit) => weightOf(unit));
  const everywhere = new Map<string, number>();
  const termsOf = stemsOf.map((names) => new Set(names.flatMap((stems) => termsOfName(stems.filter((word) => !own.has(word))))));
  termsOf.forEach((terms, unit) => terms.forEach((term) => everywhere.set(term, (everywhere.get(term) ?? 0) + weights[unit]!)));
  const titles = sectionTitles(model, graph, parts);

  const scored = parts.map((units, part) => {
    const main = mainUnit(graph, units);
    const total = units.reduce((sum, unit) => sum + weights[unit]!, 0);
    const inside = new Map<string, number>();
    for (const unit of units) for (const term of termsOf[unit]!) inside.set(term, (inside.get(term) ?? 0) + weights[unit]!);
    const scores = [...inside].map(([term, mass]): Score => {
      const coverage = mass / total;
      let score = coverage * (0.2 + (0.8 * mass) / everywhere.get(term)!) * (termsOf[main]!.has(term) ? 2.2 : 1);
      const words = term.split(' ');
      if (words.some(isVerb)) score *= 0.2;
      if (words.every((word) => genericNouns.has(word)) || words.some((word) => functionWords.has(word) || /^\d+$|^.$/.test(word)))
        score *= 0.2;
      if (words.length === 2 && mass >= 0.7 * Math.max(...words.map((word) => inside.get(word) ?? 0))) score *= 1.5;
      if (words.every((word) => titles[part]!.has(word))) score *= 1.4;
      return { term, score, coverage };
    });
    scores.sort((x, y) => y.score - x.score || compareText(x.term, y.term));
    return { units, part, main, scores };
  });

  const leaves = findLeaves(graph, parts);
  const extension = extensionOf(model.source.path);
  // A new cart.ts beside cart/index.ts or cart.tsx would be what `./cart` means from then on.
  const shadowed = options.existing.map((name) => `${name.slice(0, name.length - extensionOf(name).length)}${extension}`);
  const meant = listTakenStems(options.folderRules ?? [], options.directory).map((name) => name + extension);
  const taken = new Set([...options.existing, ...shadowed, ...meant, baseName(model.source.path), `index${extension}`].map(foldFileName));
  const fileOf = (words: readonly string[]): string =>
    `${spell(
      words.map((word) => forms.get(word) ?? word),
      style,
    )}${extension}`;
  const names: PartName[] = [];
  const strongestFirst = [...scored].sort((x, y) => (y.scores[0]?.score ?? 0) - (x.scores[0]?.score ?? 0) || x.part - y.part);
  for (const entry of strongestFirst) {
    const base = chooseWords(entry, graph, leaves, stemsOf, own).find(
      (words, i, all) => i === all.length - 1 || isFreeName(fileOf(words), taken),
    )!;
    const spare = entry.scores.filter(({ term }) => !term.includes(' ') && !base.includes(term)).map(({ term }) => term);
    const candidates = [base, ...spare.slice(0, 3).map((word) => [...base, word])].map(fileOf);
    const file = candidates.find((name) => isFreeName(name, taken)) ?? numberedName(candidates[0]!, extension, taken);
    taken.add(foldFileName(file));
    const telling = entry.scores.filter(({ term }) => !term.includes(' ') && !isWeak(term)).map(({ term }) => term);
    const evidence: string[] = [];
    const covered = new Set<number>();
    for (const term of [...telling.filter((word) => base.includes(word)), ...telling.filter((word) => !base.includes(word))]) {
      const added = entry.units.filter((unit) => !covered.has(unit) && termsOf[unit]!.has(term));
      if (added.length === 0 || evidence.length === 3) continue;
      evidence.push(term);
      for (const unit of added) covered.add(unit);
    }
    names[entry.part] = {
      file,
      words: evidence.map((word) => forms.get(word) ?? word),
      covered: [...covered].reduce((sum, unit) => sum + graph.units[unit]!.names.length, 0),
    };
  }
  return names;
}

function weightOf(unit: Unit): number {
  return (
    (unit.exported ? 3 : 1) * (unit.kind === 'class' || unit.kind === 'interface' ? 1.3 : 1) * (1 + Math.log(Math.max(1, unit.lines)) / 3)
  );
}

/** Words of more than 40 % of all names that stand in most parts (`zod` in zod) tell no module from another. */
function ubiquitousWords(stemsOf: readonly (readonly (readonly string[])[])[], parts: readonly (readonly number[])[]): string[] {
  const names = stemsOf.flat();
  const inNames = countTerms(names.flatMap((stems) => [...new Set(stems)]));
  const inParts = countTerms(parts.flatMap((units) => [...new Set(units.flatMap((unit) => stemsOf[unit]!.flat()))]));
  return [...inNames].flatMap(([word, count]) => (count > names.length * 0.4 && inParts.get(word)! > parts.length * 0.6 ? [word] : []));
}

/** Words that most public functions and classes share are a habit of the file (`logErrorBg`, `recordLatencyBg`), not a domain in it. */
function publicWords(graph: ConstraintGraph, stemsOf: readonly (readonly (readonly string[])[])[]): string[] {
  const open = graph.units.flatMap((unit, i) => (unit.exported && (unit.kind === 'function' || unit.kind === 'class') ? [new Set(stemsOf[i]!.flat())] : []));
  if (open.length < 4) return [];
  return [...countTerms(open.flatMap((stems) => [...stems]))].flatMap(([word, count]) => (count > open.length * 0.6 ? [word] : []));
}

function mainUnit(graph: ConstraintGraph, units: readonly number[]): number {
  const size = (unit: number): number =>
    graph.units[unit]!.lines * (graph.units[unit]!.exported ? 3 : 1) * (graph.units[unit]!.names.length > 0 ? 1 : 0.01);
  return units.reduce((best, unit) => (size(unit) > size(best) ? unit : best));
}

/** Single stems and adjacent pairs; a pair of one stem with itself (`mutation-mutation`) says nothing. */
function termsOfName(stems: readonly string[]): string[] {
  const pairs = stems
    .slice(1)
    .map((stem, i) => [stems[i]!, stem])
    .filter(([a, b]) => a !== b);
  return [...stems, ...pairs.map((pair) => pair.join(' '))];
}

/** Words of the banner title under which most of a part stands, when most of that section is in the part. */
function sectionTitles(model: ModuleModel, graph: ConstraintGraph, parts: readonly (readonly number[])[]): ReadonlySet<string>[] {
  const sections = findSections(model);
  const sectionOf = sectionOfUnits(graph.units, sections);
  const sizes = countTerms(sectionOf);
  return parts.map((units) => {
    const counts = new Map<number, number>();
    for (const unit of units) counts.set(sectionOf[unit]!, (counts.get(sectionOf[unit]!) ?? 0) + 1);
    const [section, count] = [...counts].sort((x, y) => y[1] - x[1] || x[0] - y[0])[0] ?? [-1, 0];
    const whole = sizes.get(section) ?? 0;
    const isDominant = section >= 0 && count > units.length / 2 && count > whole / 2;
    return new Set(isDominant ? splitIdentifier(sections[section]!.title.replace(/[^\p{L}\p{N}]+/gu, '_')).map(wordStem) : []);
  });
}

interface Scored {
  readonly units: readonly number[];
  readonly part: number;
  readonly main: number;
  readonly scores: readonly Score[];
}

/** Possible names, best first. The last one is never empty. */
function chooseWords(
  entry: Scored,
  graph: ConstraintGraph,
  leaves: ReadonlySet<number>,
  stemsOf: readonly (readonly (readonly string[])[])[],
  own: ReadonlySet<string>,
): string[][] {
  const members = entry.units.map((unit) => graph.units[unit]!);
  const typesOnly = members.every((unit) => unit.erased);
  const best = entry.scores[0];
  const found: string[][] = [];
  if (leaves.has(entry.part) && (!best || best.score < 1)) {
    const share = (matches: (unit: Unit) => boolean): number => members.filter(matches).length / members.length;
    if (typesOnly) found.push(['shared', 'types']);
    else if (share((unit) => unit.erased) > 0.6) found.push(['types']);
    else if (share((unit) => unit.kind === 'variable' && unit.lines < 30) > 0.5) found.push(['constants']);
    found.push(['shared']);
  }
  if (best && best.coverage >= enoughCoverage && !isWeak(best.term)) found.push([...best.term.split(' '), ...(typesOnly ? ['types'] : [])]);
  else {
    // A part of mixed content: a pair of words would describe one of its many names only.
    const single = entry.scores.find(({ term, score }) => !term.includes(' ') && !isWeak(term) && score > 0.1);
    if (single) found.push([single.term]);
  }
  const verbs = byCount(
    countTerms(
      entry.units.flatMap((unit) =>
        stemsOf[unit]!.flatMap((stems) => (stems[0] !== undefined && Object.hasOwn(agentNouns, stems[0]) ? [stems[0]] : [])),
      ),
    ),
  );
  const [verb, count] = verbs[0] ?? ['', 0];
  const names = members.reduce((sum, unit) => sum + unit.names.length, 0);
  if (found.length === 0 && count >= 2 && count >= names * 0.4) found.push([agentNouns[verb]!]);
  const main = stemsOf[entry.main]![0] ?? [];
  const words = mainWords(main, own) ?? mainWords(main, new Set());
  if (words && found.length === 0) found.push(words);
  return found.length > 0 ? found : [typesOnly ? ['types'] : ['part']];
}

function isWeak(term: string): boolean {
  return term.split(' ').every((word) => isVerb(word) || genericNouns.has(word) || functionWords.has(word) || /^\d+$|^.$/.test(word));
}

/** Parts that at least 40 % of the others use, and that use at most 15 % of them. */
function findLeaves(graph: ConstraintGraph, parts: readonly (readonly number[])[]): ReadonlySet<number> {
  const partOf = new Map(parts.flatMap((units, part) => units.map((unit) => [unit, part] as const)));
  const users = parts.map(() => new Set<number>());
  const used = parts.map(() => new Set<number>());
  for (const edge of graph.edges) {
    const [from, to] = [partOf.get(edge.from), partOf.get(edge.to)];
    if (edge.kind === 'effect' || from === undefined || to === undefined || from === to) continue;
    users[to]!.add(from);
    used[from]!.add(to);
  }
  const others = parts.length - 1;
  const isLeaf = (part: number): boolean => others >= 2 && users[part]!.size >= Math.max(2, others * 0.4) && used[part]!.size <= others * 0.15;
  return new Set([...parts.keys()].filter(isLeaf));
}

/** At most three words; the verb goes unless only function words would be left (`getOrInsert` must not become `or-insert`). */
function mainWords(stems: readonly string[], own: ReadonlySet<string>): string[] | undefined {
  const useful = stems.filter((word) => !own.has(word));
  const nouns = useful[0] !== undefined && isVerb(useful[0]) ? useful.slice(1) : useful;
  const kept = nouns.length > 0 && !functionWords.has(nouns[0]!) ? nouns : useful;
  return kept.length > 0 ? kept.slice(0, 3) : undefined;
}

function isFreeName(file: string, taken: ReadonlySet<string>): boolean {
  return !taken.has(foldFileName(file)) && !isReservedFileName(file) && !isTestName(file);
}

/** `cart-2.ts`; a reserved name (`aux.ts`) is free as `aux-2.ts`. */
function numberedName(file: string, extension: string, taken: ReadonlySet<string>): string {
  const stem = file.slice(0, -extension.length);
  // No number makes `test` another name: runners take `test-2` for a suite as well.
  const base = isTestName(`${stem}-2${extension}`) ? 'part' : stem;
  for (let suffix = 1; ; suffix++) {
    const name = `${suffix === 1 ? base : `${base}-${suffix}`}${extension}`;
    if (isFreeName(name, taken)) return name;
  }
}
