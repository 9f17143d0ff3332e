import { relativePath, type FilePath } from '../host/path.js';
import type { ModuleModel, Pin, Statement } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import { sliceSpan } from '../text/span.js';
import { findReplacedImports } from './replaced-imports.js';

/** Takes one file out of the cache and leaves there what that file requires. */
const forgets = /\bdelete\s+require\s*\.\s*cache\s*\[\s*require\s*\.\s*resolve\b/;

/**
 * `delete require.cache[require.resolve('../lib/till')]` and proxyquire load the file again, so that it begins with its first state. A new module
 * stays loaded, and would go on with the state it has: what holds state, and what runs when the file is loaded, stays in the file.
 */
export function pinReloadedState(project: Project, model: ModuleModel, read: (file: FilePath) => ModuleModel): ModuleModel {
  const edge = (project.graph.edgesTo.get(model.source.path) ?? []).find(({ from }) => forgets.test(project.files.get(from)?.text ?? ''));
  const test = edge ? relativePath(project.root, edge.from) : findReplacedImports(project, model, read).reloaded;
  if (test === undefined) return model;
  const assigned = new Set(model.statements.flatMap(({ writes, assignsLater = [] }) => [...assignsLater, ...writes.map(({ name }) => name)]));
  return {
    ...model,
    statements: model.statements.map((statement) => {
      if (statement.role === 'wiring' || statement.erased || statement.assignsExports) return statement;
      const because = statement.effect === 'ordered' ? 'runs again each time' : holdsState(model, statement, assigned) ? 'begins anew each time' : undefined;
      if (because === undefined) return statement;
      const pin: Pin = { kind: 'unsupported', span: statement.span, because: `${because} that ${test} loads this file alone again` };
      return { ...statement, pins: [...statement.pins, pin] };
    }),
  };
}

/** Variables that are assigned again, and values that can be changed: anything but code, numbers, texts and patterns. */
function holdsState(model: ModuleModel, statement: Statement, assigned: ReadonlySet<string>): boolean {
  if (statement.declares.some((name) => assigned.has(name))) return true;
  const text = sliceSpan(model.source.text, statement.span);
  if (statement.kind === 'class') return /\bstatic\b/.test(text);
  return statement.kind === 'variable' && !/^[^=]*=\s*(?:(?:async\s+)?(?:function\b|\([^()]*\)\s*(?::[^=]*)?=>|[\w$]+\s*=>)|class\b(?![^]*\bstatic\b)|(?:-?[\d.]\w*|'[^'\n]*'|"[^"\n]*"|`[^`$]*`|true|false|null|undefined)\s*;?$)/.test(text);
}
