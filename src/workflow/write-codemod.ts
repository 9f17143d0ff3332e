import { buildTable } from '../codemod/migration-transform/build-table.js';
import { renderFixture, renderTransformTest } from '../codemod/migration-transform/fixture-texts.js';
import { renderTransform } from '../codemod/migration-transform/render-transform.js';
import { chooseSpecifier } from '../codemod/migration-transform/template/paths.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { baseName, directoryOf, joinPath, relativePath, type FilePath } from '../host/path.js';
import { reportDiagnostics } from '../report/report-diagnostic.js';
import { quoteWord } from '../text/shell-word.js';
import { readFacades } from './compute-migrate.js';
import { createDoorReader, createEffectReader } from './migrate-effects.js';
import { findNearestPackage } from './nearest-package.js';
import { readSource } from './read-source.js';
import { requireInside } from './safe-target.js';
import type { Table } from '../codemod/migration-transform/template/table.js';
import type { CodemodReport } from '../report/schema.js';
import type { Workspace } from './workspace.js';

export interface CodemodRequest {
  /** The old module. */
  readonly facade: FilePath;
  /** Where the transform goes; ends in `.cjs`. */
  readonly output: FilePath;
  /** Of decant, for the head of the file. */
  readonly version: string;
}

const madeHere = 'Made by decant ';

/**
 * Writes a transform for jscodeshift that does in other repositories what `migrate` does here, and a fixture and a test beside it. No importer is touched. Throws
 * ToolError for bad input, and rather than overwrite a file that is not its own.
 */
export function writeCodemod(workspace: Workspace, { facade, output, version }: CodemodRequest): CodemodReport {
  const { root, fileSystem } = workspace;
  const shown = relativePath(root, output);
  if (!output.endsWith('.cjs')) throw new ToolError('not a name for a transform', `${shown} does not end in .cjs`, 'Name a file such as migrations/3.0.0.cjs: it is CommonJS in every package.');
  const { project, read, problems } = readSource(workspace, facade);
  const empty: CodemodReport = { version: 1, command: 'codemod', facade: relativePath(root, facade), specifiers: [], modules: [], moved: [], stay: [], open: null, written: [], refused: [], next: null };
  if (problems.length > 0) return { ...empty, refused: reportDiagnostics(root, problems) };
  const homes = readFacades(workspace, project, read, [facade]).facades.get(facade)!;
  const owner = findNearestPackage(workspace, facade);
  const { lostEffect, isOrdered, isHidden } = createEffectReader(project, read);
  // Its author says that loading any file of it does nothing: every bundler takes that word too.
  const isPure = owner?.content.sideEffects === false || (Array.isArray(owner?.content.sideEffects) && owner.content.sideEffects.length === 0);
  const closedDoor = createDoorReader(project, read, facade, !isPure && isOrdered(facade));
  const table = buildTable({ project, read, homes, owner: owner && { folder: owner.folder, manifest: owner.content }, lostEffect: (home) => (isPure ? undefined : lostEffect(facade, home)) ?? closedDoor(home), isHidden: (exported, home, declared) => isHidden(facade, exported, home, declared) });
  const moved = Object.entries(table.names).filter(([, { from }]) => from !== undefined);
  if (moved.length === 0) throw new ToolError('not a facade', `${empty.facade} declares every name that it exports`, `Split it first: decant split ${quoteWord(empty.facade)}`);

  const name = baseName(output).slice(0, -'.cjs'.length);
  const folder = directoryOf(output);
  const fixture = joinPath(folder, '__testfixtures__', `${name}.input.ts`);
  const { input, output: expected } = renderFixtureFor(table, relativePath(root, fixture));
  const files: readonly (readonly [FilePath, string])[] = [
    [output, renderTransform(table, shown, version)],
    [fixture, input],
    [joinPath(folder, '__testfixtures__', `${name}.output.ts`), expected],
    [joinPath(folder, `${name}.test.cjs`), renderTransformTest(name, relativePath(folder, root) || '.')],
  ];
  for (const [file] of files) requireInside(fileSystem, root, file);
  // The others belong to the transform; without it they are somebody else's.
  const before = fileSystem.readText(output);
  const foreign = before !== undefined && before.includes(madeHere) ? undefined : files.find(([file]) => fileSystem.entryKind(file) !== undefined);
  if (foreign) throw new ToolError('there is a file already', `${relativePath(root, foreign[0])} was not made by decant`, 'Choose another name, or remove it.');
  const encoder = new TextEncoder();
  for (const [file, text] of files) fileSystem.writeBytes(file, encoder.encode(text));
  return {
    ...empty,
    specifiers: [...table.old.specifiers],
    modules: Object.entries(table.modules).map(([file, { specifiers, unrun }]) => ({ file, specifiers: [...specifiers], unrun: unrun ?? null })),
    moved: moved.map(([exported]) => exported),
    stay: Object.entries(table.names).flatMap(([exported, { from, stays }]) => (from === undefined ? [{ name: exported, because: stays ?? 'is declared there' }] : [])),
    open: table.open ?? null,
    written: files.map(([file]) => relativePath(root, file)),
    next: `decant run-codemod ${quoteWord(shown)} <paths...>`,
  };
}

/** The fixture names the old module as a package does, or by its path where no package can. */
function renderFixtureFor(table: Table, fixture: string) {
  const surroundings = { table, from: fixture, aliases: [] };
  const old = table.old.specifiers[0] ?? pathTo(fixture, table.old.file);
  return renderFixture(table, old, (file) => {
    const chosen = chooseSpecifier(surroundings, old, file);
    return 'specifier' in chosen ? chosen.specifier : undefined;
  });
}

function pathTo(from: string, file: string): string {
  const up = from.split('/').slice(0, -1).map(() => '..').join('/');
  return `${up}/${file.replace(/\.[cm]?[jt]sx?$/, '')}`;
}
