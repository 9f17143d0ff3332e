import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { baseName, directoryOf, extensionOf, isInside, joinPath, relativePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import { findFolderRule } from './folder-rules.js';
import { locate } from './messages.js';
import type { SplitOptions } from './split-options.js';
import type { SplitPart, SplitPlan } from './split-plan.js';

const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** File names that differ only in case or in Unicode composition are one file on macOS and Windows. */
export function foldFileName(name: string): string {
  return name.normalize('NFC').toLowerCase();
}

/** Whether the part means: stays in the original file. */
export function staysInSource(plan: SplitPlan, part: SplitPart): boolean {
  return part.file === plan.source;
}

/** Reserved on Windows whatever the extension: `con.ts`, `aux.test.ts`. */
export function isReservedFileName(name: string): boolean {
  return reserved.test(name.split('.')[0]!);
}

export function checkFiles(model: ModuleModel, plan: SplitPlan, options: SplitOptions): Diagnostic[] {
  const found: Diagnostic[] = [];
  const extension = extensionOf(model.source.path);
  const existing = new Set(options.existing.map(foldFileName));
  const seen = new Map<string, string>([[foldFileName(plan.source), plan.source]]);
  const staying = plan.parts.filter((part) => staysInSource(plan, part)).length;
  for (const part of plan.parts) {
    const at = locate(model, 0);
    const report = (id: string, message: string, help: string): void => {
      found.push(diagnostic({ id, message, at, help, data: { file: part.file } }));
    };
    if (staysInSource(plan, part)) continue;
    const path = joinPath(options.root, part.file);
    const isRelative = !/^\/|^[A-Za-z]:|[\\\0]/.test(part.file);
    const isClean = part.file.split('/').every((segment) => segment !== '' && segment !== '.');
    if (!isRelative || !isInside(options.root, path) || path === options.root || part.file.split('/').includes('..')) {
      report(
        'plan-file-outside',
        `${JSON.stringify(part.file)} is not a path below the project root`,
        'Write the path relative to the project root, with forward slashes',
      );
      continue;
    }
    if (!isClean) report('plan-file-name', `${part.file} has an empty segment or a dot in its path`, 'Write the path without // and ./');
    if (extensionOf(part.file) !== extension) {
      report('plan-file-extension', `${part.file} does not end in ${extension} as ${plan.source} does`, `Rename it to end in ${extension}`);
    } else if (isReservedFileName(baseName(part.file)) || baseName(part.file) === extension) {
      report('plan-file-name', `${baseName(part.file)} cannot be a file name on Windows`, 'Choose another name');
    }
    const rule = findFolderRule(options.folderRules ?? [], path);
    if (rule) report('routed-folder', `${part.file} would mean something by its place: ${rule.because} below ${relativePath(options.root, rule.folder) || 'the root'}`, 'Choose another name or folder');
    const folded = foldFileName(part.file);
    const twin = seen.get(folded);
    if (twin !== undefined) {
      const same = twin === part.file ? 'is the file of two parts' : `and ${twin} are one file where case does not count`;
      report('plan-duplicate-file', `${part.file} ${same}`, 'Rename one of them, or join the two parts');
    } else if (directoryOf(path) === options.directory && existing.has(foldFileName(baseName(part.file))) && path !== model.source.path) {
      report('plan-file-exists', `${part.file} exists already`, 'Choose another name: a split never overwrites a file');
    }
    seen.set(folded, part.file);
  }
  if (staying > 1) {
    found.push(
      diagnostic({
        id: 'plan-duplicate-file',
        message: `${staying} parts stay in ${plan.source}`,
        at: locate(model, 0),
        help: 'Join them into one part',
        data: { file: plan.source },
      }),
    );
  }
  return found;
}
