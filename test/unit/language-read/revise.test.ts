import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readModules } from '../../../src/language/typescript/read.js';
import { reviseModel } from '../../../src/language/typescript/revise.js';
import { buildLineStarts } from '../../../src/text/line-index.js';
import type { ModuleModel } from '../../../src/model/module-model.js';
import type { SourceFile } from '../../../src/model/source-file.js';

const facts = {
  emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false,
};
const fixtures = path.join(import.meta.dirname, '../../../fixtures/codemod');

interface Change {
  readonly name: string;
  readonly old: string;
  readonly now: string;
}

function source(name: string, text: string): SourceFile {
  return { path: filePath(`/kitchen/${name}`), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) };
}

/** Names of the changes that were told from the two texts; each says what a reading says. */
function compare(changes: readonly Change[]): readonly string[] {
  const sources = changes.map(({ name, old, now }) => [source(name, old), source(name, now)] as const);
  const [models, fresh] = [0, 1].map((side) => readModules(sources.map((pair) => ({ source: pair[side]!, facts })))) as [readonly ModuleModel[], readonly ModuleModel[]];
  return sources.flatMap(([, now], index) => {
    const revised = reviseModel(models[index]!, now);
    if (revised === undefined) return [];
    expect(revised, `${now.path}\n${now.text}`).toEqual(fresh[index]);
    return [now.path.slice('/kitchen/'.length)];
  });
}

function listSources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.[cm]?[jt]sx?$/.test(name) && statSync(path.join(folder, name)).isFile()).sort();
}

const body = `
/** What is left. */
export const stock = new Map<string, number>([['tea', total(1)]]);
@sealed
export class Till extends Counter<Line> {
  @inject() open = (at: Line): number => count(at) + menu.size;
}
export function shown({ lines }: { lines: Line[] }): string {
  if (job.name === 'tea') return send('tea', { lines }).later(2);
  return \`\${lines.length} \${total(lines.length)}\`;
}
run(stock, 'at once');
export { total as sum };
`;
const top = `import { total, count, type Line } from './shop';
import * as menu from './menu';
import { Counter, sealed, inject } from 'counters';
`;

describe('the model of a text that imports otherwise', () => {
  it('is what a reading says, wherever the names come from now', () => {
    const kept: readonly Change[] = [
      { name: 'path.ts', old: top + body, now: top.replace('./shop', './shop/till') + body },
      { name: 'divided.ts', old: top + body, now: top.replace("import { total, count, type Line } from './shop';\n", "import { total } from './shop/till';\nimport { count } from './shop/count';\nimport type { Line } from './shop/line';\n") + body },
      { name: 'joined.ts', old: `import { total } from './shop/till';\nimport { count, type Line } from './shop';\n${top.split('\n').slice(1).join('\n')}${body}`, now: top + body },
      { name: 'effect.ts', old: top + body, now: `import './start';\n${top}${body}` },
      { name: 'below.ts', old: top + body, now: `${top}import './end';\n${body}` },
      { name: 'barrel.ts', old: `export * from './menu';\nexport { tea, type Cup } from './shop';\n${top}${body}`, now: `export * from './menu';\nexport { tea } from './shop/tea';\nexport { type Cup } from './shop/cup';\n${top}${body}` },
      { name: 'lines.ts', old: top + body, now: top.replace('{ total, count, type Line }', '{\n  total,\n  count,\n  type Line,\n}') + body },
      { name: 'directive.tsx', old: `/* A till. */\n'use client';\n\n${top}${body}`, now: `/* A till. */\n'use client';\n\n${top.replace('./shop', './till')}${body}` },
      { name: 'bare.ts', old: (top + body).replaceAll(';', ''), now: (top.replace('./shop', './till') + body).replaceAll(';', '') },
      { name: 'windows.ts', old: (top + body).replaceAll('\n', '\r\n'), now: (top.replace('./shop', './till') + body).replaceAll('\n', '\r\n') },
      { name: 'alias.ts', old: (top + body).replace('./shop', '@/shop'), now: (top + body).replace('./shop', '@/shop/till') },
      { name: 'one-line.ts', old: "import { tea } from './shop'; brew(tea);\n", now: "import { tea } from './tea';\n brew(tea);\n" },
    ];
    expect(compare(kept)).toEqual(kept.map(({ name }) => name));
  });

  it('is not told where a reading could say something else', () => {
    const changed = (name: string, from: string, to: string, text = top + body): Change => ({ name, old: text, now: text.replace(from, to) });
    expect(compare([
      changed('package.ts', './shop', 'shop'),
      changed('imported.ts', '{ total,', '{ sum as total,'),
      changed('marked.ts', '{ total,', '{ type total,'),
      changed('lost.ts', 'total, count,', 'total,'),
      changed('gained.ts', 'total, count,', 'total, count, shown as show,'),
      changed('namespace.ts', '* as menu', 'menu'),
      changed('inside.ts', 'at once', 'later'),
      { name: 'both.ts', old: `${top}const shop = import('./shop');\n`, now: `${top}const shop = import('./shop');\n`.replaceAll('./shop', './till') },
      changed('range.ts', "import * as menu from './menu';", "// #region\nimport * as menu from './menu';\n// #endregion"),
      changed('header.ts', 'A till', 'A kitchen', `/* A till. */\n\n${top}${body}`),
      changed('guard.ts', './shop', './till', `import { tea } from './shop'\n;[tea].forEach(brew)\n`),
      changed('broken.ts', "from './shop'", 'from'),
      changed('equals.ts', './shop', './till', `import tea = require('./shop');\n${body}`),
      changed('script.js', './shop', './till', "import { tea } from './shop';\nbrew(tea);\n"),
      changed('factory.tsx', './shop', './till', `/** @jsx brew */\nimport { brew } from './shop';\nexport const Tea = () => <b />;\n`),
      changed('first.ts', "import './start';", "export * from './start';", `// About the file.\nimport './start';\n${top}${body}`),
    ])).toEqual([]);
  });

  it('and so it is for what a migration makes of its fixtures', () => {
    const changes = readdirSync(path.join(fixtures, 'redirect-imports')).sort().flatMap((name): readonly Change[] => {
      const [input, expected] = ['input', 'expected'].map((side) => path.join(fixtures, 'redirect-imports', name, side)) as [string, string];
      return !existsSync(expected) ? [] : listSources(input).filter((file) => existsSync(path.join(expected, file)))
        .map((file) => ({ name: `${name}-${file.replaceAll(/[\\/]/g, '-')}`, old: readFileSync(path.join(input, file), 'utf8'), now: readFileSync(path.join(expected, file), 'utf8') })).filter(({ old, now }) => old !== now);
    });
    expect(compare(changes).length).toBeGreaterThan(15);
  });

  it('and so it is for edits of any import of any file', () => {
    const edits: readonly ((statement: string) => string)[] = [
      (statement) => statement.replace(/(['"])(\.[^'"]*)\1/, '$1$2/deeper$1'),
      (statement) => `import './started';\n${statement}`,
      (statement) => `${statement}\nexport * from './passed';`,
      (statement) => statement.replace(/^import \{ ([\w$]+), ([^}]*)\} from (.*)$/s, "import { $1 } from $3\nimport { $2} from './elsewhere';"),
      (statement) => `// eslint-disable-next-line\n${statement}`,
      (statement) => statement.replace('import {', 'import type {'),
    ];
    const folder = path.join(fixtures, 'split-module');
    const texts = listSources(folder).filter((name) => /input[\\/].*\.[cm]?tsx?$/.test(name)).filter((_, index) => index % 17 === 0);
    const changes = texts.flatMap((file, at): readonly Change[] => {
      const text = readFileSync(path.join(folder, file), 'utf8');
      const statements = [...text.matchAll(/^import\b[^;()]*?['"][^'"\n]+['"];?$/gm)];
      const statement = statements[at % Math.max(1, statements.length)];
      return statement === undefined ? [] : edits.map((edit, index) => ({
        name: `${index}-${file.replaceAll(/[\\/]/g, '-')}`, old: text, now: text.slice(0, statement.index) + edit(statement[0]) + text.slice(statement.index + statement[0].length),
      })).filter(({ old, now }) => old !== now);
    });
    expect(compare(changes).length).toBeGreaterThan(changes.length / 3);
  });
});
