import { nearestName } from '../diagnostic/nearest.js';
import { ToolError } from '../diagnostic/tool-error.js';
import type { FileSystem } from '../host/file-system.js';
import { joinPath, type FilePath } from '../host/path.js';
import { rememberPlaces } from './config-place.js';
import { printPlace, readConfigSource, readConfigText, type ConfigSource } from './config-source.js';
import { defaultConfig, type Config } from './config.js';
import { findExtendedFile } from './extended-files.js';
import { fillConfig, type ConfigProblem } from './fill-config.js';
import { mergeSources } from './merge-sources.js';

export const configFileName = 'decant.config.json';

/**
 * Reads `explicit`, or `decant.config.json` in the root when it is there, with all that it extends, or gives the defaults.
 * Throws ToolError (file, line and column, path of the key, nearest known name) on anything that the schema does not allow:
 * a misspelt key that is silently ignored would switch a gate off.
 */
export function loadConfig(fileSystem: FileSystem, root: FilePath, explicit?: FilePath): Config {
  const file = explicit ?? joinPath(root, configFileName);
  const text = readConfigText(fileSystem, file);
  if (text !== undefined) return parseConfig(fileSystem, file, text);
  if (explicit === undefined) return defaultConfig;
  throw new ToolError('configuration not found', `${file} does not exist`, 'Check the path given to --config.');
}

/** The configuration that `text` is, standing in `file`. Throws ToolError as `loadConfig` does. */
export function parseConfig(fileSystem: FileSystem, file: FilePath, text: string): Config {
  const source = readExtending(fileSystem, file, text, []);
  const { config } = requireValid(source);
  const problem = findLayerProblem(config);
  if (problem) throw invalid(source, problem);
  rememberPlaces(config, source.placeOf);
  return config;
}

/** `chain` are the files that led here, the one that started it first. */
function readExtending(fileSystem: FileSystem, file: FilePath, text: string, chain: readonly FilePath[]): ConfigSource {
  const source = readConfigSource(file, text);
  // Each file is judged alone first: what is wrong in a base and overwritten above it is still wrong.
  const extended = requireValid(source).config.extends ?? [];
  const isOne = typeof extended === 'string';
  const bases = (isOne ? [extended] : extended).map((specifier, index): ConfigSource => {
    const place = source.placeOf(isOne ? ['extends'] : ['extends', index]);
    const base = findExtendedFile(fileSystem, file, specifier, place);
    const files = [...chain, file];
    if (files.includes(base)) {
      const circle = [...files.slice(files.indexOf(base)), base].join(' extends ');
      throw new ToolError('configurations extend each other', `${printPlace(place)}: ${circle}`, 'Remove one of these `extends`.');
    }
    return readExtending(fileSystem, base, readConfigText(fileSystem, base) ?? '', files);
  });
  return [...bases, source].reduce(mergeSources);
}

function requireValid(source: ConfigSource): { readonly config: Config } {
  const filled = fillConfig(source.value);
  if (filled.kind === 'problem') throw invalid(source, filled);
  return filled;
}

function invalid(source: ConfigSource, { path, fact, help }: Omit<ConfigProblem, 'kind'>): ToolError {
  return new ToolError('configuration is not valid', `${printPlace(source.placeOf(path))}: ${fact}`, help);
}

function findLayerProblem(config: Config): Omit<ConfigProblem, 'kind'> | undefined {
  const { layers } = config.analyzers['layer-violation'];
  const names = layers.map((layer) => layer.name);
  for (const [index, layer] of layers.entries()) {
    const path = ['analyzers', 'layer-violation', 'layers', index];
    if (names.indexOf(layer.name) !== index) {
      return { path: [...path, 'name'], fact: `the layer "${layer.name}" is described twice`, help: 'Give each layer a name of its own.' };
    }
    if ((layer.mayImport === undefined) === (layer.mayNotImport === undefined)) {
      const fact = layer.mayImport ? 'has both mayImport and mayNotImport' : 'has neither mayImport nor mayNotImport';
      return { path, fact: `the layer "${layer.name}" ${fact}`, help: 'Write mayImport for all that it may import, or mayNotImport for what it may not.' };
    }
    for (const key of ['mayImport', 'mayNotImport'] as const) {
      for (const [position, target] of (layer[key] ?? []).entries()) {
        if (names.includes(target)) continue;
        const nearest = nearestName(target, names);
        return {
          path: [...path, key, position],
          fact: `the layer "${layer.name}" ${key === 'mayImport' ? 'may import' : 'may not import'} "${target}", which is no layer`,
          help: nearest ? `Did you mean "${nearest}"?` : `Use one of: ${names.join(', ')}.`,
        };
      }
    }
  }
  return undefined;
}
