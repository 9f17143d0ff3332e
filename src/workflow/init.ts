import { configFileName, parseConfig } from '../config/load-config.js';
import { readJson } from '../config/json-source.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { buildBaseline, renderBaseline } from '../gate/baseline-file.js';
import { judge } from '../gate/judge.js';
import { joinPath, relativePath } from '../host/path.js';
import { listSourceFiles } from '../load/static-config.js';
import { printQuantity } from '../text/wording.js';
import { carryOverDependencyCruiser } from './init-dependency-cruiser.js';
import { carryOverEslint } from './init-eslint.js';
import { applyEslintPlugin } from './init-eslint-plugin.js';
import { readProjectFacts } from './init-facts.js';
import { holdKnownCycles, knownViolationsName } from './init-known-violations.js';
import { carryOverMadge } from './init-madge.js';
import { findSources } from './init-sources.js';
import { analyze, loadInspected } from './inspect.js';
import { requireInside } from './safe-target.js';
import type { ConfigInput } from '../config/config-schema.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { InitReport } from '../report/schema.js';
import type { CarryInput, CarryOver, LeftSetting } from './init-carry-over.js';
import type { FoundSource, InitSource } from './init-sources.js';
import type { Workspace } from './workspace.js';

export interface InitOptions {
  /** The tool whose settings to take over. Default: the one that is configured in the root, when it is the only one. */
  readonly from?: InitSource;
  /** Overwrites a configuration and a baseline that are there. */
  readonly force?: boolean;
  /** Adds the plugin to the configuration of ESLint. A configuration of decant that is there already is then left as it is. */
  readonly eslint?: boolean;
}

/** In the package as it is installed, for editors. */
const installedSchema = 'node_modules/decant/schema/decant.config.schema.json';

/**
 * Writes a configuration and the first baseline, so that the next `decant check` passes. Nothing of the project is run: other tools'
 * configurations are read as text. Throws ToolError when one is there already and `eslint` was not asked for, when the tool of `from` is not configured, and when
 * there is no source file.
 */
export function init(workspace: Workspace, { from, force = false, eslint = false }: InitOptions = {}): InitReport {
  const { fileSystem, root } = workspace;
  const configFile = joinPath(root, configFileName);
  const manifest = readManifest(workspace);
  if (eslint && !force && from === undefined && fileSystem.entryKind(configFile) !== undefined) return addPluginOnly(workspace, manifest);
  if (!force) requireAbsent(workspace, configFile);
  const sources = findSources(fileSystem, root, manifest);
  const source = chooseSource(sources, from);
  workspace.progress('Looking at the project');
  const facts = readProjectFacts(fileSystem, root, manifest);
  const carryInput: CarryInput = { fileSystem, root, sources: listSourceFiles(fileSystem, root).map((file) => relativePath(root, file)) };
  const carryOver: CarryOver = source ? carryOvers[source.from](carryInput, source.file) : { config: {}, carried: [], left: [] };

  const input: ConfigInput = {
    ...(fileSystem.entryKind(joinPath(root, installedSchema)) === 'file' ? { $schema: `./${installedSchema}` } : {}),
    ...carryOver.config,
    ...facts.commands,
  };
  const text = `${JSON.stringify(input, null, 2)}\n`;
  const config = parseConfig(fileSystem, configFile, text);
  const baselineFile = joinPath(root, config.baseline);
  if (!force) requireAbsent(workspace, baselineFile);
  for (const file of [baselineFile, configFile]) requireWritable(workspace, file);

  const studied: Workspace = { ...workspace, config };
  const project = loadInspected(studied, { paths: [] });
  const found = analyze(studied, project, {});
  const known = carryOver.known && holdKnownCycles(project, found, carryOver.known);
  const baseline = buildBaseline(root, known?.held ?? found);
  // The configuration last: until it is there, a run that was killed can simply be made again.
  write(workspace, baselineFile, renderBaseline(baseline));
  write(workspace, configFile, text);
  const plugin = eslint ? applyEslintPlugin(workspace, manifest) : null;

  const judged = judge({ root, found, states: [{ kind: 'baseline', baseline }], placeOf: () => undefined });
  const isHeld = (id: string) => (each: Diagnostic) => each.id === id && each.standing === 'known' && each.ratchet !== undefined;
  return {
    version: 1,
    command: 'init',
    from: source?.from ?? null,
    offered: sources.filter((other) => other !== source).map((other) => ({ from: other.from, file: relativePath(root, other.file) })),
    written: [configFileName, config.baseline, ...listWritten(plugin)],
    config: input as Record<string, unknown>,
    found: facts.found.map((fact) => ({ ...fact })),
    carried: carryOver.carried.map((setting) => ({ ...setting, file: relativePath(root, setting.file) })),
    notCarried: [...carryOver.left, ...describeGone(known?.gone ?? 0, root)].map((setting) => ({ ...setting, file: relativePath(root, setting.file) })),
    held: {
      entries: baseline.entries.length,
      godFiles: judged.filter(isHeld('god-file')).length,
      components: judged.filter(isHeld('import-cycle')).length,
      layerViolations: judged.filter(isHeld('layer-violation')).length,
    },
    open: judged.filter((each) => each.severity === 'error' && each.standing !== 'known').length,
    eslint: plugin,
    next: 'decant check',
  };
}

function addPluginOnly(workspace: Workspace, manifest: unknown): InitReport {
  const plugin = applyEslintPlugin(workspace, manifest);
  return {
    version: 1, command: 'init', from: null, offered: [], written: listWritten(plugin), config: {}, found: [], carried: [], notCarried: [],
    held: { entries: 0, godFiles: 0, components: 0, layerViolations: 0 }, open: 0, eslint: plugin, next: 'decant check',
  };
}

function listWritten(plugin: InitReport['eslint']): string[] {
  return plugin?.state === 'added' ? [plugin.file!] : [];
}

const carryOvers: Readonly<Record<InitSource, (input: CarryInput, file: FilePath) => CarryOver>> = {
  'dependency-cruiser': carryOverDependencyCruiser,
  eslint: carryOverEslint,
  madge: carryOverMadge,
};

function chooseSource(sources: readonly FoundSource[], from: InitSource | undefined): FoundSource | undefined {
  if (from === undefined) return sources.length === 1 ? sources[0] : undefined;
  const source = sources.find((candidate) => candidate.from === from);
  if (source) return source;
  const others = sources.map((candidate) => `--from ${candidate.from}`);
  throw new ToolError(`no configuration of ${from}`, 'the root has none', others.length > 0 ? `Use ${others.join(' or ')}, or leave out --from.` : 'Leave out --from, or choose another root with --root.');
}

/** A package.json that cannot be read says nothing; the package manager will complain of it. */
function readManifest({ fileSystem, root }: Workspace): unknown {
  const bytes = fileSystem.readBytes(joinPath(root, 'package.json'));
  const json = bytes && readJson(new TextDecoder().decode(bytes));
  return json?.kind === 'value' ? json.value : undefined;
}

function requireAbsent({ fileSystem, root }: Workspace, file: FilePath): void {
  if (fileSystem.entryKind(file) === undefined) return;
  throw new ToolError('there is one already', `${relativePath(root, file)} exists in ${root}`, 'Edit it, or overwrite it with --force.');
}

function requireWritable({ fileSystem, root }: Workspace, file: FilePath): void {
  requireInside(fileSystem, root, file);
  if (fileSystem.isWritable(file)) return;
  throw new ToolError('cannot write', `${relativePath(root, file)} is read-only`, 'Make the file and its folder writable.');
}

function write({ fileSystem }: Workspace, file: FilePath, text: string): void {
  fileSystem.writeBytes(file, new TextEncoder().encode(text));
}

function describeGone(gone: number, root: FilePath): readonly LeftSetting[] {
  if (gone === 0) return [];
  return [{ setting: printQuantity(gone, 'import of known cycles', 'imports of known cycles'), file: joinPath(root, knownViolationsName), line: null, reason: 'not in the tree any more' }];
}
