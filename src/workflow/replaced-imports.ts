import type { FilePath } from '../host/path.js';
import { relativePath } from '../host/path.js';
import type { ModuleModel, Pin, Statement } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { StaticValue } from '../model/static-value.js';

/** What tests put in place of what a file imports. */
export interface ReplacedImports {
  /** The path of the file that replaces what a specifier of the god file means; undefined for a specifier that nobody replaces. */
  readonly by: (specifier: string) => string | undefined;
  /** The file that opens this one with rewire. */
  readonly opened?: string;
  /** A file that loads this one alone again, with or without fakes. */
  readonly reloaded?: string;
}

const replacers = /^(?:proxyquire|proxyquireify|rewire|rewiremock|esmock)$/i;
const reloaders = /^(?:proxyquire|proxyquireify|rewire|rewiremock|esmock|import-fresh|require-uncached|require-reload)$/i;

/**
 * `proxyquire('../lib/reply', { 'node:stream': fake })` and `esmock('../lib/reply.js', { .. })` load one file with fakes in place of what that
 * file itself imports. A module that has left the file would get the real one.
 */
export function findReplacedImports(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel): ReplacedImports {
  const found: { readonly key: string; readonly test: FilePath }[] = [];
  let opened: string | undefined;
  let reloaded: string | undefined;
  for (const { path, imports } of project.scanned.values()) {
    if (!imports.some(({ specifier }) => reloaders.test(specifier))) continue;
    for (const call of read(path).calls) {
      const target = call.args[0];
      if (call.callee[0] === 'require' || target?.kind !== 'literal' || typeof target.value !== 'string') continue;
      const resolved = project.resolve(path, target.value);
      if (resolved.kind !== 'file' || resolved.path !== model.source.path) continue;
      reloaded = relativePath(project.root, path);
      if (/^rewire$/i.test(call.callee[0]!)) opened = relativePath(project.root, path);
      // `const load = proxyquire.noCallThru(); load('./shop', { './stock': fake })` is another name for it.
      else if (replacers.test(call.callee[0] ?? '') || call.args[1]?.kind === 'object') for (const key of keysOf(call.args[1])) found.push({ key, test: path });
    }
  }
  const by = (specifier: string): string | undefined => {
    const meant = fileOf(project, model.source.path, specifier);
    // proxyquire takes paths as the file writes them, esmock as they are seen from the test.
    const one = found.find(({ key, test }) => key === '*' || key === specifier ||
      (meant !== undefined && (fileOf(project, model.source.path, key) === meant || fileOf(project, test, key) === meant)));
    return one && relativePath(project.root, one.test);
  };
  return { by, ...(opened === undefined ? {} : { opened }), ...(reloaded === undefined ? {} : { reloaded }) };
}

function fileOf(project: Project, from: FilePath, specifier: string): FilePath | undefined {
  const target = project.resolve(from, specifier);
  return target.kind === 'file' ? target.path : undefined;
}

function keysOf(fakes: StaticValue | undefined): readonly string[] {
  return fakes?.kind === 'object' && fakes.spreads.length === 0 ? fakes.entries.map(({ key }) => key) : ['*'];
}

/** Keeps in its file what uses a replaced import, and everything where a test opens the file to reach its private names. CommonJS is read elsewhere. */
export function pinReplacedImports(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel): ModuleModel {
  if (model.format !== 'esm') return model;
  const replaced = findReplacedImports(project, model, read);
  const tests = new Map<string, string>();
  for (const { role, imports } of model.statements) {
    for (const { specifier, names } of role === 'wiring' ? imports : []) {
      const test = replaced.by(specifier);
      for (const { local } of test === undefined ? [] : names) tests.set(local, test!);
    }
  }
  if (tests.size === 0 && replaced.opened === undefined) return model;
  return { ...model, statements: model.statements.map((statement) => pinReplaced(statement, tests, replaced.opened)) };
}

/** The statement, pinned when it uses a name that a test replaces, or when a test opens the file. */
export function pinReplaced(statement: Statement, tests: ReadonlyMap<string, string>, opened?: string): Statement {
  if (statement.role === 'wiring' || statement.erased) return statement;
  const name = statement.reads.find((read) => read.when !== 'type' && tests.has(read.name))?.name;
  const because = opened !== undefined ? `stands in a file that ${opened} opens with rewire, which reads its private names`
    : name !== undefined ? `uses ${name}, which ${tests.get(name)!} replaces for this file alone` : undefined;
  if (because === undefined) return statement;
  const pin: Pin = { kind: 'unsupported', span: statement.span, because };
  return { ...statement, pins: [...statement.pins, pin] };
}
