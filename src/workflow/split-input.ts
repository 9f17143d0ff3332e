import { quoteWord } from '../text/shell-word.js';
import { readJson } from '../config/json-source.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { baseName, extensionOf, isInside, joinPath, relativePath } from '../host/path.js';
import { splitPlanSchema } from '../plan/split/split-plan.js';
import { buildLineStarts, lineColumnAt } from '../text/line-index.js';
import { requireInside } from './safe-target.js';
import { requireExisting } from './selection.js';
import type { FilePath } from '../host/path.js';
import type { SplitPlan } from '../plan/split/split-plan.js';
import type { Workspace } from './workspace.js';

export interface SplitInput {
  /** The god file, its symlinks resolved. */
  readonly source: FilePath;
  /** Present when the input was a plan. */
  readonly plan?: SplitPlan;
}

const sourceExtensions = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs'];

/** What `split` and `plan` were asked to work on. Throws ToolError for everything that is not a source file of the project or a plan for one. */
export function readSplitInput(workspace: Workspace, input: FilePath): SplitInput {
  requireExisting(workspace, input);
  requireFile(workspace, input);
  if (!input.endsWith('.json')) return { source: requireSource(workspace, input) };
  const plan = parsePlan(workspace, input);
  for (const file of [plan.source, ...plan.parts.map((part) => part.file)]) requirePlanPath(workspace, input, file);
  const source = joinPath(workspace.root, plan.source);
  requireExisting(workspace, source);
  requireFile(workspace, source);
  return { source: requireSource(workspace, source), plan };
}

function requireFile({ fileSystem, root }: Workspace, input: FilePath): void {
  const kind = fileSystem.entryKind(input);
  if (kind === 'file') return;
  const shown = isInside(root, input) ? relativePath(root, input) || '.' : input;
  if (kind === 'directory') {
    throw new ToolError('not a file', `${shown} is a folder`, `Name one file; \`decant scan ${quoteWord(shown)}\` lists the god files in it.`);
  }
  throw new ToolError('not a file', `${shown} is neither a file nor a folder`, 'Name a source file.');
}

/** Returns the path without symlinks, so that the file behind a link is split and not the link. */
function requireSource(workspace: Workspace, input: FilePath): FilePath {
  const { fileSystem, root } = workspace;
  requireInside(fileSystem, root, input);
  const realRoot = fileSystem.realPath(root) ?? root;
  const source = joinPath(root, relativePath(realRoot, fileSystem.realPath(input) ?? input));
  const shown = relativePath(root, source);
  if (!sourceExtensions.includes(extensionOf(source))) {
    const declarations = extensionOf(source).startsWith('.d.');
    throw new ToolError(
      'not a source file',
      declarations ? `${shown} holds declarations only` : `${shown} is not TypeScript or JavaScript`,
      `Name a file that ends in ${sourceExtensions.join(', ')}.`,
    );
  }
  const bytes = fileSystem.readBytes(source) ?? new Uint8Array();
  if (bytes.includes(0)) throw new ToolError('binary file', `${shown} contains NUL bytes`, 'Name a text file.');
  if (decodeText(bytes) === undefined) throw new ToolError('not UTF-8', `${shown} is not UTF-8 text; writing it back would change its bytes`, 'Convert the file to UTF-8 first.');
  if (decodeText(bytes)!.trim() === '') throw new ToolError('empty file', `${shown} has no code`, 'Name a file with declarations.');
  return source;
}

function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function parsePlan(workspace: Workspace, file: FilePath): SplitPlan {
  const shown = isInside(workspace.root, file) ? relativePath(workspace.root, file) : file;
  const text = decodeText(workspace.fileSystem.readBytes(file) ?? new Uint8Array());
  if (text === undefined) throw new ToolError('not a plan', `${shown} is not UTF-8 text`, 'Make a plan with `decant plan <file> -o plan.json`.');
  const json = readJson(text);
  const place = (offset: number) => {
    const { line, column } = lineColumnAt(buildLineStarts(text), offset);
    return `${shown}:${line}:${column}`;
  };
  if (json.kind === 'error') throw new ToolError('plan is not valid JSON', `${place(json.offset)}: ${json.message}`, 'Correct the JSON at that place.');
  const inReport = isReport(json.value);
  const value = inReport ? (json.value as { plan: unknown }).plan : json.value;
  if (!isObject(value) || value['kind'] !== 'split') {
    throw new ToolError('not a plan', `${shown} is JSON, but not a split plan (its \`kind\` is not "split")`, 'Make a plan with `decant plan <file> -o plan.json`.');
  }
  if (value['version'] !== 1) {
    throw new ToolError('unknown plan version', `${shown} has the version ${JSON.stringify(value['version'])}; this decant reads version 1`, 'Make the plan again with this version of decant.');
  }
  const parsed = splitPlanSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const path = issue.path.map((key) => (typeof key === 'number' ? key : String(key)));
  throw new ToolError('plan is not valid', `${place(json.offsetOf(inReport ? ['plan', ...path] : path))}: ${path.join('.') || 'the plan'}: ${describeIssue(issue, value)}`, 'Correct the plan; its JSON schema is in the package as schema/split-plan.schema.json.');
}

/** Zod calls a key that is not there an undefined one. */
function describeIssue(issue: { readonly code: string; readonly path: readonly PropertyKey[]; readonly message: string }, plan: unknown): string {
  const found = issue.path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined), plan);
  if (issue.code === 'invalid_type' && found === undefined) return 'is missing';
  return issue.message.replace(/^Invalid input: /, '').replace(/^Unrecognized key/, 'unknown key');
}

/** `decant plan --format json > plan.json` wraps the plan in a report. */
function isReport(value: unknown): boolean {
  return isObject(value) && (value['command'] === 'plan' || value['command'] === 'split') && isObject(value['plan']);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requirePlanPath(workspace: Workspace, planFile: FilePath, file: string): void {
  const segments = file.split('/');
  const absolute = file.startsWith('/') || /^[A-Za-z]:/.test(file);
  if (absolute || file.includes('\\') || file.includes('\0') || segments.some((segment) => segment === '..' || segment === '.' || segment === '')) {
    const fact = absolute ? 'is absolute' : segments.includes('..') ? 'leaves the project' : 'is not a plain relative path';
    throw new ToolError('path outside of the project', `${JSON.stringify(file)} in ${baseName(planFile)} ${fact}`, 'Use paths relative to the root, with forward slashes.');
  }
  requireInside(workspace.fileSystem, workspace.root, joinPath(workspace.root, file));
}
