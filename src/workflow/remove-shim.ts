import { findExportHomes } from '../codemod/export-homes.js';
import { dropReferences, type RemovedFacade } from '../codemod/patch-references/drop-references.js';
import { findMentions } from '../codemod/patch-references/find-mentions.js';
import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { compareText } from '../diagnostic/sort.js';
import { baseName, directoryOf, extensionOf, isInside, joinPath, relativePath, type FilePath } from '../host/path.js';
import { lineColumnAt } from '../text/line-index.js';
import { quoteWord } from '../text/shell-word.js';
import { readJsonStrings } from '../text/json-strings.js';
import { findNewHomes } from '../codemod/deprecate-facade/new-homes.js';
import { findBuiltPaths, isBuiltOf } from './built-paths.js';
import { collectTexts } from './collect-texts.js';
import { findNameMaps } from './name-maps.js';
import { findNearestPackage } from './nearest-package.js';
import { listImporters } from './shim-importers.js';
import type { CodemodResult, FileChange } from '../edit/change-set.js';
import type { ImportEdge, Project } from '../model/project.js';
import type { ReadSource } from './read-source.js';
import type { Workspace } from './workspace.js';

/**
 * Deletes a facade that nobody needs any more. What only a person may decide (an importer that stays behind, an entry of package.json) is a reason
 * against it unless `force`; code that would be lost is one always.
 */
export function removeShim(workspace: Workspace, { project, read, model }: ReadSource, facade: FilePath, force: boolean): CodemodResult {
  const shown = relativePath(workspace.root, facade);
  const { kept, homes } = findNewHomes({ project, read }, facade);
  const own = model.statements.filter(({ role, declares }) => role !== 'wiring' && declares.length > 0 && declares.some((name) => kept.has(name) || !homes.has(name)) && model.format !== 'commonjs');
  const lost = [
    ...[...kept].map(([name, because]) => diagnostic({
      id: 'shim-keeps-name', message: `'${name}' would be gone with ${shown}: it ${because}`, at: { file: facade, line: 1, column: 1 },
      help: `Move '${name}' into a module of its own first`, data: { name },
    })),
    ...own.filter(({ declares }) => !declares.some((name) => kept.has(name))).map(({ span, declares }) => diagnostic({
      id: 'shim-still-runs', message: `${shown} declares '${declares[0]}', which would be gone with it`, at: { file: facade, ...lineColumnAt(model.source.lineStarts, span.start) },
      help: 'Split the file first', data: { name: declares[0] },
    })),
  ];
  if (lost.length > 0) return { kind: 'refused', diagnostics: lost };
  const importers = [...listImporters(project, facade)].map(([name, edge]) => stillImported(project, shown, name, edge));
  const built = listBuilt(workspace, project, facade);
  const removed = { root: workspace.root, source: facade, built, homes: [...new Set([...findExportHomes({ project, read }, facade).homes.values()].map(({ file }) => file))].sort(compareText) };
  const { reasons, notes, patches } = findNames(workspace, project, removed, shown);
  const found = [...importers, ...reasons];
  if (found.length > 0 && !force) return { kind: 'refused', diagnostics: found };
  const because = found.length === 0 ? 'nothing imports it any more' : 'it was to go whoever imports it';
  return { kind: 'changed', changes: { changes: [...patches, { kind: 'delete', file: facade, because }], applicability: found.length === 0 ? 'safe' : 'unsafe' }, notes: [...found.map((each) => diagnostic({ ...each, severity: 'warning' })), ...notes] };
}

export function stillImported(project: Project, shown: string, name: string, { from, record }: ImportEdge): Diagnostic {
  const source = project.files.get(from);
  return diagnostic({
    id: 'shim-still-imported',
    message: `${name} still imports ${shown}`,
    at: { file: from, ...lineColumnAt(source?.lineStarts ?? [0], record.specifierSpan.start - 1), label: record.form === 'module-path' ? 'names it' : 'imports it' },
    notes: [record.names.length === 0 ? `as '${record.specifier}'` : record.names.map(({ imported }) => imported).slice(0, 8).join(', ')],
    help: `Migrate its importers first: decant migrate ${quoteWord(shown)} --write`,
    data: { importer: name, specifier: record.specifier, kind: record.kind },
  });
}

const isDocumentation = /^\.(?:md|mdx|html|txt|rst|adoc)$/;

interface Named {
  readonly reasons: readonly Diagnostic[];
  readonly notes: readonly Diagnostic[];
  /** Texts that are right without what they said of the file. */
  readonly patches: readonly FileChange[];
}

/** Texts that name the path. Documentation goes wrong and breaks nothing. */
function findNames(workspace: Workspace, project: Project, removed: RemovedFacade, shown: string): Named {
  const { root, source: facade } = removed;
  const texts = collectTexts(workspace, project, facade);
  const patched = texts.map((text) => ({ ...text, text: project.files.has(text.path) ? text.text : dropReferences(removed, text) }));
  const patches = patched.flatMap(({ path, text, bom }, index): FileChange[] => (text === texts[index]!.text ? [] : [{ kind: 'modify', file: path, text, bom, because: `what it says of ${shown} means nothing without that file` }]));
  const found = patched.flatMap((text): Diagnostic[] => {
    const mentions = findMentions({ root, source: facade }, text);
    const [first] = mentions;
    if (!first) return [];
    const name = relativePath(root, text.path);
    return [diagnostic({
      id: 'shim-still-named',
      severity: isDocumentation.test(extensionOf(text.path)) ? 'info' : 'error',
      message: `${name} names ${shown}`,
      at: { file: text.path, line: first.line, column: first.column },
      notes: mentions.slice(0, 5).map(({ line, excerpt }) => `line ${line}: ${excerpt.slice(0, 120)}`),
      help: 'Name the modules there, or take the entry out.',
      data: { file: name, places: mentions.length },
    })];
  });
  const known = new Set(found.map(({ at }) => at.file));
  const maps = findNameMaps(texts, facade).filter(({ at }) => !known.has(at.file)).map(({ at, written }) => diagnostic({
    id: 'shim-still-named',
    message: `${relativePath(root, at.file)} leads a name to ${shown} as '${written}'`,
    at,
    help: 'Name the modules there, or take the entry out.',
    data: { file: relativePath(root, at.file), places: 1 },
  }));
  const offered = findBuiltEntries(workspace, project, facade, shown);
  return { reasons: [...found.filter(({ severity }) => severity === 'error'), ...maps, ...findModulePaths(workspace, project, facade, shown), ...offered], notes: found.filter(({ severity }) => severity === 'info'), patches };
}

/**
 * Strings of code that lead to the file as a specifier would: `vi.mock('../src/tasks')`, a table of modules to load, and an import through a folder that is a link, which
 * comes to a path that is no file of the project.
 */
function findModulePaths({ fileSystem }: Workspace, project: Project, facade: FilePath, shown: string): readonly Diagnostic[] {
  const stem = baseName(facade).replace(/\.[^.]*$/, '');
  const word = stem === 'index' ? baseName(directoryOf(facade)) : stem;
  return [...project.files.values()].flatMap(({ path, text, lineStarts }): Diagnostic[] => {
    if (path === facade || !text.includes(word)) return [];
    const imported = new Set((project.scanned.get(path)?.imports ?? []).map(({ specifierSpan }) => specifierSpan.start));
    const leads = (specifier: string, isImport: boolean): boolean => {
      const target = project.resolve(path, specifier);
      if (target.kind !== 'file') return false;
      return target.path === facade ? !isImport : !project.files.has(target.path) && fileSystem.realPath(target.path) === fileSystem.realPath(facade);
    };
    const found = [...text.matchAll(/(['"`])([^'"`\s\\]+)\1/g)].find((match) => match[2]!.includes(word) && leads(match[2]!, imported.has(match.index + 1)));
    return found === undefined ? [] : [diagnostic({
      id: 'shim-still-named',
      message: `${relativePath(project.root, path)} names ${shown} as '${found[2]}'`,
      at: { file: path, ...lineColumnAt(lineStarts, found.index) },
      help: 'Name the module there: an import of a file that is gone fails, and a mock of it replaces nothing.',
      data: { file: relativePath(project.root, path), places: 1 },
    })];
  });
}

/** `"./tasks": "./dist/tasks.js"` in package.json is made of `src/tasks.ts`. */
function findBuiltEntries(workspace: Workspace, project: Project, facade: FilePath, shown: string): readonly Diagnostic[] {
  const found = findNearestPackage(workspace, facade);
  if (!found) return [];
  const [own, files] = [relativePath(found.folder, facade), listFiles(project, found.folder)];
  const stem = (path: string): string => path.replace(/^\.\//, '').replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
  const inPackage = stem(relativePath(found.folder, facade));
  const inside = inPackage.includes('/') ? inPackage.slice(inPackage.indexOf('/') + 1) : undefined;
  return readJsonStrings(found.text).flatMap(({ path, value, isKey, start }): Diagnostic[] => {
    if (isKey || !/^(?:exports|imports|main|module|types|typings|browser|bin|typesVersions)$/.test(String(path[0]))) return [];
    const written = stem(value);
    const isBuilt = inside !== undefined && written.includes('/') && written.slice(written.indexOf('/') + 1) === inside && /^(?:dist|lib|build|out|esm|cjs|es|types)$/.test(written.slice(0, written.indexOf('/')));
    if (!isBuilt && !isBuiltOf(value, own, files) && !(written === inPackage && baseName(value) !== baseName(facade))) return [];
    const before = found.text.slice(0, start).split('\n');
    return [diagnostic({
      id: 'shim-still-named',
      message: `${relativePath(workspace.root, found.file)} offers ${shown} to other packages, as '${value}'`,
      at: { file: found.file, line: before.length, column: before.at(-1)!.length + 1 },
      notes: [`"${path.join('" > "')}"`],
      help: 'Take the entry out first: that is a breaking change of the package.',
      data: { value },
    })];
  });
}

function listBuilt(workspace: Workspace, project: Project, facade: FilePath): readonly FilePath[] {
  const found = findNearestPackage(workspace, facade);
  return found === undefined ? [] : findBuiltPaths(found.content, relativePath(found.folder, facade), listFiles(project, found.folder)).map((file) => joinPath(found.folder, file));
}

/** Files of a package, relative to its folder. */
export function listFiles({ files }: Project, folder: FilePath): readonly string[] {
  return [...files.keys()].filter((file) => isInside(folder, file)).map((file) => relativePath(folder, file));
}
