import { relativePath } from '../host/path.js';
import { planConfigEntry } from '../load/static-config.js';
import { requireInside } from './safe-target.js';
import { findSources } from './init-sources.js';
import type { InitReport } from '../report/schema.js';
import type { Workspace } from './workspace.js';

type PluginReport = NonNullable<InitReport['eslint']>;

const entry = { specifier: 'decant/eslint', names: ['decant', 'decantPlugin'], member: '.configs.recommended' } as const;
const lines = ["import decant from 'decant/eslint';", 'decant.configs.recommended'];
const oldLines = ['"plugins": ["decant/eslint"]', '"extends": ["plugin:decant/eslint/legacy-recommended"]'];

/**
 * Adds the plugin to the flat configuration of ESLint in the root, which is read and never run. Where that cannot be done with certainty, nothing is written and the
 * report says which lines to add by hand. Throws ToolError for a file that is a link out of the root.
 */
export function applyEslintPlugin({ fileSystem, root }: Pick<Workspace, 'fileSystem' | 'root'>, manifest: unknown): PluginReport {
  const file = findSources(fileSystem, root, manifest).find(({ from }) => from === 'eslint')?.file;
  const byHand = (reason: string, shown: readonly string[] = lines): PluginReport => ({ file: file === undefined ? null : relativePath(root, file), state: 'by hand', reason, lines: [...shown] });
  if (file === undefined) return byHand('the root has no eslint.config.*');
  const name = relativePath(root, file);
  if (!name.startsWith('eslint.config.')) return byHand('it is of before ESLint 9, and that configuration finds the plugin under the name eslint-plugin-decant only', oldLines);
  const result = planConfigEntry(fileSystem, file, entry);
  if (result === undefined) return byHand('it cannot be read');
  if (result.kind === 'present') return { file: name, state: 'present', reason: null, lines: [] };
  if (result.kind === 'unsure') return byHand(result.reason, /\bmodule\.exports\b/.test(fileSystem.readText(file) ?? '') ? ["const decant = require('decant/eslint');", lines[1]!] : lines);
  if (!fileSystem.isWritable(file)) return byHand('it is read-only', result.lines);
  requireInside(fileSystem, root, file);
  fileSystem.writeBytes(file, new TextEncoder().encode(result.text));
  return { file: name, state: 'added', reason: null, lines: [...result.lines] };
}
