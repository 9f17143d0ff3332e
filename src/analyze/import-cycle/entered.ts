import { compareText } from '../../diagnostic/sort.js';
import type { FilePath } from '../../host/path.js';
import type { ModuleGraph } from '../../model/project.js';
import { numberImports, type ImportNumbers } from './components.js';

/** Steps of walking from the starts of a project into one knot. A ring of 100,000 modules outside would take their square. */
const WALK_STEPS = 2_000_000;

/**
 * The members that evaluation reaches first, coming from the modules outside that nothing imports or that are loaded by
 * `import()`. Counting every member with an importer outside would be too many: `main.ts` imports a.ts and then b.ts, but
 * enters the knot at a.ts only. Sorted; empty when nothing outside leads in.
 */
export function findEntered(graph: ModuleGraph, members: readonly FilePath[]): readonly FilePath[] {
  const numbers = numberImports(graph);
  const inside = new Set(members.map((file) => numbers.indexOf.get(file)!));
  const leading = findLeading(numbers, inside);
  const entered = new Set<number>();
  for (const member of inside) if (numbers.loadedBy.get(member)?.some((loader) => !inside.has(loader))) entered.add(member);
  const starts = [...leading].filter((module) => numbers.evaluatedBy[module]!.length === 0 || numbers.loadedBy.has(module));
  // A second knot outside leads in but has no start of its own: then each of its modules may be first.
  const first = createFirstMember(numbers, inside, leading);
  for (const start of starts.length > 0 ? starts : leading) {
    const member = first(start);
    if (member !== undefined) entered.add(member);
  }
  return [...entered].map((index) => numbers.files[index]!).sort(compareText);
}

/** The modules outside from which evaluation gets to a member. */
function findLeading(numbers: ImportNumbers, inside: ReadonlySet<number>): ReadonlySet<number> {
  const leading = new Set<number>();
  const pending = [...inside];
  for (let module = pending.pop(); module !== undefined; module = pending.pop()) {
    for (const from of numbers.evaluatedBy[module]!) {
      if (inside.has(from) || leading.has(from)) continue;
      leading.add(from);
      pending.push(from);
    }
  }
  return leading;
}

/**
 * The first member in a depth-first walk. From a module that lies on no circle outside, that is the first member from its first
 * import that leads in; so answers are kept, unless a module was passed over because the walk had been there.
 */
function createFirstMember(numbers: ImportNumbers, inside: ReadonlySet<number>, leading: ReadonlySet<number>): (start: number) => number | undefined {
  const answers = new Map<number, number>();
  let steps = 0;
  return (start) => {
    const seen = new Set([start]);
    const path = [{ module: start, next: 0 }];
    let isStraight = true;
    for (let frame = path.at(-1); frame !== undefined; frame = path.at(-1)) {
      const target = numbers.evaluates[frame.module]![frame.next++];
      if (target === undefined) {
        path.pop();
        isStraight = false;
        continue;
      }
      const answer = inside.has(target) ? target : answers.get(target);
      if (answer !== undefined) {
        if (isStraight || steps > WALK_STEPS) for (const { module } of path) answers.set(module, answer);
        return answer;
      }
      if (!leading.has(target)) continue;
      if (seen.has(target)) {
        isStraight = false;
        continue;
      }
      steps++;
      seen.add(target);
      path.push({ module: target, next: 0 });
    }
    return undefined;
  };
}
