import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import tseslint from 'typescript-eslint';
import { afterAll, describe, expect, it } from 'vitest';
import plugin from '../../rules/plugin.js';
import { rules } from '../../rules/registry.generated.js';
import type { ESLint } from 'eslint';
import type { RuleCase } from '../../rules/rule-case.js';
import { tested } from '../support/eslint-versions.js';

const folder = mkdtempSync(join(tmpdir(), 'decant-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

for (const { id, fixes } of rules) {
  const { cases } = (await import(`../../rules/${id}/cases.ts`)) as { cases: readonly RuleCase[] };
  const places = cases.map((one, index) => {
    const root = join(folder, `${id}-${index}`);
    for (const [file, text] of Object.entries(one.files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    return { name: one.name, code: one.files[one.file]!, filename: join(root, one.file), settings: { decant: { root, cache: false } }, languageOptions: { parser: tseslint.parser } };
  });

  it(`${id} has cases that it complains of and cases that it does not`, () => {
    expect(cases.some(({ found }) => found.length > 0)).toBe(true);
    expect(cases.some(({ found }) => found.length === 0)).toBe(true);
    for (const { found, files, file } of cases) for (const { line } of found) expect(line).toBeLessThanOrEqual(files[file]!.split('\n').length);
  });

  for (const { title, eslint } of tested) {
    describe.skipIf(!eslint)(title, () => {
      if (!eslint) return;
      const { Linter, RuleTester } = eslint;
      Object.assign(RuleTester, { describe, it });
      new RuleTester().run(id, plugin.rules[id]!, {
        valid: places.filter((_, index) => cases[index]!.found.length === 0),
        invalid: places.flatMap((place, index) => {
          const { found, output } = cases[index]!;
          const errors = found.map(({ line, says, suggestions = [] }) => ({
            line, message: new RegExp(escape(says), 'u'), suggestions: suggestions.map(({ text, output: after }) => ({ desc: text, output: after })),
          }));
          return errors.length === 0 ? [] : [{ ...place, errors, output: output ?? null }];
        }),
      });

      if (fixes) it(`${id} finds nothing more to change in what it changed`, () => {
        const changed = cases.flatMap(({ output }, index) => (output === undefined ? [] : [{ output, place: places[index]! }]));
        expect(changed.length).toBeGreaterThan(0);
        for (const { output, place: { code, filename, settings, languageOptions } } of changed) {
          const config = { files: ['**/*.ts'], plugins: { decant: plugin as ESLint.Plugin }, rules: { [`decant/${id}`]: 'error' as const }, settings, languageOptions };
          const fix = (text: string) => new Linter({ cwd: folder }).verifyAndFix(text, [config], { filename });
          expect(fix(code)).toMatchObject({ fixed: true, output });
          expect(fix(output)).toMatchObject({ fixed: false, output });
        }
      });
    });
  }
}

it('every rule has its page', () => {
  for (const { id, summary } of rules) expect(readFileSync(new URL(`../../docs/rules/${id}.md`, import.meta.url), 'utf8')).toContain(summary);
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/gu, (mark) => (mark === '-' ? '\\x2d' : `\\${mark}`));
}
