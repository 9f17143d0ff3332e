import { deprecateFacade } from '../codemod/deprecate-facade/deprecate-facade.js';
import { printDay } from '../host/clock.js';
import { createLaterReader, readText } from '../load/module-reader.js';
import { sourceFromText } from '../load/read-source.js';
import { relink } from '../load/relink.js';
import { findNearestPackage } from './nearest-package.js';
import type { ModuleReader } from '../load/module-reader.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { ComputedSplit } from './compute-split.js';
import type { Workspace } from './workspace.js';

export interface ShimInput {
  readonly project: Project;
  readonly read: ModuleReader;
  readonly facade: FilePath;
  readonly stage: Parameters<typeof deprecateFacade>[0]['stage'];
  readonly after?: string;
}

/** What `decant deprecate` makes of a facade. */
export function shimFacade(workspace: Workspace, { project, read, facade, stage, after }: ShimInput): ReturnType<typeof deprecateFacade> {
  const name = findNearestPackage(workspace, facade)?.content.name;
  const { bom } = project.files.get(facade)!;
  return deprecateFacade({
    project,
    read,
    readText: (text) => readText(project, sourceFromText(facade, text, bom)),
    facade,
    stage,
    today: printDay(workspace.machine.now()),
    ...(after === undefined ? {} : { after }),
    ...(typeof name === 'string' ? { packageName: name } : {}),
  });
}

/** The split with a facade that is deprecated from its first day: the one that `decant deprecate --stage jsdoc` would make of it. */
export function withShim(workspace: Workspace, subject: { readonly project: Project; readonly read: ModuleReader }, source: FilePath, computed: ComputedSplit): ComputedSplit {
  if (computed.kind === 'refused') return computed;
  const { after, changes } = computed;
  const shim = shimFacade(workspace, { project: after, read: createLaterReader(subject.project, subject.read, after), facade: source, stage: 'jsdoc' });
  if (shim.kind === 'refused') return { ...computed, notes: [...computed.notes, ...shim.diagnostics.map((found) => ({ ...found, severity: 'warning' as const }))] };
  if (shim.kind === 'unchanged') return computed;
  const [marked] = shim.changes.changes;
  return {
    ...computed,
    changes: { ...changes, changes: changes.changes.map((change) => (change.file === source && change.kind !== 'delete' && marked?.kind === 'modify' ? { ...change, text: marked.text } : change)) },
    after: relink(after, shim.changes),
    notes: [...computed.notes, ...shim.notes],
  };
}
