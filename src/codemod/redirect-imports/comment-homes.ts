import type { FilePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { RedirectInput } from './redirect-input.js';

/**
 * The file that declares a type of a comment which a facade of JavaScript passes on by a comment of its own, `@typedef {import('./shop/cart.js').Line} Line`: no export
 * list names it. Undefined where the facade declares it itself, or passes nothing of that name on.
 */
export function findCommentHome({ project, read, packageOf }: RedirectInput, facade: FilePath, name: string): FilePath | undefined {
  let found: FilePath | undefined;
  for (const seen = new Set<FilePath>(); ;) {
    const file = found ?? facade;
    const specifier = seen.has(file) ? undefined : readAlias(read(file), name);
    seen.add(file);
    const target = specifier === undefined ? undefined : project.resolve(file, specifier);
    if (target?.kind !== 'file' || !project.files.has(target.path) || packageOf(target.path).folder !== packageOf(facade).folder || !hasType(read(target.path), name)) return found === facade ? undefined : found;
    found = target.path;
  }
}

function hasType({ commentTypes = [] }: ModuleModel, name: string): boolean {
  return commentTypes.some((type) => type.name === name && type.imported === undefined);
}

/** Under another name, or with other arguments than its own parameters, it is a type of its own. */
function readAlias({ commentTypes = [], source }: ModuleModel, name: string): string | undefined {
  const type = commentTypes.find((one) => one.name === name && one.imported === undefined);
  if (type === undefined) return undefined;
  const comment = source.text.slice(type.span.start, type.span.end);
  const parameters = type.parameters.length === 0 ? '' : `<\\s*${type.parameters.join('\\s*,\\s*')}\\s*>`;
  const own = name.replaceAll('$', '\\$');
  return new RegExp(`@typedef\\s*\\{\\s*import\\(\\s*(['"])([^'"]+)\\1\\s*\\)\\s*\\.\\s*${own}${parameters}\\s*\\}\\s*${own}(?![\\p{ID_Continue}$])`, 'u').exec(comment)?.[2];
}
