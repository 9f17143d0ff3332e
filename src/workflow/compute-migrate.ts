import { findExportHomes } from '../codemod/export-homes.js';
import { redirectImports } from '../codemod/redirect-imports/redirect-imports.js';
import { globLibrary } from '../host/globs.js';
import { relativePath, type FilePath } from '../host/path.js';
import { createLaterReader, readImporter, type ModuleReader } from '../load/module-reader.js';
import { createTextReader } from '../load/project-text.js';
import { relink } from '../load/relink.js';
import type { PackagePlace, Redirected, RedirectInput } from '../codemod/redirect-imports/redirect-input.js';
import type { ChangeSet } from '../edit/change-set.js';
import type { FacadeHomes } from '../model/export-home.js';
import type { Project } from '../model/project.js';
import type { Proof } from '../model/proof.js';
import type { CheckInput } from '../verify/check.js';
import { createEffectReader, findChangedPrograms, findFirstLoader, findPrograms, type Programs } from './migrate-effects.js';
import { findNearestPackage } from './nearest-package.js';
import { expectFiles, proveChange } from './prove-change.js';
import type { Workspace } from './workspace.js';

export interface MigrateSubject {
  readonly project: Project;
  readonly read: ModuleReader;
  readonly facades: ReadonlyMap<FilePath, FacadeHomes>;
  readonly packageOf: (file: FilePath) => PackagePlace;
}

/** Which importers may be rewritten. */
export interface ImporterChoice {
  /** By the root-relative path. */
  readonly isIncluded: (name: string) => boolean;
  /** Why the others stay. */
  readonly because: string;
}

export const leftOutByOnly = 'it is left out by --only';

/** All of them without globs. */
export function chooseImporters(only: readonly string[] = []): ImporterChoice {
  return { isIncluded: only.length === 0 ? () => true : globLibrary()(only as string[], { dot: true }), because: leftOutByOnly };
}

export interface ComputedMigration {
  readonly redirected: Redirected;
  readonly changes: ChangeSet;
  readonly after: Project;
  readonly readAfter: ModuleReader;
  /** They load a changed file: what programs run must be what it was, and tests must find what they read. */
  readonly programs: Programs;
  /** Importers that were left out by choice. */
  readonly leftOut: ReadonlySet<FilePath>;
}

/** Rounds in which importers are put back on the facade because a program would run differently. The last one puts back all that it loads. */
const rounds = 4;

/** Homes of the names of each facade, as far as files of one package may name each other. */
export function readFacades(workspace: Workspace, project: Project, read: ModuleReader, facades: readonly FilePath[]): MigrateSubject {
  const packageOf = createPackageFinder(workspace);
  const isSamePackage = (one: FilePath, other: FilePath): boolean => packageOf(one).folder === packageOf(other).folder;
  return { project, read, packageOf, facades: new Map(facades.map((facade) => [facade, findExportHomes({ project, read, isSamePackage }, facade)])) };
}

function createPackageFinder(workspace: Workspace): (file: FilePath) => PackagePlace {
  const known = new Map<string, PackagePlace>();
  return (file) => {
    const folder = file.slice(0, file.lastIndexOf('/'));
    const found = known.get(folder);
    if (found) return found;
    const nearest = findNearestPackage(workspace, file);
    const place: PackagePlace = nearest === undefined ? { folder: workspace.root }
      : { folder: nearest.folder, ...(typeof nearest.content.name === 'string' ? { name: nearest.content.name } : {}), ...(nearest.content['exports'] === undefined ? {} : { exports: nearest.content['exports'] }) };
    known.set(folder, place);
    return place;
  };
}

/** Redirects every importer, then puts back on the facade those without which a program would run something else, or in another order. */
export function computeMigration(workspace: Workspace, subject: MigrateSubject, { isIncluded, because }: ImporterChoice): ComputedMigration {
  const { project, read, facades, packageOf } = subject;
  const leftOut = new Set<FilePath>();
  const first = new Map<FilePath, string>();
  const { lostEffect, isOrdered, isHidden } = createEffectReader(project, read);
  const homes = new Map<FilePath, FacadeHomes>(facades);
  const homesOf = (file: FilePath): FacadeHomes => {
    const known = homes.get(file) ?? findExportHomes({ project, read, isSamePackage: (one, other) => packageOf(one).folder === packageOf(other).folder }, file);
    homes.set(file, known);
    return known;
  };
  const keepsFacade = (file: FilePath): string | undefined => {
    if (!isIncluded(relativePath(project.root, file))) {
      leftOut.add(file);
      return because;
    }
    return first.get(file);
  };
  const readText = createTextReader(project);
  const readTaken = createImporterReader(subject, isIncluded);
  for (let round = 0; ; round++) {
    workspace.progress('Redirecting imports');
    const redirected = redirectImports({ project, read, readImporter: readTaken, facades, homesOf, packageOf, keepsFacade, lostEffect, isHidden, isOrdered });
    const changes: ChangeSet = { changes: redirected.changes, applicability: 'safe' };
    const after = redirected.changes.length === 0 ? project : relink(project, changes);
    const programs = findPrograms(project, readText, new Set(redirected.changes.map(({ file }) => file)));
    const readAfter = createLaterReader(project, read, after);
    const computed = { redirected, readAfter, changes, after, programs, leftOut };
    if (redirected.changes.length === 0 || round === rounds) return computed;
    workspace.progress('Comparing what programs run');
    const names = redirected.changes.map(({ file }) => relativePath(project.root, file));
    expectFiles(project, read, names);
    expectFiles(after, readAfter, names);
    const changed = findChangedPrograms({ before: project, after, changed: names, readBefore: read, readAfter }, { programs: [...new Set([...programs.programs, ...listDoors(subject, changes)])], tests: programs.tests });
    if (changed.length === 0) return computed;
    for (const { entry, fact } of changed) putBack(subject, entry, fact, first, round >= rounds - 2);
  }
}

/** The full model of an importer is read first: the proof needs it, and the tree of the file is at hand then. */
function createImporterReader({ project, read, facades }: MigrateSubject, isIncluded: (name: string) => boolean): RedirectInput['readImporter'] {
  const importers = [...facades.keys()].flatMap((facade) => (project.graph.edgesTo.get(facade) ?? []).map(({ from }) => from));
  const rewritten = new Set(importers.filter((file) => isIncluded(relativePath(project.root, file))));
  read.expect?.(rewritten);
  return (file, isWanted) => {
    if (rewritten.has(file)) read(file);
    return readImporter(project, file, isWanted);
  };
}

/**
 * The file that brings a program to the facade keeps its import: all modules behind it run at that point, in their order, and who comes later finds them there.
 * Where that does not help, everything that the program loads keeps its imports.
 */
function putBack({ project, read, facades }: MigrateSubject, entry: FilePath, fact: string, first: Map<FilePath, string>, isLast: boolean): void {
  const because = `otherwise ${fact}`;
  for (const facade of facades.keys()) {
    const loader = isLast ? undefined : findFirstLoader({ project, read }, entry, facade, (file) => first.has(file));
    if (loader !== undefined) first.set(loader, because);
    if (!isLast) continue;
    const loaded = new Set<FilePath>([entry]);
    for (const file of loaded) for (const { to, record } of project.graph.edgesFrom.get(file) ?? []) if (record.kind !== 'type') loaded.add(to);
    for (const { from } of project.graph.edgesTo.get(facade) ?? []) if (loaded.has(from) && !first.has(from)) first.set(from, because);
  }
}

/** The facades, and changed files that pass on what a facade exports: whoever comes to one of them first must find what was there, in the same order, though no program does so today. */
function listDoors({ project, facades }: Pick<MigrateSubject, 'project' | 'facades'>, { changes }: ChangeSet): readonly FilePath[] {
  const isPassing = (file: FilePath): boolean => (project.graph.edgesFrom.get(file) ?? []).some(({ to, record }) => facades.has(to) && (record.form === 'export-from' || record.form === 'export-star'));
  return [...new Set([...facades.keys(), ...changes.map(({ file }) => file).filter(isPassing)])];
}

interface After extends Pick<CheckInput, 'typeCheck' | 'testCommand'> {
  readonly after: Project;
}

/** The facades and every program that loads a changed file keep their exports and what they run. */
export function proveMigration({ root, progress }: Workspace, { project, read, facades }: MigrateSubject, { changes, programs, after: computed, readAfter }: ComputedMigration, { after, typeCheck, testCommand }: After): Proof {
  progress('Proving that nothing changed');
  const name = (file: FilePath): string => relativePath(root, file);
  const changed = changes.changes.map(({ file }) => name(file));
  const doors = listDoors({ project, facades }, changes).map(name);
  return proveChange({ before: project, after, changed, entries: [...new Set([...doors, ...programs.programs.map(name)])], loaders: programs.tests.map(name), typed: doors, typeCheck, testCommand, read, readAfter: after === computed ? readAfter : createLaterReader(computed, readAfter, after) });
}
