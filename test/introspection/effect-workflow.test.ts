// The names that workflows and queues of Effect have as objects, compared with what decant reads. Nothing is launched.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('@effect/workflow') || whyAbsent('effect-4');

const program = `
const told = Object.values(await import('./orders.js')).flatMap((one) => (typeof one?.name === 'string' && one.name !== '' && (one.payloadSchema || one.deferred || one.successSchema) ? [one.name] : []));
console.log(JSON.stringify(told.sort()));
process.exit(0);
`;

describe(`Effect${reason}`, () => {
  it.skipIf(reason !== '')('3 has the names that decant reads', () => {
    const files = readTexts('fixtures/tasks/effect-workflow/layers-that-are-merged/input');
    const told = runFrameworkProgram({ files, program }) as readonly string[];
    const names = extractFrom(files).filter(({ kind, queue }) => (kind === 'workflow' || kind === 'queue' || kind === 'step') && queue === undefined).map(({ id }) => id);
    expect(told).toContain('PlaceOrder');
    expect(names.sort()).toEqual(told);
  });

  it.skipIf(reason !== '')('4 has the names that decant reads', () => {
    const files = readTexts('fixtures/tasks/effect-workflow/effect-four/input');
    const renamed = Object.fromEntries(Object.entries(files).map(([name, text]) => [name, text.replace("'effect'", "'effect-4'").replace("'effect/workflow'", "'effect-4/workflow'")]));
    const told = runFrameworkProgram({ files: renamed, program: "const { Cook, Serve } = await import('./orders.js');\nconsole.log(JSON.stringify([Cook._tag, Serve._tag].sort()));\nprocess.exit(0);\n" }) as readonly string[];
    expect(extractFrom(files).filter(({ kind }) => kind === 'workflow').map(({ id }) => id).sort()).toEqual(told);
  });
});
