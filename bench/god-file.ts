// A generated god file for the measurement of splits: domains of a shop with functions, classes, constants, types, enums, interfaces, module
// state and effects. The same count gives the same text on every machine.

const things = ['cart', 'order', 'stock', 'invoice', 'parcel', 'refund', 'voucher', 'supplier', 'ledger', 'recipe', 'menu', 'table', 'waiter', 'oven', 'pantry', 'till'];
const aspects = ['line', 'total', 'batch', 'label', 'limit', 'queue', 'report', 'price', 'weight', 'origin', 'state', 'index', 'draft', 'notice', 'audit', 'quota'];
const verbs = ['add', 'drop', 'find', 'merge', 'render', 'check', 'split', 'count', 'open', 'close', 'round', 'print', 'parse', 'plan', 'measure', 'apply'];

/** Declarations of one domain; references stay inside it, but for the hubs that everybody uses and one in twenty. */
const domainSize = 25;
/** Lines of one declaration with the blank line below it. */
const linesEach = 20;
const hubs = 12;

interface Declared {
  readonly name: string;
  readonly kind: 'function' | 'class' | 'const' | 'type' | 'interface' | 'enum' | 'state';
}

/** `count` declarations of 20 lines each. */
export function writeGodFile(count: number): string {
  const next = createChance(7);
  const declared: Declared[] = [];
  const values: number[] = [];
  const texts: string[] = [];
  for (let index = 0; index < count; index++) {
    const domain = Math.floor(index / domainSize);
    const word = things[domain % things.length]! + (domain < things.length ? '' : spell(Math.floor(domain / things.length)));
    const own = declaredName(index, word, next);
    const local = values.filter((value) => value >= domain * domainSize);
    const pick = (): Declared | undefined => {
      const chance = next(100);
      const from = chance < 75 ? local : chance < 95 ? values.slice(0, hubs) : values;
      return from.length === 0 ? undefined : declared[from[next(from.length)]!];
    };
    const kindOf = kindAt(index, next);
    const types = declared.slice(Math.max(0, domain * domainSize), index).filter(({ kind }) => kind === 'type' || kind === 'interface');
    const type = types.length === 0 ? 'number' : types[next(types.length)]!.name;
    const entry = { name: kindOf === 'type' || kindOf === 'interface' || kindOf === 'class' || kindOf === 'enum' ? capital(own) : own, kind: kindOf };
    texts.push(writeDeclaration(entry, index, [pick(), pick(), pick()].filter((used) => used !== undefined), type));
    declared.push(entry);
    if (kindOf === 'function' || kindOf === 'class' || kindOf === 'const') values.push(index);
  }
  return `${texts.join('\n')}`;
}

function kindAt(index: number, next: (limit: number) => number): Declared['kind'] {
  if (index < hubs) return 'function';
  const chance = next(100);
  if (chance < 55) return 'function';
  if (chance < 67) return 'class';
  if (chance < 79) return 'const';
  if (chance < 86) return 'interface';
  if (chance < 93) return 'type';
  return chance < 97 ? 'enum' : 'state';
}

function declaredName(index: number, word: string, next: (limit: number) => number): string {
  return `${verbs[next(verbs.length)]!}${capital(word)}${capital(aspects[next(aspects.length)]!)}${spell(index)}`;
}

function capital(word: string): string {
  return word[0]!.toUpperCase() + word.slice(1);
}

/** A number as letters, so that names differ in a word and not in a digit. */
function spell(number: number): string {
  const digits = number.toString(26).split('');
  return capital(digits.map((digit) => String.fromCharCode(97 + parseInt(digit, 26))).join(''));
}

function use({ name, kind }: Declared, argument: string): string {
  if (kind === 'class') return `new ${name}(${argument}).total(${argument})`;
  return kind === 'const' ? `${name}.limit + ${argument}` : `${name}(${argument})`;
}

function writeDeclaration({ name, kind }: Declared, index: number, used: readonly Declared[], type: string): string {
  const door = index % 3 === 0 ? '' : 'export ';
  const word = (line: number): string => `${aspects[(index + line) % aspects.length]!}${capital(things[(index * 7 + line) % things.length]!)}`;
  const filler = (lines: number): string[] => Array.from({ length: Math.max(0, lines) }, (_, line) => (line % 2 === 0 ? `  const ${word(line)}${line} = amount * ${line + 2}; // step ${line}` : `  amount += ${word(line - 1)}${line - 1} + ${index % 97};`));
  const calls = used.map((other, line) => `  if (amount > ${line * 1000}) amount += ${use(other, 'amount - 1')};`);
  const lines = (() => {
    if (kind === 'function') {
      return [`/** Works out ${name}. */`, `${door}function ${name}(start: number, last?: ${type}): number {`, '  let amount = start;', ...calls, ...filler(linesEach - 6 - calls.length), '  return last === undefined ? amount : amount + 1;', '}'];
    }
    if (kind === 'class') {
      return [`${door}class ${name} {`, '  constructor(private readonly amount: number) {}', '', '  total(start: number): number {', '    let amount = this.amount + start;', ...calls.map((call) => `  ${call}`), ...filler(linesEach - 9 - calls.length), '    return amount;', '  }', '}'];
    }
    if (kind === 'const') {
      return [`${door}const ${name} = {`, `  limit: ${index},`, ...Array.from({ length: linesEach - 4 }, (_, line) => `  step${line}: ${line * index},`), used[0] ? `  work: (amount: number): number => ${use(used[0], 'amount')},` : '  work: (amount: number): number => amount,', '};'];
    }
    if (kind === 'interface') return [`${door}interface ${name} {`, `  readonly before?: ${type};`, ...Array.from({ length: linesEach - 3 }, (_, line) => `  readonly field${line}: number;`), '}'];
    if (kind === 'type') return [`${door}type ${name} = {`, `  readonly before?: ${type};`, ...Array.from({ length: linesEach - 3 }, (_, line) => `  readonly part${line}: string;`), '};'];
    if (kind === 'enum') return [`${door}enum ${name} {`, ...Array.from({ length: linesEach - 2 }, (_, line) => `  Step${line},`), '}'];
    const lone = used[0];
    return [`let ${name}Count = 0;`, `${door}function ${name}(amount: number): number {`, `  ${name}Count += amount;`, ...filler(linesEach - 6), `  return ${name}Count${lone ? ` + ${use(lone, 'amount')}` : ''};`, '}', ...(index % 4 === 0 ? ['', `globalThis.addEventListener?.('${name}', () => ${name}(1));`] : [])];
  })();
  return `${lines.join('\n')}\n`;
}

/** Park and Miller 1988 with a fixed seed. */
function createChance(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}
