import { joinPath, relativePath, type FilePath } from '../../src/host/path.js';
import { printCount, printQuantity } from '../../src/text/wording.js';
import type { Diagnostic } from '../../src/diagnostic/diagnostic.js';
import type { ImportEdge } from '../../src/model/project.js';
import type { FileView } from '../../src/workflow/live-project.js';
import { redirectFile } from '../../src/workflow/redirect-file.js';
import { differenceOf, groupBy, type Complaint, type DecantRule } from '../rule.js';
import { findShortestWay } from './shortest-way.js';
import { markAsType } from './mark-type.js';

/** The part of a finding's data that is read here; `src/analyze/import-cycle/describe-knot.ts` writes it. */
interface KnotData {
  readonly members: readonly string[];
  readonly danger: keyof typeof dangers;
  readonly barrelArtefact: boolean;
  readonly cut: readonly CutOfKnot[];
  readonly cutSize: number;
  readonly growth?: { readonly added?: readonly { readonly from: string; readonly to: string }[] };
}

interface CutOfKnot {
  readonly from: string;
  readonly to: string;
  readonly specifier: string;
  readonly how: string;
  readonly detail: string;
}

const dangers = {
  crash: 'some entry reads a binding before it is there',
  fragile: 'it works only in the present order of evaluation',
  deferred: 'the names are used later, inside functions',
  'type-only': 'only types go around',
};
/** Hops of a circle that a message shows. */
const SHOWN_HOPS = 6;

export const rule: DecantRule = {
  id: 'import-cycle',
  summary: 'An import that closes a circle of modules, with its danger, the shortest circle and the cheapest cut.',
  details: 'Two cuts are made for you: an import that is used for types only is marked `import type`, and one through a file that passes names on is led to the files that declare them, as `decant migrate` would. Where one of those does something while it loads, the new import is a suggestion only, because the order of evaluation may change.',
  type: 'problem',
  fixes: 'code',
  suggests: true,
  find: ({ view }) => {
    const name = relativePath(view.project.root, view.file);
    const all = view.findings();
    const sorted = byMember.get(all) ?? groupBy(all.filter((found) => found.id === 'import-cycle' && found.standing !== 'known'), (found) => knotOf(found).members);
    byMember.set(all, sorted);
    return (sorted.get(name) ?? []).flatMap((found) => complain(view, found, knotOf(found), name));
  },
};

const byMember = new WeakMap<readonly Diagnostic[], ReadonlyMap<string, readonly Diagnostic[]>>();

/** What every member of a knot asks of its finding: some hundreds of names, sorted once. */
interface KnotIndex {
  readonly members: ReadonlySet<FilePath>;
  readonly cutOf: (edge: ImportEdge) => CutOfKnot | undefined;
}

const indices = new WeakMap<KnotData, KnotIndex>();

function indexOf(data: KnotData, root: FilePath): KnotIndex {
  let index = indices.get(data);
  if (!index) {
    const cut = new Map<string, CutOfKnot>();
    for (const one of data.cut) {
      const key = keyOf(joinPath(root, one.from), joinPath(root, one.to), one.specifier);
      if (!cut.has(key)) cut.set(key, one);
    }
    index = { members: new Set(data.members.map((name) => joinPath(root, name))), cutOf: ({ from, to, record }) => cut.get(keyOf(from, to, record.specifier)) };
    indices.set(data, index);
  }
  return index;
}

function keyOf(from: FilePath, to: FilePath, specifier: string): string {
  return `${from}\n${to}\n${specifier}`;
}

function knotOf({ data }: Diagnostic): KnotData {
  return data as unknown as KnotData;
}

function complain(view: FileView, found: Diagnostic, data: KnotData, name: string): readonly Complaint[] {
  const { project, file } = view;
  const { members, cutOf } = indexOf(data, project.root);
  const inside = (project.graph.edgesFrom.get(file) ?? []).filter((edge) => members.has(edge.to) && edge.record.kind !== 'dynamic');
  const added = data.growth?.added?.filter(({ from }) => from === name);
  // In a knot that the baseline knows only what this change has added is news.
  const fresh = added === undefined ? inside : inside.filter((edge) => added.some(({ to }) => to === relativePath(project.root, edge.to)));
  const cuts = fresh.filter((edge) => cutOf(edge) !== undefined);
  // Types that go around harm nobody, but an import that only has to be marked is worth a keyword.
  const shown = found.severity === 'info' ? cuts.filter((edge) => cutOf(edge)!.how === 'mark-type') : cuts.length > 0 ? cuts : fresh.slice(0, 1);
  return shown.map((edge): Complaint => {
    const way = [name, ...findShortestWay(project, edge, members), name];
    const path = way.length > SHOWN_HOPS + 1 ? [...way.slice(0, SHOWN_HOPS - 1), '...', name] : way;
    const size = data.members.length > way.length - 1 ? `, in a knot of ${printQuantity(data.members.length, 'module')}` : '';
    const cut = cutOf(edge);
    const advice = cut ? `${sentence(cut.detail)}${rest(data)}` : found.help.replace(/\.$/, '');
    return {
      span: { start: edge.record.specifierSpan.start - 1, end: edge.record.specifierSpan.end + 1 },
      message: `This import closes a circle${size}: ${path.join(' -> ')} (${data.danger}: ${dangers[data.danger]}). ${advice}.`,
      ...(cut ? mend(view, edge, cut) : {}),
    };
  });
}

function mend({ workspace, project, read, file, source }: FileView, edge: ImportEdge, { how, detail }: CutOfKnot): Pick<Complaint, 'fix' | 'suggestions'> {
  if (how === 'mark-type') {
    const fix = markAsType(source().text, edge.record);
    return fix === undefined ? {} : { fix };
  }
  if (how !== 'import-definition') return {};
  const { text, isSafe } = redirectFile(workspace, project, read, file, edge.to);
  if (text === undefined) return {};
  const edits = differenceOf(source().text, text);
  return isSafe ? { fix: edits } : { suggestions: [{ text: sentence(detail), edits }] };
}

function rest({ cutSize, members }: KnotData): string {
  const gone = members.length === 1 ? 'the module no longer imports itself' : `the knot of ${printQuantity(members.length, 'module')} is gone`;
  return cutSize > 1 ? ` (with ${printCount(cutSize - 1)} more, ${gone})` : `, and ${gone}`;
}

function sentence(detail: string): string {
  return detail.charAt(0).toUpperCase() + detail.slice(1);
}
