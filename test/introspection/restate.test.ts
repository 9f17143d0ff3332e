// The service objects of Restate, which its discovery answers with, compared with what decant reads. Nothing is served.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('@restatedev/restate-sdk');

const programFor = (file: string) => `
const told = Object.values(await import(${JSON.stringify(file)})).flatMap((one) => Object.keys(one.service ?? one.object ?? one.workflow ?? {}).map((key) => one.name + '/' + key));
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

describe(`Restate${reason}`, () => {
  it.skipIf(reason !== '').each([
    ['services-and-their-handlers', './shop.js', 9],
    ['endpoint-that-binds', './services.js', 3],
    ['handlers-from-outside', './tasks.js', 2],
  ] as const)('has the handlers of %s that decant reads', (fixture, file, expected) => {
    const files = readTexts(`fixtures/tasks/restate/${fixture}/input`);
    const told = runFrameworkProgram({ files, program: programFor(file) }) as readonly string[];
    const handlers = extractFrom(files).filter(({ kind }) => kind === 'handler');
    expect(told.length).toBe(expected);
    expect(handlers.length).toBe(expected);
    const known = handlers.filter(({ idSource }) => idSource !== 'dynamic').map(({ id }) => id);
    expect(known.filter((id) => !told.includes(id))).toEqual([]);
    if (known.length === handlers.length) expect(known.sort()).toEqual(told);
  });
});
