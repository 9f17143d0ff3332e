import type { FilePath } from '../../host/path.js';
import { rebaseSpecifier, relativeSpecifier } from '../../language/typescript/specifier.js';
import type { CommentType } from '../../model/comment-type.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import { exportNameOf, findNeeds, type SplitContext } from './file-imports.js';

/**
 * Comments that give a JavaScript file the types that its own comments name: `/** @typedef {import('./lines.js').Line} Line *\/`.
 * What no alias can give (a namespace, a type with parameters, `typeof`) is imported by `@import`.
 */
export function renderCommentImports(context: SplitContext, file: FilePath, statements: readonly Statement[]): string[] {
  const { model, placement } = context;
  const types = model.commentTypes ?? [];
  const present = new Set([...findNeeds(statements).keys(), ...statements.flatMap(({ declares }) => declares)]);
  for (const type of types) if (fileOf(context, type) === file) present.add(type.name);
  if (file === placement.source) for (const type of forwarded(context)) present.add(type.name);
  const wanted = new Map<string, boolean>();
  for (const { name, isValue } of statements.flatMap(({ commentReads = [] }) => commentReads)) if (!present.has(name)) wanted.set(name, wanted.get(name) === true || isValue);
  return [...wanted].flatMap(([name, isValue]) => renderOne(context, file, name, isValue, types.find((type) => type.name === name)));
}

/** In the facade: the types that it exported and whose comments have moved. */
export function renderCommentExports(context: SplitContext): string[] {
  const { placement, ending } = context;
  return forwarded(context).flatMap((type) => {
    const path = relativeSpecifier(placement.source, fileOf(context, type), ending);
    const plain = type.parameters.length === 0;
    const alias = `@typedef {import('${path}').${type.name}${plain ? '' : `<${type.parameters.join(', ')}>`}} ${type.name}`;
    return plain ? [`/** ${alias} */`] : ['/**', ...type.templates.map((line) => ` * ${line}`), ` * ${alias}`, ' */'];
  });
}

function forwarded(context: SplitContext): readonly CommentType[] {
  return (context.model.commentTypes ?? []).filter((type) => type.imported === undefined && fileOf(context, type) !== context.placement.source);
}

/** A comment above imports stays with the facade, as the header does. */
function fileOf({ placement }: SplitContext, { statement }: CommentType): FilePath {
  return placement.modules.find(({ statements }) => statements.some(({ index }) => index === statement))?.file ?? placement.source;
}

function renderOne(context: SplitContext, file: FilePath, name: string, isValue: boolean, type: CommentType | undefined): string[] {
  const { model, placement, ending } = context;
  const binding = placement.imported.get(name);
  const outside = type?.imported ?? (binding && { specifier: binding.record.specifier, name: binding.name.imported });
  const owner = type ? fileOf(context, type) : (placement.ownerOf.get(name)?.file ?? placement.source);
  if (!outside && owner === file) return [];
  const specifier = outside ? rebaseSpecifier(outside.specifier, model.source.path, file) : relativeSpecifier(file, owner, ending);
  const imported = outside?.name ?? (type ? name : exportNameOf(model, name));
  const isPlain = !isValue && imported !== '*' && type?.imported === undefined && (type?.parameters.length ?? 0) === 0;
  if (isPlain) return [`/** @typedef {import('${specifier}').${imported}} ${name} */`];
  const clause = imported === '*' ? `* as ${name}` : imported === 'default' ? name : `{ ${imported === name ? name : `${imported} as ${name}`} }`;
  return [`/** @import ${clause} from '${specifier}' */`];
}

/** Comment types above an import or an export list would go wherever those go, or nowhere. */
export function findWiringType(model: ModuleModel): CommentType | undefined {
  return (model.commentTypes ?? []).find(({ statement }) => statement !== undefined && model.statements[statement]!.role === 'wiring');
}
