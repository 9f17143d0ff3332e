import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { Pin } from '../../model/module-model.js';
import { commonStart, describe, type Matching, type Pair, type Standing } from '../matching.js';
import { count } from '../result.js';
import { locate } from '../side.js';
import { findMarked } from './internal-marks.js';

export function findMissing({ lost, added }: Matching): Diagnostic[] {
  return [
    ...lost.map((standing) =>
      diagnostic({
        id: 'lost-statement',
        message: `${describe(standing)} of ${standing.name} stands in no file after the change`,
        at: place(standing),
        help: 'Put the statement into one of the new files.',
        data: { declares: standing.statement.declares },
      }),
    ),
    ...added.map((standing) =>
      diagnostic({
        id: 'added-statement',
        message: `${describe(standing)} of ${standing.name} stood in no changed file before`,
        at: place(standing),
        help: 'Make the addition in a change of its own.',
        data: { declares: standing.statement.declares },
      }),
    ),
  ];
}

export function findDoubled({ doubled }: Matching): Diagnostic[] {
  return doubled.map(({ copy, original }) =>
    diagnostic({
      id: 'doubled-statement',
      message: `${describe(copy)} stands more often after the change than before`,
      at: place(copy),
      related: [place(original, 'the original')],
      notes: ['two copies hold two states, and what a copy registers is registered twice'],
      help: 'Keep one of the copies and import it from the other files.',
      data: { declares: copy.statement.declares },
    }),
  );
}

export function findAltered({ altered }: Matching): Diagnostic[] {
  return altered.map(({ before, after }) => {
    const at = commonStart(before.form.words, after.form.words);
    return diagnostic({
      id: 'changed-statement',
      message: `${describe(before)} has other tokens after the change`,
      at: locate(after.model, after.form.tokens[at]?.start ?? after.statement.span.end),
      related: [locate(before.model, before.form.tokens[at]?.start ?? before.statement.span.end, 'before the change')],
      notes: [`before: ${excerpt(before, at)}`, `after:  ${excerpt(after, at)}`],
      help: 'Move the statement as it stands and change it in another commit.',
      data: { declares: before.statement.declares, before: before.form.words[at] ?? '', after: after.form.words[at] ?? '' },
    });
  });
}

function excerpt({ form }: Standing, at: number): string {
  const words = form.words.slice(Math.max(0, at - 5), at + 6);
  return `${at > 5 ? '... ' : ''}${words.join(' ')}${at + 6 < form.words.length ? ' ...' : ''}` || '(nothing)';
}

/** Overloads are tried in source order, and the parts of a merged declaration share one scope: neither survives being spread. */
export function findDisorder({ pairs }: Matching): Diagnostic[] {
  const groups = new Map<string, Pair[]>();
  for (const pair of pairs) {
    for (const name of pair.before.statement.declares) {
      const key = `${name}\u0000${pair.before.name}`;
      groups.set(key, [...(groups.get(key) ?? []), pair]);
    }
  }
  return [...groups].flatMap(([key, group]) => disorderOf(key.slice(0, key.indexOf('\u0000')), group));
}

function disorderOf(name: string, group: readonly Pair[]): Diagnostic[] {
  const [first] = group;
  if (!first || group.length < 2) return [];
  const related = group.map(({ before }) => place(before, 'before the change'));
  const apart = group.find(({ after }) => after.file !== first.after.file);
  if (apart) {
    return [
      diagnostic({
        id: 'separated-declarations',
        message: `the declarations of '${name}' stand in ${first.after.name} and ${apart.after.name}, and stood in one file`,
        at: place(apart.after),
        related,
        help: `Keep every declaration of '${name}' in one file.`,
      }),
    ];
  }
  const swapped = group.find(({ after }, index) => index > 0 && after.statement.index < group[index - 1]!.after.statement.index);
  if (!swapped) return [];
  return [
    diagnostic({
      id: 'reordered-declarations',
      message: `the declarations of '${name}' stand in another order than before`,
      at: place(swapped.after),
      related,
      notes: ['the first overload that fits is the one that is chosen'],
      help: `Put the declarations of '${name}' back into their old order.`,
    }),
  ];
}

const fileBound: ReadonlySet<Pin['kind']> = new Set([
  'import-meta', 'file-path', 'top-level-this', 'eval', 'main-guard', 'commonjs', 'export-assignment', 'dynamic-path',
]);

/** Statements that mean something else in another file although their tokens are the same. */
export function findFileBound({ pairs }: Matching): Diagnostic[] {
  return pairs.flatMap(({ before, after }) => {
    if (before.name === after.name) return [];
    const pin = before.statement.pins.find(({ kind }) => fileBound.has(kind)) ?? findUnrewrittenMeta(before);
    if (!pin) return [];
    return [
      diagnostic({
        id: 'moved-file-bound-statement',
        message: `${describe(before)} moved from ${before.name} to ${after.name}, but ${pin.because}`,
        at: place(after),
        related: [locate(before.model, pin.span.start, 'before the change')],
        help: `Leave the statement in ${before.name}.`,
        data: { pin: pin.kind },
      }),
    ];
  });
}

/**
 * An `import.meta` from which no path was made that means the same file afterwards. Read from the tokens: a pin that the reader of the
 * statement forgot is a mistake that the maker of the change made, too.
 */
function findUnrewrittenMeta({ statement, form }: Standing): Pick<Pin, 'kind' | 'span' | 'because'> | undefined {
  const { words, tokens } = form;
  const isRewritten = (at: number): boolean => statement.imports.some(({ span }) => span.start <= tokens[at]!.start && tokens[at]!.end <= span.end);
  const isAbsolute = (literal: string | undefined): boolean => /^["'`](?:[a-z][a-z\d+.-]*:|\/)/i.test(literal ?? '');
  const at = words.findIndex((word, index) => {
    if (word !== 'import' || words[index + 1] !== '.' || words[index + 2] !== 'meta' || words[index + 4] === 'env') return false;
    if (isRewritten(index) || (words[index + 4] === 'url' && words[index - 1] === ',' && isAbsolute(words[index - 2]))) return false;
    return !(words[index + 4] === 'resolve' && words[index + 5] === '(' && /^["'`][^.$]/.test(words[index + 6] ?? ''));
  });
  if (at === -1) return undefined;
  return { kind: 'import-meta', span: { start: tokens[at]!.start, end: tokens[at]!.end }, because: 'reads import.meta, which depends on the file that it stands in' };
}

export function noteAllowedEdits({ pairs }: Matching): Diagnostic[] {
  const exported = pairs.filter(({ before, after }) => before.form.exported !== after.form.exported);
  const rewritten = pairs.filter(({ before, after }) => before.form.specifiers.join('\n') !== after.form.specifiers.join('\n'));
  const first = exported[0] ?? rewritten[0];
  if (!first) return [];
  const gained = exported.filter(({ after }) => after.form.exported);
  const marked = findMarked(exported);
  const notes = [
    ...(gained.length > 0 ? [`${count(gained.length, 'statements')} gained 'export': ${gained.map(({ after }) => describe(after)).join(', ')}`] : []),
    ...(exported.length > gained.length ? [`${count(exported.length - gained.length, 'statements')} lost 'export'`] : []),
    ...(marked.length > 0 ? [`${count(marked.length, 'statements')} ${marked.length === 1 ? 'is' : 'are'} marked '@internal': exported for sibling modules only`] : []),
    ...rewritten.map(({ before, after }) => `${describe(after)}: ${before.form.specifiers.join(', ')} -> ${after.form.specifiers.join(', ')}`),
  ];
  return [
    diagnostic({
      id: 'allowed-edits',
      severity: 'info',
      message: `${[
        ...(exported.length > 0 ? [count(exported.length, 'export modifiers')] : []),
        ...(rewritten.length > 0 ? [`the relative specifiers of ${count(rewritten.length, 'statements')}`] : []),
      ].join(' and ')} changed in moved statements, and nothing else`,
      at: place(first.after),
      notes,
      help: 'Read the list: these are all the edits inside moved statements.',
      data: { exportModifiers: exported.length, specifiers: rewritten.length },
    }),
  ];
}

function place({ model, statement }: Standing, label?: string) {
  return locate(model, statement.span.start, label);
}
