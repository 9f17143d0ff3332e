// The registry of DBOS after a fixture was imported and before anything is launched, compared with what decant reads. No database is asked.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('@dbos-inc/dbos-sdk');

const programFor = (file: string) => `
import { createRequire } from 'node:module';
const { finalizeClassRegistrations, getAllRegisteredFunctions } = createRequire(import.meta.url)('./node_modules/@dbos-inc/dbos-sdk/dist/src/decorators.js');
await import(${JSON.stringify(file)});
// The first thing that a launch does: classes get their names.
finalizeClassRegistrations();
const told = getAllRegisteredFunctions().map((one) => [one.workflowConfig ? 'workflow' : 'step', [one.getClassName(), one.name].filter(Boolean).join('.')].join('|'));
console.log(JSON.stringify([...new Set(told)].sort()));
process.exit(0);
`;

/** DBOS has registered these when its own package is loaded. */
function withoutOwn(told: readonly string[], own: readonly string[]): readonly string[] {
  return told.filter((line) => !own.includes(line));
}

describe(`DBOS${reason}`, () => {
  it.skipIf(reason !== '').each([
    ['names-of-functions-and-methods', 'orders.ts', 7],
    ['decorated-class', 'kitchen.ts', 5],
  ] as const)('registers %s under the names that decant reads', (fixture, file, expected) => {
    const files = readTexts(`fixtures/tasks/dbos/${fixture}/input`);
    const own = runFrameworkProgram({ files, program: programFor('@dbos-inc/dbos-sdk') }) as readonly string[];
    const told = withoutOwn(runFrameworkProgram({ files, program: programFor(`./${file.replace('.ts', '.js')}`) }) as readonly string[], own);
    // `DBOS.runStep` names a step when it runs.
    const read = extractFrom(files).filter(({ registeredBy }) => registeredBy !== 'placeOrder').map(({ kind, id }) => `${kind}|${id}`);
    expect(told.length).toBe(expected);
    expect(read.sort()).toEqual(told);
  });

  it.skipIf(reason !== '')('knows a pinned file under the same names', () => {
    const folder = 'fixtures/codemod/pin-task-names/dbos-functions-and-methods';
    const [before, after] = ['input', 'expected'].map((side) => runFrameworkProgram({ files: readTexts(`${folder}/${side}`), program: programFor('./kitchen.js') }) as readonly string[]);
    expect(before!.some((line) => line.endsWith('Kitchen.cook'))).toBe(true);
    expect(after).toEqual(before);
  });
});
