// `npm run robustness [-- <folder>...] [-- --every <n>]`: splits every file of parser test collections, thousands of odd files, each alone and with
// neighbours: no crash, no lost byte, no result that does not parse, no proof that fails, no hang. Without a folder the collections are published
// packages at pinned versions, unpacked below the temp folder. Files are tried in a child process, which is ended when one takes too long. Exits 1 when
// anything of that happens.
import { fork, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tryFile, type Trial } from './robustness/trial.js';
import { unpackPackage } from './unpack.js';

/** Syntax test files in one package each; the folders that hold them. */
const collections: readonly { readonly spec: string; readonly folders: readonly string[] }[] = [
  { spec: 'test262-parser-tests@0.0.5', folders: ['pass', 'pass-explicit', 'early', 'fail'] },
  { spec: 'es6-transpiler@0.7.18', folders: ['tests'] },
  { spec: 'tsickle@0.1.7', folders: ['test_files', 'src', 'test'] },
  { spec: 'browserify@16.5.2', folders: ['test', 'example'] },
];

/** A busy machine must not look like a hang; some files of the TypeScript collection hold fifty modules. */
const secondsPerFile = 120;
const self = fileURLToPath(import.meta.url);

if (process.send) serve();
else process.exitCode = (await tryAll(readArguments(process.argv.slice(2)))) ? 0 : 1;

function serve(): void {
  process.on('message', (path: string) => {
    process.send!(tryFile(path, readFileSync(path)));
  });
  process.send!('ready');
}

interface Arguments {
  readonly folders: readonly string[];
  /** Every n-th file only. */
  readonly every: number;
}

function readArguments(args: readonly string[]): Arguments {
  const flag = args.indexOf('--every');
  const every = flag === -1 ? 1 : Number(args[flag + 1]);
  if (!Number.isInteger(every) || every < 1) throw new Error('--every needs a number');
  const folders = args.filter((_, index) => flag === -1 || (index !== flag && index !== flag + 1)).map((folder) => resolve(folder));
  return { folders: folders.length > 0 ? folders : collections.flatMap(({ spec, folders: names }) => names.map((name) => join(unpackPackage('decant-robustness', spec), name))), every };
}

async function tryAll({ folders, every }: Arguments): Promise<boolean> {
  let failures = 0;
  const child = { process: await start() };
  for (const folder of folders) {
    const files = listSources(folder).filter((_, index) => index % every === 0);
    const counts = new Map<string, number>();
    for (const file of files) {
      const trials = await tryInChild(child, file);
      for (const trial of trials) {
        const key = trial.outcome === 'refused' ? `refused (${trial.reasons.join(', ')})` : trial.outcome;
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      const problems = [...new Set(trials.flatMap((trial) => trial.problems))];
      if (problems.length === 0) continue;
      failures++;
      console.log(`PROBLEM ${relative(folder, file)}`);
      for (const problem of problems) console.log(`  ${problem}`);
    }
    console.log(`${folder}: ${files.length} files, tried twice: ${[...counts].sort((a, b) => b[1] - a[1]).map(([key, count]) => `${count} ${key}`).join('; ')}`);
  }
  child.process.kill();
  console.log(failures === 0 ? 'no problem' : `${failures} files with problems`);
  return failures === 0;
}

/** Loading a compiler is not part of the time of the first file. */
function start(): Promise<ChildProcess> {
  const worker = fork(self, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((ready) => worker.once('message', () => ready(worker)));
}

async function tryInChild(child: { process: ChildProcess }, file: string): Promise<readonly Trial[]> {
  const { process: worker } = child;
  const trials = await new Promise<readonly Trial[] | string>((done) => {
    const limit = setTimeout(() => settle(`took more than ${secondsPerFile} s`), secondsPerFile * 1000);
    const settle = (result: readonly Trial[] | string) => {
      clearTimeout(limit);
      worker.off('message', settle).off('exit', died);
      done(result);
    };
    const died = (code: number | null) => settle(`the process ended with exit code ${code}`);
    worker.on('message', settle).on('exit', died);
    worker.send(file);
  });
  if (typeof trials !== 'string') return trials;
  worker.kill('SIGKILL');
  child.process = await start();
  return [{ outcome: 'unread', reasons: [trials], problems: [trials] }];
}

function listSources(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(name)).sort().map((name) => join(folder, name));
}
