import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import type { Check } from '../check.js';
import { didNotLoad, noteNotLoaded } from '../entry-runs.js';
import { compareCommonJs } from './commonjs.js';
import { exportSet, type Binding, type ExportSet } from '../export-set.js';
import { matchStatements, type Matching } from '../matching.js';
import { normalForm } from '../normal-form.js';
import { count, judge } from '../result.js';
import { locateFile, sidesOf, type Side, type Sides } from '../side.js';
import { compareLoaded } from './loaded.js';

export const check: Check = {
  id: 'export-surface',
  summary: 'Every entry file exports the same names for the same declarations, as the same live bindings.',
  run: (input) => {
    const sides = sidesOf(input);
    const diagnostics: Diagnostic[] = [];
    let counted = 0;
    for (const entry of input.entries) {
      const old = sides.before.file(entry);
      const now = sides.after.file(entry);
      if (!old) continue;
      if (!now) {
        diagnostics.push(...findOrphans(sides, old, entry));
        continue;
      }
      const before = exportSet(sides.before, old);
      const after = exportSet(sides.after, now);
      counted += before.names.size;
      diagnostics.push(...compareSurfaces(sides, matchStatements(input), entry, before, after, now), ...compareCommonJs(entry, before, after, now));
    }
    const runs = input.runs === undefined || 'reason' in input.runs ? [] : input.runs;
    for (const pair of runs) {
      const now = sides.after.file(pair.entry);
      if (now) diagnostics.push(...[noteNotLoaded(pair, now)].filter((note) => note !== undefined), ...compareLoaded(pair, now));
    }
    const open = runs.map(didNotLoad).filter((reason) => reason !== undefined);
    return judge('export-surface', 'exports', counted, diagnostics, {
      reason: 'no entry file exports a name', vacuous: true, ...(open.length > 0 ? { unproved: open.join('; ') } : {}),
    });
  },
};

/** A deleted entry is no loss when nobody outside the change imported it. */
function findOrphans({ before, after }: Sides, old: FilePath, entry: string): Diagnostic[] {
  const importers = (before.project.graph.edgesTo.get(old) ?? []).filter(({ from }) => !before.changed.has(before.name(from)));
  if (importers.length === 0) return [];
  return [
    diagnostic({
      id: 'removed-entry',
      message: `${entry} is gone, and ${importers.length} unchanged files import it`,
      at: locateFile(after.file(before.name(importers[0]!.from)) ?? old),
      notes: importers.slice(0, 5).map(({ from, record }) => `${before.name(from)} imports '${record.specifier}'`),
      help: 'Keep the file as a facade that re-exports its old names.',
    }),
  ];
}

function compareSurfaces({ before: sideBefore, after: sideAfter }: Sides, matching: Matching, entry: string, before: ExportSet, after: ExportSet, now: FilePath): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const [name, binding] of before.names) {
    const other = after.names.get(name);
    if (!other) found.push(removed(entry, name, binding, now));
    else found.push(...compareBinding(matching, { side: sideBefore, binding }, { side: sideAfter, binding: other }, `'${name}' of ${entry}`, name, new Set()));
  }
  for (const [name, binding] of after.names) if (!before.names.has(name)) found.push(added(entry, name, binding));
  return found;
}

function removed(entry: string, name: string, binding: Binding, now: FilePath): Diagnostic {
  return diagnostic({
    id: 'removed-export',
    message: `${entry} no longer exports '${name}'`,
    at: locateFile(now),
    related: [binding.at],
    help: `Re-export '${name}' from ${entry}.`,
    data: { name, entry },
  });
}

function added(entry: string, name: string, binding: Binding): Diagnostic {
  return diagnostic({
    id: 'added-export',
    message: `${entry} exports '${name}', which it did not before`,
    at: binding.at,
    notes: ['a name that is exported once is used by others soon'],
    help: `Take '${name}' out of the exports of ${entry}.`,
    data: { name, entry },
  });
}

interface Sided {
  readonly side: Side;
  readonly binding: Binding;
}

function compareBinding(matching: Matching, before: Sided, after: Sided, subject: string, name: string, seen: Set<string>): Diagnostic[] {
  const [a, b] = [before.binding, after.binding];
  const changes: string[] = [];
  if (a.kinds.join('+') !== b.kinds.join('+')) changes.push(kindChange(a, b));
  else if (a.kinds.includes('external') && a.origin !== b.origin) changes.push(`came from ${a.origin} and comes from ${b.origin}`);
  else if (isAnotherDeclaration(matching, before, after)) changes.push(declarationChange(a.declared!, b.declared!));
  if (a.typeOnly !== b.typeOnly) changes.push(b.typeOnly ? 'was a value and is exported as a type only' : 'was exported as a type only and is a value');
  if (changes.length > 0) return [changed(subject, name, a, b, changes)];
  if (!a.namespaceOf || !b.namespaceOf || seen.has(a.origin)) return [];
  seen.add(a.origin);
  return compareNamespaces(matching, { ...before, file: a.namespaceOf }, { ...after, file: b.namespaceOf }, subject, name, seen, a, b);
}

/**
 * `export { heat as label, label as heat }` has the same names of the same kinds. What is itself changed has a finding of its own, and
 * equal texts under one name are one declaration: two copies of it are a finding of `statements-conserved`.
 */
function isAnotherDeclaration(matching: Matching, before: Sided, after: Sided): boolean {
  const [a, b] = [before.binding.declared, after.binding.declared];
  if (!a || !b) return false;
  if (!before.side.changed.has(before.side.name(a.file))) return before.binding.origin !== after.binding.origin;
  if (a.statements.some((statement) => !matching.pairOf.has(statement))) return false;
  return identity(before.side, matching, a) !== identity(after.side, matching, b);
}

function declarationChange(a: NonNullable<Binding['declared']>, b: NonNullable<Binding['declared']>): string {
  if (a.local !== b.local) return `was '${a.local}' and is '${b.local}'`;
  if (a.statements.length === b.statements.length) return `is another declaration of the name '${a.local}'`;
  return `was declared by ${count(a.statements.length, 'statements')} and is declared by ${b.statements.length} of them`;
}

function identity(side: Side, { oldKeys }: Matching, { file, local, statements }: NonNullable<Binding['declared']>): string {
  const model = side.read(file);
  return [local, ...statements.map((statement) => oldKeys.get(statement) ?? normalForm(side, model, statement).key).sort()].join('\u0000');
}

function kindChange(a: Binding, b: Binding): string {
  const live = a.kinds.some((kind) => kind === 'let' || kind === 'var');
  const copied = live && b.kinds.some((kind) => kind === 'const' || kind === 'expression');
  return `was ${a.kinds.join(' and ')} and is ${b.kinds.join(' and ')}${copied ? ', a copy that does not follow later assignments' : ''}`;
}

function changed(subject: string, name: string, a: Binding, b: Binding, changes: readonly string[]): Diagnostic {
  return diagnostic({
    id: 'changed-export',
    message: `${subject} ${changes.join(', and ')}`,
    at: b.at,
    related: [a.at],
    notes: [`before: ${a.origin}`, `after:  ${b.origin}`],
    help: `Re-export '${name}' with 'export { ${name} } from' the module that declares it.`,
    data: { name, before: a.kinds, after: b.kinds },
  });
}

function compareNamespaces(
  matching: Matching,
  before: Sided & { readonly file: FilePath },
  after: Sided & { readonly file: FilePath },
  subject: string,
  name: string,
  seen: Set<string>,
  a: Binding,
  b: Binding,
): Diagnostic[] {
  const old = exportSet(before.side, before.file).names;
  const now = exportSet(after.side, after.file).names;
  const lost = [...old.keys()].filter((member) => !now.has(member));
  const gained = [...now.keys()].filter((member) => !old.has(member));
  const changes = [...(lost.length > 0 ? [`no longer holds ${lost.join(', ')}`] : []), ...(gained.length > 0 ? [`newly holds ${gained.join(', ')}`] : [])];
  const inner = [...old].flatMap(([member, binding]) => {
    const other = now.get(member);
    return other ? compareBinding(matching, { ...before, binding }, { ...after, binding: other }, `${subject}, member '${member}',`, member, seen) : [];
  });
  return changes.length > 0 ? [changed(subject, name, a, b, changes), ...inner] : inner;
}
