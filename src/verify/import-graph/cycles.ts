import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { compareText } from '../../diagnostic/sort.js';
import { shortestCycle } from '../../graph/shortest-cycle.js';
import { stronglyConnectedComponents } from '../../graph/strongly-connected.js';
import type { FilePath } from '../../host/path.js';
import type { EdgeKind } from '../../model/import-record.js';
import { locateFile, type Side, type Sides } from '../side.js';

const evaluated: ReadonlySet<EdgeKind> = new Set(['value', 'reexport', 'side-effect', 'require']);

/** Components of the value graph with more than one member, or a file that imports itself; root-relative and sorted. */
function readComponents(side: Side, files: readonly FilePath[]): string[][] {
  const targets = (file: FilePath) => valueTargets(side, file);
  return stronglyConnectedComponents([...files], targets)
    .filter((members) => members.length > 1 || targets(members[0]!).includes(members[0]!))
    .map((members) => members.map(side.name).sort(compareText));
}

function valueTargets(side: Side, file: FilePath): FilePath[] {
  return (side.project.graph.edgesFrom.get(file) ?? []).filter(({ record }) => evaluated.has(record.kind)).map(({ to }) => to);
}

export function findNewCycles(sides: Sides): Diagnostic[] {
  const old = readComponents(sides.before, sides.before.project.graph.modules);
  return readComponents(sides.after, sides.after.project.graph.modules).flatMap((members) => {
    const ancestors = old.filter((component) => component.some((member) => members.includes(member)));
    const known = new Set(ancestors.flat());
    const gained = members.filter((member) => !known.has(member));
    if (gained.length === 0 && ancestors.length < 2) return [];
    if (ancestors.length === 0) return [newCycle(sides, members)];
    const merely = ancestors.length === 1 && gained.every((member) => sides.before.file(member) === undefined);
    const own = merely ? findOwnCycles(sides, members) : [];
    return own.length > 0 ? own : [grownCycle(sides, members, gained, merely)];
  });
}

/** A circle that needs no unchanged file is the doing of the change, even where another one passed through the old file. */
function findOwnCycles({ before, after }: Sides, members: readonly string[]): Diagnostic[] {
  const old = readComponents(before, before.changedFiles).map((component) => component.join('\n'));
  const inside = members.filter((member) => after.changed.has(member)).flatMap((member) => after.file(member) ?? []);
  return readComponents(after, inside)
    .filter((component) => !old.includes(component.join('\n')))
    .map((component) => newCycle({ before, after }, component));
}

function witness(side: Side, members: readonly string[]): string[] {
  const files = members.flatMap((member) => side.file(member) ?? []);
  const inside = new Set(files);
  const path = shortestCycle(files, (file) => valueTargets(side, file).filter((target) => inside.has(target)));
  return (path ?? files).map(side.name);
}

function newCycle({ after }: Sides, members: readonly string[]): Diagnostic {
  const path = witness(after, members);
  return diagnostic({
    id: 'new-cycle',
    message: members.length === 1 ? `${members[0]} imports itself` : `${members.length} files import each other in a circle, and did not before`,
    at: locateFile(after.file(path[0] ?? members[0]!)!),
    notes: [[...path, path[0]].join(' -> ')],
    help: 'Move what both sides need into a module that imports neither.',
    data: { members },
  });
}

/** New files of a component that existed already hold what was in that circle before, when it was one file. */
function grownCycle({ after }: Sides, members: readonly string[], gained: readonly string[], merely: boolean): Diagnostic {
  return diagnostic({
    id: merely ? 'spread-cycle' : 'grown-cycle',
    severity: merely ? 'info' : 'error',
    message: merely
      ? `an import cycle that existed before now passes through ${gained.join(', ')} as well`
      : gained.length > 0
        ? `an import cycle that existed before took in ${gained.join(', ')}`
        : 'import cycles that were apart before are one now',
    at: locateFile(after.file(gained[0] ?? members[0]!)!),
    notes: [witness(after, members).join(' -> ')],
    help: 'Cut the import that closes the circle.',
    data: { members, gained },
  });
}
