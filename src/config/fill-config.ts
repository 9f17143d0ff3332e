import { nearestName } from '../diagnostic/nearest.js';
import type { Config } from './config-schema.js';
import type { JsonPath } from './json-source.js';
import { configJsonSchema } from './schema.generated.js';

/** The part of JSON schema that the configuration uses. */
export interface SchemaNode {
  readonly type?: string;
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
  readonly items?: SchemaNode;
  readonly anyOf?: readonly SchemaNode[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
}

export interface ConfigProblem {
  readonly kind: 'problem';
  readonly path: JsonPath;
  readonly fact: string;
  /** Starts with a verb. */
  readonly help: string;
  /** A misspelt required key is two problems, "missing" and "unknown"; the unknown one says what to do. */
  readonly isUnknownKey?: boolean;
}

export type FilledConfig = { readonly kind: 'filled'; readonly config: Config } | ConfigProblem;

/** Checks a value against the schema of the configuration and fills in the defaults. The result is frozen and shares nothing with the value. */
export function fillConfig(value: unknown): FilledConfig {
  const problems: ConfigProblem[] = [];
  const config = fill(configJsonSchema as SchemaNode, value, [], problems);
  return problems.find((problem) => problem.isUnknownKey) ?? problems[0] ?? { kind: 'filled', config: config as Config };
}

function fill(schema: SchemaNode, value: unknown, path: JsonPath, problems: ConfigProblem[]): unknown {
  if (schema.anyOf) return fillAny(schema.anyOf, value, path, problems);
  const choices = schema.enum ?? ('const' in schema ? [schema.const] : undefined);
  const fact = choices ? undefined : findMismatch(schema, value);
  if (choices) {
    if (!choices.includes(value)) problems.push(describeChoice(path, value, choices.map(String)));
    return value;
  }
  if (fact !== undefined) {
    const name = showPath(path);
    problems.push({ kind: 'problem', path, fact: `${name}: ${fact}`, help: `Correct ${name}; the JSON schema in the package describes every key.` });
    return value;
  }
  if (Array.isArray(value)) return Object.freeze(value.map((item, index) => fill(schema.items ?? {}, item, [...path, index], problems)));
  if (typeof value === 'object' && value !== null) return fillObject(schema, value as Record<string, unknown>, path, problems);
  return value;
}

function fillObject(schema: SchemaNode, value: Record<string, unknown>, path: JsonPath, problems: ConfigProblem[]): unknown {
  const known = Object.keys(schema.properties ?? {});
  for (const key of Object.keys(value)) if (!known.includes(key)) problems.push(describeUnknownKey(path, key, known));
  const filled: Record<string, unknown> = {};
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const given = Object.hasOwn(value, key) ? value[key] : property.default;
    if (given !== undefined) filled[key] = fill(property, given, [...path, key], problems);
    else if (schema.required?.includes(key)) {
      const name = showPath([...path, key]);
      problems.push({ kind: 'problem', path, fact: `${name} is missing`, help: `Add "${key}"; the JSON schema in the package describes every key.` });
    }
  }
  return Object.freeze(filled);
}

/** The first alternative that fits; else the complaint of the one that has the type of the value. */
function fillAny(alternatives: readonly SchemaNode[], value: unknown, path: JsonPath, problems: ConfigProblem[]): unknown {
  const attempts = alternatives.map((schema) => {
    const found: ConfigProblem[] = [];
    return { schema, found, filled: fill(schema, value, path, found) };
  });
  const fitting = attempts.find((attempt) => attempt.found.length === 0);
  if (fitting) return fitting.filled;
  const near = attempts.find((attempt) => attempt.schema.type === typeNameOf(value));
  if (near) problems.push(...near.found);
  else {
    const name = showPath(path);
    const expected = alternatives.map((schema) => schema.type).join(' or ');
    problems.push({ kind: 'problem', path, fact: `${name}: expected ${expected}, received ${typeNameOf(value)}`, help: `Correct ${name}; the JSON schema in the package describes every key.` });
  }
  return value;
}

function findMismatch(schema: SchemaNode, value: unknown): string | undefined {
  const found = typeNameOf(value);
  const wanted = schema.type === 'integer' ? 'number' : schema.type;
  if (wanted !== undefined && wanted !== found) return `expected ${wanted}, received ${found}`;
  if (schema.type === 'integer' && !Number.isSafeInteger(value)) return `expected a whole number, received ${String(value)}`;
  // A reason of spaces is none.
  if (typeof value === 'string' && value.trim().length < (schema.minLength ?? 0)) return 'expected a text, received an empty one';
  if (typeof value !== 'number') return undefined;
  if (schema.exclusiveMinimum !== undefined && value <= schema.exclusiveMinimum) return `expected a number above ${schema.exclusiveMinimum}, received ${value}`;
  if (schema.minimum !== undefined && value < schema.minimum) return `expected at least ${schema.minimum}, received ${value}`;
  return schema.maximum !== undefined && value > schema.maximum ? `expected at most ${schema.maximum}, received ${value}` : undefined;
}

function describeChoice(path: JsonPath, value: unknown, choices: readonly string[]): ConfigProblem {
  const nearest = typeof value === 'string' ? nearestName(value, choices) : undefined;
  return {
    kind: 'problem',
    path,
    fact: `${showPath(path)} is not one of ${choices.join(', ')}`,
    help: nearest ? `Did you mean "${nearest}"?` : `Use one of: ${choices.join(', ')}.`,
  };
}

function describeUnknownKey(path: JsonPath, key: string, known: readonly string[]): ConfigProblem {
  const nearest = nearestName(key, known);
  return {
    kind: 'problem',
    path: [...path, key],
    fact: `${showPath([...path, key])} is not a known key`,
    help: nearest ? `Did you mean "${nearest}"?` : `Use one of: ${known.join(', ')}.`,
    isUnknownKey: true,
  };
}

function typeNameOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
}

/** As in `analyzers["god-file"].overrides[0].files`. */
export function showPath(path: JsonPath): string {
  const text = path.map((key) => (typeof key === 'number' ? `[${key}]` : /^[\w$]+$/.test(key) ? `.${key}` : `["${key}"]`)).join('');
  return text.replace(/^\./, '') || 'the configuration';
}
