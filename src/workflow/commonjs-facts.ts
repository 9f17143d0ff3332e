import { createOrderFreedom } from '../codemod/split-module/load-order.js';
import type { FilePath } from '../host/path.js';
import { relativePath } from '../host/path.js';
import type { ModuleModel, Pin, Statement } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { StaticValue } from '../model/static-value.js';
import { sliceSpan } from '../text/span.js';
import { isImportLive } from './project-facts.js';

/**
 * What only the project knows of a CommonJS file. A `require` runs where it stands, so one below an effect is an effect of its own unless
 * what it loads does nothing; and in a circle of requires others see the exports that are there so far, so that filling them is an effect.
 */
export function orderCommonJs(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel): ModuleModel {
  if (model.format !== 'commonjs') return model;
  const source = model.source.path;
  const isFree = createOrderFreedom(project, source, read);
  const circle = findCircle(project, source);
  const replaced = findReplaced(project, model, read);
  let looseCount = model.statements.filter(({ looseId }) => looseId !== undefined).length;
  let hasEffectBefore = false;
  const order = (statement: Statement): Statement => {
    if (statement.role !== 'wiring') return circle.size > 0 && statement.assignsExports ? orderExport(statement, 'fills the exports, which modules in a circle of requires see') : statement;
    const targets = statement.imports.map(({ specifier }) => specifier);
    const mock = targets.map((specifier) => replaced.requires.get(specifier) ?? replaced.requires.get('*')).find((one) => one !== undefined);
    const circular = targets.find((specifier) => isIn(circle, project, source, specifier));
    const active = circular ?? targets.find((specifier) => !isFree(specifier));
    const copied = statement.imports.flatMap(({ names }) => names).find(({ local }) => isCopied(project, model, read, local));
    const matters = hasEffectBefore && active !== undefined;
    if (!matters && !copied && mock === undefined) return statement;
    const pins: Pin[] = mock === undefined ? [] : [{ kind: 'unsupported', span: statement.span, because: `is replaced by ${mock}, for this file alone` }];
    return demote(
      { ...statement, pins, ...(matters ? { effect: 'ordered', because: `loads ${active}` } : copied ? { effect: 'possible', because: `copies ${copied.local}, which its own module assigns` } : {}) },
      () => `@${++looseCount}`,
    );
  };
  const statements = model.statements.map((statement) => {
    const result = order(statement);
    hasEffectBefore ||= result.role !== 'wiring' && !result.erased && result.effect !== 'none';
    return result;
  });
  return { ...model, statements: replaced.opened === undefined ? statements : blockAll(statements, replaced.opened) };
}

/** A wiring statement as one that has its own place: it moves as it stands, and others take its names from there. */
function demote(statement: Statement, nextLooseId: () => string): Statement {
  const declares = statement.imports.flatMap(({ names }) => names.map(({ local }) => local));
  if (statement.kind === 'export-from') return { ...orderExport(statement, statement.because), role: 'loose', kind: 'expression', looseId: nextLooseId() };
  return declares.length > 0
    ? { ...statement, role: 'declaration', kind: 'variable', declares }
    : { ...statement, role: 'loose', kind: 'expression', looseId: nextLooseId() };
}

function orderExport({ forwards, ...statement }: Statement, because: string): Statement {
  const pin: Pin = { kind: 'commonjs', span: statement.span, because: 'assigns to the exports of the module' };
  return { ...statement, effect: 'ordered', because, pins: statement.pins.length > 0 ? statement.pins : [pin] };
}

function blockAll(statements: readonly Statement[], opened: string): readonly Statement[] {
  return statements.map((statement, index) => (index > 0 ? statement : {
    ...statement,
    pins: [...statement.pins, { kind: 'undividable', span: statement.span, because: `begins a file that ${opened} opens with rewire, which reads its private names` }],
  }));
}

/** The files in a circle with the file, by edges that may run; empty when it is in none. */
function findCircle(project: Project, source: FilePath): ReadonlySet<FilePath> {
  const walk = (edges: typeof project.graph.edgesFrom, end: 'from' | 'to'): ReadonlySet<FilePath> => {
    const seen = new Set<FilePath>();
    const queue = [source];
    for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
      for (const edge of edges.get(file) ?? []) {
        if (edge.record.kind === 'type' || seen.has(edge[end])) continue;
        seen.add(edge[end]);
        queue.push(edge[end]);
      }
    }
    return seen;
  };
  const after = walk(project.graph.edgesFrom, 'to');
  if (!after.has(source)) return new Set();
  const before = walk(project.graph.edgesTo, 'from');
  return new Set([...after].filter((file) => file !== source && before.has(file)));
}

function isIn(circle: ReadonlySet<FilePath>, project: Project, source: FilePath, specifier: string): boolean {
  const target = project.resolve(source, specifier);
  return target.kind === 'file' && circle.has(target.path);
}

/** `const { limit } = require('./limits')` is a copy, and limits.js gives its exports other values later. */
function isCopied(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel, local: string): boolean {
  const record = model.statements.filter(({ role }) => role === 'wiring').flatMap(({ imports }) => imports).find(({ names }) => names.some((name) => name.local === local));
  const name = record?.names.find((one) => one.local === local);
  if (!record || !name || name.imported === '*') return false;
  const target = project.resolve(model.source.path, record.specifier);
  if (target.kind !== 'file' || !project.files.has(target.path) || target.path === model.source.path) return false;
  const other = read(target.path);
  if (other.format !== 'commonjs') return isImportLive(project, model, read, local);
  return other.statements.some(({ span, assignsExports = [], role }) => role !== 'wiring' && countExports(sliceSpan(other.source.text, span)) > assignsExports.length);
}

/** Uses of `exports`, those in comments included: one too many makes a copy keep its place, which is always right. */
function countExports(text: string): number {
  return text.match(/\bexports\b/g)?.length ?? 0;
}

interface Replaced {
  /** By specifier as written here, or `*` for every one: the file that replaces what the god file requires. */
  readonly requires: ReadonlyMap<string, string>;
  /** The file that opens this one with rewire. */
  readonly opened?: string;
}

const replacers: ReadonlySet<string> = new Set(['proxyquire', 'rewire']);

/**
 * `proxyquire('../lib/reply', { 'node:stream': fake })` loads one file with fakes in place of what that file itself requires. A module that
 * has left the file would get the real one.
 */
function findReplaced(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel): Replaced {
  const requires = new Map<string, string>();
  let opened: string | undefined;
  for (const { path, imports } of project.scanned.values()) {
    if (!imports.some(({ specifier }) => replacers.has(specifier))) continue;
    const test = read(path);
    for (const { callee, args } of test.calls) {
      const [target, fakes] = args;
      if (!/^(?:proxyquire|rewire|rewiremock)$/i.test(callee[0] ?? '') || target?.kind !== 'literal' || typeof target.value !== 'string') continue;
      const resolved = project.resolve(path, target.value);
      if (resolved.kind !== 'file' || resolved.path !== model.source.path) continue;
      const name = relativePath(project.root, path);
      if (/^rewire$/i.test(callee[0]!)) opened = name;
      else for (const specifier of keysOf(fakes)) requires.set(specifier, name);
    }
  }
  return { requires, ...(opened === undefined ? {} : { opened }) };
}

function keysOf(fakes: StaticValue | undefined): readonly string[] {
  return fakes?.kind === 'object' && fakes.spreads.length === 0 ? fakes.entries.map(({ key }) => key) : ['*'];
}
