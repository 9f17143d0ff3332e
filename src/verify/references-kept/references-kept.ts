import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { Reference } from '../../model/reference.js';
import type { Check, CheckInput } from '../check.js';
import { exportSet, findImport, resolveLocal, type Binding } from '../export-set.js';
import { findStaleCopies } from './stale-copies.js';
import { describe, matchStatements, type Matching, type Pair } from '../matching.js';
import { readMeaning } from '../meaning.js';
import { normalForm } from '../normal-form.js';
import { judge } from '../result.js';
import { locate, sidesOf, type Sides } from '../side.js';

export const check: Check = {
  id: 'references-kept',
  summary: 'Every name inside a moved statement still means the declaration that it meant before.',
  readsCodeOnly: true,
  run: (input) => {
    const matching = matchStatements(input);
    let counted = 0;
    const diagnostics = matching.pairs.flatMap((pair) => {
      const names = namesOf(pair.before.statement);
      counted += names.size;
      return comparePair(input, matching, pair, names);
    });
    return judge('references-kept', 'references', counted, diagnostics, {
      reason: 'the changed statements use no name of the project or of a package',
      vacuous: true,
    });
  },
};

type Uses = ReadonlyMap<string, readonly Reference[]>;

function namesOf(statement: Pair['before']['statement']): Uses {
  const uses = new Map<string, Reference[]>();
  for (const reference of [...statement.reads, ...statement.writes]) {
    const list = uses.get(reference.name);
    if (list) list.push(reference);
    else uses.set(reference.name, [reference]);
  }
  return uses;
}

function comparePair(input: CheckInput, matching: Matching, pair: Pair, oldUses: Uses): Diagnostic[] {
  const sides = sidesOf(input);
  const newUses = namesOf(pair.after.statement);
  const found: Diagnostic[] = [];
  // The names of other modules were compared one by one when the two were found to mean the same.
  const isCompared = (model: Pair['before']['model'], name: string): boolean => pair.byMeaning === true && findImport(model, name) !== undefined;
  for (const [name, uses] of oldUses) {
    if (isCompared(pair.before.model, name)) continue;
    const now = newUses.get(name);
    found.push(...(now ? compareMeaning(sides, matching, pair, name, now) : [unbound(pair, name, uses)]));
  }
  for (const [name, uses] of newUses) {
    if (!oldUses.has(name) && !isCompared(pair.after.model, name) && !uses.every((use) => looksPastNamespace(sides, pair, use))) found.push(captured(sides, pair, name, uses));
  }
  return [...found, ...findImportWrites(pair), ...findStaleCopies(sides, pair)];
}

function unbound(pair: Pair, name: string, uses: readonly Reference[]): Diagnostic {
  return diagnostic({
    id: 'lost-reference',
    message: `${describe(pair.after)} uses '${name}', which ${pair.after.name} neither declares nor imports`,
    at: locate(pair.after.model, pair.after.statement.span.start),
    related: uses.slice(0, 3).map((use) => locate(pair.before.model, use.span.start, 'before the change')),
    help: `Import '${name}' in ${pair.after.name}.`,
    data: { name },
  });
}

/**
 * A namespace gives its name no meaning as a type: beside `namespace ReadonlyArray { .. }`, `ReadonlyArray<number>` is the global type, in the file
 * as in one that imports the namespace. `ReadonlyArray.Infer` and `typeof ReadonlyArray` do mean it.
 */
function looksPastNamespace(sides: Sides, { after }: Pair, { name, span, when }: Reference): boolean {
  const { text } = after.model.source;
  if (when !== 'type' || /^\s*\./.test(text.slice(span.end)) || /\btypeof\s+$/.test(text.slice(0, span.start).slice(-20))) return false;
  const meaning = resolveLocal(sides.after, after.model, name);
  return meaning !== undefined && meaning !== 'ambiguous' && meaning.declared !== undefined && meaning.declared.statements.every(({ kind }) => kind === 'namespace');
}

function captured(sides: Sides, pair: Pair, name: string, uses: readonly Reference[]): Diagnostic {
  const meaning = resolveLocal(sides.after, pair.after.model, name);
  const now = meaning && meaning !== 'ambiguous' ? meaning.origin : 'another declaration';
  return diagnostic({
    id: 'changed-reference',
    message: `'${name}' in ${describe(pair.after)} means ${now}, and meant a global name before`,
    at: locate(pair.after.model, uses[0]!.span.start),
    help: `Rename the declaration or the import of '${name}' in ${pair.after.name}.`,
    data: { name },
  });
}

function compareMeaning(sides: Sides, matching: Matching, pair: Pair, name: string, uses: readonly Reference[]): Diagnostic[] {
  const before = resolveLocal(sides.before, pair.before.model, name);
  const after = resolveLocal(sides.after, pair.after.model, name);
  // What did not resolve before, or is itself changed, has a finding of its own and would only be repeated here.
  if (!before || before === 'ambiguous' || isAltered(matching, sides, before)) return [];
  const at = locate(pair.after.model, uses[0]!.span.start);
  if (!after || after === 'ambiguous') {
    return [
      diagnostic({
        id: 'lost-reference',
        message: `'${name}' in ${describe(pair.after)} is imported from a module that does not export it`,
        at,
        related: [before.at],
        help: `Import '${name}' from the module that declares it.`,
        data: { name },
      }),
    ];
  }
  if (!isSame(sides, matching, before, after, 0) && !isSameByMembers(sides, pair, before, after)) {
    return [
      diagnostic({
        id: 'changed-reference',
        message: `'${name}' in ${describe(pair.after)} means ${after.origin}, and meant ${before.origin} before`,
        at,
        related: [before.at, after.at],
        help: `Import '${name}' from the module that holds its old declaration.`,
        data: { name, before: before.origin, after: after.origin },
      }),
    ];
  }
  const value = uses.find((use) => use.when !== 'type');
  if (!after.typeOnly || before.typeOnly || !value) return [];
  return [
    diagnostic({
      id: 'value-imported-as-type',
      message: `${describe(pair.after)} uses '${name}' as a value, but ${pair.after.name} imports it as a type`,
      at: locate(pair.after.model, value.span.start),
      help: `Import '${name}' without 'type'.`,
      data: { name },
    }),
  ];
}

function isAltered(matching: Matching, sides: Sides, { declared }: Binding): boolean {
  return declared !== undefined && sides.before.changed.has(sides.before.name(declared.file)) && declared.statements.some((one) => !matching.pairOf.has(one));
}

/** Depth stops at namespaces of namespaces of namespaces, which may be circular. */
function isSame(sides: Sides, matching: Matching, before: Binding, after: Binding, depth: number): boolean {
  if (identity(sides, matching, 'before', before) === identity(sides, matching, 'after', after)) return true;
  if (!before.namespaceOf || !after.namespaceOf || depth > 3) return false;
  const names = exportSet(sides.after, after.namespaceOf).names;
  return [...exportSet(sides.before, before.namespaceOf).names].every(([name, member]) => {
    const other = names.get(name);
    return other !== undefined && isSame(sides, matching, member, other, depth + 1);
  });
}

/** `shop.price` of the whole shop, and of the one module of it that declares the price. */
function isSameByMembers({ before, after }: Sides, pair: Pair, old: Binding, now: Binding): boolean {
  if (!old.namespaceOf || !now.namespaceOf) return false;
  return readMeaning(before, pair.before.model, pair.before.statement, pair.before.form) === readMeaning(after, pair.after.model, pair.after.statement, pair.after.form);
}

/** The text of the declaration: two copies of one text are a finding of `statements-conserved`, and one is enough. */
function identity(sides: Sides, { oldKeys }: Matching, which: 'before' | 'after', { declared, origin }: Binding): string {
  const side = sides[which];
  if (!declared || !side.changed.has(side.name(declared.file))) return origin;
  const model = side.read(declared.file);
  const texts = declared.statements.map((statement) => oldKeys.get(statement) ?? normalForm(side, model, statement).key);
  return [declared.local, ...texts.sort()].join('\u0000');
}

/** An import is a read-only view: assigning to it throws, and a module that owned the variable could assign before. */
function findImportWrites({ after }: Pair): Diagnostic[] {
  return after.statement.writes.flatMap(({ name, span }) => {
    if (!findImport(after.model, name)) return [];
    return [
      diagnostic({
        id: 'assigned-import',
        message: `${describe(after)} assigns to '${name}', which ${after.name} imports`,
        at: locate(after.model, span.start),
        notes: ['assigning to an import throws a TypeError'],
        help: `Keep the statement in the module that declares '${name}'.`,
        data: { name },
      }),
    ];
  });
}
