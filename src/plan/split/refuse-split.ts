import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { baseName } from '../../host/path.js';
import type { ModuleModel, Pin } from '../../model/module-model.js';
import { sliceSpan } from '../../text/span.js';
import { printQuantity } from '../../text/wording.js';
import { describeGiant } from './giants.js';
import { listNames, locate } from './messages.js';
import { unitLabel, type ConstraintGraph } from './constraint-graph.js';

/** Why this file cannot be split at all; empty when it can. */
export function refuseSplit(model: ModuleModel, graph: ConstraintGraph): Diagnostic[] {
  const file = baseName(model.source.path);
  if (model.problems.length > 0) {
    return model.problems.map((problem) =>
      diagnostic({
        id: 'syntax-error',
        message: `${file} does not parse: ${problem.message}`,
        at: locate(model, problem.span.start),
        help: 'Correct the syntax first',
      }),
    );
  }
  const unsound = [...refuseUnsound(model), ...refuseDeferred(model)];
  if (unsound.length > 0) return unsound;
  if (graph.units.length < 2) return [nothingToSplit(model, graph)];
  if (model.format === 'commonjs') {
    const found = refuseCommonJs(model);
    if (found) return [found];
  }
  const pins = model.statements.flatMap((statement) => statement.pins);
  const blocking = pins.find((pin) => pin.kind === 'eval' || pin.kind === 'with' || pin.kind === 'merged-import');
  if (blocking) return [refusePin(model, blocking)];
  if (model.format === 'script') {
    return [
      diagnostic({
        id: 'not-a-module',
        message: `${file} has no import or export: its declarations are visible to every script of the program`,
        at: locate(model, 0),
        help: 'Turn the file into a module with an export first',
      }),
    ];
  }
  return graph.atoms.length - graph.held.size < 2 ? [nothingToSplit(model, graph)] : [];
}

/**
 * `import defer * as menu from './menu.js'` runs its module when a member of `menu` is first looked at, and at once what waits at top level below it. A
 * facade that loads it in order would run it early, and when another module looks first nobody can say.
 */
function refuseDeferred(model: ModuleModel): Diagnostic[] {
  const deferred = model.statements.find(({ kind, span }) => kind === 'import' && phase.test(model.source.text.slice(span.start, span.end).replaceAll(comment, ' ')));
  if (deferred === undefined) return [];
  const { specifier } = deferred.imports[0]!;
  return [
    diagnostic({
      id: 'deferred-import',
      message: `Line ${locate(model, deferred.span.start).line} imports ${specifier} without running it yet`,
      at: locate(model, deferred.span.start),
      help: `Import ${specifier} without a phase, or with \`import()\` where it is needed, then split again`,
      data: { specifier },
    }),
  ];
}

const comment = /\/\*[^]*?\*\/|\/\/.*/g;
/** `import defer from './a'` is a default import of that name. */
const phase = /^import\s+(?:defer\s*\*|(?:defer|source)\s+(?!from\s*["'])[\p{ID_Start}$_])/u;

/**
 * What every parser takes and no module system runs: `export { cart }` without any `cart`, and `stock = 2` for an import. What becomes of it in other
 * files nobody can say.
 */
function refuseUnsound(model: ModuleModel): Diagnostic[] {
  if (model.format !== 'esm') return [];
  const file = baseName(model.source.path);
  const imported = new Set(model.imports.flatMap(({ form, names }) => (form === 'import' || form === 'import-equals' ? names.map(({ local }) => local) : [])));
  const declared = new Set(model.statements.flatMap(({ declares }) => declares));
  const isListed = (statement: number): boolean => model.statements[statement]!.kind === 'export-list';
  const missing = model.exports.filter(({ local, statement }) => local !== undefined && isListed(statement) && !declared.has(local) && !imported.has(local));
  // No text of a file can hold half of a surrogate pair.
  const unwritable = model.exports.filter(({ exported }) => /\p{Cs}/u.test(exported));
  const writes = model.statements.flatMap((statement) => statement.writes.filter(({ name }) => imported.has(name) && !declared.has(name)));
  return [
    ...refuseTwoDefaults(model),
    ...missing.map(({ local, statement }) =>
      diagnostic({
        id: 'syntax-error',
        message: `${file} exports ${local}, which it neither declares nor imports`,
        at: locate(model, model.statements[statement]!.span.start),
        help: `Declare ${local}, or take it out of the exports`,
      })),
    ...unwritable.map(({ statement }) =>
      diagnostic({
        id: 'syntax-error',
        message: `${file} exports a name that is no well-formed Unicode text`,
        at: locate(model, model.statements[statement]!.span.start),
        help: 'Give it another name',
      })),
    ...writes.map(({ name, span }) =>
      diagnostic({
        id: 'syntax-error',
        message: `${file} assigns to ${name}, which it imports: an import cannot be assigned`,
        at: locate(model, span.start),
        help: `Copy ${name} into a variable of the file first`,
      })),
  ];
}

/**
 * `export default interface Loaf` and `export default class Bread`: one export with two meanings, each under a name of its own. Their names lead to one
 * symbol for the compiler, so that nobody can tell which of them a statement speaks of, and a facade can take the export from one module only.
 */
function refuseTwoDefaults(model: ModuleModel): Diagnostic[] {
  const defaults = model.statements.flatMap((statement) => statement.exportedAs.filter(({ exported }) => exported === 'default').map(({ local }) => ({ local, statement })));
  const second = defaults.find(({ local }) => local !== defaults[0]!.local);
  if (second === undefined) return [];
  const first = locate(model, defaults[0]!.statement.span.start);
  return [
    diagnostic({
      id: 'two-default-exports',
      message: `${baseName(model.source.path)} exports ${second.local} as default, and ${defaults[0]!.local} as well`,
      at: locate(model, second.statement.span.start),
      related: [first],
      notes: [`line ${first.line} has the first of them`],
      help: 'Give both one name, or export one of them under its name',
    }),
  ];
}

/** What stands around a giant must be worth a module of its own: the size below which parts are absorbed by others. */
const worthMoving = 40;

/** `class Player` of 2,900 lines and a constant beside it: moving the constant would leave the giant as it is. */
export function refuseDominated(model: ModuleModel, graph: ConstraintGraph, maxLines: number): Diagnostic | undefined {
  const largest = graph.atoms.reduce((best, atom) => (atom.lines > best.lines ? atom : best));
  const stays = graph.held.has(largest.index);
  // Beside a giant that is pinned, only what is not pinned with it can move at all.
  const around = graph.atoms.filter((atom) => atom !== largest && !(stays && graph.held.has(atom.index))).reduce((sum, atom) => sum + atom.lines, 0);
  if (largest.lines <= maxLines || around >= worthMoving) return undefined;
  const first = graph.units[largest.units[0]!]!;
  const label = first.looseId === undefined ? unitLabel(first) : 'it';
  const giant = describeGiant(model, graph, largest, maxLines);
  const what = largest.units.length > 1 && largest.cause !== 'overloads'
    ? `${listNames(largest.causedBy)} belong together: a knot`
    : first.looseId === undefined ? `${label} is one declaration` : `Line ${locate(model, first.start).line} begins one statement`;
  return diagnostic({
    id: 'nothing-to-split',
    message: `${what} of ${printQuantity(largest.lines, 'line')}, and only ${printQuantity(around, 'line')} ${stays ? 'could move away from it' : 'stand around it'}`,
    at: locate(model, largest.start),
    notes: giant.notes,
    help: `Divide ${label} by hand into smaller functions or classes, then split again`,
    data: { lines: largest.lines, around, cause: largest.cause, members: giant.members },
  });
}

function refusePin(model: ModuleModel, pin: Pin): Diagnostic {
  if (pin.kind === 'merged-import') {
    return diagnostic({
      id: 'merged-import',
      message: `Line ${locate(model, pin.span.start).line} ${pin.because}`,
      at: locate(model, pin.span.start),
      help: 'Rename the import or the declaration first',
    });
  }
  return diagnostic({
    id: 'eval',
    message: `The file ${pin.because}, so code in a string may read any name of it`,
    at: locate(model, pin.span.start),
    help: 'Remove the evaluated code first',
    data: { pin: pin.kind },
  });
}

/** What is in the way decides what to do: a file with `if (done) return;` has its exports in order. */
function adviceFor({ because }: Pin): string {
  if (because.startsWith('returns ')) return 'Turn the condition around and put what follows into a function that runs under it';
  if (because.startsWith('asks ')) return 'Remove the question where the file runs as CommonJS only';
  if (because.startsWith('declares ')) return 'Rename the declaration first';
  if (because.startsWith('is what a compiler writes')) return 'Split the source of the file instead';
  if (because.startsWith('begins a file that ')) return 'Export the names that are read there, and require the file in the usual way';
  return 'Assign the exports in statements of their own at the end of the file first';
}

/** CommonJS modules whose exports, or whose running at all, hang on more than the statements that assign them. */
function refuseCommonJs(model: ModuleModel): Diagnostic | undefined {
  const file = baseName(model.source.path);
  const pin = model.statements.flatMap((statement) => statement.pins).find(({ kind }) => kind === 'undividable');
  if (pin) {
    return diagnostic({
      id: 'commonjs',
      message: `Line ${locate(model, pin.span.start).line} of ${file} ${pin.because}`,
      at: locate(model, pin.span.start),
      notes: ['`' + sliceSpan(model.source.text, pin.span).split(/[\r\n]/)[0]! + '` ties the whole file together'],
      help: adviceFor(pin),
    });
  }
  if (model.dialect === 'js' || model.dialect === 'jsx') return undefined;
  return diagnostic({
    id: 'commonjs',
    message: `${file} has no import or export, only \`require\` and \`module.exports\`: to TypeScript its declarations are global`,
    at: locate(model, model.statements[0]?.span.start ?? 0),
    help: 'Convert the file to import and export first',
  });
}

function nothingToSplit(model: ModuleModel, graph: ConstraintGraph): Diagnostic {
  const free = graph.atoms.filter((atom) => !graph.held.has(atom.index));
  const count = graph.units.length;
  const only = free[0];
  const message =
    count === 0
      ? model.exports.some((entry) => entry.from !== undefined)
        ? 'The file only re-exports: it is a facade already'
        : 'The file holds no declaration and no statement that could move'
      : count === 1
        ? graph.units[0]!.looseId === undefined ? `The file holds one declaration, ${unitLabel(graph.units[0]!)}` : 'The file holds one statement'
        : only === undefined
          ? `All ${count} statements stay with something that cannot leave the file`
          : only.cause === 'cycle'
            ? `${listNames(only.causedBy)} need each other's values in a cycle, and nothing else could move`
            : `Only ${unitLabel(graph.units[only.units[0]!]!)} could move`;
  const notes = model.statements.flatMap((statement) =>
    statement.pins.map((pin) => `line ${locate(model, pin.span.start).line} ${pin.because}, so it stays with everything that needs it`),
  );
  return diagnostic({
    id: 'nothing-to-split',
    message,
    at: locate(model, graph.units[0]?.start ?? 0),
    notes,
    help:
      notes.length > 0 ? 'Move what the pinned statements need into functions with parameters, then plan again' : 'Leave the file as it is',
    data: { statements: count, free: free.length },
  });
}
