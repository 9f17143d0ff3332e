import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { repositoryRoot } from '../../../scripts/repository.js';
import { defaultConfig } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath, type FilePath } from '../../../src/host/path.js';
import { startThread, type Thread } from '../../../src/host/thread.js';
import { languageFor, languages } from '../../../src/language/registry.js';
import { scannerFor } from '../../../src/language/scanners.js';
import { readHash } from '../../../src/load/known-file.js';
import { loadCached } from '../../../src/load/load-cached.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createScanAnswers, type ScanAnswer, type ScanQuestion } from '../../../src/load/scan-answers.js';
import { createScanCrew, type CrewInput } from '../../../src/load/scan-crew.js';
import { scanFile } from '../../../src/load/scan-file.js';
import { describeProject } from './describe-project.js';

/** Every way in which a file can end, and every field of a record. */
const sorts: readonly (readonly [string, string])[] = [
  ['ts', `import { soup, type Bread as Loaf } from './f1';\nimport { type Salt } from './f2.js';\nimport './nowhere';\nexport * from 'unlisted';\n`],
  ['ts', `\uFEFF// decant-allow god-file: it is a kitchen\n// decant-shim jsdoc, deprecated since 2026-01-01\nexport { stove } from './f0';\r\nconst late = () => import('./f3');\n`],
  ['tsx', `// @generated\nimport type { Pot } from './f0';\nexport const Pan = () => <div>it's {'hot'}</div>;\nrequire('./f1');\n`],
  ['ts', 'function (( {{{'],
  ['ts', 'a\0b'],
  ['vue', `<script setup lang="ts">\nimport { type Dish } from './f0';\n</script>\n<template><Dish /></template>\n`],
];
const kitchen = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}.${sorts[i % sorts.length]![0]}`, sorts[i % sorts.length]![1].replaceAll('f0', `f${i + 6 < count ? i + 6 : 0}`)]));

describe('in memory', () => {
  const files = Object.entries(kitchen(50)).map(([name, text]) => [`/kitchen/${name}`, text] as const);
  const fileSystem = createMemoryFileSystem(Object.fromEntries(files));
  const paths = files.map(([path]) => filePath(path));

  /** Answers when it is looked for, or never; claims what `isMine` says before it answers, as a thread that is at work does. */
  const actor = ({ isDead = false, isMine = () => false }: { readonly isDead?: boolean; readonly isMine?: (place: number) => boolean }) => {
    const claimed = new Set<number>();
    const questions: ScanQuestion[] = [];
    const { answer } = createScanAnswers(fileSystem);
    let isEnded = false;
    const claim = (place: number): boolean => !claimed.has(place) && claimed.add(place) !== undefined;
    const thread: Thread = {
      places: 3,
      ask: (question) => {
        questions.push(question as ScanQuestion);
        if (isMine((question as ScanQuestion).place)) claim((question as ScanQuestion).place);
      },
      take: () => {
        while (!isDead && questions.length > 0) {
          const question = questions.shift()!;
          if (isMine(question.place) || claim(question.place)) return answer(question);
        }
        return undefined;
      },
      wait: () => !isDead,
      claim,
      end: () => void (isEnded = true),
    };
    return { thread, asked: () => questions.length, isEnded: () => isEnded };
  };
  const run = (input: Omit<CrewInput, 'fileSystem'>) => {
    const crew = createScanCrew({ fileSystem, threshold: 20, size: 10, patience: 0, ...input });
    for (const path of paths) crew.give(path);
    const told: [FilePath, unknown][] = [];
    crew.finish((path, { numbers, hashAt, packed: _packed, packedVerbatim: _other, ...scan }) => told.push([path, { ...scan, hash: scan.state === 'skipped' ? '' : readHash(numbers, hashAt) }]));
    return told.sort(([a], [b]) => paths.indexOf(a) - paths.indexOf(b));
  };
  const expected = paths.map((path) => {
    const { stat, ...scan } = scanFile(fileSystem, path);
    return [path, { ...scan, stat: { size: stat.size, modified: stat.modified, changed: stat.changed } }] as const;
  });

  it('tells the scan of each file once, alone', () => {
    expect(run({})).toEqual(expected);
    expect(run({ startThread: () => undefined })).toEqual(expected);
    expect(new Set(expected.map(([, { state }]) => state))).toEqual(new Set(['scanned', 'unparsed', 'skipped']));
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

  it('starts no thread for a few files', () => {
    let started = 0;
    run({ startThread: () => void started++ as undefined, threshold: paths.length + 1 });
    expect(started).toBe(0);
  });

  it('reads strings of an answer that comes too late, which later ones count on', () => {
    const { answer } = createScanAnswers(fileSystem);
    const late = [0, 1].map((place) => answer({ place, paths: paths.slice(place * 10, place * 10 + 10) }));
    let looks = 0;
    const claimed = new Set([0, 1]);
    const thread: Thread = {
      places: 2, ask: () => undefined, claim: (place) => !claimed.has(place) && claimed.add(place) !== undefined, end: () => undefined, wait: () => false,
      take: (): ScanAnswer | undefined => (looks++ === 0 ? undefined : late.shift()),
    };
    expect(run({ startThread: () => thread })).toEqual(expected);
  });
});

it('the scans of a thread are those of the languages', () => {
  for (const extension of languages.flatMap((language) => language.extensions)) expect(scannerFor(`stove${extension}`), extension).toBe(languageFor(`stove${extension}`)!.scan);
});

describe('with a thread of its own', () => {
  let folder: string;
  let root: FilePath;
  let script: FilePath;
  beforeAll(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'decant-crew-')));
    root = filePath('kitchen', folder);
    // Packages are found from the place of the script, as they are from dist.
    script = filePath(join(repositoryRoot, 'node_modules', '.cache', `scan-thread-${process.pid}`, 'scan-thread.cjs'));
    mkdirSync(dirname(script), { recursive: true });
    buildSync({
      entryPoints: [join(repositoryRoot, 'src/load/scan-thread.ts')], outfile: script, bundle: true, platform: 'node', format: 'cjs', packages: 'external',
      define: { 'import.meta.url': 'moduleUrl' }, banner: { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" }, logLevel: 'silent',
    });
    for (const [name, text] of Object.entries({ ...kitchen(900), 'package.json': '{}', 'v/tsconfig.json': '{"compilerOptions":{"verbatimModuleSyntax":true}}', 'v/verbatim.ts': `import { type Salt } from '../f0';\n` })) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
    rmSync(dirname(script), { recursive: true, force: true });
  });

  it('a project is what one thread makes of it, from the files and from the cache', () => {
    const disk = createNodeFileSystem();
    let answers = 0;
    const fileSystem = {
      ...disk,
      startReader: (): Thread | undefined => {
        const thread = startThread(script)!;
        const take = (): unknown => {
          const answer = thread.take();
          if (answer !== undefined) answers++;
          return answer;
        };
        // Nothing is taken from it, so that all of its answers count.
        return { ...thread, take, claim: () => false };
      },
    };
    const expected = describeProject(loadProject({ fileSystem: disk, root, config: defaultConfig }));
    const load = (): unknown => describeProject(loadCached({ fileSystem, root, config: defaultConfig }, { fileSystem: disk, directory: filePath('cache', folder), identity: 'test', name: 'kitchen' }));
    expect(load()).toEqual(expected);
    expect(answers).toBe(Math.floor(901 / 40));
    expect(load()).toEqual(expected);
    expect(answers).toBe(Math.floor(901 / 40));
  });
});
