import { relativePath, type FilePath } from '../host/path.js';
import { readStaticConfig, type StaticPath } from '../load/static-config.js';
import { printList } from '../text/wording.js';
import { createLedger, findExactGlobs, type CarryInput, type CarryOver, type Ledger } from './init-carry-over.js';
import { isRecord, textsOf } from './init-values.js';
import { readKnownViolations } from './init-known-violations.js';
import { carryOverPathRules, type CruiserRule, type CruiserSeverity } from './init-path-rules.js';
import type { ConfigInput } from '../config/config-schema.js';

type Analyzers = NonNullable<ConfigInput['analyzers']>;

interface CruiserOptions {
  /** Imports that the compiler erases are part of the graph. */
  readonly seesTypes: boolean;
}

/** `.dependency-cruiser.*` and its known violations. Source: dependency-cruiser 17, types/rule-set.d.mts and types/restrictions.d.mts. */
export function carryOverDependencyCruiser(input: CarryInput, file: FilePath): CarryOver {
  const source = readStaticConfig(input.fileSystem, file);
  const name = relativePath(input.root, file);
  if (source?.kind !== 'value') {
    return { config: {}, carried: [], left: [{ setting: name, file, line: source?.line ?? null, reason: source?.reason ?? 'it is not there' }] };
  }
  const ledger = createLedger(file, source);
  ledger.leaveGaps([]);
  const { value } = source;
  if (!isRecord(value)) {
    if (ledger.left.length === 0) ledger.leave(name, [], 'it is no object');
    return { config: {}, carried: ledger.carried, left: ledger.left };
  }
  if (value['extends'] !== undefined) {
    ledger.leave('extends', ['extends'], `what ${printList(textsOf(value['extends']) ?? [])} says is not read; move the rules here, or write them to the configuration`);
  }
  const options = isRecord(value['options']) ? value['options'] : {};
  const filters = readFilters(input, options, ledger);
  const { rules, analyzers } = readForbidden(value['forbidden'], ledger, { seesTypes: options['tsPreCompilationDeps'] !== undefined && options['tsPreCompilationDeps'] !== false });
  for (const key of ['allowed', 'required'] as const) {
    const list: readonly unknown[] = Array.isArray(value[key]) ? value[key] : [];
    const reason = key === 'allowed' ? 'it speaks of every dependency, those on packages too; layers with mayImport come nearest' : 'decant has no rule for what must be imported';
    for (const [index, rule] of list.entries()) ledger.leave(`${key} ${nameOf(rule, index)}`, [key, index], reason);
  }
  const layers = carryOverPathRules(rules, input.sources, ledger);
  const all: Analyzers = { ...analyzers, ...(layers ? { 'layer-violation': layers } : {}) };
  const known = analyzers['import-cycle'] ? readKnownViolations(input, ledger) : undefined;
  return {
    config: { ...filters, ...(Object.keys(all).length > 0 ? { analyzers: all } : {}) },
    carried: ledger.carried,
    left: ledger.left,
    ...(known ? { known } : {}),
  };
}

function readFilters({ sources }: CarryInput, options: Readonly<Record<string, unknown>>, ledger: Ledger): { include?: string[]; exclude?: string[] } {
  const filters: { include?: string[]; exclude?: string[] } = {};
  for (const [option, key] of [['includeOnly', 'include'], ['exclude', 'exclude'], ['doNotFollow', undefined]] as const) {
    const value = options[option];
    if (value === undefined) continue;
    const at = ['options', option];
    const setting = `options.${option}`;
    if (isRecord(value) && Object.keys(value).some((name) => !['path', 'dependencyTypes'].includes(name))) {
      ledger.leave(setting, at, `${Object.keys(value).filter((name) => name !== 'path').join(', ')} has no equal`);
      continue;
    }
    const paths = textsOf(isRecord(value) ? (value['path'] ?? []) : value);
    if (!paths) continue;
    const expression = paths.join('|');
    if (expression === '' || paths.every(meansPackages)) {
      ledger.leave(setting, at, 'not needed: packages are never studied');
      continue;
    }
    if (key === undefined) {
      ledger.leave(setting, at, 'decant reads the imports of every file that it studies; add globs to `exclude` to leave files out');
      continue;
    }
    const globs = findExactGlobs(expression, sources);
    if (!globs) ledger.leave(`${setting} ${expression}`, at, `no globs say the same; add globs to \`${key}\``);
    else {
      ledger.carry(setting, at, `${key} ${printList(globs, 20)}`);
      filters[key] = [...(filters[key] ?? []), ...globs];
    }
  }
  const unneeded: Readonly<Record<string, string>> = { tsConfig: 'not needed: decant finds every tsconfig by itself', webpackConfig: 'decant runs no configuration code; what tsconfig paths and package.json imports say is followed' };
  for (const [option, reason] of Object.entries(unneeded)) if (options[option] !== undefined) ledger.leave(`options.${option}`, ['options', option], reason);
  return filters;
}

function readForbidden(value: unknown, ledger: Ledger, options: CruiserOptions): { readonly rules: readonly CruiserRule[]; readonly analyzers: Analyzers } {
  const rules: CruiserRule[] = [];
  const analyzers: Analyzers = {};
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const [index, rule] of list.entries()) {
    const at = ['forbidden', index];
    const name = nameOf(rule, index);
    if (!isRecord(rule)) continue;
    if (ledger.hasGap(at)) {
      ledger.leave(name, at, 'a part of it is not literal');
      continue;
    }
    const severity = severityOf(rule['severity']);
    const from = isRecord(rule['from']) ? rule['from'] : {};
    const to = isRecord(rule['to']) ? rule['to'] : {};
    if (to['circular'] === true) {
      const problem = analyzers['import-cycle'] ? 'another rule for cycles was taken' : findCircularProblem(rule, from, to);
      if (problem !== undefined) ledger.leave(name, at, problem);
      else analyzers['import-cycle'] = { danger: readCircular(name, at, to, severity, ledger, options) };
    } else if (to['couldNotResolve'] === true && Object.keys(from).length === 0 && Object.keys(to).length === 1) {
      analyzers['unresolved-import'] = { severity };
      ledger.carry(name, at, `analyzers.unresolved-import ${severity}`);
    } else if (severity === 'off') {
      ledger.leave(name, at, 'it is switched off');
    } else {
      const odd = [...Object.keys(rule).filter((key) => !['name', 'severity', 'comment', 'from', 'to'].includes(key)), ...[from, to].flatMap((side) => Object.keys(side).filter((key) => !['path', 'pathNot'].includes(key)))];
      const comment = typeof rule['comment'] === 'string' ? rule['comment'] : undefined;
      if (odd.length > 0) ledger.leave(name, at, `decant has no rule by ${printList([...new Set(odd)])}`);
      else rules.push({ name, at, severity, from, to, ...(comment === undefined ? {} : { comment }) });
    }
  }
  return { rules, analyzers };
}

function findCircularProblem(rule: Readonly<Record<string, unknown>>, from: Readonly<Record<string, unknown>>, to: Readonly<Record<string, unknown>>): string | undefined {
  if (rule['scope'] === 'folder') return 'knots of folders are not looked for';
  if (!isEverywhere(from)) return 'a knot belongs to all its files; use overrides of import-cycle for knots below some folders';
  const odd = Object.keys(to).filter((key) => !['circular', 'viaOnly', 'dependencyTypesNot'].includes(key));
  if (odd.length > 0) return `decant has no condition by ${printList(odd)}; use overrides of import-cycle, or ignore`;
  const via = to['viaOnly'];
  return via !== undefined && !(isRecord(via) && Object.keys(via).every((key) => key === 'dependencyTypesNot')) ? 'decant has no condition by viaOnly but for type-only' : undefined;
}

/** `from: { pathNot: '^node_modules' }` says what decant does anyway. */
function isEverywhere(from: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(from).every(([key, value]) => key === 'pathNot' && textsOf(value)?.every(meansPackages) === true);
}

/** `node_modules`, `^node_modules/.*`, `(^|/)node_modules(/|$)` and their like, which match no file that is studied. */
function meansPackages(expression: string): boolean {
  return /^\^?\(?(?:\^\|\/\)?)?node_modules(?:\/|\(\/\|\$\)|\)|\$)*(?:\.[*+])?\$?$/.test(expression);
}

/** A cycle that one erased import closes does not exist at run time, and dependency-cruiser sees it only when told so. */
function readCircular(name: string, at: StaticPath, to: Readonly<Record<string, unknown>>, severity: CruiserSeverity, ledger: Ledger, { seesTypes }: CruiserOptions) {
  const excused = [to['dependencyTypesNot'], isRecord(to['viaOnly']) ? to['viaOnly']['dependencyTypesNot'] : undefined].flatMap((types) => textsOf(types ?? []) ?? []);
  const others = excused.filter((type) => type !== 'type-only' && type !== 'type-import');
  if (others.length > 0) ledger.leave(`${name}: ${printList(others)}`, at, 'only type imports can be set apart from others');
  const types = seesTypes && excused.length === others.length ? severity : 'off';
  ledger.carry(name, at, `analyzers.import-cycle ${severity}, knots of type imports ${types}`);
  return { crash: severity, fragile: severity, deferred: severity, 'type-only': types } as const;
}

function severityOf(value: unknown): CruiserSeverity {
  if (value === 'error' || value === 'info') return value;
  return value === 'ignore' ? 'off' : 'warning';
}

function nameOf(rule: unknown, index: number): string {
  return isRecord(rule) && typeof rule['name'] === 'string' ? rule['name'] : `rule ${index + 1}`;
}
