import { readShimMark } from '../../src/model/shim.js';
import { isInside } from '../../src/host/path.js';
import { isFacade, moduleFolderOf } from '../../src/workflow/redirect-file.js';
import { printList } from '../../src/text/wording.js';
import type { Complaint, DecantRule } from '../rule.js';

export const rule: DecantRule = {
  id: 'facade-only',
  summary: 'Code, or an export from elsewhere, in a facade that only passed names of its modules on.',
  details: 'Statements that a split had to leave in the facade are allowed with `// decant-allow facade-only: <reason>` in its first lines. The statement with which a deprecated shim warns is no code of yours.',
  type: 'suggestion',
  find: ({ view }) => {
    const { project, file, read } = view;
    if (!isFacade(project, file)) return [];
    const { allowances } = project.scanned.get(file) ?? { allowances: [] };
    if (allowances.some(({ id, reason }) => id === rule.id && reason !== '')) return [];
    const source = view.source();
    const folder = moduleFolderOf(file);
    const isShim = readShimMark(source.text) !== undefined;
    return read(file).statements.flatMap((statement): Complaint[] => {
      const { kind, role, span, declares, imports } = statement;
      const foreign = imports.filter(({ specifier }) => {
        const target = project.resolve(file, specifier);
        return target.kind !== 'file' || !isInside(folder, target.path);
      });
      if (role === 'wiring') {
        if (!['export-from', 'export-star'].includes(kind) || foreign.length === 0) return [];
        return [{ span, message: `This facade passes on '${foreign[0]!.specifier}', which is none of its modules. Export it from where it belongs.` }];
      }
      if (kind === 'empty' || kind === 'directive' || (isShim && isShimWarning(source.text.slice(span.start, span.end)))) return [];
      const what = declares.length > 0 ? `declares ${printList(declares, 3)}` : 'runs code of its own';
      return [{ span, message: `This facade ${what}. Move it to a module of its folder.` }];
    });
  },
};

/** What `decant deprecate --stage runtime` and `error` write. */
function isShimWarning(text: string): boolean {
  return /\bDECANT_[A-Z]+\b/.test(text);
}
