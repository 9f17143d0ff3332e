import { plainKinds, type Kind, type Name, type Slot } from './statement-kinds.js';
import { widerKinds } from './wider-kinds.js';

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

const kinds: readonly Kind[] = [...plainKinds, ...widerKinds];

export const statementKinds = kinds.length;

const words = ['shelf', 'crate', 'till', 'bread', 'spoon', 'stove', 'plate', 'ladle', 'größe', 'sieve'];

export interface Rendered {
  readonly text: string;
  /** Public names whose local name is the same. */
  readonly names: readonly string[];
  /** Names that must be imported. */
  readonly needed: ReadonlySet<string>;
}

export interface Dress {
  readonly semicolons: boolean;
  readonly hasKnot: boolean;
  readonly jsx: boolean;
  /** The program will be printed as CommonJS: what only an ES module has is left out. */
  readonly commonjs: boolean;
}

export function renderStatements(given: readonly Recipe[], { semicolons, hasKnot, jsx, commonjs }: Dress): Rendered {
  const end = semicolons ? ';' : '';
  const recipes = commonjs ? given.filter(({ kind }) => kinds[kind % kinds.length]!.esmOnly !== true) : given;
  const names: Name[] = [];
  recipes.forEach((recipe, at) => {
    const kind = kindOf(recipe);
    if (!kind.holds) return;
    const word = words[recipe.a % words.length]!;
    // Two digits: esbuild calls the second `plate1` of a file, of an import beside a re-export, `plate12`, and a function of that name `plate122`.
    const place = String(at).padStart(2, '0');
    const name = ['class', 'enum', 'type'].includes(kind.holds) ? word[0]!.toUpperCase() + word.slice(1) + place : word + place;
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
  const writable = names.filter((name) => name.canWrite);
  const targetOf = (recipe: Recipe): Name | undefined => (writable.length > 0 ? writable[(recipe.a + recipe.c) % writable.length] : undefined);
  const callable = (name: Name): boolean => ['function', 'class', 'object'].includes(name.holds);
  recipes.forEach((recipe, at) => {
    const own = names.find((name) => name.at === at);
    const target = targetOf(recipe);
    if (own && names.length > 0) softUses.set(own.name, [recipe.b % names.length, recipe.c % names.length, ...(target ? [names.indexOf(target)] : [])]);
  });

  const lines: string[] = [];
  const lists: string[] = [];
  const exportedNames: string[] = [];
  let hasDefault = false;
  recipes.forEach((recipe, at) => {
    const kind = kindOf(recipe);
    const own = names.find((name) => name.at === at);
    const before = names.filter((name) => name.at < at && name.holds !== 'type' && (!callable(name) || reach(name) < at));
    const numbers = before.filter((name) => !['other', 'symbol'].includes(name.holds));
    const hardNames = [...numbers, ...names.filter((name) => name.at > at && name.holds === 'function' && isHoisted(recipes[name.at]!) && reach(name) < at)];
    const hard = (which: number): string => (hardNames.length === 0 || which % 3 === 0 ? String(which % 9) : numberOf(hardNames[which % hardNames.length]!));
    const soft = (which: number): string => (names.length === 0 ? String(which) : softNumberOf(names[which % names.length]!));
    const wanted = targetOf(recipe);
    const writesAtOnce = kind.bare === true || kind.bareWrite === true;
    const target = wanted === undefined || (writesAtOnce && wanted.at >= at) ? undefined : wanted.name;
    const types = names.filter((name) => ['type', 'class', 'enum'].includes(name.holds) && !/^const /.test(kindOf(recipes[name.at]!).text(emptySlot)));
    const values = names.filter((name) => name.holds !== 'type');
    const later = names.find((name) => name.at > at && ['number', 'text', 'enum'].includes(name.holds));
    const slot: Slot = {
      self: own?.name ?? `none${at}`,
      index: at,
      hard: hard(recipe.a + recipe.b),
      hard2: hard(recipe.b + recipe.c),
      soft: soft(recipe.b),
      soft2: soft(recipe.c),
      target,
      bump: target === undefined ? 'void 0' : `${target}++`,
      write: target === undefined ? 'void 0' : writeTo(target, recipe.b, semicolons),
      type: types.length === 0 ? 'object' : types[recipe.c % types.length]!.name,
      typeOf: values.length === 0 ? 'undefined' : values[recipe.b % values.length]!.name,
      jsx,
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
    const isMarked = text.includes('§');
    let mark = '';
    if (own && !kind.bare && recipe.exported > 0) {
      const isPlain = recipe.exported < 3;
      if (isPlain && !isMarked && !hasDefault && recipe.c % 5 === 0 && /^(async )?function|^(@\S+\s)?(abstract )?class/.test(text)) {
        text = text.startsWith('@') && recipe.b % 2 ? text.replace(/^@\S+\s/, (decorator) => `${decorator}export default `) : `export default ${text}`;
        hasDefault = true;
      } else if (isPlain) {
        if (isMarked) mark = 'export ';
        else text = `export ${text}`;
        if (own.holds !== 'type') exportedNames.push(own.name);
      } else if (!/^const enum/.test(text)) {
        lists.push(`${own.holds === 'type' ? 'type ' : ''}${own.name}${[` as renamed${at}`, '', ` as 'odd name ${at}'`, ''][recipe.c % 4]!}`);
        if (recipe.c % 2 === 1 && own.holds !== 'type') exportedNames.push(own.name);
      }
    }
    text = text.replaceAll('§', mark);
    lines.push(commentOf(recipe, at) + text + (recipe.comment === 4 ? ' // trailing: import it' : recipe.comment === 9 ? ' /* trails */' : ''));
    if (recipe.comment === 5) lines.push('');
    if (recipe.comment === 7) lines.push(recipe.a % 2 ? `/* eslint-enable no-rule${at} */` : '// #endregion');
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
  const values = names.filter((name) => name.holds !== 'type');
  const target = values[recipe.c % Math.max(1, values.length)]?.name ?? '1';
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
    [`export { default as viaAlpha, rate as 'the rate' } from './alpha.js'${end}`], [`export { tag, beta }${end}`],
  ];
  return forms[recipe.b % forms.length]!;
}

function isHoisted(recipe: Recipe): boolean {
  return kindOf(recipe).text(emptySlot).startsWith('function ');
}

function kindOf(recipe: Recipe): Kind {
  return kinds[recipe.kind % kinds.length]!;
}

const emptySlot: Slot = {
  self: 'x', index: 0, hard: '1', hard2: '1', soft: '1', soft2: '1', write: 'void 0', bump: 'void 0', target: undefined, type: 'object', typeOf: 'undefined',
  jsx: false, pick: () => undefined, later: undefined, n: 1, word: 'w', end: ';',
};

/** Every form in which a variable can be assigned. */
function writeTo(name: string, which: number, semicolons: boolean): string {
  const forms = [
    `${name}++`, `--${name}`, `${name} += 2`, `${name} ??= 3`, `${name} ||= 4`, `${name} = ${name} > 9 ? 0 : Number(${name}) + 1`, `[${name}] = [${name} + 1]`,
    `({ v: ${name} } = { v: ${name} + 1 })`, `[{ a: ${name} = 3 }] = [{}] as any`, `for (${name} of [4, 5]) void 0`, `for (${name} in { 7: 1 } as any) void 0`,
    `(() => { ${name} *= 2 })()`, `[...{ 0: ${name} }] = [6] as any`, `({ ...${name} } = { valueOf: () => 8 } as any)`, `(${name} as any) = 9`,
  ];
  const form = forms[which % forms.length]!;
  return semicolons || /^\w/.test(form) ? form : `;${form}`;
}

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
  if (recipe.comment === 6) return `\n// ------- section ${at} -------\n\n`;
  if (recipe.comment === 7) return recipe.a % 2 ? `/* eslint-disable no-rule${at} */\n` : `// #region part ${at}\n`;
  if (recipe.comment === 8) return '// prettier-ignore\n';
  return '';
}
