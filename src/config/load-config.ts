import type { z } from 'zod';
import { nearestName } from '../diagnostic/nearest.js';
import { ToolError } from '../diagnostic/tool-error.js';
import type { FileSystem } from '../host/file-system.js';
import { joinPath, type FilePath } from '../host/path.js';
import { buildLineStarts, lineColumnAt } from '../text/line-index.js';
import { configJsonSchema, configSchema, defaultConfig, type Config } from './config.js';
import { readJson, type JsonPath } from './json-source.js';

export const configFileName = 'decant.config.json';

/**
 * Reads `explicit`, or `decant.config.json` in the root when it is there, or gives the defaults.
 * Throws ToolError (file, line and column, path of the key, nearest known name) on anything that the schema does not allow:
 * a misspelt key that is silently ignored would switch a gate off.
 */
export function loadConfig(fileSystem: FileSystem, root: FilePath, explicit?: FilePath): Config {
  const file = explicit ?? joinPath(root, configFileName);
  const kind = fileSystem.entryKind(file);
  if (kind === undefined) {
    if (explicit === undefined) return defaultConfig;
    throw new ToolError('configuration not found', `${file} does not exist`, 'Check the path given to --config.');
  }
  const bytes = kind === 'file' ? fileSystem.readBytes(file) : undefined;
  if (bytes === undefined) throw new ToolError('configuration is not a file', file, `Give the path of a ${configFileName} file.`);
  return parseConfig(file, decodeText(file, bytes));
}

function decodeText(file: FilePath, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new ToolError('configuration is not text', `${file} is not valid UTF-8`, 'Save the file as UTF-8.');
  }
}

function parseConfig(file: FilePath, text: string): Config {
  const lineStarts = buildLineStarts(text);
  const place = (offset: number): string => {
    const { line, column } = lineColumnAt(lineStarts, offset);
    return `${file}:${line}:${column}`;
  };
  const json = readJson(text);
  if (json.kind === 'error') {
    throw new ToolError('configuration is not valid JSON', `${place(json.offset)}: ${json.message}`, 'Correct the JSON at that place.');
  }
  const parsed = configSchema.safeParse(json.value, { reportInput: true });
  if (!parsed.success) {
    // A misspelt required key is two issues, "missing" and "unknown"; the unknown one says what to do.
    const { issues } = parsed.error;
    const { path, fact, help } = describeIssue(issues.find((issue) => issue.code === 'unrecognized_keys') ?? issues[0]!);
    throw new ToolError('configuration is not valid', `${place(json.offsetOf(path))}: ${fact}`, help);
  }
  const config: Config = parsed.data;
  const problem = findLayerProblem(config);
  if (problem) throw new ToolError('configuration is not valid', `${place(json.offsetOf(problem.path))}: ${problem.fact}`, problem.help);
  return freezeDeep(config);
}

interface ConfigProblem {
  readonly path: JsonPath;
  readonly fact: string;
  readonly help: string;
}

function describeIssue(issue: z.core.$ZodIssue): ConfigProblem {
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  const name = showPath(path);
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0]!;
    const known = knownKeys(path);
    const nearest = nearestName(key, known);
    return {
      path: [...path, key],
      fact: `${showPath([...path, key])} is not a known key`,
      help: nearest ? `Did you mean "${nearest}"?` : `Use one of: ${known.join(', ')}.`,
    };
  }
  if (issue.code === 'invalid_value') {
    const values = issue.values.map(String);
    const nearest = typeof issue.input === 'string' ? nearestName(issue.input, values) : undefined;
    return {
      path,
      fact: `${name} is not one of ${values.join(', ')}`,
      help: nearest ? `Did you mean "${nearest}"?` : `Use one of: ${values.join(', ')}.`,
    };
  }
  const reason = issue.message.replace(/^Invalid input: /, '').replace(/^Too (?:small|big): /, '');
  return { path, fact: `${name}: ${reason}`, help: `Correct ${name}; the JSON schema in the package describes every key.` };
}

/** Property names that the JSON schema allows below a path. */
function knownKeys(path: JsonPath): readonly string[] {
  type Node = { properties?: Record<string, Node>; items?: Node };
  let node: Node | undefined = configJsonSchema() as Node;
  for (const key of path) node = typeof key === 'number' ? node?.items : node?.properties?.[key];
  return Object.keys(node?.properties ?? {});
}

function findLayerProblem(config: Config): ConfigProblem | undefined {
  const layers = config.analyzers['layer-violation'].layers;
  const names = layers.map((layer) => layer.name);
  for (const [index, layer] of layers.entries()) {
    const path = ['analyzers', 'layer-violation', 'layers', index];
    if (names.indexOf(layer.name) !== index) {
      return { path: [...path, 'name'], fact: `the layer "${layer.name}" is described twice`, help: 'Give each layer a name of its own.' };
    }
    for (const [position, target] of layer.mayImport.entries()) {
      if (names.includes(target)) continue;
      const nearest = nearestName(target, names);
      return {
        path: [...path, 'mayImport', position],
        fact: `the layer "${layer.name}" may import "${target}", which is no layer`,
        help: nearest ? `Did you mean "${nearest}"?` : `Use one of: ${names.join(', ')}.`,
      };
    }
  }
  return undefined;
}

function showPath(path: JsonPath): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : /^[\w$]+$/.test(key) ? `.${key}` : `["${key}"]`)).join('');
  return text.replace(/^\./, '') || 'the configuration';
}

function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) freezeDeep(inner);
  }
  return value;
}
