import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'vitest';
import { analyzer } from '../../../src/analyze/import-cycle/import-cycle.js';
import type { EarlyRead } from '../../../src/analyze/import-cycle/danger.js';
import { study } from './study.js';

/**
 * Loads programs of JavaScript with node, from each member of their knot: what is said to fail for certain fails, and what nothing is said of loads. Of each, and of what is
 * left open, there are more than `least`, or the programs say little.
 */
export function expectPromisesKept(programs: readonly Readonly<Record<string, string>>[], least = 20): void {
  const folder = mkdtempSync(path.join(tmpdir(), 'decant-danger-'));
  try {
    const expected: { url: string; program: string; promise: 'fails' | 'loads' | 'unknown' }[] = [];
    programs.forEach((program, index) => {
      const findings = analyzer.run(study(program));
      if (findings.length !== 1) return;
      const { members, earlyReads } = findings[0]!.data as { members: string[]; earlyReads: (Pick<EarlyRead, 'certain'> & { entry: string })[] };
      for (const entry of members) {
        const home = path.join(folder, `${index}-${entry}`);
        mkdirSync(home);
        for (const [file, text] of Object.entries(program)) writeFileSync(path.join(home, file), text);
        const read = earlyReads.find((early) => early.entry === entry);
        const text = Object.entries(program).map(([file, lines]) => `// ${file}\n${lines}`).join('\n');
        expected.push({ url: pathToFileURL(path.join(home, entry)).href, program: `from ${entry}\n${text}`, promise: read === undefined ? 'loads' : read.certain ? 'fails' : 'unknown' });
      }
    });
    const script = `const failed = []; for (const url of ${JSON.stringify(expected.map(({ url }) => url))}) failed.push(await import(url).then(() => 'loads', (error) => { if (!/^(?:ReferenceError|TypeError)$/.test(error.name)) throw error; return 'fails'; })); console.log(JSON.stringify(failed));`;
    const run = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect(run.stderr).toBe('');
    const outcomes = JSON.parse(run.stdout) as string[];
    expected.forEach(({ promise, program }, i) => {
      if (promise !== 'unknown') expect(outcomes[i], program).toBe(promise);
    });
    for (const promise of ['fails', 'loads', 'unknown']) expect(expected.filter((entry) => entry.promise === promise).length, promise).toBeGreaterThan(least);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
