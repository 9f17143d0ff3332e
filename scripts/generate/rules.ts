import type { DecantRule } from '../../rules/rule.js';
import type { RuleCase } from '../../rules/rule-case.js';

const presets = ['recommended', 'strict', 'migration'] as const;

/** File name in docs/rules/ to its text: what a rule finds, and its first two cases. */
export async function renderRulePages(generated: string): Promise<ReadonlyMap<string, string>> {
  const { rules } = await import('../../rules/registry.generated.js');
  const { default: plugin } = await import('../../rules/plugin.js');
  const pages = new Map<string, string>();
  const levelIn = (preset: (typeof presets)[number], id: string): string | undefined => {
    const level: unknown = plugin.configs[preset].rules?.[`decant/${id}`];
    return typeof level === 'string' ? `\`${level}\` in \`${preset}\`` : undefined;
  };
  for (const rule of rules) {
    const { cases } = (await import(`../../rules/${rule.id}/cases.js`)) as { cases: readonly RuleCase[] };
    const examples = [cases.find(({ found }) => found.length > 0), cases.find(({ found }) => found.length === 0)].filter((one) => one !== undefined);
    const levels = presets.flatMap((preset) => levelIn(preset, rule.id) ?? []);
    const facts = [levels.length > 0 ? `On as ${levels.join(', ')}.` : 'In no preset.', rule.fixes === undefined ? 'No fix.' : '`--fix` mends it where that is certain.'];
    pages.set(`${rule.id}.md`, [generated, `# decant/${rule.id}`, '', rule.summary, '', facts.join(' '), ...describe(rule), ...examples.flatMap(renderExample), ''].join('\n'));
  }
  const rows = rules.map((rule) => `| [\`decant/${rule.id}\`](${rule.id}.md) | ${rule.summary} | ${rule.fixes === undefined ? '' : 'yes'} |`);
  pages.set('README.md', [generated, '# Rules of the ESLint plugin', '', '`docs/eslint.md` says how it is set up.', '', '| rule | finds | fix |', '|---|---|---|', ...rows, ''].join('\n'));
  return pages;
}

function describe({ details }: DecantRule): readonly string[] {
  return details === undefined ? [] : ['', details];
}

function renderExample({ name, files, file, found, output }: RuleCase): readonly string[] {
  const shown = Object.entries(files).flatMap(([path, text]) => [`\`${path}\``, '', `\`\`\`${path.endsWith('.json') ? 'json' : 'ts'}`, text.trimEnd(), '```', '']);
  const said = found.map(({ line, says }) => `- line ${line}: ... ${says} ...`);
  const mended = output === undefined ? [] : ['', 'After `--fix`:', '', '```ts', output.trimEnd(), '```'];
  return ['', `## ${said.length > 0 ? 'Found' : 'Not found'}: ${name}`, '', ...shown, ...(said.length > 0 ? [`In \`${file}\`:`, '', ...said] : [`Nothing in \`${file}\`.`]), ...mended];
}
