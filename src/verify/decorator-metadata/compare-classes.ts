import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { addsOnlyNamesToDecorators } from '../pinned-name.js';
import type { Decorated } from './read-decorated.js';

/**
 * Compares the places that stand on both sides; a class that is gone is a finding of other checks. Places of one name are paired in their order.
 * `pinned`: ids of tasks that came from a name and are written out now, which decorators may say beside what they said.
 */
export function compareClasses(before: readonly Decorated[], after: readonly Decorated[], pinned: readonly string[] = []): readonly Diagnostic[] {
  const free = new Map<string, Decorated[]>();
  for (const one of after) free.set(keyOf(one), [...(free.get(keyOf(one)) ?? []), one]);
  return before.flatMap((one) => {
    const candidates = free.get(keyOf(one)) ?? [];
    // Two classes of one name in two files: the one that is unchanged is itself.
    const at = Math.max(0, candidates.findIndex((other) => sameText(one, other)));
    const [other] = candidates.splice(at, 1);
    return other ? [...compareDecorators(one, other, pinned), ...compareMetadata(one, other)] : [];
  });
}

function keyOf({ owner, member, static: isStatic }: Decorated): string {
  return JSON.stringify([owner, member ?? null, isStatic]);
}

function sameText(a: Decorated, b: Decorated): boolean {
  return a.decorators.join() === b.decorators.join() && JSON.stringify(a.metadata) === JSON.stringify(b.metadata);
}

function nameOf({ owner, member, static: isStatic }: Decorated): string {
  return member === undefined ? `class ${owner}` : `${owner}.${member}${isStatic ? ' (static)' : ''}`;
}

function compareDecorators(was: Decorated, is: Decorated, pinned: readonly string[]): Diagnostic[] {
  if (was.decorators.join('\n') === is.decorators.join('\n')) return [];
  if (pinned.length > 0 && addsOnlyNamesToDecorators(was.decorators, is.decorators, pinned)) return [];
  const isOrder = [...was.decorators].sort().join('\n') === [...is.decorators].sort().join('\n');
  return [
    diagnostic({
      id: 'changed-decorators',
      message: isOrder ? `the decorators of ${nameOf(is)} stand in another order` : `the decorators of ${nameOf(is)} are others than before`,
      at: { file: is.file, line: is.line, column: 1 },
      notes: [...showDifference(was.decorators.join(' '), is.decorators.join(' ')), ...(isOrder ? ['the last one is applied first, and one may replace what another has written'] : [])],
      help: 'Put the old decorators back in their old order, imported from where they came.',
      data: { class: is.owner, member: is.member },
    }),
  ];
}

const shownAround = 60;

/** Both texts from shortly before the first letter that differs to shortly after the last one: the list of a module fills a screen. */
function showDifference(old: string, now: string): string[] {
  const shorter = Math.min(old.length, now.length);
  let same = 0;
  while (same < shorter && old[same] === now[same]) same++;
  let end = 0;
  while (end < shorter - same && old.at(-1 - end) === now.at(-1 - end)) end++;
  const [from, rest] = [Math.max(0, same - shownAround), Math.max(0, end - shownAround)];
  const cut = (text: string): string => `${from > 0 ? '... ' : ''}${text.slice(from, text.length - rest)}${rest > 0 ? ' ...' : ''}`;
  return [`before: ${cut(old)}`, `after:  ${cut(now)}`];
}

function compareMetadata(was: Decorated, is: Decorated): Diagnostic[] {
  const keys = [...new Set([...was.metadata, ...is.metadata].map(({ key }) => key))].sort();
  return keys.flatMap((key) => {
    const [old, now] = [was, is].map(({ metadata }) => metadata.find((one) => one.key === key)?.value ?? 'nothing') as [string, string];
    if (old === now) return [];
    return [
      diagnostic({
        id: 'changed-metadata',
        message: `\`${key}\` of ${nameOf(is)} was ${old} and is ${now}`,
        at: { file: is.file, line: is.line, column: 1 },
        notes: [`before: ${old}`, `after:  ${now}`, ...(now.includes('Object') ? ['a container that injects by class asks for `Object` now'] : [])],
        help: 'Import the class as a value: `import type` and `export type` leave nothing of it at run time.',
        data: { class: is.owner, member: is.member, key },
      }),
    ];
  });
}
