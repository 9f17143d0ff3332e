import { directoryOf, extensionOf, joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';

/** What a relative specifier ends with: nothing, the extension of the emitted file, or that of the source file. */
export type SpecifierEnding = 'none' | 'emitted' | 'source';

/**
 * The ending that the project uses, asked in this order: the file itself, those who import it, the whole project, the
 * compiler options. NodeNext rejects an extensionless specifier, and a bundler project reads oddly with one.
 */
export function findSpecifierEnding(project: Project, model: ModuleModel): SpecifierEnding {
  const path = model.source.path;
  const facts = project.compilerFacts(path);
  // `require('./tea')` finds what `import './tea'` does not, and `new URL('./teas', ..)` means a file by just that name.
  const foreign = model.format === 'commonjs' ? /^(?:url-path|folder-path)$/ : /^(?:require-call|module-path|url-path|folder-path)$/;
  const own = countEndings(model.imports.filter(({ form }) => !foreign.test(form)).map((record) => record.specifier));
  const importers = countEndings((project.graph.edgesTo.get(path) ?? []).map((edge) => edge.record.specifier));
  const decided = majority(own) ?? majority(importers);
  if (decided) return decided;
  if (/^node(16|18|20|next)$/i.test(facts.moduleResolution ?? facts.module ?? '')) return facts.allowImportingTsExtensions ? 'source' : 'emitted';
  const everywhere = countEndings([...project.scanned.values()].flatMap((module) => module.imports.map((record) => record.specifier)));
  return majority(everywhere) ?? (model.dialect === 'js' || model.dialect === 'jsx' ? 'emitted' : 'none');
}

function countEndings(specifiers: readonly string[]): Record<SpecifierEnding, number> {
  const counts = { none: 0, emitted: 0, source: 0 };
  for (const specifier of specifiers) {
    if (!/^\.\.?\//.test(specifier)) continue;
    if (/\.(js|mjs|cjs|jsx)$/.test(specifier)) counts.emitted++;
    else if (/\.(ts|mts|cts|tsx)$/.test(specifier)) counts.source++;
    else if (!/\.\w{1,6}(\?|$)/.test(specifier)) counts.none++;
  }
  return counts;
}

function majority(counts: Record<SpecifierEnding, number>): SpecifierEnding | undefined {
  const order: readonly SpecifierEnding[] = ['emitted', 'source', 'none'];
  const best = order.reduce((a, b) => (counts[b] > counts[a] ? b : a));
  return counts[best] > 0 ? best : undefined;
}

const emittedExtension: Record<string, string> = { '.ts': '.js', '.tsx': '.js', '.mts': '.mjs', '.cts': '.cjs' };

/** Specifier by which `from` imports the source file `to`. */
export function relativeSpecifier(from: FilePath, to: FilePath, ending: SpecifierEnding): string {
  const path = withDot(relativePath(directoryOf(from), to));
  const extension = extensionOf(to);
  const stem = path.slice(0, path.length - extension.length);
  // `.mts` and `.cts` modules cannot be imported without an extension under any resolution.
  if (ending === 'none' && !/^\.[mc]/.test(extension)) return stem;
  return ending === 'source' ? path : stem + (emittedExtension[extension] ?? extension);
}

/**
 * The same target seen from another folder. Pure path arithmetic: extension, query and trailing slash stay as written. The last name of the
 * path stays, too: `../shop` may be shop.ts beside the folder shop/, and `..`, seen from shop/orders/, is the index of that folder.
 */
export function rebaseSpecifier(specifier: string, from: FilePath, to: FilePath): string {
  if (!/^\.\.?(\/|$)/.test(specifier)) return specifier;
  const target = joinPath(directoryOf(from), specifier);
  const name = /[^/]*$/.exec(specifier)![0];
  if (name !== '' && name !== '.' && name !== '..') return withDot(joinSegments(relativePath(directoryOf(to), directoryOf(target)), name));
  const rebased = withDot(relativePath(directoryOf(to), target));
  return /\/$/.test(specifier) && !rebased.endsWith('/') ? `${rebased}/` : rebased;
}

function joinSegments(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function withDot(path: string): string {
  if (path === '') return '.';
  return /^\.\.?(\/|$)/.test(path) ? path : `./${path}`;
}

/**
 * What is written between the quotes of a moved statement when `to` is its new file. Escapes are written anew, because
 * `'./it\'s.js'` is read as `./it's.js`.
 */
export function rebaseRecord(record: ImportRecord, text: string, from: FilePath, to: FilePath): string {
  const { start, end } = record.specifierSpan;
  const written = text.slice(start, end);
  if (record.form === 'url-path' || record.form === 'folder-path') {
    const up = relativePath(directoryOf(to), directoryOf(from));
    if (up === '') return written;
    // Not normalised: `new URL('./god', ..)` and `new URL('.', ..)` seen from god/ differ by a slash at the end.
    const path = record.specifier === '.' ? up : `${up}/${record.specifier.replace(/^\.\//, '')}`;
    return (written.startsWith('/') ? '/' : '') + withDot(path);
  }
  const rebased = rebaseSpecifier(record.specifier, from, to);
  if (rebased === record.specifier) return written;
  return written === record.specifier ? rebased : rebased.replaceAll('\\', '\\\\').replaceAll(text[start - 1]!, `\\${text[start - 1]!}`);
}
