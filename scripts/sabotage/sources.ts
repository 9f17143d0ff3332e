import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { buildProgram, programSeeds, type Program } from '../../test/property/program-generator.js';
import { folderOf, splitProgram } from '../../test/property/split-runner.js';
import { findCases, readFolder } from '../../test/support/folder.js';
import { splitFolder, type SplitCase } from '../../test/support/split-fixture.js';
import { repositoryRoot } from '../repository.js';
import type { CorrectSplit } from './subject.js';

/** What the compiler of the fixtures takes for granted where a case says nothing, written down so that decant sees it, too. */
const fixtureOptions = '{ "compilerOptions": { "strict": true, "target": "ES2022", "module": "NodeNext", "moduleResolution": "NodeNext", "verbatimModuleSyntax": true } }\n';

const cases = `${repositoryRoot}/fixtures/codemod/split-module`;

/** The expected sides of the fixtures, which a person has read. */
export function readFixtures(isWanted: (index: number) => boolean = () => true): CorrectSplit[] {
  return findCases(cases).filter((_, index) => isWanted(index)).flatMap((folder): CorrectSplit[] => {
    const definition = JSON.parse(readFileSync(`${folder}/case.json`, 'utf8')) as SplitCase;
    if (definition.expectRefusal !== undefined || !existsSync(`${folder}/expected`)) return [];
    const [input, expected] = [readFolder(`${folder}/input`), readFolder(`${folder}/expected`)];
    const before = input.has('tsconfig.json') ? input : new Map([...input, ['tsconfig.json', Buffer.from(fixtureOptions, 'utf8')]]);
    return [
      {
        name: `fixture ${folder.slice(cases.length + 1)}`,
        before,
        after: new Map([...before, ...expected]),
        changed: [...expected.keys()],
        god: definition.file,
        ...(definition.run === undefined ? {} : { run: { entry: definition.run, tells: 'prints' as const } }),
      },
    ];
  });
}

const tsconfig = '{ "compilerOptions": { "strict": true, "target": "es2022", "module": "nodenext", "moduleResolution": "nodenext", "isolatedModules": true, "jsx": "react", "jsxFactory": "h" } }\n';

/** Splits of generated programs, by the planner and by chance. Programs whose split is refused, or is an illegal partition, give nothing. */
export function generateSplits(runs: number, seed: number, isWanted: (index: number) => boolean = () => true): CorrectSplit[] {
  return fc.sample(programSeeds, { numRuns: runs, seed }).flatMap((one, index): CorrectSplit[] => {
    if (!isWanted(index)) return [];
    const plain = buildProgram(one);
    const program: Program = { ...plain, files: new Map([...plain.files, ['tsconfig.json', tsconfig]]) };
    if (program.partition.by === 'anything') return [];
    const split = splitProgram(program);
    if (split === undefined) return [];
    return [
      { name: `generated #${index}`, before: folderOf(program), after: split.folder, changed: [...split.changed.keys()], god: program.god, run: { entry: program.main, tells: 'trace' } },
    ];
  });
}

/** Real files, when somebody has unpacked the packages (\`npm run ecosystem\` does). They are not run here: the compiler alone says what is equivalent. */
export function readPackages(roots: readonly string[], isWanted: (index: number) => boolean): CorrectSplit[] {
  const wanted = [
    { folder: 'cheerio', file: 'src/api/attributes.ts', maxLines: 400 },
    { folder: 'zod', file: 'src/v4/core/util.ts', maxLines: 300 },
    { folder: 'pgsql-ast-parser@12.0.2', file: 'src/syntax/ast.ts', maxLines: 500 },
  ];
  return wanted.filter((_, index) => isWanted(index)).flatMap(({ folder, file, maxLines }): CorrectSplit[] => {
    const root = roots.map((one) => `${one}/${folder}`).find((one) => existsSync(`${one}/${file}`));
    if (root === undefined) return [];
    const sources = new Map<string, Buffer>([...readFolder(`${root}/src`)].map(([name, bytes]) => [`src/${name}`, bytes]));
    for (const name of ['package.json', 'tsconfig.json']) if (existsSync(`${root}/${name}`)) sources.set(name, readFileSync(`${root}/${name}`));
    const outcome = splitFolder(sources, { description: folder, file, options: { maxLines } });
    return outcome.kind === 'changed' ? [{ name: `package ${folder} ${file}`, before: sources, after: outcome.after, changed: [...outcome.changed.keys()], god: file }] : [];
  });
}
