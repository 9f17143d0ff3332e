import { readFileSync } from 'node:fs';
import { findCases } from '../../test/support/folder.js';
import { repositoryRoot } from '../repository.js';

export interface Hazard {
  readonly number: number;
  readonly trap: string;
  readonly treatment: string;
  /** Test files that show what no fixture folder can: several authors, a broker of pull requests, a bundler. */
  readonly tests?: readonly string[];
}

const sections: readonly (readonly [title: string, hazards: readonly Hazard[]])[] = [
  ['Bindings, evaluation, order', [
    { number: 1, trap: 'A live binding, `export let`, that changes after it was imported', treatment: 'The facade says `export { x } from`; a copy in a `const` would stay at the first value.' },
    { number: 2, trap: 'A `let` that is written from another module', treatment: 'Every writer stays with the declaration, and a plan that tears them apart is refused. With `--state-cell` the variables of an atom over the cap become properties of one object, and the writers may part.' },
    { number: 3, trap: 'A read before initialisation across modules', treatment: 'What is read while a module loads comes from a module that is loaded before, never from a later one.' },
    { number: 4, trap: '`extends`, decorators, static blocks, computed keys, enum initialisers', treatment: 'These read while the module loads, so they order the modules.' },
    { number: 5, trap: 'Declarations that need each other in a circle', treatment: 'They stay in one file. Over the cap they are reported as irreducible.' },
    { number: 6, trap: 'A function that is called above its text', treatment: 'The caller needs the function and all that it reads, wherever the text stands.' },
    { number: 7, trap: 'Statements that do something while the module loads', treatment: 'They keep their order, each runs once, or the split is refused.' },
    { number: 8, trap: 'Imports for their side effect', treatment: 'They stay first, in their order, in the facade.' },
    { number: 9, trap: 'Modules that do something when they are loaded for a value', treatment: 'They are loaded in the old order.' },
    { number: 10, trap: 'Top-level await', treatment: 'It stays in the facade with what comes after it and depends on it: sibling modules would interleave.' },
    { number: 11, trap: '`this` at top level, sloppy mode, `arguments`, a `return` of the module', treatment: 'Pinned or refused; a `use strict` directive is copied.' },
    { number: 12, trap: 'Direct `eval`, `with`', treatment: 'Refused: any name of the module may be read there. `new Function` sees only globals.' },
    { number: 13, trap: 'Closures inside a factory', treatment: 'Not divided: moves are of top-level statements. The factory is reported by size.' },
    { number: 14, trap: 'Things that exist once: memos, WeakMap keys, symbols, counters', treatment: 'One module owns them; nothing is copied.' },
    { number: 15, trap: 'The identity of a registry that was put together from parts', treatment: 'Objects and arrays are moved whole, never built again.' },
    { number: 16, trap: '`require.main === module`, `import.meta.main`, a hashbang', treatment: 'They stay in the original file.' },
    { number: 17, trap: '`using` at top level', treatment: 'It stays: the resource is released when that module ends.' },
    { number: 18, trap: 'Properties added to a function or class afterwards', treatment: 'They stay with the declaration.' },
    { number: 19, trap: 'Several declarators, destructuring', treatment: 'One statement is one piece.' },
    { number: 20, trap: 'Names that come from the text: `fn.name`, an anonymous default export', treatment: 'The text is moved as it is.' },
  ]],
  ['Types', [
    { number: 21, trap: 'Overloads, merged declarations, a type and a value of one name', treatment: 'One piece.' },
    { number: 22, trap: 'An augmentation of the god file in another file', treatment: 'Still merges through the facade, or the declaration stays.' },
    { number: 23, trap: '`declare global`, triple-slash references, ambient blocks', treatment: 'They stay in the facade, once.' },
    { number: 24, trap: '`isolatedModules`, `verbatimModuleSyntax`', treatment: 'Types are marked, and no type import becomes a value import.' },
    { number: 25, trap: '`emitDecoratorMetadata`', treatment: 'Types of decorated signatures are value imports and are loaded before.' },
    { number: 26, trap: '`const enum`', treatment: 'Moved with its marking; where a re-export is an error it stays.' },
    { number: 27, trap: 'A private that has to be exported under `isolatedDeclarations`', treatment: 'It gets its type, or stays with its users.' },
    { number: 28, trap: 'Evolving arrays', treatment: 'Stay with all that uses them: exported they would be `never[]`.' },
    { number: 29, trap: 'Types that cannot be named from another file', treatment: 'The module exports them, the facade does not.' },
    { number: 30, trap: '`unique symbol`, assertion functions, `satisfies`, `accessor`', treatment: 'Declarations are kept whole and checked again.' },
    { number: 31, trap: 'JSDoc types in JavaScript', treatment: 'They are exported types of the file, and are kept so.' },
    { number: 32, trap: 'Declaration files', treatment: 'The facade declares the same names.' },
  ]],
  ['Exports and the facade', [
    { number: 33, trap: '`export *` drops a name that two modules have', treatment: 'The facade names every export.' },
    { number: 34, trap: 'Default and named exports, string names, namespaces', treatment: 'Each is written out: `export *` carries no default.' },
    { number: 35, trap: 'A module of the split that imports the facade', treatment: 'Never written, and the proof fails when it is.' },
    { number: 36, trap: 'A re-export binds no local name', treatment: 'What stays in the facade gets an import too.' },
    { number: 37, trap: 'The name of the facade', treatment: '`orders.ts` stays beside `orders/`.' },
    { number: 38, trap: 'The form of specifiers', treatment: 'Extension, quotes and semicolons as in the file.' },
    { number: 39, trap: "Node's static detection of CommonJS exports", treatment: 'The statements that export stay as they are.' },
    { number: 40, trap: 'Key order of `require()`', treatment: 'The same, because the statements that export stay as they are.' },
    { number: 41, trap: 'Spies on a namespace', treatment: 'Moved code never reads a replaceable export through another module than before; a test that replaces a moved export on the facade is named.', tests: ['test/unit/workflow/spied-exports.test.ts'] },
    { number: 42, trap: 'Mocks by path', treatment: 'A mock stays with the imports that it replaces.' },
    { number: 43, trap: "`'use client'`, `'use server'`", treatment: 'Kept where they are needed, refused where a module would become something else.' },
    { number: 44, trap: 'Fast Refresh', treatment: 'Said where a module would mix components with other exports.', tests: ['test/unit/workflow/fast-refresh.test.ts'] },
    { number: 45, trap: 'The `sideEffects` list', treatment: 'New modules are listed where the old one was.', tests: ['test/unit/workflow/reference-patches.test.ts'] },
    { number: 46, trap: 'Chunks of a bundler by path', treatment: 'Reported where a configuration names the file.', tests: ['test/unit/workflow/reference-patches.test.ts'] },
    { number: 47, trap: 'Files that name the god file', treatment: 'Patched where that is exact, reported otherwise.', tests: ['test/unit/workflow/reference-patches.test.ts'] },
    { number: 48, trap: 'Lint rules against facades', treatment: 'Reported.', tests: ['test/unit/workflow/reference-patches.test.ts'] },
  ]],
  ['Text and tools', [
    { number: 49, trap: 'Comments, banners, license headers', treatment: 'They go with their statement; a header is copied to each module.' },
    { number: 50, trap: 'Pragmas of a whole file', treatment: 'Copied to each module.' },
    { number: 51, trap: 'Pragmas of a range', treatment: 'Opened and closed again in each module.' },
    { number: 52, trap: 'Unused and duplicate imports, names that collide', treatment: 'Each module imports exactly what it uses, under names that are free.' },
    { number: 53, trap: 'Import attributes, magic comments', treatment: 'Kept as they are.' },
    { number: 54, trap: 'Paths inside moved code', treatment: 'Rewritten when they are literal, pinned when not.' },
    { number: 55, trap: 'File names on other systems', treatment: 'Compared without case, in composed form; reserved names are avoided.' },
    { number: 56, trap: 'Stack traces, coverage, source maps', treatment: 'Expected: lines move. Said where a file in the project depends on them.', tests: ['test/unit/workflow/reference-patches.test.ts'] },
    { number: 57, trap: 'Line endings, byte order mark, no final newline', treatment: 'Kept.' },
    { number: 58, trap: 'Baselines of other tools', treatment: 'Reported where one names the file.', tests: ['test/unit/workflow/reference-patches.test.ts'] },
    { number: 59, trap: '`git blame`', treatment: '`git blame -C` credits every moved line, because bytes do not change.', tests: ['test/unit/workflow/split-blame.test.ts'] },
    { number: 60, trap: 'Pull requests that change the god file meanwhile', treatment: '`--replan` applies the plan to the new text and lists the differences.', tests: ['test/unit/workflow/split-replan.test.ts'] },
  ]],
];

export const hazards: readonly Hazard[] = sections.flatMap(([, list]) => list);

/** Case folders below fixtures/ by the hazards that their case.json names. */
export function findHazardCases(): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  for (const folder of findCases(`${repositoryRoot}/fixtures`)) {
    const { hazards: numbers = [] } = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as { hazards?: readonly number[] };
    for (const number of numbers) found.set(number, [...(found.get(number) ?? []), folder.slice(repositoryRoot.length + 1)]);
  }
  return found;
}

export function renderHazards(): string {
  const cases = findHazardCases();
  const lines = ['<!-- Generated by `npm run generate`. -->', '# Hazards of splitting a module', '', 'What can go wrong when top-level statements move to another file, what decant does about it, and the fixtures and tests that show it.', ''];
  for (const [title, list] of sections) {
    lines.push(`## ${title}`, '', '| # | trap | treatment | shown by |', '|---|---|---|---|');
    for (const { number, trap, treatment, tests = [] } of list) {
      const shown = [...(cases.get(number) ?? []), ...tests].map((path) => `[${path.split('/').at(-1)}](../../${path})`);
      lines.push(`| ${number} | ${trap} | ${treatment} | ${shown.join(', ')} |`);
    }
    lines.push('');
  }
  return lines.join('\n');
}
