// Which forms of taking a name the fixtures of redirect-imports show in which kind of file: read from their inputs, so that no list can go stale.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { filePath } from '../src/host/path.js';
import { readImporter } from '../src/language/typescript/importer/read-importer.js';
import { buildLineStarts } from '../src/text/line-index.js';
import { findCases, readFolder } from './support/folder.js';
import { fixturesRoot } from './support/run-program.js';
import type { ModuleUse } from '../src/model/importer.js';

const cases = `${fixturesRoot}/codemod/redirect-imports`;

/** A use may be several: `import total, { add as put, type Line } from`; of an object that holds a module each way in which it is used counts. */
function formsOf(text: string, use: ModuleUse): readonly string[] {
  const { form, names, namespace, isType } = use;
  const ways = namespace ? [...namespace.members.map(({ isPattern, root, span }) => (isPattern ? 'pattern' : text.slice(root.end, span.end).includes('[') ? 'key' : 'member')), ...(namespace.escapes ? ['escaping'] : [])] : [];
  const shown = ways.map((way) => `${form === 'import' ? 'namespace' : form.replace('-statement', '-object')} ${way}`);
  if (form !== 'import') return [form, ...shown];
  return [
    ...shown,
    ...(names.length === 0 && !namespace ? ['side effect'] : []),
    ...(namespace ? ['namespace'] : []),
    ...(isType ? ['import type'] : []),
    ...names.flatMap(({ imported, local, typeOnly }) => [imported === 'default' ? 'default' : 'named', ...(imported !== local && imported !== 'default' ? ['renamed'] : []), ...(typeOnly && !isType ? ['inline type'] : [])]),
  ];
}

function readTable(): ReadonlySet<string> {
  const cells = new Set<string>();
  for (const folder of findCases(cases)) {
    const { facades } = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as { facades: readonly string[] };
    const stems = facades.map((file) => file.split('/').at(-1)!.replace(/\.[^.]+$/, ''));
    for (const [name, bytes] of readFolder(`${folder}/input`)) {
      const extension = /\.[cm]?[jt]sx?$/.exec(name)?.[0];
      if (extension === undefined) continue;
      const text = bytes.toString('utf8');
      const source = { path: filePath(`/kitchen/${name}`), text, bom: false, newline: '\n' as const, lineStarts: buildLineStarts(text) };
      const { uses } = readImporter(source, (specifier) => stems.includes(specifier.split('/').at(-1)!.replace(/\.[cm]?[jt]sx?$/, '')));
      for (const form of uses.flatMap((use) => formsOf(text, use))) cells.add(`${extension} ${form}`);
    }
  }
  return cells;
}

const ways = ['member', 'pattern', 'key', 'escaping'];
const namespaces = [...ways.map((way) => `namespace ${way}`), 'import-call member', 'import-call pattern'];
const objects = [...ways.map((way) => `require-object ${way}`), 'require-call member', 'require-call pattern', 'import-call member', 'import-call pattern'];
const esm = ['default', 'named', 'renamed', 'namespace', 'side effect', 'export-from', 'export-star', 'import-call'];
const types = ['import type', 'inline type', 'import-type'];
const comments = ['comment-type', 'comment-import'];

// What the syntax of a kind of file excludes has no cell: types in JavaScript, `import x = require()` in it, comments as types in TypeScript.
const wanted: Readonly<Record<string, readonly string[]>> = {
  '.ts': [...esm, ...types, ...namespaces],
  '.tsx': [...esm, ...types, ...namespaces],
  '.mts': [...esm, ...types],
  '.cts': ['import-equals', 'import-equals member'],
  '.cjs': ['import-call', ...comments, 'require-statement', 'require-call', ...objects],
  '.js': [...esm, ...comments, 'require-statement', 'require-call'],
  '.jsx': [...esm, ...comments],
};

describe('the fixtures of redirect-imports', () => {
  const cells = readTable();

  it.each(Object.entries(wanted))('show in %s every form that its syntax has', (extension, forms) => {
    expect(forms.filter((form) => !cells.has(`${extension} ${form}`))).toEqual([]);
  });
});
