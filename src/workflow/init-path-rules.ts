import picomatch from 'picomatch';
import { baseName } from '../host/path.js';
import { printList } from '../text/wording.js';
import { findExactGlobs, type Ledger } from './init-carry-over.js';
import { textsOf } from './init-values.js';
import type { ConfigInput } from '../config/config-schema.js';
import type { StaticPath } from '../load/static-config.js';

export type CruiserSeverity = 'error' | 'warning' | 'info' | 'off';

/** A forbidden rule whose conditions are about paths alone. */
export interface CruiserRule {
  readonly name: string;
  readonly at: StaticPath;
  readonly severity: CruiserSeverity;
  readonly from: Readonly<Record<string, unknown>>;
  readonly to: Readonly<Record<string, unknown>>;
  readonly comment?: string;
}

type LayerSettings = NonNullable<NonNullable<ConfigInput['analyzers']>['layer-violation']>;
type LayerInput = NonNullable<LayerSettings['layers']>[number];

/** The files that one side of a rule means. */
interface Area {
  readonly globs: readonly string[];
  /** What every path that a glob matches begins with. */
  readonly prefixes: readonly string[];
}

interface Prohibition {
  readonly rule: CruiserRule;
  readonly from: Area;
  /** `units`: the direct sub-folders of `from` may not import each other. */
  readonly to: Area | 'units';
}

const severities: readonly CruiserSeverity[] = ['info', 'warning', 'error'];

/**
 * Layers that forbid what the rules forbid, and nothing else. A rule is left where that cannot be: a file belongs to one layer only, and
 * files of no layer are free. The ledger is told of every rule.
 */
export function carryOverPathRules(rules: readonly CruiserRule[], sources: readonly string[], ledger: Ledger): LayerSettings | undefined {
  const taken: Prohibition[] = [];
  for (const rule of rules) {
    const read = readProhibition(rule, sources);
    const problem = typeof read === 'string' ? read : findOverlap(read, taken);
    if (typeof read === 'string' || problem !== undefined) ledger.leave(rule.name, rule.at, problem!);
    else taken.push(read);
  }
  if (taken.length === 0) return undefined;
  const severity = severities[Math.max(...taken.map(({ rule }) => severities.indexOf(rule.severity)))]!;
  const layers = buildLayers(taken);
  for (const { rule, from, to } of taken) {
    const layer = layers.get(keyOf(from))!.name;
    const what = to === 'units' || keyOf(to) === keyOf(from) ? `layer "${layer}", siblings ${to === 'units' ? 'apart' : 'false'}` : `layer "${layer}" may not import "${layers.get(keyOf(to))!.name}"`;
    ledger.carry(rule.name, rule.at, `${what}, ${severity}${rule.severity === severity ? '' : ' (all layers have one severity)'}`);
  }
  return { severity, layers: [...layers.values()] };
}

function readProhibition(rule: CruiserRule, sources: readonly string[]): Prohibition | string {
  const { from, to } = rule;
  const units = readUnits(from, to);
  if (units !== undefined) {
    const globs = [`${units}/*/**`];
    if (!hasFile(globs, sources)) return `no file matches ${globs[0]!} today, and a layer without files is an error`;
    return { rule, from: areaOf(globs), to: 'units' };
  }
  if (from['pathNot'] !== undefined || to['pathNot'] !== undefined) return 'an exception by pathNot has no equal in layers';
  const sides: Area[] = [];
  for (const [side, conditions] of [['from', from], ['to', to]] as const) {
    const paths = textsOf(conditions['path'] ?? []);
    if (!paths || paths.length === 0) return `${side} means every file, and files of no layer are free`;
    const expression = paths.join('|');
    const globs = findExactGlobs(expression, sources);
    if (!globs) return `no globs say the same as ${expression}`;
    if (!hasFile(globs, sources)) return `no file matches ${printList(globs)} today, and a layer without files is an error`;
    sides.push(areaOf(globs));
  }
  return { rule, from: sides[0]!, to: sides[1]! };
}

/**
 * The folder F of `from ^F/([^/]+)/`, `to ^F/[^/]+/` but not `^F/$1/`. Without the last slash the unit `cart` could import `cart-old`,
 * and files directly in F would be units.
 */
function readUnits(from: Readonly<Record<string, unknown>>, to: Readonly<Record<string, unknown>>): string | undefined {
  if (from['pathNot'] !== undefined) return undefined;
  const [own, other, except] = [from['path'], to['path'], to['pathNot']];
  if (typeof own !== 'string' || typeof other !== 'string' || typeof except !== 'string') return undefined;
  const end = '/(?:\\.[+*])?\\$?$';
  const folder = /^\^([\w./\\-]+?)\/\(\[\^\/\]\+\)/.exec(own)?.[1];
  if (folder === undefined || !new RegExp(end).test(own.slice(own.indexOf(')')))) return undefined;
  const rest = other.startsWith(`^${folder}/`) ? other.slice(folder.length + 2) : undefined;
  if (rest === undefined || !new RegExp(`^\\(?\\[\\^/\\]\\+\\)?${end}`).test(rest)) return undefined;
  if (!except.startsWith(`^${folder}/$1`) || !new RegExp(`^${end}`).test(except.slice(folder.length + 4))) return undefined;
  const literal = folder.replaceAll('\\', '');
  return /\./.test(folder.replaceAll('\\.', '')) ? undefined : literal;
}

function areaOf(globs: readonly string[]): Area {
  return { globs, prefixes: globs.map((glob) => glob.replace(/[*?[{(\\!+@].*$/, '')) };
}

function hasFile(globs: readonly string[], sources: readonly string[]): boolean {
  const matches = picomatch([...globs], { dot: true });
  return sources.some((file) => matches(file));
}

function keyOf(area: Area): string {
  return area.globs.join('\n');
}

/** Two areas of which one may hold a file of the other cannot both be layers. */
function findOverlap(candidate: Prohibition, taken: readonly Prohibition[]): string | undefined {
  const areasOf = ({ from, to }: Prohibition): readonly Area[] => (to === 'units' ? [from] : [from, to]);
  const known = taken.flatMap(areasOf);
  for (const [index, area] of areasOf(candidate).entries()) {
    for (const other of [...known, ...areasOf(candidate).slice(0, index)]) {
      if (keyOf(area) === keyOf(other)) continue;
      if (area.prefixes.some((a) => other.prefixes.some((b) => a.startsWith(b) || b.startsWith(a)))) {
        return `${printList(area.globs)} and ${printList(other.globs)} may share files, and a file belongs to one layer`;
      }
    }
  }
  return undefined;
}

function buildLayers(taken: readonly Prohibition[]): ReadonlyMap<string, LayerInput & { readonly name: string }> {
  const areas = new Map<string, Area>();
  for (const { from, to } of taken) for (const area of to === 'units' ? [from] : [from, to]) areas.set(keyOf(area), area);
  const names = new Map<string, string>();
  for (const [key, { prefixes }] of areas) {
    const [folder = ''] = prefixes.map((prefix) => prefix.replace(/\/$/, ''));
    const isTaken = (name: string) => [...names.values()].includes(name);
    names.set(key, [baseName(folder), folder, key.replaceAll('\n', ' ')].find((name) => name !== '' && !isTaken(name))!);
  }
  return new Map(
    [...areas].map(([key, area]) => {
      const own = taken.filter(({ from }) => keyOf(from) === key);
      const forbidden = own.flatMap(({ to }) => (to === 'units' || keyOf(to) === key ? [] : [names.get(keyOf(to))!]));
      const isAlone = own.some(({ to }) => to !== 'units' && keyOf(to) === key);
      const because = [...new Set(own.map(({ rule }) => rule.comment ?? rule.name))].join('; ');
      const siblings = isAlone ? { siblings: false } : own.some(({ to }) => to === 'units') ? { siblings: 'apart' as const } : {};
      return [key, { name: names.get(key)!, files: [...area.globs], mayNotImport: [...new Set(forbidden)], ...siblings, ...(own.length > 0 ? { because } : {}) }];
    }),
  );
}
