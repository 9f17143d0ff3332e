import { type Ledger } from './init-carry-over.js';
import { isRecord } from './init-values.js';
import type { StaticPath } from '../load/static-config.js';

export type RuleSeverity = 'error' | 'warning' | 'off';

export interface LineSettings {
  readonly severity: RuleSeverity;
  readonly threshold: number;
  readonly count: 'code' | 'physical';
  readonly path: StaticPath;
}

export interface CycleSettings {
  readonly rule: string;
  readonly severity: RuleSeverity;
  readonly path: StaticPath;
}

const severities: ReadonlyMap<unknown, RuleSeverity> = new Map<unknown, RuleSeverity>([
  ['error', 'error'],
  [2, 'error'],
  ['warn', 'warning'],
  [1, 'warning'],
  ['off', 'off'],
  [0, 'off'],
]);

/** The default of the rule. */
const defaultMax = 300;

/** `max-lines`: a severity, or a list of it and a number or options. Source: https://eslint.org/docs/latest/rules/max-lines */
export function readMaxLines(setting: unknown, former: LineSettings | undefined, path: StaticPath, ledger: Ledger): LineSettings | undefined {
  const list: readonly unknown[] = Array.isArray(setting) ? setting : [setting];
  const severity = severities.get(list[0]);
  if (severity === undefined) {
    ledger.leave('max-lines', path, 'it has no severity that ESLint knows');
    return undefined;
  }
  const option = list[1];
  if (option === undefined) return { severity, threshold: former?.threshold ?? defaultMax, count: former?.count ?? 'physical', path };
  const options = isRecord(option) ? option : { max: option };
  const max = options['max'] ?? defaultMax;
  if (typeof max !== 'number' || !Number.isSafeInteger(max) || max < 1) {
    ledger.leave('max-lines', path, 'its `max` is no whole number above 0');
    return undefined;
  }
  const [blank, comments] = [options['skipBlankLines'] === true, options['skipComments'] === true];
  if (blank !== comments) {
    ledger.leave(`max-lines: ${blank ? 'skipBlankLines' : 'skipComments'}`, path, 'decant counts code lines, which leave out both blank lines and comments, or all lines; it counts all');
  }
  return { severity, threshold: max, count: blank && comments ? 'code' : 'physical', path };
}

/** Source: https://github.com/import-js/eslint-plugin-import/blob/main/docs/rules/no-cycle.md */
export function readNoCycle(setting: unknown, rule: string, path: StaticPath, ledger: Ledger): CycleSettings | undefined {
  const list: readonly unknown[] = Array.isArray(setting) ? setting : [setting];
  const severity = severities.get(list[0]);
  if (severity === undefined) {
    ledger.leave(rule, path, 'it has no severity that ESLint knows');
    return undefined;
  }
  const reasons: Readonly<Record<string, string>> = {
    maxDepth: 'not needed: finding knots costs the same at any depth, so longer ones are reported as well',
    ignoreExternal: 'not needed: packages are never studied',
    allowUnsafeDynamicCyclicDependency: 'not needed: import() makes no knot',
    disableScc: 'not needed',
  };
  for (const option of Object.keys(isRecord(list[1]) ? list[1] : {})) ledger.leave(`${rule}: ${option}`, path, reasons[option] ?? 'it has no equal');
  return { rule, severity, path };
}
