import type { MovedName, Table } from './template/table.js';

export interface FixtureTexts {
  readonly input: string;
  readonly output: string;
}

interface Line {
  readonly before: string;
  readonly after: readonly string[];
}

/**
 * A file that takes every name from the old module, and what the transform must make of it, told from the table alone: not by running the transform. `old` names the
 * old module there; `specifierOf` a new one, undefined when nothing can.
 */
export function renderFixture(table: Table, old: string, specifierOf: (file: string) => string | undefined): FixtureTexts {
  const specifierFor = ({ from, type, hidden }: MovedName): string | undefined => (from === undefined || hidden === true || (type !== true && table.modules[from]!.unrun !== undefined) ? undefined : specifierOf(from));
  const lines: Line[] = [{ before: '// The first comment stays, whatever becomes of the first import.', after: ['// The first comment stays, whatever becomes of the first import.'] }];
  const moved = Object.entries(table.names).flatMap(([exported, name]) => {
    const specifier = specifierFor(name);
    return specifier === undefined ? [] : [{ exported, specifier, own: name.as ?? exported, isType: name.type === true }];
  });
  const isPlain = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name) && name !== 'default';
  const plain = moved.filter(({ exported, own }) => isPlain(exported) && own === exported);
  const values = plain.filter(({ isType }) => !isType);
  const [first] = values;
  const other = values.find(({ specifier }) => specifier !== first?.specifier);
  if (first) {
    const both = other ? [first, other] : [first];
    const order = Object.values(table.modules).map((_, index) => specifierOf(Object.keys(table.modules)[index]!));
    const sorted = [...both].sort((a, b) => order.indexOf(a.specifier) - order.indexOf(b.specifier));
    lines.push({ before: `import { ${both.map(({ exported }) => `${exported} as ${exported}Here`).join(', ')} } from '${old}';`, after: sorted.map(({ exported, specifier }) => `import { ${exported} as ${exported}Here } from '${specifier}';`) });
    lines.push({ before: `import * as whole from '${old}';`, after: [`import * as whole from '${first.specifier}';`] });
  }
  for (const { exported, own, specifier, isType } of moved) {
    const local = isPlain(exported) ? exported : exported === 'default' ? 'theDefault' : `'${exported}'`;
    const keyword = isType ? 'export type' : 'export';
    const list = (name: string): string => (name === local ? name : `${isPlain(name) || name === 'default' ? name : `'${name}'`} as ${local}`);
    lines.push({ before: `${keyword} { ${list(exported)} } from '${old}';`, after: [own === '*' ? `${keyword} * as ${local} from '${specifier}';` : `${keyword} { ${list(own)} } from '${specifier}';`] });
  }
  const stays = Object.keys(table.names).filter((name) => isPlain(name) && specifierFor(table.names[name]!) === undefined);
  for (const name of stays) lines.push(same(`export { ${name} } from '${old}';`));
  lines.push(same(`export * from '${old}';`));
  if (first) {
    const { exported, specifier } = first;
    const swap = (text: (from: string) => string): Line => ({ before: text(old), after: [text(specifier)] });
    lines.push(
      swap((from) => `export const fixtureLater = async () => (await import('${from}')).${exported};`),
      swap((from) => `export const fixtureApart = () => import('${from}').then(({ ${exported}: found }) => found);`),
      swap((from) => `export type FixtureType = typeof import('${from}').${exported};`),
      swap((from) => `export const fixtureRequired = () => require('${from}').${exported};`),
      { before: `export const fixtureMembers = [whole.${exported}, ${exported}Here${other ? `, ${other.exported}Here` : ''}];`, after: [`export const fixtureMembers = [whole.${exported}, ${exported}Here${other ? `, ${other.exported}Here` : ''}];`] },
    );
  }
  return { input: `${lines.map(({ before }) => before).join('\n')}\n`, output: `${lines.flatMap(({ after }) => after).join('\n')}\n` };
}

function same(text: string): Line {
  return { before: text, after: [text] };
}

/** A test for `node --test`, which needs the transform, its fixture and jscodeshift. */
export function renderTransformTest(name: string, toRoot: string): string {
  return `// Checks the transform beside it: node --test ${inComment(name)}.test.cjs. With Jest, \`defineTest\` of jscodeshift reads the same fixture.
'use strict';
const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { test } = require('node:test');
const jscodeshift = require('jscodeshift');
const transform = require(${JSON.stringify(`./${name}.cjs`)});

const read = (side) => readFileSync(join(__dirname, '__testfixtures__', ${JSON.stringify(name)} + side), 'utf8');
const run = (source, parser) => {
  const j = jscodeshift.withParser(parser);
  const file = { path: join(__dirname, '__testfixtures__', ${JSON.stringify(`${name}.input.ts`)}), source };
  return transform(file, { j, jscodeshift: j, stats() {}, report() {} }, { root: join(__dirname, ${JSON.stringify(toRoot)}) }) ?? source;
};

for (const parser of ['babel', 'ts', 'tsx']) {
  test(\`every name comes from its module (--parser \${parser})\`, () => assert.equal(run(read('.input.ts'), parser), read('.output.ts')));
  test(\`a second run changes nothing (--parser \${parser})\`, () => assert.equal(run(read('.output.ts'), parser), read('.output.ts')));
}
`;
}

function inComment(text: string): string {
  return text.replace(/[\r\n\u2028\u2029]+/g, ' ');
}
