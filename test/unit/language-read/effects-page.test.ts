import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { pureCalls, pureConstructors } from '../../../src/language/typescript/pure-calls.js';
import { readModule } from '../../../src/language/typescript/read.js';
import { defaultFacts } from '../../../src/language/typescript/resolve-tsconfig.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

const page = readFileSync(new URL('../../../docs/effects.md', import.meta.url), 'utf8');

function blocks(kind: string): string[] {
  return [...page.matchAll(new RegExp('```' + kind + '\\n([^]*?)```', 'g'))].map((match) => match[1]!);
}

function examples(kind: string): { code: string; effect: string }[] {
  return blocks(kind).flatMap((block) => block.trim().split('\n')).map((line) => {
    const [, code, effect] = /^(.*) \/\/ (none|possible|ordered)$/.exec(line) ?? [];
    if (code === undefined || effect === undefined) throw new Error(`no verdict behind ${line}`);
    return { code, effect };
  });
}

function effectOf(setup: string, code: string): string {
  const text = `${setup}\n${code}\n`;
  const model = readModule({ path: filePath('/shop/kitchen.ts'), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) }, defaultFacts);
  expect(model.problems).toEqual([]);
  return model.statements.at(-1)!.effect;
}

const setup = blocks('ts setup').join('\n');

describe('docs/effects.md', () => {
  it.each(examples('ts'))('$effect: $code', ({ code, effect }) => {
    expect(effectOf(setup, code)).toBe(effect);
  });

  it.each(examples('ts with-hidden'))('$effect, with hidden code: $code', ({ code, effect }) => {
    expect(effectOf(`${setup}\n${blocks('ts hidden').join('\n')}`, code)).toBe(effect);
  });

  it.each([['Functions', pureCalls], ['Constructors', pureConstructors]] as const)('%s are those of the code', (title, names) => {
    const listed = new RegExp(`^${title}:\\n((?:\`.*\\n)+)`, 'm').exec(page)![1]!;
    expect([...listed.matchAll(/`([^`]+)`/g)].map((match) => match[1]!).sort()).toEqual([...names].sort());
  });
});
