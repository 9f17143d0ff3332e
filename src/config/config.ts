import { globLibrary } from '../host/globs.js';
import type { Config } from './config-schema.js';
import { fillConfig } from './fill-config.js';

export type { Config } from './config-schema.js';

export type SeveritySetting = Config['analyzers']['god-file']['severity'];

/** The configuration of a project that has no configuration file. */
export const defaultConfig: Config = buildDefaultConfig();

function buildDefaultConfig(): Config {
  const filled = fillConfig({});
  if (filled.kind === 'problem') throw new Error(`the schema allows no empty configuration: ${filled.fact}`);
  return filled.config;
}

type Matcher = (file: string) => boolean;
const matchers = new WeakMap<object, Matcher>();

/** Compiled once for each list of globs. */
function matcherOf(files: readonly string[]): Matcher {
  let matches = matchers.get(files);
  if (!matches) matchers.set(files, (matches = globLibrary()([...files], { dot: true })));
  return matches;
}

export interface GodFileSettings {
  readonly threshold: number;
  readonly severity: SeveritySetting;
  readonly count: 'code' | 'physical';
}

/** `relativeFile` is root-relative. For each key the last override that matches and has it wins. */
export function godFileSettingsFor(config: Config, relativeFile: string): GodFileSettings {
  const { threshold, severity, count, overrides } = config.analyzers['god-file'];
  const settings = { threshold, severity, count };
  for (const entry of overrides) {
    if (!matcherOf(entry.files)(relativeFile)) continue;
    settings.threshold = entry.threshold ?? settings.threshold;
    settings.severity = entry.severity ?? settings.severity;
    settings.count = entry.count ?? settings.count;
  }
  return settings;
}

/** Lines above which the file is a god file. */
export function thresholdFor(config: Config, relativeFile: string): number {
  return godFileSettingsFor(config, relativeFile).threshold;
}

export type DangerClass = keyof Config['analyzers']['import-cycle']['danger'];

/** Severity of a knot by its danger class; `members` are root-relative. */
export function cycleSeverityFor(config: Config, danger: DangerClass, members: readonly string[]): SeveritySetting {
  const { severity: one, danger: classes, overrides } = config.analyzers['import-cycle'];
  const own = overrides.findLast((entry) => entry.danger[danger] !== undefined && members.every(matcherOf(entry.files)))?.danger[danger];
  return own ?? one ?? classes[danger];
}
