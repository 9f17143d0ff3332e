import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { compareText } from '../../diagnostic/sort.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { CheckInput } from '../check.js';
import type { Comment } from '../lexer.js';
import { describe, matchStatements } from '../matching.js';
import { locate, sidesOf } from '../side.js';
import { readComments } from './read-comments.js';

/** What is switched off, or which region is open, where a statement begins. One line each, for the reader of a finding too. */
type State = ReadonlySet<string>;

interface FileRanges {
  readonly at: (offset: number) => State;
  /** Ranges that something else than the end of the file would have to close. */
  readonly unclosed: readonly Comment[];
}

/** Families of which every range closes the one that was opened last. */
const nested: readonly (readonly [open: RegExp, close: RegExp])[] = [
  [/^#?region\b/, /^#?endregion\b/],
  [/^<editor-fold/, /^<\/editor-fold/],
  [/\{\{\{\d?$/, /\}\}\}\d?$/],
  [/^c8 ignore start/, /^c8 ignore (?:stop|end)/],
  [/^v8 ignore start/, /^v8 ignore (?:stop|end)/],
  [/^istanbul ignore start/, /^istanbul ignore (?:stop|end)/],
  [/^node:coverage disable/, /^node:coverage enable/],
  [/^deno-coverage-ignore-start/, /^deno-coverage-ignore-stop/],
  [/^(?:prettier|dprint|deno-fmt|oxfmt|biome)-ignore-start/, /^(?:prettier|dprint|deno-fmt|oxfmt|biome)-ignore-end/],
  [/^jshint ignore:\s*start/, /^jshint ignore:\s*end/],
  [/^@formatter:off/, /^@formatter:on/],
  [/^clang-format off/, /^clang-format on/],
  [/^(?:c?spell|spell-?checker):\s*disable(?!-)/i, /^(?:c?spell|spell-?checker):\s*enable/i],
];
/** A word of these opens a range only where a later comment closes it. */
const folding = 3;
const switches = /^(eslint|oxlint|tslint|jscs)[-:](disable|enable)(?![-\w])[:\s]*([^]*)$/;

/** Range comments are written anew by a split, so they are compared by what they do and not counted among the lost ones. */
export function isRangeComment({ text }: Comment): boolean {
  const body = bodyOf(text);
  return switches.test(body) || nested.some(([open, close]) => open.test(body) || close.test(body));
}

export function findChangedRanges(input: CheckInput): Diagnostic[] {
  const { before, after } = sidesOf(input);
  const known = new Map<ModuleModel, FileRanges>();
  const rangesOf = (model: ModuleModel): FileRanges => {
    const ranges = known.get(model) ?? readRanges(model);
    known.set(model, ranges);
    return ranges;
  };
  const { pairs } = matchStatements(input);
  // Which of two equal statements is which cannot be told: they may have exchanged their ranges on paper only.
  const places = new Map<string, { readonly old: string[]; readonly now: string[] }>();
  for (const { before: from, after: to } of pairs) {
    const group = places.get(from.form.key) ?? { old: [], now: [] };
    places.set(from.form.key, group);
    group.old.push(listState(rangesOf(from.model).at(from.statement.span.start)));
    group.now.push(listState(rangesOf(to.model).at(to.statement.span.start)));
  }
  const changed = pairs.flatMap((pair): Diagnostic[] => {
    const group = places.get(pair.before.form.key)!;
    if (group.old.sort(compareText).join('\u0000') === group.now.sort(compareText).join('\u0000')) return [];
    const old = rangesOf(pair.before.model).at(pair.before.statement.span.start);
    const now = rangesOf(pair.after.model).at(pair.after.statement.span.start);
    const missing = [...old].filter((line) => !now.has(line)).sort(compareText);
    const gained = [...now].filter((line) => !old.has(line)).sort(compareText);
    if (missing.length + gained.length === 0) return [];
    return [diagnostic({
      id: 'changed-range',
      message: missing.length > 0 ? `${describe(pair.after)} left the range ${missing[0]}` : `${describe(pair.after)} came into the range ${gained[0]}`,
      at: locate(pair.after.model, pair.after.statement.span.start),
      related: [locate(pair.before.model, pair.before.statement.span.start, 'before the change')],
      notes: [...missing.map((line) => `before: ${line}`), ...gained.map((line) => `after: ${line}`)],
      help: missing.length > 0 ? `Open the range above the statement in ${pair.after.name} and close it below.` : `Close the range above the statement in ${pair.after.name}.`,
      data: { missing, gained },
    })];
  });
  const oldOpen = new Set(before.changedFiles.flatMap((file) => rangesOf(before.read(file)).unclosed.map(({ text }) => text)));
  const unbalanced = after.changedFiles.flatMap((file) => {
    const model = after.read(file);
    return rangesOf(model).unclosed.filter(({ text }) => !oldOpen.has(text)).map(({ text, start }) => diagnostic({
      id: 'changed-range',
      message: `the range ${text} is closed nowhere in ${after.name(file)}, and was before`,
      at: locate(model, start),
      help: 'Close the range below its last statement.',
      data: { missing: [], gained: [text] },
    }));
  });
  return [...changed, ...unbalanced];
}

function listState(state: State): string {
  return [...state].sort(compareText).join('\n');
}

function bodyOf(text: string): string {
  return (text.startsWith('/*') ? text.slice(2).replace(/\*\/$/, '') : text.slice(2)).replace(/^[*!\s]+/, '').trim();
}

interface Switches {
  readonly off: Set<string>;
  /** Rules that are on although all are off. */
  readonly on: Set<string>;
}

function readRanges(model: ModuleModel): FileRanges {
  const rules = new Map<string, Switches>();
  const stacks = nested.map((): Comment[] => []);
  const steps: { from: number; state: State }[] = [{ from: 0, state: new Set() }];
  const comments = [...readComments(model)].sort((a, b) => a.start - b.start);
  const paired = findPairs(comments);
  for (const comment of comments) {
    const body = bodyOf(comment.text);
    const match = switches.exec(body);
    if (match) turn(rules, match);
    else {
      const family = nested.findIndex(([open, close]) => open.test(body) || close.test(body));
      if (family === -1 || (family < folding && !paired.has(comment))) continue;
      if (nested[family]![0].test(body)) stacks[family]!.push(comment);
      else stacks[family]!.pop();
    }
    steps.push({ from: comment.start, state: new Set([...listRules(rules), ...stacks.flat().map(({ text }) => text)]) });
  }
  return { at: (offset) => steps.findLast(({ from }) => from < offset || from === 0)!.state, unclosed: stacks.flat() };
}

function findPairs(comments: readonly Comment[]): ReadonlySet<Comment> {
  const found = new Set<Comment>();
  for (const [open, close] of nested.slice(0, folding)) {
    const stack: Comment[] = [];
    for (const comment of comments) {
      if (open.test(bodyOf(comment.text))) stack.push(comment);
      else if (close.test(bodyOf(comment.text))) {
        const partner = stack.pop();
        if (partner) found.add(partner).add(comment);
      }
    }
  }
  return found;
}

function turn(rules: Map<string, Switches>, [, family, action, list]: RegExpExecArray): void {
  const names = list!.replace(/(?:^|\s)--+\s[^]*$/, '').split(family === 'tslint' ? /[\s,]+/ : ',').map((name) => name.trim()).filter((name) => name !== '');
  const state = rules.get(family!) ?? { off: new Set<string>(), on: new Set<string>() };
  rules.set(family!, state);
  if (names.length === 0) {
    state.off.clear();
    state.on.clear();
    if (action === 'disable') state.off.add('*');
  }
  for (const name of names) {
    if (action === 'disable') {
      state.on.delete(name);
      state.off.add(name);
    } else {
      state.off.delete(name);
      if (state.off.has('*')) state.on.add(name);
    }
  }
}

function listRules(rules: ReadonlyMap<string, Switches>): string[] {
  return [...rules].flatMap(([family, { off, on }]) => [
    ...[...off].filter((name) => name === '*' || !off.has('*')).map((name) => `${family}-disable ${name}`),
    ...[...on].map((name) => `${family}-enable ${name}`),
  ]);
}
