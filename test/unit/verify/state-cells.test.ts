import { describe, expect, it } from 'vitest';
import { prove } from '../../../src/verify/prove.js';
import { buildInput, type Files } from './check-input.js';

const before: Files = {
  'src/shop.ts': `
/** How many. */
let count = 0;
let rows: string[] = [], last: string | undefined;
let notify = silent;

export function silent(): string {
  return 'nothing';
}

export function add(name: string): string {
  count += 1;
  rows.push(name);
  last = name;
  return notify();
}

export function swap(count: number): object {
  const other = (rows: number) => rows + count;
  [last] = [String(other(2))];
  return { count, last, all: rows };
}

export function clear(): string {
  rows = [];
  count = 0
  notify()
  return \`\${count} \${typeof last}\`;
}

export const first = add('tea');
export const second = clear();
`,
};

const after: Files = {
  'src/shop.ts': `
export { silent } from './shop/state.js';
export { add } from './shop/add.js';
export { swap } from './shop/swap.js';
export { clear } from './shop/clear.js';
export { first } from './shop/first.js';
export { second } from './shop/second.js';
`,
  'src/shop/state.ts': `
export const state = {
  /** How many. */
  count: 0,
  rows: [] as string[],
  last: undefined as string | undefined,
  notify: silent,
};

export function silent(): string {
  return 'nothing';
}
`,
  'src/shop/add.ts': `
import { state } from './state.js';

export function add(name: string): string {
  state.count += 1;
  state.rows.push(name);
  state.last = name;
  return (0, state.notify)();
}
`,
  'src/shop/swap.ts': `
import { state } from './state.js';

export function swap(count: number): object {
  const other = (rows: number) => rows + count;
  [state.last] = [String(other(2))];
  return { count, last: state.last, all: state.rows };
}
`,
  'src/shop/clear.ts': `
import { state } from './state.js';

export function clear(): string {
  state.rows = [];
  state.count = 0
  ;(0, state.notify)()
  return \`\${state.count} \${typeof state.last}\`;
}
`,
  'src/shop/first.ts': `
import { add } from './add.js';

export const first = add('tea');
`,
  'src/shop/second.ts': `
import { clear } from './clear.js';

export const second = clear();
`,
};

interface Sabotage {
  readonly trap: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What the proof says of it, among others. */
  readonly says: string;
  /** The same in the file before. */
  readonly old?: readonly [from: string, to: string];
}

const sabotages: readonly Sabotage[] = [
  { trap: 'one place still says the variable', says: "'swap' has other tokens", file: 'src/shop/swap.ts', from: 'all: state.rows', to: 'all: rows' },
  { trap: 'a parameter of the same name becomes the property', says: "'swap' has other tokens", file: 'src/shop/swap.ts', from: 'rows + count;', to: 'rows + state.count;' },
  { trap: 'a shorthand of a parameter becomes the property', says: "'swap' has other tokens", file: 'src/shop/swap.ts', from: '{ count, last', to: '{ count: state.count, last' },
  { trap: 'two places change their properties', says: "'add' has other tokens", file: 'src/shop/add.ts', from: 'state.last = name', to: 'state.rows = name' },
  { trap: 'the key of a shorthand is lost', says: "'swap' has other tokens", file: 'src/shop/swap.ts', from: 'last: state.last', to: 'latest: state.last' },
  { trap: 'a function gets the object as its this', says: "'add' has other tokens", file: 'src/shop/add.ts', from: '(0, state.notify)()', to: 'state.notify()' },
  { trap: 'a bracket goes on with the line above', says: "'clear' has other tokens", file: 'src/shop/clear.ts', from: ';(0, state.notify)()', to: '(0, state.notify)()' },
  { trap: 'the first values are made in another order', says: 'another place among the properties', file: 'src/shop/state.ts', from: '  count: 0,\n  rows: [] as string[],', to: '  rows: [] as string[],\n  count: 0,' },
  { trap: 'a first value is another one', says: 'another first value or type', file: 'src/shop/state.ts', from: 'count: 0', to: 'count: 1' },
  { trap: 'a type is lost', says: 'another first value or type', file: 'src/shop/state.ts', from: 'rows: [] as string[]', to: 'rows: []' },
  { trap: 'a property is missing', says: "'notify' of src/shop.ts stands in no file", file: 'src/shop/state.ts', from: '  notify: silent,\n', to: '' },
  { trap: 'a property is new', says: "'state' of src/shop/state.ts stood in no changed file", file: 'src/shop/state.ts', from: 'notify: silent,', to: 'notify: silent,\n  extra: 1,' },
  { trap: 'a write is lost', says: "'clear' has other tokens", file: 'src/shop/clear.ts', from: '  state.rows = [];\n', to: '' },
  { trap: 'the object is made anew', says: "'clear' has other tokens", file: 'src/shop/clear.ts', from: '  state.rows = [];', to: '  Object.assign(state, { rows: [] });' },
  { trap: 'a module makes an object of its own', says: "'state' in 'add' means src/shop/add.ts#state", file: 'src/shop/add.ts', from: "import { state } from './state.js';", to: 'const state = { count: 0, rows: [] as string[], last: undefined as string | undefined, notify: () => "" };' },
  { trap: 'a statement that writes while loading comes too early', says: 'at another point than before', file: 'src/shop.ts', from: "export { first } from './shop/first.js';\nexport { second } from './shop/second.js';", to: "export { second } from './shop/second.js';\nexport { first } from './shop/first.js';" },
  { trap: 'a comment of a variable is gone', says: '/** How many. */', file: 'src/shop/state.ts', from: '  /** How many. */\n', to: '' },
  { trap: 'the variable was exported', says: 'it is exported, and importers', file: 'src/shop/state.ts', from: 'count: 0', to: 'count: 0', old: ['export const first', 'export { count };\nexport const first'] },
  { trap: 'the name of the object was a parameter', says: 'state would be another variable of that name', file: 'src/shop/add.ts', from: 'add(name: string', to: 'add(name: string, state?: object', old: ['add(name: string', 'add(name: string, state?: object'] },
  { trap: 'a function takes its name from the variable', says: 'gives its name to the function', file: 'src/shop/clear.ts', from: 'state.rows = [];', to: 'state.rows = []; state.notify = () => "late";', old: ['  rows = [];', '  rows = []; notify = () => "late";'] },
  { trap: 'a value is there before what runs in between', says: 'gets its first value earlier', file: 'src/shop/first.ts', from: "add('tea')", to: "add('tea')", old: ['let notify = silent;', 'first0();\nlet notify = silent;\nfunction first0() { rows.push("x"); }'] },
];

function statusOf(old: Files, now: Files): { failed: string[]; told: string } {
  const proof = prove(buildInput(old, now));
  const failed = proof.results.filter(({ status }) => status === 'failed').map(({ check }) => check);
  return { failed, told: proof.results.flatMap(({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error').map(({ id, message }) => `${id}: ${message}`)).join('\n') };
}

describe('variables that became properties', () => {
  it('are the same when every place is', () => {
    const { failed, told } = statusOf(before, after);
    expect(failed, told).toEqual([]);
    const found = prove(buildInput(before, after)).results.flatMap(({ diagnostics }) => diagnostics).find(({ id }) => id === 'state-cell');
    expect(found?.message).toBe('count, rows, last, notify are properties of state: 12 places changed, and nothing else');
    expect(found?.notes).toContain('src/shop.ts:15:10: notify -> (0, state.notify) (the variable is a property, and its function still gets no `this`)');
  });

  it.each(sabotages.map((sabotage) => [sabotage.trap, sabotage] as const))('are not when %s', (_trap, { file, from, to, old, says }) => {
    const text = after[file]!;
    expect(text, 'the sabotage finds its place').toContain(from);
    if (old) expect(before['src/shop.ts']).toContain(old[0]);
    const then = old ? { 'src/shop.ts': before['src/shop.ts']!.replace(old[0], old[1]) } : before;
    const { failed, told } = statusOf(then, { ...after, [file]: text.replace(from, to) });
    expect(failed).not.toEqual([]);
    expect(told).toContain(says);
  });
});
