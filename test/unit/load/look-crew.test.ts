import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../scripts/repository.js';
import { defaultConfig } from '../../../src/config/config.js';
import { hashOfNumbers, hashText } from '../../../src/host/hash.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath, type FilePath } from '../../../src/host/path.js';
import { startThread, type Thread } from '../../../src/host/thread.js';
import { loadCached } from '../../../src/load/load-cached.js';
import { loadProject } from '../../../src/load/load-project.js';
import { readHead, readImports } from '../../../src/load/cache-records.js';
import { answerLooks, answerTimes, claimPlace, type LookAnswer, type LookQuestion, type TimesQuestion } from '../../../src/load/look-answers.js';
import { createLookCrew, type CrewInput } from '../../../src/load/look-crew.js';
import { describeProject } from '../../support/describe-project.js';

/** Every way in which a file can end, and what the short way through bytes leaves to the long one. */
const sorts: readonly (readonly [string, string])[] = [
  ['ts', `import { soup, type Bread as Loaf } from './f1';\nimport { type Salt } from './f2.js';\nimport './nowhere';\nexport * from 'unlisted';\n`],
  ['ts', `\uFEFF// decant-allow god-file: it is a kitchen\n// decant-shim jsdoc, deprecated since 2026-01-01\nexport { stove } from './f0';\r\nconst late = () => import('./f3');\n`],
  ['tsx', `// @generated\nimport type { Pot } from './f0';\nexport const Pan = () => <div>it's {'hot'}</div>;\nrequire('./f1');\n`],
  ['ts', 'function (( {{{'],
  ['ts', 'a\0b'],
  ['vue', `<script setup lang="ts">\nimport { type Dish } from './f0';\n</script>\n<template><Dish /></template>\n`],
  ['js', `// crème brûlée 🍮\nconst oven = require('./f1'); const rest = a /b/ c;\rlet x;\n`],
  ['mts', `let a = {}\n/x/.test(a); export { tap } from './f0';\n`],
];
const kitchen = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}.${sorts[i % sorts.length]![0]}`, sorts[i % sorts.length]![1].replaceAll('f0', `f${i + 8 < count ? i + 8 : 0}`)]));

describe('in memory', () => {
  const files = Object.entries(kitchen(50)).map(([name, text]) => [`/kitchen/${name}`, text] as const);
  const fileSystem = createMemoryFileSystem(Object.fromEntries(files));
  const paths = files.map(([path]) => filePath(path));
  const folders = [filePath('/kitchen'), filePath('/cellar')];

  /** Answers when it is waited for, or never; claims what `isMine` says before it answers, as a thread that is at work does. */
  const actor = ({ isDead = false, isMine = () => false }: { readonly isDead?: boolean; readonly isMine?: (place: number) => boolean }) => {
    const questions: (LookQuestion | TimesQuestion)[] = [];
    let isEnded = false;
    const thread: Thread = {
      ask: (asked) => {
        const question = asked as LookQuestion | TimesQuestion;
        questions.push(question);
        if ('place' in question && isMine(question.place)) claimPlace(question.claims, question.place);
      },
      takeAnswer: () => {
        const question = isDead ? undefined : questions.shift();
        if (!question) return undefined;
        if ('folders' in question) return answerTimes(fileSystem, question.folders);
        return isMine(question.place) || claimPlace(question.claims, question.place) ? answerLooks(fileSystem, question.place, question.paths) : null;
      },
      end: () => void (isEnded = true),
    };
    return { thread, isEnded: () => isEnded };
  };
  const run = (input: Omit<CrewInput, 'fileSystem'>) => {
    const crew = createLookCrew({ fileSystem, threshold: 20, size: 10, patience: 0, places: 3, ...input });
    for (const path of paths) crew.give(path);
    const times = crew.timesOf(folders);
    const told: [FilePath, unknown][] = [];
    crew.finish((path, { numbers, hashAt, texts, start, end, isAscii, records, ...look }) => {
      const text = texts.toString(isAscii ? 'latin1' : 'utf8', start, end);
      const scans = records.map((record) => ({ ...readHead(record), imports: readImports(record, path, []).imports }));
      told.push([path, { ...look, text, hash: look.state === 'skipped' ? '' : hashOfNumbers(numbers, hashAt), scans }]);
    });
    expect(times()).toEqual(answerTimes(fileSystem, folders).times);
    crew.end();
    return told.sort(([a], [b]) => paths.indexOf(a) - paths.indexOf(b));
  };
  const expected = run({});

  it('tells of each file once what it holds', () => {
    expect(expected.map(([path]) => path)).toEqual(paths);
    const texts = files.map(([, text]) => (text.includes('\0') ? '' : text.replace('\uFEFF', '')));
    expect(expected).toMatchObject(texts.map((text, i) => [paths[i], { text, hash: text === '' ? '' : hashText(text), bom: files[i]![1].startsWith('\uFEFF'), ...(text === '' && { state: 'skipped', reason: 'binary' }) }]));
    expect(run({ startThread: () => undefined })).toEqual(expected);
  });

  it.each([
    ['a thread that has answered all that it could be given', { isMine: () => true }],
    ['a thread from which the rest is taken', { isMine: (place: number) => place === 0 }],
    ['a thread that never answers', { isDead: true }],
    ['a thread that breaks down at work', { isDead: true, isMine: (place: number) => place < 2 }],
  ])('tells the same beside %s', (_name, conduct) => {
    const { thread, isEnded } = actor(conduct);
    expect(run({ startThread: () => thread })).toEqual(expected);
    expect(isEnded()).toBe(true);
  });

  it('tells a folder that is gone apart from every other', () => {
    const [modified, changed, ...gone] = answerTimes(fileSystem, folders).times;
    expect([modified! >= 0, changed! >= 0, ...gone]).toEqual([true, true, -1, -1]);
  });

  it('starts no thread for a few files', () => {
    let started = 0;
    run({ startThread: () => void started++ as undefined, threshold: paths.length + 1 });
    expect(started).toBe(0);
  });
});

describe('with a thread of its own', () => {
  let folder: string;
  let root: FilePath;
  let script: FilePath;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'decant-crew-')));
    root = filePath('kitchen', folder);
    script = filePath(join(folder, 'program', 'look.cjs'));
    buildSync({
      entryPoints: [join(repositoryRoot, 'src/load/look-thread.ts')], outfile: script, bundle: true, platform: 'node', format: 'cjs', packages: 'external',
      define: { 'import.meta.url': 'moduleUrl' }, banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" }, logLevel: 'silent',
    });
    // What the lexer cannot follow is read by a package.
    symlinkSync(join(repositoryRoot, 'node_modules'), join(folder, 'program', 'node_modules'), 'dir');
    const large = `${'// a long recipe\n'.repeat(70_000)}import './f0';\n`;
    for (const [name, text] of Object.entries({ ...kitchen(400), 'large.ts': large, 'package.json': '{}', 'v/tsconfig.json': '{"compilerOptions":{"verbatimModuleSyntax":true}}', 'v/verbatim.ts': `import { type Salt } from '../f0';\n` })) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('a project is what one thread makes of it, from the files and from the cache', () => {
    const disk = createNodeFileSystem();
    const answers: unknown[] = [];
    const fileSystem = {
      ...disk,
      startThread: (): Thread => {
        const thread = startThread(script)!;
        let asked = 0;
        const ask = (question: unknown): void => {
          asked++;
          thread.ask(question);
        };
        // Waited for before anything is taken from it, so that all of its answers count.
        const takeAnswer = (): unknown => {
          if (asked === 0) return undefined;
          asked--;
          const answer = thread.takeAnswer(20_000);
          answers.push(answer && 'times' in (answer as object) ? 'times' : (answer as LookAnswer | undefined)?.place);
          return answer;
        };
        return { ...thread, ask, takeAnswer };
      },
    };
    const expected = describeProject(loadProject({ fileSystem: disk, root, config: defaultConfig }));
    const load = (): unknown => describeProject(loadCached({ fileSystem, root, config: defaultConfig }, { fileSystem: disk, directory: filePath('cache', folder), identity: 'test', name: 'kitchen' }));
    const places = [...Array.from({ length: Math.floor(402 / 40) }, (_, place) => place), 'times'];
    expect(load()).toEqual(expected);
    expect(answers).toEqual(places);
    expect(load()).toEqual(expected);
    expect(answers).toEqual(places);
  });
});
