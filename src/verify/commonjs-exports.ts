import type { ModuleModel, Statement } from '../model/module-model.js';
import type { Token } from './lexer.js';
import { normalForm } from './normal-form.js';
import type { Side } from './side.js';

/** One thing that a CommonJS module does to its exports, in the order of the text. */
export type ExportStep =
  /** `module.exports = ..`: `name` when the value is one word, else the tokens of it; an object literal begins anew. */
  | { readonly kind: 'base'; readonly value: 'object' | string; readonly name?: string; readonly statement: Statement }
  /** `name`: the value is this name of the module; `words`: the first tokens of any other value. */
  | { readonly kind: 'member'; readonly exported: string; readonly name?: string; readonly words: readonly string[]; readonly statement: Statement }
  /** Whatever else uses `exports` or `module`; `key` is its text. */
  | { readonly kind: 'other'; readonly key: string; readonly statement: Statement };

const known = new WeakMap<ModuleModel, readonly ExportStep[]>();

/** Read from the tokens, not from what the language makes of the statements: the split is planned on that. */
export function readExportSteps(side: Side, model: ModuleModel): readonly ExportStep[] {
  const found = known.get(model);
  if (found) return found;
  const steps = model.statements.flatMap((statement) => readSteps(side, model, statement));
  known.set(model, steps);
  return steps;
}

function readSteps(side: Side, model: ModuleModel, statement: Statement): ExportStep[] {
  const { words, tokens, key } = normalForm(side, model, statement);
  if (!mentions(words)) return [];
  let at = skipDeclared(words);
  const steps: ExportStep[] = [];
  const targets: string[] = [];
  for (let target = readTarget(words, tokens, at); target; target = readTarget(words, tokens, at)) {
    targets.push(target.name);
    at = target.next;
  }
  if (targets.length === 0 || mentions(words.slice(at))) return [{ kind: 'other', key, statement }];
  const value = words.slice(at);
  const name = value.length === 1 && tokens[at]!.kind === 'word' ? value[0] : undefined;
  for (const target of targets) {
    if (target === '=') steps.push({ kind: 'other', key: 'exports =', statement });
    else if (target !== '*') steps.push({ kind: 'member', exported: target, words: value, statement, ...(name === undefined ? {} : { name }) });
    else if (value[0] === '{' && closes(value, 0) === value.length - 1) {
      steps.push({ kind: 'base', value: 'object', statement }, ...readLiteral(value, tokens.slice(at), statement));
    } else steps.push({ kind: 'base', value: value.join(' '), statement, ...(name === undefined ? {} : { name }) });
  }
  return steps;
}

/** Where the value of `var rules = exports.rules = []` begins. */
function skipDeclared(words: readonly string[]): number {
  return /^(?:var|let|const)$/.test(words[0] ?? '') && words[2] === '=' ? 3 : 0;
}

/** A use of the names themselves; `.exports` and `{ module: 1 }` are not. */
function mentions(words: readonly string[]): boolean {
  return words.some((word, at) => (word === 'exports' || word === 'module') && words[at - 1] !== '.' && words[at + 1] !== ':');
}

/** `exports.a =`, `module.exports['a'] =`, `module.exports =` (`*`) or `exports =` (`=`) at an index. */
function readTarget(words: readonly string[], tokens: readonly Token[], at: number): { readonly name: string; readonly next: number } | undefined {
  const isModule = words[at] === 'module' && words[at + 1] === '.' && words[at + 2] === 'exports';
  if (!isModule && words[at] !== 'exports') return undefined;
  const base = at + (isModule ? 3 : 1);
  if (words[base] === '=') return { name: isModule ? '*' : '=', next: base + 1 };
  if (words[base] === '.' && words[base + 2] === '=') return { name: words[base + 1]!, next: base + 3 };
  const isKey = words[base] === '[' && tokens[base + 1]?.kind === 'string' && words[base + 2] === ']' && words[base + 3] === '=';
  return isKey ? { name: words[base + 1]!.slice(1, -1), next: base + 4 } : undefined;
}

/** Index of the bracket that closes the one at `open`. */
function closes(words: readonly string[], open: number): number {
  let depth = 0;
  for (let at = open; at < words.length; at++) {
    if (/^[([{]$/.test(words[at]!) || /^`[^]*\$\{$/.test(words[at]!)) depth++;
    else if (/^[)\]}]$/.test(words[at]!) || /^\}[^]*`$/.test(words[at]!)) depth--;
    if (depth === 0) return at;
  }
  return -1;
}

function readLiteral(words: readonly string[], tokens: readonly Token[], statement: Statement): ExportStep[] {
  const steps: ExportStep[] = [];
  for (let at = 1; at < words.length - 1;) {
    let end = at;
    while (end < words.length - 1 && words[end] !== ',') end = (/^[([{]$/.test(words[end]!) || /\$\{$/.test(words[end]!) ? closes(words, end) : end) + 1;
    const item = words.slice(at, end);
    const key = tokens[at]?.kind === 'string' ? item[0]!.slice(1, -1) : item[0]!;
    const isNamed = tokens[at]?.kind === 'word' || tokens[at]?.kind === 'string';
    if (isNamed && item.length === 1) steps.push({ kind: 'member', exported: key, name: key, words: item, statement });
    else if (isNamed && item[1] === ':') {
      const value = item.slice(2);
      const name = value.length === 1 && tokens[at + 2]?.kind === 'word' ? value[0] : undefined;
      steps.push({ kind: 'member', exported: key, words: value, statement, ...(name === undefined ? {} : { name }) });
    } else if (isNamed && item[1] === '(') steps.push({ kind: 'member', exported: key, words: ['function'], statement });
    else if (item.length > 0) steps.push({ kind: 'other', key: item.join(' '), statement });
    at = end + 1;
  }
  return steps;
}

/** Names that something other than a statement of the module itself assigns: a function, which may run at any time. `*` for any name. */
export function readLateExports(side: Side, model: ModuleModel): ReadonlySet<string> {
  const names = new Set<string>();
  for (const statement of model.statements) {
    const { words, tokens } = normalForm(side, model, statement);
    let at = skipDeclared(words);
    for (let target = readTarget(words, tokens, at); target; target = readTarget(words, tokens, at)) at = target.next;
    for (; at < words.length; at++) {
      if ((words[at] !== 'exports' && words[at] !== 'module') || words[at - 1] === '.') continue;
      const target = readTarget(words, tokens, at);
      if (target) names.add(target.name);
    }
  }
  return names;
}

/** What is compared: the keys in their order, and what they are put on. */
export function describeSteps(steps: readonly ExportStep[]): readonly string[] {
  return steps.map((step) => (step.kind === 'base' ? `module.exports = ${step.value === 'object' ? '{}' : step.value}` : step.kind === 'member' ? `key ${step.exported}` : step.key.replaceAll('\u0001', ' ')));
}

/**
 * The names that Node finds without running the file (cjs-module-lexer, README, "Grammar"): `exports.a =` anywhere in the text, and the keys
 * of `module.exports = {..}` up to the first that has a value other than a name. A module that is required there is followed when the names
 * are asked for, so it stands here as a name of its own. Sorted.
 */
export function readDetectedNames(side: Side, model: ModuleModel): readonly string[] {
  const names = new Set<string>();
  for (const statement of model.statements) {
    const { words, tokens } = normalForm(side, model, statement);
    words.forEach((word, at) => {
      if ((word !== 'exports' && word !== 'module') || words[at - 1] === '.') return;
      const target = readTarget(words, tokens, at);
      if (target && target.name !== '*' && target.name !== '=') names.add(target.name);
      else if (target?.name === '*') for (const name of readDetectedLiteral(words, tokens, target.next)) names.add(name);
      const isDefined = words[at - 1] === '(' && words[at - 2] === 'defineProperty' && words[at + 1] === ',' && tokens[at + 2]?.kind === 'string';
      if (isDefined) names.add(words[at + 2]!.slice(1, -1));
    });
  }
  return [...names].sort();
}

function readDetectedLiteral(words: readonly string[], tokens: readonly Token[], from: number): string[] {
  if (words[from] === 'require') return [`* ${words.slice(from, from + 4).join('')}`];
  if (words[from] !== '{') return [];
  const names: string[] = [];
  for (let at = from + 1; at < words.length && words[at] !== '}';) {
    if (words[at] === '...' && words[at + 1] === 'require') {
      names.push(`* ${words.slice(at + 1, at + 5).join('')}`);
      at += 5;
    } else if (tokens[at]?.kind !== 'word' && tokens[at]?.kind !== 'string') break;
    else {
      names.push(tokens[at]!.kind === 'string' ? words[at]!.slice(1, -1) : words[at]!);
      at++;
      if (words[at] === ':') {
        if (tokens[at + 1]?.kind !== 'word') break;
        at += 2;
      }
    }
    if (words[at] !== ',') break;
    at++;
  }
  return names;
}

/** A statement of a new module that does nothing but export names of it: `module.exports = { a, b }`, `exports.a = a`. */
export function isPlainExport(side: Side, model: ModuleModel, statement: Statement): boolean {
  if (model.format !== 'commonjs' || statement.declares.length > 0) return false;
  const steps = readSteps(side, model, statement);
  const [first, ...rest] = steps;
  const isOwnName = (step: ExportStep): boolean => step.kind === 'member' && step.name === step.exported;
  return first !== undefined && (first.kind === 'base' ? first.value === 'object' && rest.length > 0 && rest.every(isOwnName) : steps.length === 1 && isOwnName(first));
}
