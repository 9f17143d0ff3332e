import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { compareText } from '../../src/diagnostic/sort.js';
import { extractors } from '../../src/tasks/registry.generated.js';
import { repositoryRoot } from '../repository.js';
import type { IdSource, RegistrationWay, TaskRecord } from '../../src/model/task-record.js';

const cases = `${repositoryRoot}/fixtures/tasks`;

const sources: Readonly<Record<IdSource, string>> = {
  literal: 'a text in the code',
  constant: 'a constant',
  'export-name': 'the name of an export',
  'function-name': 'the name of a function',
  'method-name': 'the name of a method',
  'class-name': 'the name of a class',
  key: 'the key of an object',
  'file-path': 'the path of a file',
  dynamic: 'computed at run time',
};

const ways: Readonly<Record<RegistrationWay, string>> = {
  call: 'a call when its module runs',
  list: 'a list that it is put in',
  providers: 'the providers of a module',
  folder: 'the folder that it lies in',
  export: 'an export of the entry',
  decorator: 'its decorator',
};

/** What the cases of a framework show, which is what the tests hold it to. */
function readShown(framework: string): readonly TaskRecord[] {
  const folder = `${cases}/${framework}`;
  if (!existsSync(folder)) return [];
  return readdirSync(folder).sort(compareText).flatMap((name) => {
    const file = `${folder}/${name}/case.json`;
    if (!existsSync(file)) return [];
    const { expect = [] } = JSON.parse(readFileSync(file, 'utf8')) as { readonly expect?: readonly string[] };
    return expect.map((line) => JSON.parse(line.slice(line.indexOf('{'))) as TaskRecord).filter((record) => record.framework === framework);
  });
}

/** Words of the keys that occur, in the order of the table. */
function listWords<K extends string>(words: Readonly<Record<K, string>>, found: readonly (K | undefined)[]): string {
  return (Object.keys(words) as K[]).filter((key) => found.includes(key)).map((key) => words[key]).join(', ');
}

/** Packages without their entry points: `firebase-functions` has forty. */
function listPackages(packages: readonly string[]): string {
  const names = packages.map((name) => name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/'));
  return [...new Set(names)].map((name) => `\`${name}\``).join(', ') || '–';
}

/** docs/reference/task-frameworks.md: what is read, where an id comes from and what a move does to it. */
export function renderTaskFrameworks(head: string): string {
  const rows = [...extractors].sort((a, b) => compareText(a.framework, b.framework)).map(({ framework, packages }) => {
    const shown = readShown(framework);
    const kinds = [...new Set(shown.map(({ kind }) => kind))].sort(compareText).join(', ');
    const cells = [`\`${framework}\``, listPackages(packages), kinds, listWords(sources, shown.map(({ idSource }) => idSource)), listWords(ways, shown.map(({ registration }) => registration)) || '–'];
    return `| ${cells.join(' | ')} |`;
  });
  return [
    head,
    '# Task frameworks',
    '',
    'What `decant tasks`, the check `task-set` and the lock read. Each framework is a folder in `src/tasks/`; the columns say what its cases in `fixtures/tasks/` show.',
    '',
    '| framework | packages | kinds | where an id comes from | what makes the framework know of it |',
    '|---|---|---|---|---|',
    ...rows,
    '',
    'A text or a constant moves with the code. The name of an export, a function, a method, a class or a key changes with a rename, the path of a file with a move. An id that is',
    'computed at run time is never called the same. A framework of your own is declared with `tasks.frameworks` in decant.config.json.',
    '',
  ].join('\n');
}
