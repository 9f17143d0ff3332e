import { baseName, directoryOf, extensionOf, isInside, relativePath } from '../../host/path.js';
import { buildLineStarts, lineColumnAt } from '../../text/line-index.js';
import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { MovedCode, TextFile } from './reference-input.js';

/**
 * Lint rules that report a file because it only re-exports: Biome `noBarrelFile` and `noReExportAll`, Oxlint `oxc/no-barrel-file`,
 * eslint-plugin-unicorn and eslint-plugin-barrel-files. `react-refresh/only-export-components` reports a module of components that re-exports
 * something it cannot see to be a component.
 */
const rules = /\b(?:noBarrelFile|noReExportAll|no-barrel-files?|avoid-barrel-files|avoid-re-export-all|no-re-export|only-export-components)\b/g;

/** Switched-on rules by which the facade is a lint error. What stands in a rule's options is not understood, so a note it is and no refusal. */
export function findForbiddenFacades({ root, source }: MovedCode, files: readonly TextFile[]): readonly Diagnostic[] {
  return files.flatMap(({ path, text }) => {
    if (!isLintConfig(baseName(path)) || !isInside(directoryOf(path), source)) return [];
    const found = [...text.matchAll(rules)].find(({ 0: rule, index }) => {
      const setting = text.slice(index + rule.length, index + rule.length + 40);
      return !/^["'`]?\s*:\s*\[?\s*(?:["']off["']|0\b)/.test(setting) && (rule !== 'only-export-components' || /x$/.test(extensionOf(source)));
    });
    if (!found) return [];
    const { line, column } = lineColumnAt(buildLineStarts(text), found.index);
    return [diagnostic({
      id: 'facade-forbidden',
      severity: 'info',
      message: `${relativePath(root, path)} sets ${found[0]}, which may report ${relativePath(root, source)} now that it re-exports`,
      at: { file: path, line, column },
      help: `Allow the rule for ${relativePath(root, source)}, with the reason that it keeps the old path`,
      data: { rule: found[0] },
    })];
  });
}

function isLintConfig(name: string): boolean {
  return /^(?:eslint\.config\.[cm]?[jt]s|\.eslintrc(?:\.(?:json|c?js|ya?ml))?|biome\.jsonc?|\.oxlintrc\.json|oxlint\.config\.[jt]s)$/.test(name);
}
