import { describe, expect, it } from 'vitest';
import { filePath } from '../../../src/host/path.js';
import { readModule } from '../../../src/language/typescript/read.js';
import { buildLineStarts } from '../../../src/text/line-index.js';

const facts = { emitDecoratorMetadata: false, verbatimModuleSyntax: false, isolatedModules: false, isolatedDeclarations: false, allowImportingTsExtensions: false, checkJs: false };

function read(text: string) {
  return readModule({ path: filePath('/kitchen/oven.ts'), text, bom: false, newline: '\n', lineStarts: buildLineStarts(text) }, facts);
}

describe('classes', () => {
  const [oven, timer, nameless] = read(`
@Processor('bake', { concurrency: 2 })
@nest.Controller
export class Oven extends WorkerHost<Dish> implements Heated {
  @Cron(EVERY_HOUR, { name: 'clean' })
  @Log async clean(@Inject(CLOCK) clock: Clock, times = 1): Promise<void> { 'use step'; return; }
  static retries = 3;
  handle = async (dish: Dish) => dish;
  constructor(private readonly shelf: Shelf) { super(); }
  get heat() { return 1; }
  ['computed' + 1]() {}
}
const Timer = class extends base.Clock {};
export default class {}
`).classes;

  it('have their decorators in order, called or not, and their base', () => {
    expect(oven).toMatchObject({
      name: 'Oven', extends: ['WorkerHost'], extendsTypeArguments: ['Dish'], implements: ['Heated'],
      decorators: [{ path: ['Processor'], called: true, args: [{ kind: 'literal', value: 'bake' }, { kind: 'object' }] }, { path: ['nest', 'Controller'], called: false, args: [] }],
    });
    expect(timer).toMatchObject({ name: 'Timer', extends: ['base', 'Clock'] });
    expect(nameless!.name).toBeUndefined();
  });

  it('have members with what is written of them', () => {
    expect(oven!.members.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'method clean', 'property retries', 'property handle', 'constructor constructor', 'getter heat', "method ['computed' + 1]",
    ]);
    expect(oven!.members[0]).toMatchObject({
      decorators: [{ path: ['Cron'], text: "@Cron(EVERY_HOUR, { name: 'clean' })" }, { path: ['Log'], called: false }],
      shape: { parameters: ['@Inject(CLOCK) clock: Clock', 'times = 1'], parameterTypes: ['Clock', undefined], returnType: 'Promise<void>', async: true, directives: ['use step'] },
    });
    expect(oven!.members[1]).toMatchObject({ static: true, value: { kind: 'literal', value: 3 } });
    expect(oven!.members[2]).toMatchObject({ shape: { async: true, parameters: ['dish: Dish'] } });
  });
});

it('functions are those with a body that a top-level name holds', () => {
  const model = read(`
export declare function outside(): void;
export async function bake(dish: Dish) { 'use workflow'; "use strict"; return dish; }
const cool = function* () {};
export default () => { function inner() {} };
`);
  expect(model.functions.map(({ name, statement, shape }) => [name, statement, shape.async, shape.generator, shape.directives])).toEqual([
    ['bake', 1, true, false, ['use workflow', 'use strict']], ['cool', 2, false, true, []], ['default', 3, false, false, []],
  ]);
});

it('a call on the result of a call is a chain that starts where the inner call does', () => {
  const text = 'await queue.createJob({ dish }).retries(2).backoff("fixed", 1000).save();\nconst all = [oven("a"), ...more];\n';
  const model = read(text);
  expect(model.calls.map(({ callee }) => callee.join('.'))).toEqual(['queue.createJob', 'oven']);
  expect(model.chains.map(({ callee }) => callee.join('.'))).toEqual([
    'queue.createJob().retries', 'queue.createJob().retries().backoff', 'queue.createJob().retries().backoff().save',
  ]);
  expect(new Set(model.chains.map(({ span }) => span.start))).toEqual(new Set([text.indexOf('queue')]));
  expect(read("const boss = await new PgBoss(url).start(); (await open()).serve();").chains).toMatchObject([{ callee: ['PgBoss()', 'start'], assignedTo: 'boss' }, { callee: ['open()', 'serve'] }]);
  expect(model.constants.get('all')).toMatchObject({ kind: 'array', items: [{ kind: 'call', callee: ['oven'], text: 'oven("a")' }, { kind: 'spread', value: { kind: 'reference' } }] });
});

describe('functions with a directive below top level', () => {
  it('are named from the top-level declaration inwards', () => {
    const { directed } = read(`
export async function order() { 'use workflow';
  const charge = async () => { 'use step'; };
  async function ship() { 'use step'; }
  await run(async () => { 'use step'; });
}
export const tasks = { async send() { 'use step'; }, other: async (): Promise<void> => { 'use step'; }, plain() {} };
export const lone = async () => { 'use step'; };
class Till { async pay() { 'use step'; } }
`);
    expect(directed!.map(({ path, statement }) => `${statement} ${path.join('/')}`)).toEqual(['0 order/charge', '0 order/ship', '0 order/', '1 tasks/send', '1 tasks/other']);
  });

  it('are absent where there are none', () => {
    expect(read("export const hint = 'use step';")).not.toHaveProperty('directed');
  });
});

describe('exports without a name', () => {
  it('are constants under the name that the module system gives them', () => {
    expect(read('export default { name: 1 };').constants.get('default')).toMatchObject({ kind: 'object' });
    const { constants } = read("exports.send = 'a';\nmodule.exports.mail = 'b';\nexports.twice = undefined;\nexports.twice = 'c';");
    expect([...constants.keys()]).toEqual(['exports.send', 'exports.mail']);
  });
});

it('values are followed through local constants, and never through a name that a function hides', () => {
  const model = read(`
const dish = 'soup';
const SHIFT = 'late';
add(\`\${SHIFT}.\${dish}\`, 2 * HOURS);
function order(dish: string) { add(dish); add(dish.name); }
function cook() { const kind = \`\${SHIFT}-shift\`; const options = { kind }; add(options); let heat = 1; add(heat); for (const dish of menu) add(dish); }
const loop = () => { const a = [b]; const b = [a]; add(a); add(b); };
`);
  const args = model.calls.filter(({ callee }) => callee[0] === 'add').map((site) => site.args[0]);
  expect(args[0]).toMatchObject({ kind: 'binary', operator: '+', text: '`${SHIFT}.${dish}`' });
  expect(args[1]).toEqual({ kind: 'reference', path: ['dish'], local: true });
  expect(args[2]).toEqual({ kind: 'reference', path: ['dish', 'name'], local: true });
  expect(args[3]).toMatchObject({ kind: 'object', entries: [{ key: 'kind', value: { kind: 'binary', text: '`${SHIFT}-shift`' } }] });
  expect(args[4]).toEqual({ kind: 'reference', path: ['heat'], local: true });
  expect(args[5]).toEqual({ kind: 'reference', path: ['dish'], local: true });
  expect(args[6]).toEqual({ kind: 'array', items: [{ kind: 'reference', path: ['b'], local: true }] });
  expect(model.constants.get('dish')).toEqual({ kind: 'literal', value: 'soup' });
});
