import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { ToolError } from '../../diagnostic/tool-error.js';
import { hashText } from '../../host/hash.js';
import { relativePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import { checkPlan } from './check-plan.js';
import { buildConstraintGraph, unitLabel, type ConstraintGraph } from './constraint-graph.js';
import { findRuleOfFolder, type FolderRule } from './folder-rules.js';
import { listNames, locate } from './messages.js';
import { nameParts } from './name-parts.js';
import { countTraffic, describeHeld, describePart } from './part-evidence.js';
import { orderParts } from './part-order.js';
import { partitionFile } from './partition-file.js';
import { describeGiant } from './giants.js';
import { refuseDominated, refuseSplit } from './refuse-split.js';
import { findTypeCycle } from './type-cycles.js';
import type { SplitOptions } from './split-options.js';
import type { SplitPart, SplitPlan } from './split-plan.js';

export type { SplitOptions };

export type SplitPlanning =
  | { readonly kind: 'planned'; readonly plan: SplitPlan; readonly notes: readonly Diagnostic[] }
  | { readonly kind: 'refused'; readonly diagnostics: readonly Diagnostic[] };

/**
 * Divides a module into parts whose constraint graph is acyclic and which stay under the cap wherever an atom allows it.
 * Refuses what cannot be split, with the reason. Throws ToolError only when its own result fails `checkPlan`.
 */
export function planSplit(model: ModuleModel, options: SplitOptions): SplitPlanning {
  const graph = buildConstraintGraph(model, options.hiddenNeeds);
  const refusals = refuseSplit(model, graph);
  if (refusals.length > 0) return { kind: 'refused', diagnostics: refusals };

  const rule = findRuleOfFolder(options.folderRules ?? [], options.directory);
  if (rule) return { kind: 'refused', diagnostics: [refuseRouted(model, options, rule)] };
  const dominant = refuseDominated(model, graph, options.maxLines);
  if (dominant) return { kind: 'refused', diagnostics: [dominant] };
  const { parts } = partitionFile(model, graph, options.maxLines);
  if (parts.length < 2) return { kind: 'refused', diagnostics: [oneModule(model, graph)] };
  const source = relativePath(options.root, model.source.path);
  const held = graph.units.filter((unit) => graph.held.has(graph.atomOfUnit[unit.index]!)).map((unit) => unit.index);
  const named = nameParts(model, graph, parts, options);
  const traffic = countTraffic(graph, parts.length, new Map(parts.flatMap((units, part) => units.map((unit) => [unit, part] as const))));
  const plan: SplitPlan = {
    version: 1,
    kind: 'split',
    source,
    fingerprint: hashText(model.source.text),
    facade: options.facade,
    maxLines: options.maxLines,
    parts: [
      ...parts.map((units, part) =>
        toPart(
          model,
          graph,
          units,
          `${relativePath(options.root, options.directory)}/${named[part]!.file}`.replace(/^\//, ''),
          describePart(graph, units, named[part]!, traffic[part]!),
        ),
      ),
      ...(held.length > 0 ? [toPart(model, graph, held, source, describeHeld(model, graph))] : []),
    ],
  };
  const problems = checkPlan(model, plan, options);
  if (problems.length > 0) {
    throw new ToolError(
      'the planner made an invalid plan',
      problems.map((problem) => problem.message).join('\n'),
      'Report this with the file that it was made for. Nothing was written.',
    );
  }
  const ordered = { ...plan, parts: orderParts(model, plan, options.hiddenNeeds).map((part) => plan.parts[part]!) };
  return { kind: 'planned', plan: ordered, notes: [...noteOversize(model, graph, options), ...findTypeCycle(model, graph, ordered)] };
}

/** A new module there would be a public route, a command or a suite without tests. */
function refuseRouted(model: ModuleModel, options: SplitOptions, rule: FolderRule): Diagnostic {
  const [directory, folder] = [relativePath(options.root, options.directory), relativePath(options.root, rule.folder)];
  return diagnostic({
    id: 'routed-folder',
    message: `${rule.because} below ${folder}, and the new modules would lie in ${directory}`,
    at: locate(model, 0),
    notes: ['each new module would be one more of them, although it is a piece of the old file'],
    help: `Name a folder outside of ${folder} with --dir, then split again`,
    data: { directory, folder },
  });
}

const reminderLength = 60;

/** One part of a plan, made of units. */
export function toPart(model: ModuleModel, graph: ConstraintGraph, units: readonly number[], file: string, because: string): SplitPart {
  const members = units.map((unit) => graph.units[unit]!);
  const names = members.flatMap((unit) => unit.names);
  const statements = members.flatMap((unit) =>
    unit.looseId === undefined ? [] : [`${unit.looseId} ${remind(model, unit.start)}`.trimEnd()],
  );
  return { file, declarations: names, ...(statements.length > 0 ? { statements } : {}), because };
}

/** The first line of a statement, white space collapsed: how a plan names what has no name. */
export function remind(model: ModuleModel, start: number): string {
  const line = model.source.text
    .slice(start, start + 4 * reminderLength)
    .split(/[\r\n\u2028\u2029]/)[0]!
    .replace(/\s+/g, ' ')
    .trim();
  return line.length <= reminderLength ? line : `${[...line].slice(0, reminderLength - 1).join('')}…`;
}

function noteOversize(model: ModuleModel, graph: ConstraintGraph, options: SplitOptions): Diagnostic[] {
  return graph.atoms.flatMap((atom) => {
    if (atom.lines <= options.maxLines || graph.held.has(atom.index)) return [];
    const label = unitLabel(graph.units[atom.units[0]!]!);
    const giant = describeGiant(model, graph, atom, options.maxLines);
    const names = listNames(atom.causedBy);
    const why = {
      declaration: `${label} is one declaration`,
      overloads: `${label} is one name with several declarations`,
      let: `${names} assign or hold the same binding ${atom.causedBy[0]}`,
      members: `${names} complete one declaration`,
      together: `${names} mean something else in two files`,
      private: `${atom.causedBy[0]} cannot be exported, and ${listNames(atom.causedBy.slice(1))} use it`,
      cycle: `${names} need each other's values in a cycle`,
    }[atom.cause];
    const help = {
      declaration: `Divide ${label} by hand into smaller functions or classes, then plan again`,
      overloads: `Divide ${label} by hand, then plan again`,
      let: `Keep the state in an object that the writers share instead of in ${atom.causedBy[0]}, then plan again`,
      members: `Shorten ${label} by hand, then plan again`,
      together: `Shorten ${label} by hand, then plan again`,
      private: `Write down the type of ${atom.causedBy[0]}, then plan again`,
      cycle: 'Cut the cycle, for example by passing one of the functions as a parameter, then plan again',
    }[atom.cause];
    return [
      diagnostic({
        id: 'irreducible-declaration',
        severity: 'warning',
        message: `${why}: ${atom.lines} lines must stay in one file, the cap is ${options.maxLines}`,
        at: locate(model, atom.start),
        notes: giant.notes,
        help,
        data: {
          lines: atom.lines,
          maxLines: options.maxLines,
          cause: atom.cause,
          members: giant.members,
          names: atom.units.flatMap((unit) => graph.units[unit]!.names),
        },
      }),
    ];
  });
}

function oneModule(model: ModuleModel, graph: ConstraintGraph): Diagnostic {
  return diagnostic({
    id: 'nothing-to-split',
    message: `${graph.units.length} statements belong together: no division of the file into two modules is natural`,
    at: locate(model, 0),
    help: 'Leave the file as it is, or write a plan by hand',
    data: { statements: graph.units.length, atoms: graph.atoms.length },
  });
}
