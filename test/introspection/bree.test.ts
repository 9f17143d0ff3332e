// The jobs of Bree when it has looked for their files, compared with what decant reads.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('bree');

const program = (main: string) => `
import { relative } from 'node:path';
import Bree from 'bree';
const told = [];
Bree.prototype.start = async function () {
  if (!this._init) await this.init();
  for (const { name, path, cron, closeWorkerAfterMs } of this.config.jobs) told.push([name, cron ?? '', path.startsWith('/') ? relative(process.cwd(), path).replace(/\\.m?js$/, '') : '', closeWorkerAfterMs ?? ''].join('|'));
};
await import('./${main}').catch((error) => told.push(error.message.replace(/'.*\\//, "'")));
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

function linesOf(files: Readonly<Record<string, string>>): string[] {
  const stem = (signature: string | undefined): string => /^file (.*?)(?:\.\w+)?$/.exec(signature ?? '')?.[1] ?? '';
  return extractFrom(files).map(({ id, schedule, signature, timeout }) => [id, schedule?.pattern ?? '', stem(signature), timeout ?? ''].join('|')).sort();
}

describe(`Bree${reason}`, () => {
  it.skipIf(reason !== '')('reads the default export of the folder, as decant does', () => {
    const files = readTexts('fixtures/tasks/bree/list-in-the-index-of-the-folder/input');
    expect(linesOf(files)).toEqual(runFrameworkProgram({ files, program: program('main.js') }));
  });

  it.skipIf(reason !== '')('finds the files that decant finds', () => {
    const all = readTexts('fixtures/tasks/bree/files-of-the-jobs-folder/input');
    const files = { ...all, 'main.ts': all['main.ts']!.replace(/.*name: 'lost'.*\n/, '') };
    expect(linesOf(files)).toEqual(runFrameworkProgram({ files, program: program('main.js') }));
  });

  it.skipIf(reason !== '')('stops at the job whose file decant says is not there', () => {
    const files = readTexts('fixtures/tasks/bree/files-of-the-jobs-folder/input');
    expect(extractFrom(files).filter(({ signature }) => signature?.startsWith('no file')).map(({ id }) => id)).toEqual(['lost']);
    expect(runFrameworkProgram({ files, program: program('main.js') })).toEqual([expect.stringContaining("'lost.js'")]);
  });
});
