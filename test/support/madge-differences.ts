import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import ts from 'typescript';
import { createMachine } from '../../src/host/machine.js';
import { createNodeFileSystem } from '../../src/host/node-file-system.js';
import { filePath } from '../../src/host/path.js';
import { buildTree } from '../../src/report/madge/madge.js';
import { graph } from '../../src/workflow/graph.js';
import { openWorkspace } from '../../src/workflow/workspace.js';
import { readWrittenImports } from './madge-specifiers.js';
import type { GraphReport } from '../../src/report/schema.js';
import type { WrittenSpecifier } from './madge-specifiers.js';

type Tree = Readonly<Record<string, readonly string[]>>;

interface Madge {
  obj(): Record<string, string[]>;
  circular(): string[][];
}

// Madge has no types of its own.
const { default: madge } = (await import('madge' as string)) as { default: (folder: string, options: object) => Promise<Madge> };
// Installed with madge: the parsers that it reads files with.
const requireParser = createRequire(import.meta.url);

export const extensions: readonly string[] = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs'];

/**
 * Why madge's tree differs from ours. Each is a fault of madge, and `explainDifference` gives it only when the text
 * of the file shows it.
 */
export type Cause =
  | 'no detective for .mts and .cts'
  | 'require in a module'
  | 'import() in CommonJS'
  | 'specifier in backticks'
  | 'own package name'
  | 'workspace package'
  | 'imports of package.json'
  | 'paths of another tsconfig'
  | 'extension left out in .mjs and .cjs'
  | 'main of a folder'
  | 'TypeScript from JavaScript'
  | 'syntax that madge cannot parse'
  | 'reference path'
  | 'declaration in place of the code'
  | 'head of a template';

export interface Difference {
  readonly from: string;
  readonly to: string;
  readonly only: 'decant' | 'madge';
  /** Undefined: nothing in the text excuses it, so it may be our fault. */
  readonly cause: Cause | undefined;
  /** The line that shows it. */
  readonly proof: string;
}

export interface Comparison {
  readonly files: number;
  readonly sameEdges: number;
  /** Files that only one of the two trees has. */
  readonly onlyFiles: readonly string[];
  readonly differences: readonly Difference[];
  readonly own: Tree;
  readonly theirs: Tree;
  readonly circular: readonly (readonly string[])[];
  readonly report: GraphReport;
}

/** Our tree and that of a scan by madge itself, with the same extensions and the same tsconfig. */
export async function compareWithMadge(folder: string, tsConfig?: string): Promise<Comparison> {
  const workspace = openWorkspace({ fileSystem: createNodeFileSystem(), root: filePath(folder), machine: createMachine() });
  const report = graph(workspace);
  const own = buildTree(report);
  const scanned = await madge(folder, { baseDir: folder, fileExtensions: extensions, ...(tsConfig === undefined ? {} : { tsConfig }) });
  const theirs = scanned.obj();
  const explain = createExplanation(folder, report, theirs, tsConfig);
  const differences: Difference[] = [];
  let sameEdges = 0;
  for (const from of Object.keys(own).filter((file) => theirs[file] !== undefined)) {
    const [ours, other] = [new Set(own[from]), new Set(theirs[from])];
    for (const to of ours) {
      if (other.has(to)) sameEdges++;
      else differences.push(explain(from, to, 'decant'));
    }
    for (const to of other) if (!ours.has(to)) differences.push(explain(from, to, 'madge'));
  }
  const onlyFiles = [...Object.keys(own).filter((file) => theirs[file] === undefined), ...Object.keys(theirs).filter((file) => own[file] === undefined)];
  return { files: Object.keys(own).length, sameEdges, onlyFiles, differences, own, theirs, circular: scanned.circular(), report };
}

function createExplanation(folder: string, report: GraphReport, theirs: Tree, tsConfig: string | undefined) {
  const map = report.map!;
  const links = [...map.edges, ...map.assets, ...map.outside];
  const readText = (file: string) => readFileSync(path.join(folder, file), 'utf8');
  const linkOf = new Map(links.map((link) => [`${link.from}\n${link.to}`, link] as const).reverse());
  let names: readonly unknown[] | undefined;
  return (from: string, to: string, only: Difference['only']): Difference => {
    const text = readText(from);
    const written = readWrittenImports(from, text);
    const show = (line: number) => `${from}:${line} ${text.split(/\r?\n/)[line - 1]!.trim().slice(0, 100)}`;
    const difference = (cause: Cause | undefined, line: number): Difference => ({ from, to, only, cause, proof: show(line) });
    if (only === 'madge') {
      const template = written.templates.find(({ head }) => /^\.{1,2}\//.test(head) && leadsTo(from, head, to));
      if (template) return difference('head of a template', template.line);
      const twin = /\.d\.[cm]?ts$/.test(to) ? links.find((link) => link.from === from && link.to !== to && stemOf(link.to) === stemOf(to)) : undefined;
      const internal = links.find((link) => link.from === from && link.specifier.startsWith('#') && isImportTarget(from, link.specifier, to));
      if (internal) return difference('imports of package.json', internal.line);
      return twin ? difference('declaration in place of the code', twin.line) : { ...difference(undefined, 1), proof: `${from} names no ${to}` };
    }
    const link = linkOf.get(`${from}\n${to}`)!;
    const places = written.specifiers.filter((place) => place.specifier === link.specifier && place.line === link.line);
    if (places.length === 0) return difference(undefined, link.line);
    return difference(findCause(from, to, places[0]!, written.isModule), link.line);
  };

  function findCause(from: string, to: string, place: WrittenSpecifier, isModule: boolean): Cause | undefined {
    const { specifier, form, isTemplate } = place;
    const isTypeScript = /\.[cm]?tsx?$/.test(from);
    if (/\.[cm]ts$/.test(from) && theirs[from]!.length === 0) return 'no detective for .mts and .cts';
    if (form === 'reference') return 'reference path';
    if (isTemplate) return 'specifier in backticks';
    if (form === 'require()' && (isTypeScript || isModule)) return 'require in a module';
    if (form === 'import()' && !isTypeScript && !isModule) return 'import() in CommonJS';
    if (specifier.startsWith('#')) return 'imports of package.json';
    if (!/^\.{0,2}(?:\/|$)/.test(specifier)) return findNameCause(from, specifier);
    if (theirs[from]!.some((target) => /\.d\.[cm]?ts$/.test(target) && stemOf(target) === stemOf(to))) return 'declaration in place of the code';
    if (theirs[from]!.length === 0 && !parsesForMadge(from)) return 'syntax that madge cannot parse';
    if (/\.[cm]js$/.test(from) && !existsSync(path.resolve(folder, path.dirname(from), specifier))) return 'extension left out in .mjs and .cjs';
    if (existsSync(path.resolve(folder, path.dirname(from), specifier, 'package.json'))) return 'main of a folder';
    return !isTypeScript && /\.[cm]?tsx?$/.test(to) ? 'TypeScript from JavaScript' : undefined;
  }

  function findNameCause(from: string, specifier: string): Cause | undefined {
    const own = nearestUp(from, 'package.json');
    const isName = (name: unknown): boolean => typeof name === 'string' && (specifier === name || specifier.startsWith(`${name}/`));
    if (own && isName((JSON.parse(readFileSync(own, 'utf8')) as { name?: string }).name)) return 'own package name';
    const config = nearestUp(from, 'tsconfig.json');
    if (config !== undefined && config !== tsConfig) {
      const { options } = ts.parseJsonConfigFileContent(ts.readConfigFile(config, ts.sys.readFile).config, ts.sys, path.dirname(config));
      if (Object.keys(options.paths ?? {}).some((pattern) => matchesPattern(pattern, specifier)) || options.baseUrl !== undefined) return 'paths of another tsconfig';
    }
    return (names ??= findWorkspaceNames()).some(isName) ? 'workspace package' : undefined;
  }

  function nearestUp(from: string, name: string): string | undefined {
    for (let directory = path.dirname(path.join(folder, from)); ; directory = path.dirname(directory)) {
      const candidate = path.join(directory, name);
      if (existsSync(candidate)) return candidate;
      if (directory === folder || directory === path.dirname(directory)) return undefined;
    }
  }

  function isImportTarget(from: string, specifier: string, to: string): boolean {
    const manifest = nearestUp(from, 'package.json');
    const { imports } = manifest === undefined ? {} : (JSON.parse(readFileSync(manifest, 'utf8')) as { imports?: Record<string, unknown> });
    return manifest !== undefined && JSON.stringify(imports?.[specifier] ?? null).includes(`"./${path.posix.relative(path.dirname(manifest), path.join(folder, to))}"`);
  }

  function findWorkspaceNames(): readonly unknown[] {
    const folders = new Set(map.files.flatMap(({ file }) => file.split('/').map((_, index, parts) => parts.slice(0, index).join('/'))));
    return [...folders].map((each) => path.join(folder, each, 'package.json')).filter(existsSync).map((file) => (JSON.parse(readFileSync(file, 'utf8')) as { name?: unknown }).name);
  }

  function parsesForMadge(from: string): boolean {
    try {
      parseAsMadge(from, readFileSync(path.join(folder, from), 'utf8'));
      return true;
    } catch {
      return false;
    }
  }
}

/** `shelf` for shelf.js and for the shelf.d.ts beside it. */
function stemOf(file: string): string {
  return file.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
}

function leadsTo(from: string, head: string, to: string): boolean {
  const base = path.posix.join(path.posix.dirname(from), head);
  return to === base || stemOf(to) === base || to.replace(/\/index\.[cm]?[jt]sx?$/, '') === base.replace(/\/$/, '');
}

function matchesPattern(pattern: string, specifier: string): boolean {
  const [head = '', tail] = pattern.split('*');
  return tail === undefined ? specifier === pattern : specifier.startsWith(head) && specifier.endsWith(tail);
}

/** Throws where madge gives up. */
function parseAsMadge(file: string, text: string): void {
  if (/\.tsx?$/.test(file)) {
    const detect = requireParser('detective-typescript') as (text: string, options: object) => unknown;
    detect(text, { jsx: file.endsWith('x') });
  } else {
    const Walker = requireParser('node-source-walk') as new () => { parse(text: string): unknown };
    new Walker().parse(text);
  }
}
