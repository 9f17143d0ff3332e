import { baseName, relativePath, type FilePath } from '../host/path.js';
import { readStaticConfig, type KnownCalls, type StaticPath } from '../load/static-config.js';
import { createLedger, type CarryInput, type CarryOver, type Ledger } from './init-carry-over.js';
import { isRecord, textsOf } from './init-values.js';
import { readMaxLines, readNoCycle, type CycleSettings, type LineSettings } from './init-eslint-rules.js';
import { translateFlatIgnore, translateGitIgnore, translateOverridePattern } from './init-ignore-globs.js';

/** Functions of ESLint and typescript-eslint that return their arguments in another shape. */
const shapers: KnownCalls = {
  defineConfig: (args) => args,
  'tseslint.config': (args) => args,
  globalIgnores: ([ignores]) => ({ ignores }),
};

/** One object of a configuration, in the order in which they apply; the last word wins. */
interface Block {
  readonly value: Readonly<Record<string, unknown>>;
  readonly path: StaticPath;
  /** Globs of the files that it is about; undefined for all. */
  readonly files?: readonly string[];
}

interface Collected {
  readonly exclude: string[];
  lines: LineSettings | undefined;
  overrides: (LineSettings & { readonly files: readonly string[] })[];
  cycles: CycleSettings | undefined;
}

/** `eslint.config.*`, `.eslintrc*` and the key `eslintConfig` of package.json. Sources: eslint 9, docs of `max-lines`; eslint-plugin-import 2.32, docs of `no-cycle`. */
export function carryOverEslint(input: CarryInput, file: FilePath): CarryOver {
  const name = relativePath(input.root, file);
  const nothing = (line: number | null, reason: string): CarryOver => ({ config: {}, carried: [], left: [{ setting: name, file, line, reason }] });
  if (/\.ya?ml$/.test(name)) return nothing(null, 'YAML is not read; write the settings to the configuration');
  const source = readStaticConfig(input.fileSystem, file, shapers);
  if (source?.kind !== 'value') return nothing(source?.line ?? null, source?.reason ?? 'it is not there');
  const ledger = createLedger(file, source);
  const collected: Collected = { exclude: [], lines: undefined, overrides: [], cycles: undefined };
  const isFlat = baseName(file).startsWith('eslint.config.');
  const above: StaticPath = name === 'package.json' ? ['eslintConfig'] : [];
  const value = above.reduce<unknown>((outer, key) => (isRecord(outer) ? outer[key] : undefined), source.value);
  const blocks = isFlat ? flatBlocks(value, [], ledger, collected) : legacyBlocks(value, above, ledger, collected);
  for (const block of blocks) readRules(block, ledger, collected);
  reportResult(collected, ledger);
  return { config: buildConfig(collected), carried: ledger.carried, left: ledger.left };
}

/** https://eslint.org/docs/latest/use/configure/configuration-files: an object with `ignores` and nothing else is about all rules. */
function flatBlocks(value: unknown, path: StaticPath, ledger: Ledger, collected: Collected): readonly Block[] {
  if (Array.isArray(value)) return (value as readonly unknown[]).flatMap((item, index) => flatBlocks(item, [...path, index], ledger, collected));
  if (value === undefined) ledger.leaveGaps(path);
  if (!isRecord(value)) return [];
  if (value['extends'] !== undefined) ledger.leave('extends', [...path, 'extends'], 'what it says is not read');
  const others = Object.keys(value).filter((key) => key !== 'ignores' && key !== 'name');
  if (value['ignores'] !== undefined && others.length === 0) {
    readIgnores(value['ignores'], [...path, 'ignores'], 'ignores', translateFlatIgnore, ledger, collected);
    return [];
  }
  if (value['files'] === undefined && value['ignores'] === undefined) return [{ value, path }];
  const files = textsOf(value['files']);
  const isSimple = files !== undefined && files.every((glob) => !glob.startsWith('!')) && value['ignores'] === undefined;
  if (isSimple) return [{ value, path, files }];
  return leaveRules(value, path, value['ignores'] === undefined ? 'its `files` are no plain list of globs' : 'its `ignores` have no equal in overrides', ledger);
}

/** https://eslint.org/docs/v8.x/use/configure/: a base, then `overrides` in order. */
function legacyBlocks(value: unknown, path: StaticPath, ledger: Ledger, collected: Collected): readonly Block[] {
  if (!isRecord(value)) {
    ledger.leaveGaps(path);
    return [];
  }
  ledger.leaveGaps([...path, 'overrides'], undefined, 'at');
  if (value['extends'] !== undefined) ledger.leave('extends', [...path, 'extends'], 'what it says is not read');
  if (value['ignorePatterns'] !== undefined) readIgnores(value['ignorePatterns'], [...path, 'ignorePatterns'], 'ignorePatterns', translateGitIgnore, ledger, collected);
  const overrides: readonly unknown[] = Array.isArray(value['overrides']) ? value['overrides'] : [];
  return [
    { value, path },
    ...overrides.flatMap((entry, index): readonly Block[] => {
      const at = [...path, 'overrides', index];
      if (!isRecord(entry)) return [];
      const files = textsOf(entry['files'])?.map(translateOverridePattern);
      if (files && entry['excludedFiles'] === undefined) return [{ value: entry, path: at, files }];
      return leaveRules(entry, at, files ? '`excludedFiles` have no equal in overrides' : 'its `files` are no list of globs', ledger);
    }),
  ];
}

function readIgnores(value: unknown, path: StaticPath, setting: string, translate: (pattern: string) => readonly string[] | undefined, ledger: Ledger, collected: Collected): void {
  ledger.leaveGaps(path);
  const patterns: readonly unknown[] = Array.isArray(value) ? value : [value];
  const added: string[] = [];
  // A pattern that takes files back speaks of all before it: without it they would exclude too much.
  const restores = patterns.some((pattern) => typeof pattern === 'string' && pattern.startsWith('!'));
  for (const [index, pattern] of patterns.entries()) {
    if (typeof pattern !== 'string') continue;
    const globs = restores ? undefined : translate(pattern);
    if (globs) added.push(...globs);
    else ledger.leave(`${setting} ${pattern}`, [...path, index], restores ? 'a pattern with ! takes files back, which `exclude` cannot' : 'no glob says the same');
  }
  const fresh = added.filter((glob) => !collected.exclude.includes(glob));
  collected.exclude.push(...fresh);
  if (fresh.length > 0) ledger.carry(setting, path, `exclude ${fresh.join(', ')}`);
}

const lineRule = 'max-lines';
const cycleRules = ['import/no-cycle', 'import-x/no-cycle', 'i/no-cycle'];

function leaveRules(value: Readonly<Record<string, unknown>>, path: StaticPath, reason: string, ledger: Ledger): readonly Block[] {
  const rules = isRecord(value['rules']) ? value['rules'] : {};
  for (const rule of [lineRule, ...cycleRules]) if (Object.hasOwn(rules, rule)) ledger.leave(rule, [...path, 'rules', rule], reason);
  return [];
}

function readRules({ value, path, files }: Block, ledger: Ledger, collected: Collected): void {
  const at = [...path, 'rules'];
  const { rules } = value;
  // What is spread into the object or its rules may hold any rule.
  ledger.leaveGaps(path, undefined, 'at');
  ledger.leaveGaps(at, undefined, 'at');
  if (!isRecord(rules)) return;
  for (const [rule, setting] of Object.entries(rules)) {
    const isCycle = cycleRules.includes(rule);
    if (rule !== lineRule && !isCycle) continue;
    const place = [...at, rule];
    if (ledger.leaveGaps(place, rule)) continue;
    if (isCycle) {
      if (files) ledger.leave(rule, place, 'it is about some files only, and a knot belongs to all its files; use overrides of import-cycle');
      else collected.cycles = readNoCycle(setting, rule, place, ledger) ?? collected.cycles;
      continue;
    }
    // ESLint keeps the options of an earlier object when a later one has a severity alone.
    const former = files ? (collected.overrides.findLast((entry) => entry.files.join() === files.join()) ?? collected.lines) : collected.lines;
    const read = readMaxLines(setting, former, place, ledger);
    if (!read) continue;
    if (files) collected.overrides.push({ ...read, files });
    else {
      collected.lines = read;
      // It is about all files and later than they.
      collected.overrides = [];
    }
  }
}

function reportResult({ lines, overrides, cycles }: Collected, ledger: Ledger): void {
  const print = ({ threshold, count, severity }: LineSettings) => (severity === 'off' ? 'off' : `${severity} above ${threshold} ${count} lines`);
  if (lines) ledger.carry(lineRule, lines.path, `analyzers.god-file ${print(lines)}`);
  for (const entry of overrides) ledger.carry(lineRule, entry.path, `analyzers.god-file ${print(entry)} for ${entry.files.join(', ')}`);
  if (cycles) ledger.carry(cycles.rule, cycles.path, `analyzers.import-cycle ${cycles.severity}, knots of type imports off`);
}

function buildConfig({ exclude, lines, overrides, cycles }: Collected): CarryOver['config'] {
  const settingsOf = ({ severity, threshold, count }: LineSettings) => (severity === 'off' ? { severity } : { severity, threshold, count });
  const godFile = {
    ...(lines ? settingsOf(lines) : {}),
    ...(overrides.length > 0 ? { overrides: overrides.map((entry) => ({ files: [...entry.files], ...settingsOf(entry) })) } : {}),
  };
  const analyzers = {
    ...(Object.keys(godFile).length > 0 ? { 'god-file': godFile } : {}),
    ...(cycles ? { 'import-cycle': { danger: { crash: cycles.severity, fragile: cycles.severity, deferred: cycles.severity, 'type-only': 'off' as const } } } : {}),
  };
  return { ...(exclude.length > 0 ? { exclude } : {}), ...(Object.keys(analyzers).length > 0 ? { analyzers } : {}) };
}
