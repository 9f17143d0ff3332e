import ts from 'typescript';
import { createDraw } from '../../test/property/random-partition.js';
import { proveFolders } from '../../test/property/split-runner.js';
import { listExports } from '../../test/support/exports.js';
import { pathInProgram } from '../../test/support/type-errors.js';
import type { Folder } from '../../test/support/folder.js';
import { openSplit } from './judge.js';
import { applyMutant, readSubject, type CorrectSplit } from './subject.js';
import { findTypeMutants, typeOperators, type TypeMutant } from './type-operators.js';

export interface TypeTrial {
  readonly split: string;
  readonly operator: string;
  readonly note: string;
  /** `unchanged`: the compiler writes the same declarations, so that there was nothing to find. */
  readonly outcome: 'killed' | 'survived' | 'unchanged';
}

/**
 * Changes the types of what the facade exports, one place at a time, and asks `api-fingerprint` alone. Whether a mutant changes anything is told by another compiler than the one
 * that the check uses: it is effective when the declarations that this one writes for the file differ.
 */
export function sabotageTypes(split: CorrectSplit, limit: number, seed: number): readonly TypeTrial[] {
  const subject = readSubject(split);
  const exported = new Set(listExports(split.after, split.god).map((line) => /[\w$]+/.exec(line)?.[0] ?? ''));
  const mutants = draw(findTypeMutants(subject, exported), limit, createDraw(seed));
  if (mutants.length === 0) return [];
  const { before, relinked } = openSplit(split);
  const judge = (after: Folder): string | undefined =>
    proveFolders(before, relinked(after), split.changed, [split.god], { types: true }).results.find(({ check }) => check === 'api-fingerprint')?.status;
  if (judge(split.after) === 'failed') throw new Error(`api-fingerprint fails for the correct split ${split.name}`);
  return mutants.map((mutant): TypeTrial => {
    const after = applyMutant(subject, { edits: [mutant.edit], note: mutant.note });
    const told = { split: split.name, operator: mutant.operator, note: mutant.note };
    if (judge(after) === 'failed') return { ...told, outcome: 'killed' };
    return { ...told, outcome: isEffective(split.after, after, mutant) ? 'survived' : 'unchanged' };
  });
}

function isEffective(right: Folder, wrong: Folder, { file }: TypeMutant): boolean {
  return writeDeclarations(right, file.name) !== writeDeclarations(wrong, file.name);
}

function writeDeclarations(folder: Folder, name: string): string {
  const texts = new Map([...folder].map(([file, bytes]) => [pathInProgram(file), bytes.toString('utf8')]));
  const options: ts.CompilerOptions = { declaration: true, emitDeclarationOnly: true, removeComments: true, strict: true, allowJs: true, target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler, types: [] };
  const base = ts.createCompilerHost(options);
  let written = '';
  const host: ts.CompilerHost = {
    ...base,
    fileExists: (file) => texts.has(file),
    readFile: (file) => texts.get(file),
    directoryExists: () => true,
    getSourceFile: (file, version) => (texts.has(file) ? ts.createSourceFile(file, texts.get(file)!, version) : base.getSourceFile(file, version)),
    writeFile: (_file, text) => (written = text),
  };
  const program = ts.createProgram([pathInProgram(name)], options, host);
  program.emit(program.getSourceFile(pathInProgram(name)), host.writeFile, undefined, true);
  return written;
}

/** As many of each operator as of every other, as far as there are. */
function draw(mutants: readonly TypeMutant[], limit: number, next: (below: number) => number): readonly TypeMutant[] {
  const groups = typeOperators.map((operator) => mutants.filter((mutant) => mutant.operator === operator));
  const chosen: TypeMutant[] = [];
  while (chosen.length < limit && groups.some((group) => group.length > 0)) {
    for (const group of groups) if (group.length > 0 && chosen.length < limit) chosen.push(...group.splice(next(group.length), 1));
  }
  return chosen;
}

export function printTypeTable(trials: readonly TypeTrial[]): string {
  const count = (own: readonly TypeTrial[], outcome: TypeTrial['outcome']): number => own.filter((trial) => trial.outcome === outcome).length;
  const row = (name: string, own: readonly TypeTrial[]) => [name, own.length, count(own, 'killed'), count(own, 'unchanged'), count(own, 'survived')];
  const rows = typeOperators.flatMap((operator) => {
    const own = trials.filter((trial) => trial.operator === operator);
    return own.length === 0 ? [] : [row(operator, own)];
  });
  return [['change of a type', 'mutants', 'killed', 'same declarations', 'survived'], ['---', '---:', '---:', '---:', '---:'], ...rows, row('**all**', trials)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Killed of the effective ones, in percent. */
export function scoreOfTypes(trials: readonly TypeTrial[]): number {
  const effective = trials.filter(({ outcome }) => outcome !== 'unchanged');
  return effective.length === 0 ? 100 : (100 * effective.filter(({ outcome }) => outcome === 'killed').length) / effective.length;
}
