import type { FilePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import { findImport, resolveExport } from '../export-set.js';
import { specifierTarget } from '../normal-form.js';
import { resolveOwn, type Side } from '../side.js';

/** `@type {import('./x.js').T}` means the same file from another folder by another path. */
export function withTargets(side: Side, model: ModuleModel, text: string): string {
  if (model.dialect === 'ts' || model.dialect === 'tsx' || !text.startsWith('/**')) return text;
  return text.replace(/(\bimport\(\s*|@import\b[^'"]*\bfrom\s+)(['"])(\.[^'"]*)\2/g, (_, before: string, quote: string, path: string) => `${before}${quote}<file:${specifierTarget(side, model, path)}>${quote}`);
}

/** The same with every type that is taken from a module replaced by what it means, whichever module passes it on. */
export function withMeanings(side: Side, model: ModuleModel, text: string): string {
  if (model.dialect === 'ts' || model.dialect === 'tsx' || !text.startsWith('/**')) return text;
  return inTypes(text, (type) => withImportedNames(side, model, type))
    .replace(/\bimport\(\s*(['"])(\.[^'"]*|[^'"]+)\1\s*\)\s*\.\s*([\p{ID_Continue}$]+)/gu, (whole, _quote: string, path: string, name: string) => `<${meaningOf(side, model, path, name) ?? whole}>`)
    .replace(importTag, (whole) => readImportedTypes(side, model, whole)?.join(' ') ?? whole);
}

/** `{shop.Order}` and `{Order}` for names that the file imports. A key (`{{ shop: string }}`) is none of them. */
function withImportedNames(side: Side, model: ModuleModel, type: string): string {
  return type.replace(/(['"`])(?:(?!\1)[^])*\1|(?<![\p{ID_Continue}$.])([\p{ID_Start}$_][\p{ID_Continue}$]*)(\s*\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*))?(?!\s*\??:)(?![\p{ID_Continue}$])/gu, (whole, _quote, local?: string, member = '', name?: string) => {
    const found = local === undefined ? undefined : findImport(model, local);
    if (found === undefined || (found.imported === '*' && name === undefined)) return whole;
    const meaning = meaningOf(side, model, found.record.specifier, found.imported === '*' ? name! : found.imported);
    return meaning === undefined ? whole : `<${meaning}>${found.imported === '*' ? '' : member}`;
  });
}

/** Types stand between braces; `{@link shop}` is a place to read on. */
function inTypes(text: string, change: (type: string) => string): string {
  let [result, done, first, depth] = ['', 0, 0, 0];
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '{' && depth++ === 0) first = index;
    if (text[index] !== '}' || depth === 0 || --depth > 0 || text[first + 1] === '@') continue;
    result += text.slice(done, first) + change(text.slice(first, index + 1));
    done = index + 1;
  }
  return result + text.slice(done);
}

const importTag = /@import\b([^'"@]*)\bfrom\s+(['"])([^'"]*)\2/g;

/** What a comment imports, a piece for each name; undefined for one that says anything else. */
export function readImportedTypes(side: Side, model: ModuleModel, text: string): readonly string[] | undefined {
  const tags = [...text.matchAll(importTag)];
  if (tags.length === 0 || text.replace(importTag, '').replace(/[*/\s]/g, '') !== '') return undefined;
  return tags.flatMap(([, clause, , path]) => {
    const named = /\{([^}]*)\}/.exec(clause!)?.[1] ?? '';
    const whole = clause!.replace(/\{[^}]*\}/, '').replace(/,/g, ' ').trim();
    const names = [...named.split(',').map((item) => item.trim()).filter((item) => item !== ''), ...(whole === '' ? [] : [whole.startsWith('*') ? whole : `default as ${whole}`])];
    return names.map((item) => {
      const [name, local = name] = item.split(/\s+as\s+/);
      return `@import <${meaningOf(side, model, path!, name!) ?? `${path!}#${name!}`}> as ${local!}`;
    });
  });
}

function meaningOf(side: Side, model: ModuleModel, path: string, name: string): string | undefined {
  const target = resolveOwn(side, model.source.path, path);
  if (target.kind !== 'file') return undefined;
  const found = resolveExport(side, target.path, name);
  return found === undefined ? originOfComment(side, target.path, name, new Set()) : found === 'ambiguous' ? undefined : found.origin;
}

/** The comment that declares a type, from file to file as long as each says that its own is that of another. */
function originOfComment(side: Side, file: FilePath, name: string, seen: Set<FilePath>): string | undefined {
  if (seen.has(file) || !side.project.files.has(file)) return undefined;
  seen.add(file);
  const model = side.read(file);
  const type = model.commentTypes?.find((one) => one.name === name && one.imported === undefined);
  if (type === undefined) return undefined;
  const words = model.source.text.slice(type.span.start, type.span.end).replace(/[\s*]+/g, ' ');
  const [, , path, taken, given = ''] = [...words.matchAll(aliasTag)].find((match) => match[5] === name) ?? [];
  const isSame = taken === name && given.replace(/\s/g, '') === (type.parameters.length === 0 ? '' : `<${type.parameters.join()}>`);
  const next = path !== undefined && isSame ? resolveOwn(side, file, path) : undefined;
  const exported = next?.kind === 'file' ? resolveExport(side, next.path, name) : undefined;
  if (exported === 'ambiguous') return undefined;
  const behind = next?.kind === 'file' && exported === undefined ? originOfComment(side, next.path, name, seen) : exported?.origin;
  return behind ?? `${side.name(file)}#@typedef ${name}`;
}

const aliasTag = /@typedef \{ ?import\( ?(['"])([^'"]+)\1 ?\) ?\. ?([\p{ID_Continue}$]+) ?(<[^{}]*>)? ?\} ?([\p{ID_Continue}$]+)/gu;
