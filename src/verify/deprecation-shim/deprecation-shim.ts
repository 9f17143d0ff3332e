import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { FilePath } from '../../host/path.js';
import { readShimMark, type ShimStage } from '../../model/shim.js';
import type { Check } from '../check.js';
import { exportSet } from '../export-set.js';
import { count, judge } from '../result.js';
import { readShimEffect, readShimNotes, type ShimEffect, type ShimNote } from '../shim-form.js';
import { locate, locateFile, sidesOf, type Side } from '../side.js';

export const check: Check = {
  id: 'deprecation-shim',
  summary: 'What a shim says of each name is true, and the only thing that it does when it is loaded is to say so.',
  run: (input) => {
    const { before, after } = sidesOf(input);
    const diagnostics: Diagnostic[] = [];
    let counted = 0;
    for (const name of input.changed) {
      const [old, now] = [before.file(name), after.file(name)];
      const [was, is] = [readShim(before, old), readShim(after, now)];
      const told = is.stage === undefined && is.notes.length === 0 ? was : is;
      counted += told.notes.length + Number(told.effect !== undefined);
      if (now) diagnostics.push(...is.notes.flatMap((note) => judgeNote(after, now, note)), ...judgeStage(after, now, is));
      diagnostics.push(...tellChange(name, now ?? old, was, is));
    }
    return judge('deprecation-shim', 'deprecations', counted, diagnostics, { reason: 'no changed file is a shim', vacuous: true });
  },
};

interface Shim {
  readonly stage: ShimStage | undefined;
  readonly notes: readonly ShimNote[];
  readonly effect: ShimEffect | undefined;
}

function readShim(side: Side, file: FilePath | undefined): Shim {
  const source = file && side.project.files.get(file);
  // A file that a split made a shim has the sentences and no line.
  if (!file || !source || !source.text.includes('@deprecated Import ') && !source.text.includes('// decant-shim ')) return { stage: undefined, notes: [], effect: undefined };
  const model = side.read(file);
  const effects = model.statements.flatMap((statement) => readShimEffect(side, model, statement) ?? []);
  return { stage: readShimMark(source.text)?.stage, notes: readShimNotes(source.text), effect: effects[0] };
}

/** `Import { heat } from './stove'` has to give what the facade gives under the name that the sentence stands before. */
function judgeNote(side: Side, file: FilePath, { start, exported, name, specifier }: ShimNote): Diagnostic[] {
  const given = exportSet(side, file).names.get(exported);
  const target = side.project.resolve(file, specifier);
  const model = side.read(file);
  const wrong = (fact: string): Diagnostic[] => [diagnostic({
    id: 'untrue-deprecation',
    message: `${side.name(file)} sends importers of '${exported}' to '${specifier}', ${fact}`,
    at: locate(model, start),
    help: `Name the module that exports '${exported}'.`,
    data: { exported, specifier },
  })];
  if (!given) return wrong(`and exports no '${exported}' itself`);
  if (target.kind === 'unresolved') return wrong('which leads to no file');
  if (target.kind !== 'file') return given.origin.includes(specifier) ? [] : wrong('which is not where it comes from');
  if (name === '*') return given.namespaceOf === target.path ? [] : wrong('which is another module');
  const found = exportSet(side, target.path).names.get(name);
  if (!found) return wrong(`which exports no '${name}'`);
  return found.origin === given.origin ? [] : wrong(`where '${name}' is something else`);
}

function judgeStage(side: Side, file: FilePath, { stage, effect }: Shim): Diagnostic[] {
  const expected = stage === 'runtime' ? 'warns' : stage === 'error' ? 'throws' : undefined;
  if (expected === effect) return [];
  return [diagnostic({
    id: 'untrue-shim-stage',
    message: `${side.name(file)} says that it is a shim of the stage ${stage ?? 'silent'} and ${effect === undefined ? `nothing in it ${expected}` : `${effect} when it is loaded`}`,
    at: locateFile(file),
    help: 'Set its stage with `decant deprecate`.',
    data: { stage: stage ?? 'silent' },
  })];
}

/** What the change adds and takes away, told although it is meant: these are effects that were not there before. */
function tellChange(name: string, file: FilePath | undefined, was: Shim, is: Shim): Diagnostic[] {
  const told: string[] = [];
  const [marked, unmarked] = [difference(is.notes, was.notes), difference(was.notes, is.notes)];
  if (marked > 0) told.push(`${count(marked, 'exports')} ${marked === 1 ? 'is' : 'are'} marked @deprecated now`);
  if (unmarked > 0) told.push(`${count(unmarked, 'exports')} ${unmarked === 1 ? 'is' : 'are'} no longer marked @deprecated`);
  if (is.effect !== was.effect) {
    if (is.effect === 'warns') told.push('added: one deprecation warning when it is loaded');
    if (is.effect === 'throws') told.push('added: an error when it is loaded');
    if (was.effect !== undefined && is.effect === undefined) told.push(`removed: the ${was.effect === 'warns' ? 'warning' : 'error'} when it is loaded`);
  }
  if (told.length === 0 || !file) return [];
  return [diagnostic({
    id: 'deprecation',
    severity: 'info',
    message: `${name}: ${told.join('; ')}`,
    at: locateFile(file),
    help: 'Read it: this is all that a deprecation does.',
    data: { file: name, marked, unmarked, effect: is.effect ?? null },
  })];
}

function difference(one: readonly ShimNote[], other: readonly ShimNote[]): number {
  const known = new Set(other.map(({ exported }) => exported));
  return one.filter(({ exported }) => !known.has(exported)).length;
}
