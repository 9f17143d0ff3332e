// A generated workspace for the measurement of migrations: a split module of 40 names in 8 modules behind its facade, and files that import one to four of
// them in mixed forms, each of which imports the file before it. The same count gives the same text on every machine.

const domains = ['cart', 'stock', 'orders', 'refunds', 'vouchers', 'parcels', 'menu', 'till'];
const verbs = ['open', 'add', 'check', 'print'];

/** Path to text, from the root. Of a hundred importers twelve are tests and components, and one stays on the facade. */
export function writeImporters(count: number): ReadonlyMap<string, string> {
  const files = new Map<string, string>([
    ['package.json', '{ "name": "shop", "type": "module", "main": "./src/main.ts" }\n'],
    ['tsconfig.json', '{ "compilerOptions": { "module": "esnext", "moduleResolution": "bundler", "target": "es2022", "jsx": "preserve", "strict": true, "noEmit": true }, "include": ["src"] }\n'],
    ['src/jsx.d.ts', 'declare namespace JSX {\n  interface IntrinsicElements {\n    readonly [name: string]: unknown;\n  }\n}\n'],
    ['src/shop.ts', `${domains.map(writeReexport).join('\n')}\n`],
    ...domains.map((domain, index): [string, string] => [`src/shop/${domain}.ts`, writeModule(domain, domains[index - 1])]),
  ]);
  for (let index = 0; index < count; index++) files.set(pathOf(index), writeImporter(index));
  files.set('src/main.ts', `import { ${localOf(count - 1)} } from './${pathOf(count - 1).slice(4).replace(/\.tsx?$/, '')}';\n\nconsole.log(${localOf(count - 1)}(1));\n`);
  return files;
}

const capital = (word: string): string => word[0]!.toUpperCase() + word.slice(1);
const typeOf = (domain: string): string => `${capital(domain)}Line`;
const namesOf = (domain: string): string[] => verbs.map((verb) => `${verb}${capital(domain)}`);

function writeReexport(domain: string): string {
  return `export { ${namesOf(domain).join(', ')}, type ${typeOf(domain)} } from './shop/${domain}';`;
}

function writeModule(domain: string, before: string | undefined): string {
  const [first] = namesOf(before ?? domain);
  return [
    ...(before === undefined ? [] : [`import { ${first} } from './${before}';`, '']),
    `export interface ${typeOf(domain)} {`,
    '  readonly name: string;',
    '  readonly amount: number;',
    '}',
    '',
    ...namesOf(domain).flatMap((name, index) => [
      `/** What the ${domain} counter does with one line. */`,
      `export function ${name}(amount: number): ${typeOf(domain)} {`,
      `  return { name: '${name}', amount: amount + ${index}${before === undefined ? '' : ` + ${first}(amount).amount`} };`,
      '}',
      '',
    ]),
  ].join('\n');
}

function pathOf(index: number): string {
  return `src/pages/area-${String(Math.floor(index / 50)).padStart(3, '0')}/page-${index}${index % 10 === 3 ? '.tsx' : '.ts'}`;
}

function localOf(index: number): string {
  return `page${index}`;
}

/** The names are chosen by the index, so that every pair of modules meets. */
function writeImporter(index: number): string {
  const [one, two, three] = [index % 8, (index * 3 + 1) % 8, (index * 5 + 2) % 8].map((at) => domains[at]!) as [string, string, string];
  const [a, b, c] = [namesOf(one)[index % 4]!, namesOf(two)[(index + 1) % 4]!, namesOf(three)[(index + 2) % 4]!];
  const taken = [...new Set([a, b, c])].slice(0, 1 + (index % 3));
  const type = typeOf(one);
  const sum = taken.map((name) => `${name}(amount).amount`).join(' + ');
  const chain = before(index) === undefined ? [] : [`import { ${localOf(before(index)!)} } from '${chainTo(index)}';`];
  const rest = writeRest(index, type);
  switch (index % 10) {
    case 1:
      return [`import type { ${type} } from '../../shop';`, `import * as shop from '../../shop';`, ...chain, '', ...rest(taken.map((name) => `shop.${name}(amount).amount`).join(' + '))].join('\n');
    case 3:
      return [`import { ${taken.join(', ')}, type ${type} } from '../../shop';`, ...chain, '', ...rest(sum), '', `export const View${index} = () => <p title="${a}">{${a}(2).amount}</p>;`, ''].join('\n');
    case 5:
      return [`export { ${c}, type ${type} as Passed } from '../../shop';`, `import { ${taken.join(', ')}, type ${type} } from '../../shop';`, '', `export function passed(amount: number): ${type} {`, `  return { name: '${c}', amount: ${sum} };`, '}', ''].join('\n');
    case 7:
      return [`import { ${taken.join(', ')} } from '../../shop';`, ...chain, '', `type ${type} = import('../../shop').${type};`, '', `export async function later${index}(): Promise<number> {`, `  const { ${b} } = await import('../../shop');`, `  return ${b}(1).amount;`, '}', '', ...rest(sum)].join('\n');
    case 9:
      return index % 100 === 99
        ? [`import * as all from '../../shop';`, `import { ${taken.join(', ')}, type ${type} } from '../../shop';`, ...chain, '', `export const counters${index} = Object.keys(all);`, '', ...rest(sum)].join('\n')
        : [`import { ${taken.map((name) => `${name} as own${capital(name)}`).join(', ')} } from '../../shop';`, `import type { ${type} } from '../../shop';`, ...chain, '', ...rest(taken.map((name) => `own${capital(name)}(amount).amount`).join(' + '))].join('\n');
    default:
      return [`import { ${taken.join(', ')}, type ${type} } from '../../shop';`, ...chain, '', ...rest(sum)].join('\n');
  }
}

/** Barrels stand aside: what passes names on is a leaf. */
function before(index: number): number | undefined {
  const last = (index - 1) % 10 === 5 ? index - 2 : index - 1;
  return last < 0 ? undefined : last;
}

function chainTo(index: number): string {
  const [target, own] = [pathOf(before(index)!), pathOf(index)].map((file) => file.replace(/^src\/pages\//, '').replace(/\.tsx?$/, '').split('/')) as [string[], string[]];
  return target[0] === own[0] ? `./${target[1]}` : `../${target.join('/')}`;
}

/** The body of a page: thirty lines that say nothing about the shop. */
function writeRest(index: number, type: string) {
  return (sum: string): string[] => [
    `export interface Page${index} {`,
    '  readonly title: string;',
    `  readonly lines: readonly ${type}[];`,
    '}',
    '',
    `const limits${index} = { least: ${index % 7}, most: ${index % 7 + 30} };`,
    '',
    `function clamp${index}(value: number): number {`,
    `  if (value < limits${index}.least) return limits${index}.least;`,
    `  return value > limits${index}.most ? limits${index}.most : value;`,
    '}',
    '',
    `export function title${index}({ title, lines }: Page${index}): string {`,
    '  const words = title.split(\' \').map((word) => word.trim());',
    '  const shown = words.filter((word, at) => word !== \'\' && words.indexOf(word) === at);',
    '  return `${shown.join(\' \')} (${lines.length})`;',
    '}',
    '',
    `export function total${index}(page: Page${index}): number {`,
    '  let total = 0;',
    '  for (const { amount } of page.lines) {',
    `    total += clamp${index}(amount);`,
    '  }',
    '  return total;',
    '}',
    '',
    `export function ${localOf(index)}(amount: number): number {`,
    // Every fiftieth starts anew, or the program would call itself into the ground.
    `  return clamp${index}(${sum})${index % 50 === 0 ? '' : ` + ${localOf(before(index)!)}(amount)`};`,
    '}',
    '',
  ];
}
