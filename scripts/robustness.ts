// `npm run robustness [-- <folder>...] [-- --every <n>] [-- --types]`: splits every file of parser test collections, thousands of odd files, each alone and
// with neighbours: no crash, no lost byte, no result that does not parse, no proof that fails, no hang. Without a folder the collections are published
// packages at pinned versions, unpacked below the temp folder; docs/robustness.md names larger ones. Files are tried in a child process, which is ended
// when one takes too long. With --types the proof compares types as well. Exits 1 when anything of that happens.
import { fork, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { limitProcessorTime } from './robustness/time-limit.js';
import { tryFile, type Trial } from './robustness/trial.js';
import { unpackPackage } from './unpack.js';

/** Syntax test files in one package each; the folders that hold them. */
const collections: readonly { readonly spec: string; readonly folders: readonly string[] }[] = [
  { spec: 'test262-parser-tests@0.0.5', folders: ['pass', 'pass-explicit', 'early', 'fail'] },
  { spec: 'es6-transpiler@0.7.18', folders: ['tests'] },
  { spec: 'tsickle@0.1.7', folders: ['test_files', 'src', 'test'] },
  { spec: 'browserify@16.5.2', folders: ['test', 'example'] },
];

/** Of processor time, for all trials of a file. */
const secondsPerFile = 20;
const self = fileURLToPath(import.meta.url);

if (process.send) serve();
else process.exitCode = (await tryAll(readArguments(process.argv.slice(2)))) ? 0 : 1;

/** Tries the files that the parent names, one after the other. */
function serve(): void {
  const types = process.argv.includes('--types');
  const limit = limitProcessorTime(types ? secondsPerFile * 10 : secondsPerFile);
  process.on('message', (path: string) => {
    limit(true);
    const trials = tryFile(path, readFileSync(path), { types });
    limit(false);
    process.send!(trials);
  });
  process.send!('ready');
}

interface Arguments {
  readonly folders: readonly string[];
  /** Every n-th file only. */
  readonly every: number;
  readonly types: boolean;
}

function readArguments(args: readonly string[]): Arguments {
  const flag = args.indexOf('--every');
  const every = flag === -1 ? 1 : Number(args[flag + 1]);
  if (!Number.isInteger(every) || every < 1) throw new Error('--every needs a number');
  const folders = args.filter((arg, index) => arg !== '--types' && (flag === -1 || (index !== flag && index !== flag + 1))).map((folder) => resolve(folder));
  const published = () => collections.flatMap(({ spec, folders: names }) => names.map((name) => join(unpackPackage('decant-robustness', spec), name)));
  return { folders: folders.length > 0 ? folders : published(), every, types: args.includes('--types') };
}

async function tryAll({ folders, every, types }: Arguments): Promise<boolean> {
  let failures = 0;
  const child = { process: await start(types), types };
  for (const folder of folders) {
    const files = listSources(folder).filter((_, index) => index % every === 0);
    const counts = new Map<string, number>();
    const found = failures;
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
    printTotals(folder, files.length, counts, failures - found);
  }
  child.process.kill();
  console.log(failures === 0 ? 'no problem' : `${failures} files with problems`);
  return failures === 0;
}

function printTotals(folder: string, files: number, counts: ReadonlyMap<string, number>, problems: number): void {
  const trials = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const refused = [...counts].reduce((sum, [key, count]) => (key.startsWith('refused') ? sum + count : sum), 0);
  console.log(`${folder}: ${files} files, ${trials} trials: ${counts.get('split') ?? 0} planned, printed and proved; ${refused} refused; ${counts.get('unread') ?? 0} unread; ${problems} files with problems`);
  for (const [key, count] of [...counts].sort((a, b) => b[1] - a[1])) console.log(`  ${String(count).padStart(6)} ${key}`);
}

/** Loading a compiler is not part of the time of the first file. */
function start(types: boolean): Promise<ChildProcess> {
  const worker = fork(self, types ? ['--types'] : [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  return new Promise((ready) => worker.once('message', () => ready(worker)));
}

async function tryInChild(child: { process: ChildProcess; readonly types: boolean }, file: string): Promise<readonly Trial[]> {
  const { process: worker } = child;
  const trials = await new Promise<readonly Trial[] | string>((done) => {
    const settle = (result: readonly Trial[] | string) => {
      worker.off('message', settle).off('exit', died);
      done(result);
    };
    const died = (code: number | null) => settle(code === null ? `took more than ${secondsPerFile} s of processor time` : `the process ended with exit code ${code}`);
    worker.on('message', settle).on('exit', died);
    worker.send(file);
  });
  if (typeof trials !== 'string') return trials;
  child.process = await start(child.types);
  return [{ outcome: 'unread', reasons: [trials], problems: [trials] }];
}

function listSources(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(name)).sort().map((name) => join(folder, name));
}
