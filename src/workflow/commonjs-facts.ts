import { createOrderFreedom } from '../codemod/split-module/load-order.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel, Pin, Statement } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import { sliceSpan } from '../text/span.js';
import { isImportLive } from './project-facts.js';
import { findReplacedImports, pinReplaced } from './replaced-imports.js';

/**
 * What only the project knows of a CommonJS file. A `require` runs where it stands, so one below an effect is an effect of its own unless
 * what it loads does nothing; and in a circle of requires others see the exports that are there so far, so that filling them is an effect.
 */
export function orderCommonJs(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel): ModuleModel {
  if (model.format !== 'commonjs') return model;
  const source = model.source.path;
  const isFree = createOrderFreedom(project, source, read);
  const circle = findCircle(project, source);
  const replaced = findReplacedImports(project, model, read);
  const isChanged = createChangeReader(project, model);
  let looseCount = model.statements.filter(({ looseId }) => looseId !== undefined).length;
  let hasEffectBefore = false;
  /** Names that a test replaces for this file alone, with the test. */
  const tests = new Map<string, string>();
  const order = (statement: Statement): Statement => {
    if (statement.role !== 'wiring') return circle.size > 0 && statement.assignsExports ? orderExport(statement, 'fills the exports, which modules in a circle of requires see') : statement;
    const targets = statement.imports.map(({ specifier }) => specifier);
    const mock = targets.map(replaced.by).find((one) => one !== undefined);
    const circular = targets.find((specifier) => isIn(circle, project, source, specifier));
    const active = circular ?? targets.find((specifier) => !isFree(specifier));
    const copied = statement.imports.flatMap(({ names }) => names).find(({ local }) => isCopied(project, model, read, local, isChanged));
    const matters = hasEffectBefore && active !== undefined;
    for (const { local } of mock === undefined ? [] : statement.imports.flatMap(({ names }) => names)) tests.set(local, mock!);
    if (!matters && !copied) return statement;
    const pins: Pin[] = mock === undefined ? [] : [{ kind: 'unsupported', span: statement.span, because: `is replaced by ${mock}, for this file alone` }];
    return demote(
      { ...statement, pins, ...(matters ? { effect: 'ordered', because: `loads ${active}` } : copied ? { effect: 'possible', because: `copies ${copied.local}, which may have another value at another time` } : {}) },
      () => `@${++looseCount}`,
    );
  };
  const statements = model.statements.map((statement) => {
    const result = order(statement);
    hasEffectBefore ||= result.role !== 'wiring' && !result.erased && result.effect !== 'none';
    return result;
  });
  const pinned = tests.size === 0 ? statements : statements.map((statement) => pinReplaced(statement, tests));
  return { ...model, statements: replaced.opened === undefined ? pinned : blockAll(pinned, replaced.opened) };
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
  const after = reachFiles(project.graph.edgesFrom, source, 'to');
  if (!after.has(source)) return new Set();
  const before = reachFiles(project.graph.edgesTo, source, 'from');
  return new Set([...after].filter((file) => file !== source && before.has(file)));
}

function reachFiles(edges: Project['graph']['edgesFrom'], source: FilePath, end: 'from' | 'to'): ReadonlySet<FilePath> {
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
}

function isIn(circle: ReadonlySet<FilePath>, project: Project, source: FilePath, specifier: string): boolean {
  const target = project.resolve(source, specifier);
  return target.kind === 'file' && circle.has(target.path);
}

/**
 * `const { limit } = require('./limits')` is a copy. It is another one at another time when limits.js gives its exports other values later, when
 * reading it runs a getter, or when the god file itself does something to what limits.js exports: `limits.load();`.
 */
function isCopied(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel, local: string, isChanged: (specifier: string) => boolean): boolean {
  const record = model.statements.filter(({ role }) => role === 'wiring').flatMap(({ imports }) => imports).find(({ names }) => names.some((name) => name.local === local));
  const name = record?.names.find((one) => one.local === local);
  if (!record || !name || name.imported === '*') return false;
  if (isChanged(record.specifier)) return true;
  const target = project.resolve(model.source.path, record.specifier);
  if (target.kind !== 'file' || !project.files.has(target.path) || target.path === model.source.path) return false;
  const other = read(target.path);
  if (other.format !== 'commonjs') return isImportLive(project, model, read, local);
  if (isAssignedByOthers(project, model.source.path, target.path, name.imported)) return true;
  return other.statements.some(({ span, assignsExports = [], role }) => {
    const text = sliceSpan(other.source.text, span);
    return role !== 'wiring' && (countExports(text) > assignsExports.length || (assignsExports.includes('*') && hasAccessor(text, name.imported)));
  });
}

/** `require('./limits').limit = 2` in a file that the god file loads after it has taken its copy. */
function isAssignedByOthers(project: Project, source: FilePath, target: FilePath, name: string): boolean {
  const member = `(?:\\.\\s*${name.replaceAll('$', '\\$')}|\\[\\s*(["'\`])${name.replaceAll('$', '\\$')}\\1\\s*\\])`;
  const assignment = new RegExp(`${member}\\s*(?:(?:[-+*/%&|^]|\\*\\*|<<|>>>?|&&|\\|\\||\\?\\?)?=(?![=>])|\\+\\+|--)`);
  const writers = (project.graph.edgesTo.get(target) ?? []).map(({ from }) => from).filter((file) => file !== source && assignment.test(project.files.get(file)?.text ?? ''));
  if (writers.length === 0) return false;
  const loaded = reachFiles(project.graph.edgesFrom, source, 'to');
  return writers.some((file) => loaded.has(file));
}

/** Uses of `exports`, those in comments included: one too many makes a copy keep its place, which is always right. */
function countExports(text: string): number {
  return text.match(/\bexports\b/g)?.length ?? 0;
}

/** `module.exports = { get stock() { .. } }`, wherever in the value that stands. */
function hasAccessor(text: string, name: string): boolean {
  return [...text.matchAll(/\bget\s+(?:([\p{ID_Continue}$]+)|(["'])(.*?)\2)\s*\(/gu)].some((match) => (match[1] ?? match[3]) === name);
}

/** Tells whether a statement of the file that changes something comes to the whole of what a specifier means: `path.join = mine`, `patch(require('fs'))`. */
function createChangeReader(project: Project, model: ModuleModel): (specifier: string) => boolean {
  const meaning = (specifier: string): string => {
    const target = project.resolve(model.source.path, specifier);
    return target.kind === 'file' ? target.path : specifier.replace(/^node:/, '');
  };
  const wholes = new Map(model.statements.filter(({ role }) => role === 'wiring').flatMap(({ imports }) =>
    imports.flatMap(({ specifier, names }) => names.filter(({ imported }) => imported === '*').map(({ local }) => [local, meaning(specifier)] as const))));
  let changed: ReadonlySet<string> | undefined;
  const findChanged = (): ReadonlySet<string> => {
    const statements = new Set(model.statements.filter(({ role, effect, erased }) => role !== 'wiring' && !erased && effect === 'ordered'));
    const found = new Set<string>();
    for (const statement of statements) {
      for (const { specifier } of statement.imports) found.add(meaning(specifier));
      for (const { name } of [...statement.reads, ...statement.writes]) {
        const whole = wholes.get(name);
        if (whole !== undefined) found.add(whole);
        for (const other of model.statements) if (other.declares.includes(name)) statements.add(other);
      }
    }
    return found;
  };
  return (specifier) => (changed ??= findChanged()).has(meaning(specifier));
}
