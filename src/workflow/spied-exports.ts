import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { relativePath } from '../host/path.js';
import { lineColumnAt } from '../text/line-index.js';
import type { ModuleModel } from '../model/module-model.js';
import type { ImportEdge, Project } from '../model/project.js';
import type { SplitPlan } from '../plan/split/split-plan.js';

/**
 * Tests that replace an export of the file on its namespace: `jest.spyOn(cart, 'total')`. Compiled to CommonJS, an export that a file declares
 * is a property that can be set, and one that it passes on is a getter that cannot be defined again ("Cannot redefine property: total"; TypeScript,
 * Babel and swc write both alike). Vitest defines both in one way, and CommonJS sources keep their own assignments.
 */
export function findSpiedExports(project: Project, model: ModuleModel, plan: SplitPlan): readonly Diagnostic[] {
  if (model.format === 'commonjs') return [];
  const homes = new Map(plan.parts.filter(({ file }) => file !== plan.source).flatMap(({ file, declarations }) => declarations.map((name) => [name, file] as const)));
  const homeOf = new Map(model.exports.flatMap(({ exported, local }) => (local !== undefined && homes.has(local) ? [[exported, homes.get(local)!] as const] : [])));
  return (project.graph.edgesTo.get(model.source.path) ?? []).flatMap((edge) => {
    const file = project.files.get(edge.from);
    const names = file ? findNamespaces(file.text, edge) : [];
    return names.flatMap((name) => [...file!.text.matchAll(spyPattern(name))].flatMap((match): Diagnostic[] => {
      const home = homeOf.get(match[2]!);
      if (home === undefined || /^vi(?:test)?\b/.test(match[0])) return [];
      return [diagnostic({
        id: 'spied-export',
        severity: 'warning',
        message: `${relativePath(project.root, edge.from)} replaces ${match[2]!} on what it imports from ${plan.source}, which only passes it on after the split`,
        at: { file: edge.from, ...lineColumnAt(file!.lineStarts, match.index) },
        notes: ['where imports are compiled to CommonJS, such an export is a getter that cannot be replaced'],
        help: `Import the namespace from ${home} in that test, where ${match[2]!} is declared.`,
        data: { name: match[2]!, file: home },
      })];
    }));
  });
}

/** Local names of the whole module: `import * as cart`, `const cart = require('./cart')`. */
function findNamespaces(text: string, { record }: ImportEdge): readonly string[] {
  const imported = record.names.filter((name) => name.imported === '*' && name.local !== '*').map((name) => name.local);
  const required = record.form === 'require-call' ? /([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=\s*$/u.exec(text.slice(0, record.span.start))?.[1] : undefined;
  return [...new Set(required === undefined ? imported : [...imported, required])];
}

function spyPattern(namespace: string): RegExp {
  const name = namespace.replaceAll('$', '\\$');
  return new RegExp(`(?:[\\w$]+\\s*\\.\\s*)?\\b(?:spyOn|replaceProperty|stub|replace|method)\\s*(?:<[^>()]*>)?\\(\\s*${name}\\s*,\\s*(["'\`])([^"'\`]+)\\1`, 'g');
}
