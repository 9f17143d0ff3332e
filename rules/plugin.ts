/**
 * decant in ESLint: the findings of `decant check` where the code is written, from the same engine, configuration and baseline.
 *
 * @example
 * // eslint.config.js
 * import decant from 'decant/eslint';
 * export default [decant.configs.recommended];
 */
import { readOwnVersion } from '../src/host/installed-package.js';
import { tellErrors } from './broken-project.js';
import { toEslintRule } from './eslint-rule.js';
import { rules as list } from './registry.generated.js';
import type { ESLint, Linter, Rule } from 'eslint';

type PresetName = 'recommended' | 'strict' | 'migration';

type Levels = Readonly<Record<string, 'warn' | 'error'>>;

/** What a rule finds in most projects on the first day is a warning in `recommended`: the gate is `decant check` with its baseline. */
const presets: Readonly<Record<PresetName, Levels>> = {
  recommended: { 'god-file': 'warn', 'import-cycle': 'warn', 'layer-violation': 'error', 'task-lock': 'error', 'duplicate-task': 'error', 'no-facade-from-within': 'error' },
  strict: Object.fromEntries(list.map(({ id }) => [id, 'error'] as const)),
  migration: { 'prefer-direct-import': 'warn', 'no-facade-from-within': 'error', 'facade-only': 'warn' },
};

const plugin = {
  meta: { name: 'decant', version: readOwnVersion(), namespace: 'decant' },
  rules: Object.fromEntries(list.map((rule) => [rule.id, toEslintRule(tellErrors(rule))])) as Record<string, Rule.RuleModule>,
  configs: {} as Record<PresetName, Linter.Config> & Record<`legacy-${PresetName}`, Linter.LegacyConfig>,
} satisfies ESLint.Plugin;

for (const [name, levels] of Object.entries(presets) as [PresetName, Levels][]) {
  plugin.configs[name] = { name: `decant/${name}`, plugins: { decant: plugin as ESLint.Plugin }, rules: withPrefix('decant/', levels) };
  // The configuration format of before ESLint 9 knows a plugin by the path behind `eslint-plugin-decant`, the name under which decant is installed for it.
  plugin.configs[`legacy-${name}`] = { plugins: ['decant/eslint'], rules: withPrefix('decant/eslint/', levels) };
}

function withPrefix(prefix: string, levels: Levels): Linter.RulesRecord {
  return Object.fromEntries(Object.entries(levels).map(([id, level]) => [`${prefix}${id}`, level]));
}

export default plugin;
// What `require('decant/eslint')` gives: a plugin, not a module that has one.
export { plugin as 'module.exports' };
