import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';
import { splitFolder, type SplitOutcome } from '../support/split-fixture.js';
import type { Folder } from '../support/folder.js';
import type { Program } from './program-generator.js';

export interface Judgement {
  /**
   * `differs`: the proof passed and the program behaves in another way. `false-alarm`: the proof failed and it does not.
   * `sound-alarm`: the proof failed and it does. `broken-input`: the program as generated does not load, so nothing is learnt.
   */
  readonly outcome: 'same' | 'refused' | 'differs' | 'false-alarm' | 'sound-alarm' | 'crash' | 'broken-input';
  readonly detail: string;
}

type Attempt = SplitOutcome | { readonly kind: 'crash'; readonly error: string };

/** Splits every program, then runs all the old ones in one process and all the new ones in another. */
export function judgePrograms(programs: readonly Program[]): readonly Judgement[] {
  const folders = programs.map(({ files }): Folder => new Map([...files].map(([file, text]) => [file, Buffer.from(text, 'utf8')])));
  const attempts = folders.map((folder, index) => attempt(folder, programs[index]!.maxLines));
  const before = runAll(folders);
  const after = runAll(attempts.map((one) => (one.kind === 'changed' ? one.after : undefined)));
  return attempts.map((one, index) => judge(folders[index]!, one, before[index]!, after[index]!));
}

function attempt(folder: Folder, maxLines: number): Attempt {
  try {
    return splitFolder(folder, { description: 'generated', file: 'god.ts', options: { maxLines } });
  } catch (error) {
    return { kind: 'crash', error: error instanceof Error ? `${error.stack ?? error.message} ${'detail' in error ? String(error.detail) : ''}` : String(error) };
  }
}

function judge(folder: Folder, one: Attempt, before: string, after: string): Judgement {
  if (before.startsWith('broken')) return { outcome: 'broken-input', detail: `${before}\n${show(folder)}` };
  if (one.kind === 'crash') return { outcome: 'crash', detail: `${one.error}\n${show(folder)}` };
  if (one.kind === 'refused') return { outcome: 'refused', detail: one.diagnostics.map((found) => `${found.id}: ${found.message}`).join('\n') };
  const isSame = before === after;
  const failed = one.proof.results.filter(({ status }) => status === 'failed').flatMap(({ check, diagnostics }) => diagnostics.map((found) => `${check}: ${found.message} ${found.notes.join(' / ')}`));
  const detail = [show(folder), '==== after', show(one.changed), '==== proof', ...failed, '==== before', before, '==== after', after].join('\n');
  if (one.proof.verdict === 'failed') return { outcome: isSame ? 'false-alarm' : 'sound-alarm', detail };
  return { outcome: isSame ? 'same' : 'differs', detail };
}

function show(folder: Folder): string {
  return [...folder].filter(([file]) => !['package.json', 'observe.ts'].includes(file)).map(([file, bytes]) => `--> ${file}\n${bytes.toString('utf8')}`).join('\n');
}

const driver = `
import { readdirSync, existsSync } from 'node:fs';
process.on('unhandledRejection', () => undefined);
const traces = [];
for (let i = 0; i < Number(process.argv[2]); i++) {
  const folder = new URL('./p' + i + '/', import.meta.url).href;
  if (!existsSync(new URL(folder + 'main.js'))) { traces.push('none'); continue; }
  try { traces.push((await import(folder + 'main.js')).trace); }
  catch (error) { traces.push('broken ' + error.name + ': ' + String(error.message).replaceAll(folder, '')); }
}
process.stdout.write(JSON.stringify(traces), () => process.exit(0));
`;

function runAll(folders: readonly (Folder | undefined)[]): readonly string[] {
  const target = mkdtempSync(join(tmpdir(), 'decant-fuzz-'));
  try {
    writeFileSync(join(target, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(target, 'driver.js'), driver);
    const failed = new Map<number, string>();
    folders.forEach((folder, index) => {
      for (const [file, bytes] of folder ?? []) {
        const path = join(target, `p${index}`, file.replace(/\.ts$/, '.js'));
        mkdirSync(dirname(path), { recursive: true });
        try {
          const text = bytes.toString('utf8');
          writeFileSync(path, file.endsWith('.ts') ? transformSync(text, { loader: 'ts', format: 'esm', target: 'node20' }).code : text);
        } catch (error) {
          failed.set(index, `broken ${file}: ${error instanceof Error ? error.message : String(error)}`);
        }
      }
    });
    const run = spawnSync(process.execPath, [join(target, 'driver.js'), String(folders.length)], { encoding: 'utf8', timeout: 250 * folders.length + 3000, maxBuffer: 1 << 28 });
    if (run.error !== undefined && folders.length > 1) return folders.map((folder) => runAll([folder])[0]!);
    if (run.error !== undefined) return ['broken: runs too long'];
    if (run.status !== 0) throw new Error(`the driver ended with ${run.status}: ${run.stderr}`);
    return (JSON.parse(run.stdout) as string[]).map((trace, index) => failed.get(index) ?? trace);
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}
