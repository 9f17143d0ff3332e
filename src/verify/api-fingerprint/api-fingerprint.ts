import { diagnostic, type Diagnostic, type Location } from '../../diagnostic/diagnostic.js';
import type { ApiSurface, RejectedName } from '../../model/api.js';
import type { Check, CheckInput } from '../check.js';
import { judge, skip } from '../result.js';
import { locate, locateFile, sidesOf } from '../side.js';
import { compareEntries, type EntryDifference, type EntryPair } from './compare-entries.js';

const unit = 'exports';

export const check: Check = {
  id: 'api-fingerprint',
  summary: 'Every export has the type that it had, down to the types behind it that are not exported.',
  readsTypes: true,
  run: (input) => {
    if (input.apis === undefined) return skip('api-fingerprint', unit, 'the types were not read');
    const diagnostics: Diagnostic[] = [];
    const reasons: string[] = [];
    let counted = 0;
    for (const { before, after } of input.apis()) {
      if (before.kind === 'unread' || after.kind === 'unread') {
        reasons.push(before.kind === 'unread' ? before.reason : after.kind === 'unread' ? after.reason : '');
        continue;
      }
      const entries = pairEntries(input, before.surface, after.surface);
      counted += entries.reduce((sum, entry) => sum + entry.before.exports.size + entry.before.augmentations.length, 0);
      const rejected = findRejected(before.surface, after.surface);
      const found = compareEntries(before.surface, after.surface, entries).map((difference) => doubt(input, difference)).filter((difference) => !isOfRejected(input, rejected, difference));
      reasons.push(...rejected.map(({ name, code, message }) => `the compiler rejects the declarations of '${name}' on both sides (${code}: ${message}), and writes one of them, by the layout`));
      diagnostics.push(...found.filter(({ impact }) => impact !== 'unknown').map((difference) => describe(input, difference)));
      reasons.push(...found.filter(({ impact }) => impact === 'unknown').map(({ place, fact }) => `the type of '${place.via}' ${fact}`));
    }
    const isFailed = diagnostics.some(({ severity }) => severity === 'error');
    if (!isFailed && reasons.length > 0) return skip('api-fingerprint', unit, listFew([...new Set(reasons)]), false, diagnostics);
    return judge('api-fingerprint', unit, counted, diagnostics, { reason: 'no entry file exports anything', vacuous: true });
  },
};

/** Names that importers can see, rejected on both sides. One that only one side has is compared: what is written for it is what its importers get. */
function findRejected(before: ApiSurface, after: ApiSurface): readonly RejectedName[] {
  const seen = new Set([...before.entries.values()].flatMap(({ exports }) => [...exports.keys()]).concat(before.symbols.map(({ name }) => name)));
  return before.rejected.filter(({ name }) => seen.has(name) && after.rejected.some((other) => other.name === name));
}

/** `enum Fast { A = Heat.Low }` has a value or none, by what is taken for a rejected `Heat`. */
function isOfRejected(input: CheckInput, rejected: readonly RejectedName[], { place }: EntryDifference): boolean {
  const { before } = sidesOf(input);
  return rejected.some(({ name, file }) => {
    const readers = before.read(file).statements.filter(({ reads }) => reads.some((read) => read.name === name)).flatMap(({ declares }) => declares);
    return [name, ...readers].some((one) => one === place.via || one === place.path[0]);
  });
}

/**
 * What the compiler writes for a script depends on its layout: `module.exports = Till` with `Till.open = ..` behind it becomes a class, a namespace or both, and a `@typedef` is
 * declared again in each file that has it. There only names that come and go are told for sure, and of a name that a script takes from a missing
 * file and hands on the compiler writes nothing in one layout and an alias in the other.
 */
function doubt(input: CheckInput, difference: EntryDifference): EntryDifference {
  if (!/\.[cm]?jsx?$/.test(difference.entry) || difference.impact === 'internal') return difference;
  const sides = sidesOf(input);
  const [file, now] = [sides.before.file(difference.entry), sides.after.file(difference.entry)];
  if (difference.kind === 'export-removed' || difference.kind === 'export-added') {
    const isThere = [file && sides.before.read(file), now && sides.after.read(now)].every((model) => model?.exports.some(({ exported }) => exported === difference.place.via) === true);
    return isThere ? { ...difference, impact: 'unknown', fact: 'is not written for one of the layouts of a script' } : difference;
  }
  const isCommonJs = file !== undefined && sides.before.read(file).format === 'commonjs';
  if (!isCommonJs && difference.kind !== 'another-type') return difference;
  return { ...difference, impact: 'unknown', fact: `${difference.fact}, or is written in another way, which depends on the layout of a script` };
}

function listFew(reasons: readonly string[]): string {
  return `${reasons.slice(0, 2).join('; ')}${reasons.length > 2 ? `; and ${reasons.length - 2} more of the kind` : ''}`;
}

function pairEntries(input: CheckInput, before: ApiSurface, after: ApiSurface): readonly EntryPair[] {
  const sides = sidesOf(input);
  return input.entries.flatMap((name) => {
    const [old, now] = [sides.before.file(name), sides.after.file(name)];
    const [a, b] = [old && before.entries.get(old), now && after.entries.get(now)];
    return a && b ? [{ name, before: a, after: b }] : [];
  });
}

function describe(input: CheckInput, { entry, impact, kind, fact, place }: EntryDifference): Diagnostic {
  const subject = place.path.length === 0 || place.path[0] === place.via ? [place.via, ...place.path.slice(1)] : place.path;
  const isHidden = place.path.length > 0 && place.path[0] !== place.via && subject === place.path && !isMember(place.path[0]!);
  const name = joinNames(subject === place.path && !isHidden ? [place.via, ...place.path] : subject);
  return diagnostic({
    id: impact === 'breaking' ? 'breaking-type-change' : impact === 'additive' ? 'additive-type-change' : 'internal-type-change',
    severity: impact === 'internal' ? 'info' : 'error',
    message: `${name}${isHidden ? `, of which '${place.via}' speaks` : ''} in the types of ${entry} ${fact}`,
    at: locateDeclaration(input, entry, place.via),
    notes: [`before: ${place.before ?? '(nothing)'}`, `after:  ${place.after ?? '(nothing)'}`, explain[impact]],
    help: impact === 'internal' ? 'Read the two declarations: nobody outside can tell them apart.' : 'Give the declaration the type that it had, or make the change of the type in a commit of its own.',
    data: { entry, export: place.via, impact, kind },
  });
}

const explain = {
  breaking: 'breaking: code that compiles against the old types need not compile against the new ones',
  additive: 'additive: what compiled goes on to compile, but the promise is wider than before',
  internal: 'internal: nothing that compiles outside depends on it',
  unknown: 'unknown: this type could not be read',
} as const;

/** Steps that begin with one of these are parts of a declaration and not its name. */
function isMember(step: string): boolean {
  return /^(?:parameter |what it returns|this$|<|\(|\[|static )/.test(step);
}

/** `'Till.open', parameter 1 'amount',` */
function joinNames(path: readonly string[]): string {
  const at = path.findIndex((step, index) => index > 0 && /^(?:parameter |what it returns|this$|<)/.test(step));
  const names = at === -1 ? path : path.slice(0, at);
  const parts = at === -1 ? [] : path.slice(at);
  return `'${names.join('.')}'${parts.map((part) => `, ${part}`).join('')}${parts.length > 0 ? ',' : ''}`;
}

/** The declaration of that name in the new version, in the entry or in a changed file; else the entry. */
function locateDeclaration(input: CheckInput, entry: string, name: string): Location {
  const { after } = sidesOf(input);
  const file = after.file(entry);
  for (const path of [...(file ? [file] : []), ...after.changedFiles]) {
    const model = after.read(path);
    const statement = model.statements.find(({ declares, role }) => declares.includes(name) && role === 'declaration');
    if (statement) return locate(model, statement.span.start);
  }
  return locateFile(file ?? input.after.root);
}
