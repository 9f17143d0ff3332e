import { extensionOf, joinPath, relativePath, type FilePath } from '../host/path.js';
import { readStaticConfig } from '../load/static-config.js';
import { printList } from '../text/wording.js';
import { buildRegex, createLedger, findExactGlobs, type CarriedSetting, type CarryInput, type CarryOver, type LeftSetting, type Ledger } from './init-carry-over.js';
import { isRecord, textsOf } from './init-values.js';
import type { StaticPath } from '../load/static-config.js';

interface Settings {
  readonly value: Readonly<Record<string, unknown>>;
  readonly ledger: Ledger;
  /** Keys of the file above the settings. */
  readonly above: StaticPath;
}

const notNeeded: Readonly<Record<string, string>> = {
  tsConfig: 'not needed: decant finds every tsconfig by itself',
  baseDir: 'not needed: decant studies the whole root',
  includeNpm: 'packages are no files of the project, so decant has no node for them',
  webpackConfig: 'decant runs no configuration code; what tsconfig paths and package.json imports say is followed',
  requireConfig: 'AMD modules are not read',
};

/** `.madgerc`, and the key `madge` of package.json, which wins. Source: madge 8, bin/cli.js and lib/tree.js. */
export function carryOverMadge(input: CarryInput): CarryOver {
  const carried: CarriedSetting[] = [];
  const left: LeftSetting[] = [];
  const files: Settings[] = [];
  for (const [name, above] of [['.madgerc', []], ['package.json', ['madge']]] as const) {
    const file = joinPath(input.root, name);
    const source = readStaticConfig(input.fileSystem, file);
    if (source?.kind === 'unreadable') {
      // rc reads INI as well.
      left.push({ setting: name, file, line: source.line, reason: `it is not JSON: ${source.reason}` });
    }
    if (source?.kind !== 'value') continue;
    const value = above.reduce<unknown>((outer, key) => (isRecord(outer) ? outer[key] : undefined), source.value);
    if (isRecord(value)) files.push({ value, ledger: createLedger(file, source), above });
  }
  const winners = new Map<string, Settings>();
  for (const settings of files) for (const key of Object.keys(settings.value)) winners.set(key, settings);
  const baseDirectory = winners.get('baseDir')?.value['baseDir'];
  const exclude: string[] = [];
  const include: string[] = [];
  let skipsTypes = false;

  for (const [key, { value, ledger, above }] of winners) {
    const path = [...above, key];
    if (key === 'excludeRegExp') exclude.push(...readExcluded(input, value[key], typeof baseDirectory === 'string' ? baseDirectory : undefined, ledger, path));
    else if (key === 'fileExtensions') include.push(...readExtensions(input, value[key], ledger, path));
    else if (key === 'detectiveOptions') skipsTypes = readDetectives(value[key], ledger, path);
    else ledger.leave(key, path, notNeeded[key] ?? 'it says how madge prints or draws');
  }
  for (const { ledger } of files) {
    carried.push(...ledger.carried);
    left.push(...ledger.left);
  }
  return {
    config: {
      ...(include.length > 0 ? { include } : {}),
      ...(exclude.length > 0 ? { exclude } : {}),
      ...(skipsTypes ? { analyzers: { 'import-cycle': { danger: { 'type-only': 'off' } } } } : {}),
    },
    carried,
    left,
  };
}

function readExcluded({ root, sources }: CarryInput, value: unknown, baseDirectory: string | undefined, ledger: Ledger, path: StaticPath): readonly string[] {
  const expressions = textsOf(value);
  if (!expressions) {
    ledger.leave('excludeRegExp', path, 'it is no list of texts');
    return [];
  }
  const base: FilePath = joinPath(root, baseDirectory ?? '.');
  const prefix = relativePath(root, base);
  return expressions.flatMap((expression, index) => {
    const at = [...path, index];
    const setting = `excludeRegExp ${expression}`;
    if (!buildRegex(expression)) {
      ledger.leave(setting, at, 'it is no regular expression');
      return [];
    }
    if (baseDirectory === undefined && expression.includes('^')) {
      ledger.leave(setting, at, 'it is relative to the folder that madge is started with, which is not written down; add globs to `exclude`');
      return [];
    }
    const globs = prefix.startsWith('..') ? undefined : findExactGlobs(expression, sources, (file) => relativePath(base, joinPath(root, file)), prefix);
    if (globs) ledger.carry(setting, at, `exclude ${printList(globs, 20)}`);
    else ledger.leave(setting, at, 'no globs say the same; add globs to `exclude`');
    return globs ?? [];
  });
}

/** madge takes the last part of a name, so that `ts` means `.d.ts` too. */
function readExtensions({ sources }: CarryInput, value: unknown, ledger: Ledger, path: StaticPath): readonly string[] {
  const wanted = textsOf(value)?.map((extension) => extension.replace(/^\./, ''));
  if (!wanted || wanted.some((extension) => !/^\w+$/.test(extension))) {
    ledger.leave('fileExtensions', path, 'it is no list of extensions');
    return [];
  }
  const present = new Set(sources.map((file) => extensionOf(file).split('.').at(-1)!));
  if ([...present].every((extension) => wanted.includes(extension))) {
    ledger.leave('fileExtensions', path, 'not needed: every source file has one of them');
    return [];
  }
  const glob = wanted.length === 1 ? `**/*.${wanted[0]}` : `**/*.{${wanted.join(',')}}`;
  ledger.carry('fileExtensions', path, `include ${glob}`);
  return [glob];
}

const typedDetectives = ['ts', 'tsx'];

/** Whether type imports are left out. */
function readDetectives(value: unknown, ledger: Ledger, path: StaticPath): boolean {
  if (!isRecord(value)) return false;
  let skipsTypes = false;
  const skips = (kind: string): boolean => isRecord(value[kind]) && value[kind]['skipTypeImports'] === true;
  for (const [kind, options] of Object.entries(value)) {
    if (!isRecord(options)) continue;
    for (const [option, setting] of Object.entries(options)) {
      const at = [...path, kind, option];
      const name = `detectiveOptions.${kind}.${option}`;
      if (option === 'skipTypeImports' && typedDetectives.includes(kind)) {
        const other = typedDetectives.find((candidate) => candidate !== kind)!;
        if (setting !== true) ledger.leave(name, at, 'not needed: knots of type imports alone are reported apart, as info');
        else if (isRecord(value[other]) && !skips(other)) ledger.leave(name, at, `${other} does not skip type imports, and decant treats both alike`);
        else {
          skipsTypes = true;
          ledger.carry(name, at, 'analyzers.import-cycle.danger.type-only off');
        }
      } else if (option === 'skipAsyncImports') {
        ledger.leave(name, at, setting === true ? 'not needed: import() makes no knot' : 'import() makes no knot in decant');
      } else ledger.leave(name, at, 'not needed: every kind of import is read');
    }
  }
  return skipsTypes;
}
