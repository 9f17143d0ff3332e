/** One statement of a generated god file, as numbers, so that fast-check can shrink it. */
export interface Recipe {
  readonly kind: number;
  readonly a: number;
  readonly b: number;
  readonly c: number;
  /** 0: private. 1, 2: exported where it stands. 3: exported by the list at the end, under another name when `c` is odd. */
  readonly exported: number;
  readonly comment: number;
}

/** What a name holds, which decides how an expression may use it. */
type Holds = 'number' | 'text' | 'list' | 'map' | 'object' | 'function' | 'class' | 'enum' | 'other';

interface Name {
  readonly name: string;
  readonly holds: Holds;
  /** Statement that declares it. */
  readonly at: number;
  readonly canWrite: boolean;
}

/** How a statement of a kind is written. Hard expressions only use what stands before, soft ones anything. */
interface Slot {
  readonly self: string;
  readonly index: number;
  /** A number, readable while the module runs. */
  readonly hard: string;
  readonly hard2: string;
  /** A number, read when the function is called. */
  readonly soft: string;
  readonly soft2: string;
  /** Assignment to a `let` of the file inside a function. */
  readonly write: string;
  readonly pick: (holds: Holds, which?: number) => string | undefined;
  readonly later: string | undefined;
  readonly n: number;
  readonly word: string;
  readonly end: string;
}

interface Kind {
  readonly holds?: Holds;
  readonly canWrite?: boolean;
  /** Cannot carry `export ` in front. */
  readonly bare?: boolean;
  readonly extra?: readonly string[];
  readonly text: (slot: Slot) => string;
}

const kinds: readonly Kind[] = [
  // Variables.
  { holds: 'number', text: (s) => `const ${s.self} = ${s.n}${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = ${s.hard} + ${s.n}${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = note('make ${s.self}') + ${s.hard}${s.end}` },
  { holds: 'number', canWrite: true, text: (s) => `let ${s.self} = ${s.hard}${s.end}` },
  { holds: 'number', canWrite: true, text: (s) => `var ${s.self} = ${s.hard} * 2${s.end}` },
  { holds: 'number', canWrite: true, text: (s) => `let ${s.self}: number = ${s.n}, twin${s.index} = ${s.hard}${s.end}`, extra: ['twin'] },
  { holds: 'number', text: (s) => `const { ${s.self} = ${s.n}, length: size${s.index} } = ${s.pick('list') ?? '[1, 2]'} as any${s.end}`, extra: ['size'] },
  { holds: 'number', text: (s) => `const [${s.self} = ${s.hard}, ...rest${s.index}] = ${s.pick('list') ?? 'cups'} as any${s.end}`, extra: ['rest'] },
  { holds: 'text', text: (s) => `const ${s.self} = \`import { x } from './${s.word}' // \${${s.hard}} \${${s.pick('list') ?? s.hard2}}\`${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = "export * from '/* ${s.word} */'" + ${s.pick('list') ?? s.hard}${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = tag\`one \${${s.hard}} // two\`${s.end}` },
  { holds: 'list', text: (s) => `const ${s.self}: any[] = ['${s.word}']${s.end}` },
  { holds: 'list', text: (s) => `const ${s.self}: any[] = [...${s.pick('list') ?? 'cups'}, ${s.hard}]${s.end}` },
  { holds: 'list', text: (s) => `const ${s.self}: any[] = Array.from(${s.pick('list') ?? s.pick('map') ?? '[4]'} as any)${s.end}` },
  { holds: 'list', text: (s) => `const ${s.self}: any[] = Object.keys(${s.pick('object') ?? s.pick('enum') ?? '{}'})${s.end}` },
  { holds: 'map', text: (s) => `const ${s.self} = new Map<any, any>([['${s.word}', ${s.hard}]])${s.end}` },
  { holds: 'map', text: (s) => `const ${s.self} = new Set<any>(${s.pick('list') ?? '[1]'})${s.end}` },
  { holds: 'map', text: (s) => `const ${s.self} = new Map<any, any>(${s.pick('map') ?? '[]'} instanceof Map ? ${s.pick('map') ?? '[]'} as any : [])${s.end}` },
  { holds: 'object', text: (s) => `const ${s.self}: any = { amount: ${s.hard}, ${s.pick('number') ?? `n: ${s.n}`}, act() { return ${s.soft} }, get late() { return ${s.soft2} } }${s.end}` },
  { holds: 'object', text: (s) => `const ${s.self}: any = { amount: ${s.n}, get spy() { note('spy ${s.self}'); return ${s.n} }, inner: ${s.pick('list') ?? '[]'} }${s.end}` },
  { holds: 'object', text: (s) => `const ${s.self}: any = Object.freeze(${s.pick('object') ?? '{ amount: 1 }'})${s.end}` },
  { holds: 'object', text: (s) => `const ${s.self}: any = { ...${s.pick('object') ?? '{ amount: 2 }'}, amount: ${s.hard} }${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = ${s.pick('object') ?? '{ amount: 2, spy: 1, inner: [] as any }'}.spy ?? ${s.pick('object', 1) ?? '({ inner: [] as any })'}.inner?.length ?? 0${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = JSON.stringify(${s.pick('object') ?? s.pick('list') ?? '[]'})${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = stock + ${s.n}${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = firstAlpha()${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = cups.length${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = beta.cups.length + beta.price${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = log.length${s.end}` },
  { holds: 'other', text: (s) => `const ${s.self} = Symbol('${s.word}')${s.end}` },
  { holds: 'other', text: (s) => `const ${s.self} = (() => { try { return typeof ${s.later ?? 'undefined'} } catch { return 'early' } })()${s.end}` },
  { holds: 'function', text: (s) => `const ${s.self} = (turn = 2): any => turn <= 0 ? ${s.n} : ${s.soft}${s.end}` },
  { holds: 'function', text: (s) => `const ${s.self} = function named${s.index}(turn = 2): any { ${s.write}; return turn + ${s.soft} }${s.end}` },
  { holds: 'function', text: (s) => `const ${s.self} = async (turn = 2) => turn + ${s.soft}${s.end}` },
  // Functions.
  { holds: 'function', text: (s) => `function ${s.self}(turn: number = 3): any {\n  return turn <= 0 ? ${s.n} : ${s.soft} + ${s.soft2}${s.end}\n}` },
  { holds: 'function', text: (s) => `function ${s.self}(turn: number = 3): any {\n  ${s.write}${s.end}\n  return turn\n}` },
  { holds: 'function', text: (s) => `function ${s.self}(): any {\n  const stock = ${s.n}, log = [stock]${s.end}\n  outer: for (const rate of log) { if (rate > 1) break outer }\n  return stock + ${s.soft}${s.end}\n}` },
  { holds: 'function', text: (s) => `async function ${s.self}(wait = 0) {\n  await null${s.end}\n  ${s.write}${s.end}\n  return ${s.soft}${s.end}\n}` },
  { holds: 'function', text: (s) => `function* ${s.self}() {\n  yield ${s.soft}${s.end}\n  yield ${s.soft2}${s.end}\n}` },
  { holds: 'function', text: (s) => `function ${s.self}(): any {\n  note('call ${s.self}')${s.end}\n  return ${s.soft}${s.end}\n}` },
  { holds: 'function', text: (s) => `function ${s.self}(into: any = ${s.pick('list') ?? '[]'}): any { into.push?.('${s.word}'); return into.length }` },
  { holds: 'function', text: (s) => `function ${s.self}(): any { try { return ${s.later ?? s.soft} } catch { return 'early' } }` },
  // Classes.
  { holds: 'class', text: (s) => `class ${s.self} {\n  static rate = ${s.hard}${s.end}\n  #secret = ${s.soft}${s.end}\n  get secret() { return this.#secret }\n  ['${s.word}']() { return ${s.soft2} }\n}` },
  { holds: 'class', text: (s) => `class ${s.self} extends ${s.pick('class') ?? 'Base'} {\n  own = ${s.soft}${s.end}\n  static { note('static ${s.self}')${s.end} }\n  static rate = ${s.hard}${s.end}\n}` },
  { holds: 'class', text: (s) => `class ${s.self} extends ${s.pick('class') ?? 'Base'} { static rate = ${s.n}; static more() { return super.name + ${s.soft} } }` },
  { holds: 'other', text: (s) => `const ${s.self} = new ${s.pick('class') ?? 'Base'}()${s.end}` },
  // Enums and namespaces.
  { holds: 'enum', text: (s) => `enum ${s.self} { Small = ${s.n}, Big, Text = '${s.word}' }` },
  { holds: 'enum', text: (s) => `enum ${s.self} { Small = ${s.hard} as any, Big = 5 }` },
  { holds: 'enum', text: (s) => `const enum ${s.self} { Small = 1, Big = 2 }` },
  { holds: 'object', text: (s) => `namespace ${s.self} { export const amount = ${s.hard}; export const act = () => ${s.soft} }` },
  { text: (s) => `interface Shape${s.index} { amount: number }`, bare: true },
  // Statements with effects.
  { bare: true, text: (s) => `note('say ${s.word} ' + ${s.hard})${s.end}` },
  { bare: true, text: (s) => `${s.pick('list') ?? 'cups'}.push('${s.word}')${s.end}` },
  { bare: true, text: (s) => `${s.pick('map') ?? 'new Map<any, any>()'} instanceof Map && (${s.pick('map') ?? 'new Map<any, any>()'} as any).set('${s.word}', ${s.hard})${s.end}` },
  { bare: true, text: (s) => `if (${s.hard} > 2) { note('if ${s.word}')${s.end} } else note('else ${s.word}')${s.end}` },
  { bare: true, text: (s) => `for (const item of ${s.pick('list') ?? '[1]'}) note('loop ' + item)${s.end}` },
  { bare: true, text: () => `lane: for (let i = 0; i < 2; i++) { for (;;) continue lane }` },
  { bare: true, text: (s) => `${start(s)}[1, 2].forEach((item) => { note('each ' + item + ${s.hard}) })${s.end}` },
  { bare: true, text: (s) => `${start(s)}(() => { note('now ' + ${s.hard}) })()${s.end}` },
  { bare: true, text: (s) => `${start(s)}\`\${note('template')}\`${s.end}` },
  { bare: true, text: (s) => `try { note('try ' + ${s.later ?? s.hard}) } catch { note('caught ${s.word}') }` },
  { bare: true, text: (s) => `try { ${s.pick('object') ?? '(beta as any)'}.amount = ${s.n} } catch { note('frozen') }` },
  { bare: true, text: (s) => `${letOf(s)} ${s.hard}${s.end}` },
  { bare: true, text: (s) => `restock()${s.end}` },
  { bare: true, text: (s) => `cups.push('big')${s.end}` },
  { bare: true, text: (s) => `Object.defineProperty(${s.pick('function') ?? s.pick('class') ?? '{}'}, 'name', { value: '${s.word}', configurable: true })${s.end}` },
  { bare: true, text: (s) => (s.pick('function') ? `(${s.pick('function')} as any).displayName = '${s.word}'${s.end}`.replace(/^\((\w+) as any\)/u, s.n % 2 ? `${start(s)}($1 as any)` : '$1') : `note('none')${s.end}`) },
  { bare: true, text: (s) => `${s.pick('class') ?? 'Base'}.prototype.toString = function () { return '${s.word}' + ${s.soft} }${s.end}` },
  { bare: true, text: (s) => `void ${s.pick('object') ?? '(beta as any)'}?.['act']?.()${s.end}` },
  { bare: true, text: (s) => `note(String(${s.pick('list') ?? s.pick('map') ?? s.hard}))${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = Number(makeKnotOrNot().length)${s.end}` },
  { bare: true, text: (s) => `var hoisted${s.index}: any = ${s.hard}; if (hoisted${s.index}) { var inner${s.index} = note('inner') }` },
  { holds: 'number', text: (s) => `const ${s.self} = (hoistLater${s.index}() ?? ${s.n}) as number${s.end}\nvar late${s.index} = ${s.hard}${s.end}\nfunction hoistLater${s.index}() { return late${s.index} }` },
  { holds: 'function', text: (s) => `const ${s.self} = { ${s.word}: () => ${s.soft} }.${s.word}${s.end}` },
  { holds: 'number', text: (s) => `const ${s.self} = raise${s.index}(${s.pick('object') ?? '{ amount: 1 }'})${s.end}\nfunction raise${s.index}(what: any) { try { what.amount = 77 } catch {} return what.amount }` },
  { holds: 'number', text: (s) => `const ${s.self} = ${s.pick('object') ?? '{ amount: 5 }'}.amount${s.end}` },
  { holds: 'text', text: (s) => `const ${s.self} = ${s.pick('function') ?? 'note'}.name${s.end}` },
  { holds: 'other', text: (s) => `const ${s.self} = 'amount' in (${s.pick('object') ?? '{}'})${s.end}` },
];

export const statementKinds = kinds.length;

const words = ['shelf', 'crate', 'till', 'bread', 'spoon', 'stove', 'plate', 'ladle', 'größe', 'sieve'];

function start(s: Slot): string {
  return s.end === '' ? ';' : '';
}

function letOf(s: Slot): string {
  const target = /^(\w+)\+\+/.exec(s.write)?.[1];
  return target && target !== 'dummy' ? `${target} +=` : 'void';
}

export interface Rendered {
  readonly text: string;
  /** Public names whose local name is the same. */
  readonly names: readonly string[];
  /** Names that must be imported. */
  readonly needed: ReadonlySet<string>;
}

export function renderStatements(recipes: readonly Recipe[], semicolons: boolean, hasKnot: boolean): Rendered {
  const end = semicolons ? ';' : '';
  const names: Name[] = [];
  recipes.forEach((recipe, at) => {
    const kind = kinds[recipe.kind % kinds.length]!;
    if (!kind.holds) return;
    const word = words[recipe.a % words.length]!;
    const name = kind.holds === 'class' || kind.holds === 'enum' ? word[0]!.toUpperCase() + word.slice(1) + at : word + at;
    names.push({ name, holds: kind.holds, at, canWrite: kind.canWrite === true });
  });
  // A function may be called while the module runs only when everything that it reaches stands above the call.
  const softUses = new Map<string, number[]>();
  const reach = (name: Name, seen = new Set<string>()): number => {
    if (seen.has(name.name)) return -1;
    seen.add(name.name);
    const used = softUses.get(name.name) ?? [];
    return Math.max(name.holds === 'function' ? -1 : name.at, ...used.map((index) => reach(names[index]!, seen)));
  };
  const callable = (name: Name): boolean => ['function', 'class', 'object'].includes(name.holds);
  recipes.forEach((recipe, at) => {
    const own = names.find((name) => name.at === at);
    if (own && names.length > 0) softUses.set(own.name, [recipe.b % names.length, recipe.c % names.length]);
  });

  const lines: string[] = [];
  const lists: string[] = [];
  const exportedNames: string[] = [];
  let hasDefault = false;
  recipes.forEach((recipe, at) => {
    const kind = kinds[recipe.kind % kinds.length]!;
    const own = names.find((name) => name.at === at);
    const before = names.filter((name) => name.at < at && (!callable(name) || reach(name) < at));
    const numbers = before.filter((name) => name.holds !== 'other');
    const hardNames = [...numbers, ...names.filter((name) => name.at > at && name.holds === 'function' && isHoisted(recipes[name.at]!) && reach(name) < at)];
    const hard = (which: number): string => (hardNames.length === 0 || which % 3 === 0 ? String(which % 9) : numberOf(hardNames[which % hardNames.length]!));
    const soft = (which: number): string => (names.length === 0 ? String(which) : softNumberOf(names[which % names.length]!));
    const writable = names.filter((name) => name.canWrite);
    const target = writable.length > 0 ? writable[(recipe.a + recipe.c) % writable.length]!.name : undefined;
    const targetIsBefore = target !== undefined && names.find((name) => name.name === target)!.at < at;
    const later = names.find((name) => name.at > at && ['number', 'text', 'enum'].includes(name.holds));
    const slot: Slot = {
      self: own?.name ?? `none${at}`,
      index: at,
      hard: hard(recipe.a + recipe.b),
      hard2: hard(recipe.b + recipe.c),
      soft: soft(recipe.b),
      soft2: soft(recipe.c),
      write: target === undefined || (kind.bare && !targetIsBefore) ? 'void 0' : `${target}++`,
      pick: (holds, which = 0) => {
        const found = before.filter((name) => name.holds === holds);
        return found.length === 0 ? undefined : found[(recipe.c + which) % found.length]!.name;
      },
      later: later?.name,
      n: recipe.a % 10,
      word: words[recipe.b % (words.length - 2)]!,
      end,
    };
    let text = kind.text(slot).replaceAll('makeKnotOrNot()', hasKnot ? '(() => { try { return makeKnot() } catch { return [] } })()' : "'none'");
    if (own && !kind.bare && recipe.exported > 0) {
      const isPlain = recipe.exported < 3;
      if (isPlain && !hasDefault && recipe.c % 5 === 0 && /^(async )?function|^class/.test(text)) {
        text = `export default ${text}`;
        hasDefault = true;
      } else if (isPlain) {
        text = `export ${text}`;
        exportedNames.push(own.name);
      } else if (!/^const enum/.test(text)) {
        lists.push(recipe.c % 2 ? `${own.name} as renamed${at}` : own.name);
        if (recipe.c % 2 === 0) exportedNames.push(own.name);
      }
    }
    lines.push(commentOf(recipe, at) + text + (recipe.comment === 4 ? ' // trailing: import it' : ''));
    if (recipe.comment === 5) lines.push('');
  });
  const first = recipes[0];
  if (first && !hasDefault) lines.push(...renderDefault(first, names, end));
  if (first) lines.push(...renderReexports(first, end));
  if (lists.length > 0) lines.splice(first!.b % 2 ? 0 : lines.length, 0, `export { ${lists.join(', ')} }${end}`);
  const text = `${lines.join('\n')}\n`;
  const needed = new Set(text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? []);
  return { text, names: exportedNames, needed };
}

function renderDefault(recipe: Recipe, names: readonly Name[], end: string): string[] {
  const target = names[recipe.c % Math.max(1, names.length)]?.name ?? '1';
  const readable = names.find((name) => name.holds === 'number' || name.holds === 'list')?.name ?? '1';
  const forms = [
    [], [`export default ${readable}${end}`], [`export { ${target} as default }${end}`], [`export default () => ${readable}${end}`],
    [`export default class { size = ${readable} }`], [`export default function () { return ${readable} }`], [`export default { amount: ${readable} }${end}`],
  ];
  const form = forms[recipe.a % forms.length]!;
  return target === '1' || names.some((name) => /const enum/.test(name.name)) ? [] : form;
}

function renderReexports(recipe: Recipe, end: string): string[] {
  const forms = [
    [], [`export * from './gamma.js'${end}`], [`export * from './gamma.js'${end}`, `export * from './delta.js'${end}`],
    [`export { shared as fromGamma, gammaOnly } from './gamma.js'${end}`], [`export * as everything from './delta.js'${end}`], [`export { stock, restock }${end}`],
  ];
  return forms[recipe.b % forms.length]!;
}

function isHoisted(recipe: Recipe): boolean {
  return kinds[recipe.kind % kinds.length]!.text(emptySlot).startsWith('function ');
}

const emptySlot: Slot = { self: 'x', index: 0, hard: '1', hard2: '1', soft: '1', soft2: '1', write: 'void 0', pick: () => undefined, later: undefined, n: 1, word: 'w', end: ';' };

function numberOf({ name, holds }: Name): string {
  switch (holds) {
    case 'number': return name;
    case 'text': case 'list': return `${name}.length`;
    case 'map': return `${name}.size`;
    case 'object': return `(${name}.amount ?? 3)`;
    case 'function': return `Number(${name}(0) ?? 1)`;
    case 'class': return `((${name} as any).rate ?? 1)`;
    case 'enum': return `${name}.Big`;
    default: return '1';
  }
}

function softNumberOf(name: Name): string {
  return name.holds === 'function' ? `limit(${name.name})` : numberOf(name);
}

function commentOf(recipe: Recipe, at: number): string {
  if (recipe.comment === 1) return `// ${at}: export const notCode = 'x'\n`;
  if (recipe.comment === 2) return `/** Documents it: import { a } from './b' */\n`;
  if (recipe.comment === 3) return `\n/* detached ${at} */\n\n`;
  return '';
}
