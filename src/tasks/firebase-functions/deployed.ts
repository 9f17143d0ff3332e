import { compareText } from '../../diagnostic/sort.js';
import type { FilePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import type { StaticValue } from '../../model/static-value.js';
import { sliceSpan } from '../../text/span.js';
import type { EvaluationScope } from '../evaluate.js';
import { findOrigin, listExports, type Origin } from '../named-origin.js';
import { findMainSource, nearestPackage } from '../nearest-package.js';
import { propertyOf } from '../static-text.js';
import type { TaskFileSearch } from '../task-extractor.js';

const v2 = [
  'https', 'pubsub', 'storage', 'tasks', 'alerts', 'alerts/appDistribution', 'alerts/billing', 'alerts/crashlytics', 'alerts/performance', 'eventarc', 'identity', 'database',
  'scheduler', 'remoteConfig', 'testLab', 'firestore', 'dataconnect', 'ai',
];
const v1 = ['analytics', 'auth', 'database', 'firestore', 'https', 'pubsub', 'remoteConfig', 'storage', 'tasks', 'testLab'];

export const packages: readonly string[] = [
  'firebase-functions', 'firebase-functions/v1', 'firebase-functions/v2',
  ...v2.flatMap((name) => [`firebase-functions/${name}`, `firebase-functions/v2/${name}`]),
  ...v1.map((name) => `firebase-functions/v1/${name}`),
];

/** One call that makes a function, and the export that it is deployed under. */
export interface DeployedFunction {
  /** Where the call stands. */
  readonly model: ModuleModel;
  readonly value: Extract<StaticValue, { kind: 'call' }>;
  /** `email-send` for an export within a group. */
  readonly id: string;
  /** Top-level name that holds it, with the keys below it. */
  readonly holder: readonly string[];
  /** False where no package.json says what is deployed: the exports of the file itself were taken. */
  readonly isDeployed: boolean;
  /** Last part of the callee first: `['onRun', 'timeZone()', 'schedule()', 'pubsub', 'firebase-functions/v1']`; none for a call of the project's own. */
  readonly path: readonly string[];
}

const known = new WeakMap<Project, readonly DeployedFunction[]>();
const depthLimit = 16;

/** Every function that some entry of the project deploys, as `loadStack` of the package walks its exports. */
export function findDeployed(search: TaskFileSearch): readonly DeployedFunction[] {
  const remembered = known.get(search.project);
  if (remembered) return remembered;
  const importers = [...search.project.scanned]
    .filter(([, { imports }]) => imports.some(({ specifier, kind }) => kind !== 'type' && packages.includes(specifier)))
    .map(([file]) => file)
    .sort(compareText);
  const entries = new Map<FilePath, boolean>();
  for (const file of importers) {
    const own = nearestPackage(search, file);
    const main = own && findMainSource(search.project, own);
    if (main) entries.set(main, true);
    else if (!entries.has(file)) entries.set(file, false);
  }
  const found = [...entries].flatMap(([entry, isDeployed]) => walkModule({ scope: search, isDeployed }, search.read(entry), [], 0));
  known.set(search.project, found);
  return found;
}

interface Walk {
  readonly scope: EvaluationScope;
  readonly isDeployed: boolean;
}

function walkModule(walk: Walk, model: ModuleModel, prefix: readonly string[], depth: number): readonly DeployedFunction[] {
  if (depth > depthLimit) return [];
  if (model.format === 'commonjs') return walkCommonJs(walk, model, prefix, depth);
  return listExports(walk.scope, model.source.path).flatMap(({ exported, origin }) => walkOrigin(walk, origin, [...prefix, exported], depth + 1));
}

function walkCommonJs(walk: Walk, model: ModuleModel, prefix: readonly string[], depth: number): readonly DeployedFunction[] {
  const whole = model.constants.get('module.exports');
  const own = [...model.constants].filter(([name]) => name.startsWith('exports.'));
  return [
    ...(whole ? walkValue(walk, model, whole, prefix, ['module.exports'], depth + 1) : []),
    ...own.flatMap(([name, value]) => walkValue(walk, model, value, [...prefix, name.slice('exports.'.length)], [name.slice('exports.'.length)], depth + 1)),
  ];
}

function walkOrigin(walk: Walk, origin: Origin, id: readonly string[], depth: number): readonly DeployedFunction[] {
  if (origin.kind === 'package') return [];
  if (origin.kind === 'module') return walkModule(walk, origin.model, id, depth);
  let value = origin.model.constants.get(origin.name);
  for (const key of origin.rest) value = propertyOf(value, key);
  const holder = [origin.name, ...origin.rest];
  if (value && value.kind !== 'dynamic') return walkValue(walk, origin.model, value, id, holder, depth);
  return walkStatement(walk, origin.model, origin.name, id, holder, depth);
}

/** `export let send = onCall(...)` and `export const send = isLive ? onCall(...) : undefined`: the value is not known, the call that makes it is. */
function walkStatement(walk: Walk, model: ModuleModel, name: string, id: readonly string[], holder: readonly string[], depth: number): readonly DeployedFunction[] {
  // A function that makes one when it is called deploys nothing.
  if (model.functions.some((site) => site.name === name) || model.classes.some((site) => site.name === name)) return [];
  for (const { kind, within, assignedTo, callee, args, span } of [...model.chains, ...model.calls]) {
    if (kind !== 'call' || (within !== name && assignedTo !== name)) continue;
    const text = sliceSpan(model.source.text, span).replace(/\s+/g, ' ');
    const found = walkCall(walk, model, { kind: 'call', callee, args, text }, id, holder, depth + 1);
    if (found.length > 0) return found;
  }
  return [];
}

function walkValue(walk: Walk, model: ModuleModel, value: StaticValue, id: readonly string[], holder: readonly string[], depth: number): readonly DeployedFunction[] {
  if (depth > depthLimit) return [];
  switch (value.kind) {
    case 'reference': {
      const origin = findOrigin(walk.scope, model, value.path);
      return origin ? walkOrigin(walk, origin, id, depth + 1) : [];
    }
    case 'object':
      return [
        ...value.spreads.flatMap((spread) => walkValue(walk, model, spread, id, holder, depth + 1)),
        ...value.entries.flatMap((entry) => walkValue(walk, model, entry.value, [...id, entry.key], [...holder, entry.key], depth + 1)),
      ];
    case 'call':
      return walkCall(walk, model, value, id, holder, depth);
    default:
      return [];
  }
}

/** A call of the project's own makes a function when the file that it comes from takes something from the package, or when it is handed one. */
function walkCall(walk: Walk, model: ModuleModel, value: Extract<StaticValue, { kind: 'call' }>, id: readonly string[], holder: readonly string[], depth: number): readonly DeployedFunction[] {
  const { callee, args } = value;
  const [target] = args;
  if (callee.join('.') === 'require' && target?.kind === 'literal') {
    const resolution = walk.scope.project.resolve(model.source.path, String(target.value));
    return resolution.kind === 'file' ? walkModule(walk, walk.scope.read(resolution.path), id, depth + 1) : [];
  }
  const origin = findOrigin(walk.scope, model, callee);
  const own = { model, value, id: id.join('-'), holder, isDeployed: walk.isDeployed };
  if (origin?.kind === 'package') {
    const path = [origin.specifier, ...(origin.name === '*' ? [] : [origin.name]), ...origin.rest].reverse();
    return packages.includes(origin.specifier) && makesFunction(path) ? [{ ...own, path }] : [];
  }
  if (origin?.kind !== 'declared') return [];
  const inner = args.find((argument) => argument.kind === 'call' && walkCall(walk, model, argument, id, holder, depth + 1).length > 0);
  if (inner?.kind === 'call') return walkCall(walk, model, inner, id, holder, depth + 1);
  return origin.model.imports.some(({ specifier, kind }) => kind !== 'type' && packages.includes(specifier)) ? [{ ...own, path: [] }] : [];
}

/** `defineSecret()` and `onInit()` are of the package too and deploy nothing. */
function makesFunction([last]: readonly string[]): boolean {
  return last !== undefined && /^(?:on|before)[A-Z]/.test(last) && last !== 'onInit';
}
