import { transformSync } from 'esbuild';

/**
 * The same program printed as CommonJS: `require` for imports, exports assigned. The twin is a program of its own (a destructured
 * import is no live binding), so it is compared with itself before and after the split, never with the ES module.
 * `main.mjs` sees the god file both ways: the names that Node finds without running it, and the object that `require` gives.
 */
export function printTwin(files: ReadonlyMap<string, string>, form: number): Map<string, string> {
  const twin = new Map<string, string>();
  for (const [file, text] of files) {
    if (file === 'package.json') twin.set(file, '{ "type": "commonjs" }\n');
    else if (file === 'main.ts') twin.set('main.mjs', renderMain(text));
    else twin.set(file.replace(/\.ts$/, '.js'), file === 'god.ts' ? printModule(text, form) : printModule(text, 1));
  }
  return twin;
}

/** The module that the ES program loads first is loaded first; then the names that Node sees and the keys of the object are part of the trace. */
function renderMain(text: string): string {
  const script = transformSync(text, { loader: 'ts', format: 'esm', target: 'node20', charset: 'utf8' }).code;
  const imports = [...script.matchAll(/^import (?:.* from )?"(.*)";$/gm)].map((match) => `require("${match[1]}");`);
  const body = script.replace(/^import .*$/gm, '').replace('await observe(god, log, later)', 'await observe(god, log, later, [...seen, "|", ...Object.keys(god)])');
  return [
    "import { createRequire } from 'node:module';",
    'const require = createRequire(import.meta.url);',
    ...imports,
    "const seen = Object.keys(await import('./god.js'));",
    "const god = require('./god.js');",
    "const { log, later } = require('./log.js');",
    body,
  ].join('\n');
}

interface Export {
  readonly exported: string;
  /** An expression. */
  readonly value: string;
}

const plain = /^[A-Za-z_$][\w$]*$/;

/** Types go first, by esbuild, which prints each import and export on lines of its own that begin at the margin. */
function printModule(text: string, form: number): string {
  const script = transformSync(text, { loader: 'ts', format: 'esm', target: 'node20', charset: 'utf8', tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: false } } }).code;
  const exports: Export[] = [];
  const stars: string[] = [];
  const addList = (list: string, source: string | undefined): void => {
    for (const entry of list.split(',').map((one) => one.trim()).filter((one) => one !== '')) {
      const [local, exported = local] = entry.split(' as ').map((one) => one.trim().replace(/^"(.*)"$/, '$1')) as [string, string?];
      const value = source === undefined ? local : local === 'default' ? `require(${source}).default` : `require(${source}).${local}`;
      exports.push({ exported, value });
    }
  };
  let body = script
    .replace(/^import "(.*)";$/gm, 'require("$1");')
    .replace(/^import \* as (\S+) from (".*");$/gm, 'const $1 = require($2);')
    .replace(/^import (\S+) from (".*");$/gm, 'const { default: $1 } = require($2);')
    .replace(/^import \{([^}]*)\} from (".*");$/gm, (_, list: string, source: string) => `const {${list.replaceAll(' as ', ': ')}} = require(${source});`)
    .replace(/^export \* as (\S+) from (".*");$/gm, (_, name: string, source: string) => {
      exports.push({ exported: name, value: `require(${source})` });
      return '';
    })
    .replace(/^export \* from (".*");$/gm, (_, source: string) => {
      stars.push(source);
      return '';
    })
    .replace(/^export \{([^}]*)\}(?: from (".*"))?;$/gm, (_, list: string, source: string | undefined) => {
      addList(list, source);
      return '';
    })
    .replace(/^export default (async function\*?|function\*?|class) ([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu, (_, keyword: string, name: string) => {
      exports.push({ exported: 'default', value: name });
      return `${keyword} ${name}`;
    })
    .replace(/^export default /gm, () => {
      exports.push({ exported: 'default', value: 'chosen' });
      return 'const chosen = ';
    });
  body = body.replace(/^export ((?:async )?function\*?|class|const|let|var) ([\p{ID_Start}$_][\p{ID_Continue}$]*)/gmu, (_, keyword: string, name: string) => {
    exports.push({ exported: name, value: name });
    return `${keyword} ${name}`;
  });
  body = body.replace(/^export (const|let|var) ([{[])/gm, '$1 $2');
  return assemble(body, exports, stars, form);
}

/** The forms in which CommonJS modules give their exports away. */
function assemble(body: string, exports: readonly Export[], stars: readonly string[], form: number): string {
  const property = ({ exported, value }: Export): string =>
    exported === value ? exported : `${plain.test(exported) ? exported : JSON.stringify(exported)}: ${value}`;
  const member = (exported: string): string => (plain.test(exported) ? `.${exported}` : `[${JSON.stringify(exported)}]`);
  const spread = stars.map((source) => `...require(${source})`);
  const assign = (target: string): string[] => [
    ...stars.map((source) => `Object.assign(${target}, require(${source}));`),
    ...exports.map(({ exported, value }) => `${target}${member(exported)} = ${value};`),
  ];
  const first = exports.find(({ value, exported }) => plain.test(value) && exported !== 'default' && new RegExp(`^(?:function|class) ${value.replaceAll('$', '\\$')}\\b`, 'm').test(body));
  switch (form % 4) {
    case 0: return `${body}\nmodule.exports = {\n${[...spread, ...exports.map(property)].map((line) => `  ${line},\n`).join('')}};\n`;
    case 1: return `${body}\n${assign('exports').join('\n')}\n`;
    case 2: return `'use strict';\n${body}\n${assign('module.exports').join('\n')}\n`;
    default:
      return first === undefined ? `${body}\nmodule.exports = { ${[...spread, ...exports.map(property)].join(', ')} };\n` : `${body}\nmodule.exports = ${first.value};\n${assign('module.exports').join('\n')}\n`;
  }
}
