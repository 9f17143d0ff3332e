import { diagnostic, type Diagnostic, type Location, type Severity } from '../../diagnostic/diagnostic.js';
import { relativePath, type FilePath } from '../../host/path.js';
import type { EdgeKind } from '../../model/import-record.js';
import type { ImportEdge } from '../../model/project.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { AnalyzerInput } from '../analyzer.js';
import { printCount, printList, printQuantity } from '../../text/wording.js';
import type { Knot } from './components.js';
import type { Danger, DangerMeasure, EarlyRead } from './danger.js';
import type { MadgeCycles } from './madge-cycles.js';

export interface KnotFinding {
  readonly knot: Knot;
  readonly typeOnly: boolean;
  readonly measure: DangerMeasure;
  readonly witness: readonly ImportEdge[];
  readonly cut: readonly ImportEdge[];
  /** Edges that TypeScript leaves out of the emitted code. */
  readonly erased: ReadonlySet<ImportEdge>;
  readonly barrelArtefact: boolean;
  /** Too large or unreadable, so the danger is not measured. */
  readonly unread: boolean;
  readonly madge: MadgeCycles;
  /** Members when type or dynamic imports count too; 0 when there is nothing to compare. */
  readonly enlarged: { readonly type: number; readonly dynamic: number };
}

/** One import of a circle, paths root-relative. */
export interface CycleHop {
  readonly from: string;
  readonly to: string;
  /** 1-based. */
  readonly line: number;
  readonly specifier: string;
  /** Names in the imported module. */
  readonly names: readonly string[];
  readonly kind: EdgeKind;
}

/** Most circles shown are short; a ring of a thousand files is not worth a thousand lines. */
const SHOWN_HOPS = 12;

export function describeKnot(input: AnalyzerInput, finding: KnotFinding, severity: Severity): Diagnostic {
  const { root } = input.project;
  const show = (file: FilePath): string => relativePath(root, file);
  const locate = (edge: ImportEdge): Location => {
    const source = input.project.files.get(edge.from);
    const place = source ? lineColumnAt(source.lineStarts, edge.record.span.start) : { line: 1, column: 1 };
    return { file: edge.from, ...place, label: `imports ${show(edge.to)}` };
  };
  const hop = (edge: ImportEdge): CycleHop => ({
    from: show(edge.from),
    to: show(edge.to),
    line: locate(edge).line,
    specifier: edge.record.specifier,
    names: edge.record.names.map((name) => name.imported),
    kind: edge.record.kind,
  });
  const { knot, measure } = finding;
  const witness = finding.witness.map(hop);
  const cut = finding.cut.map(hop);
  return diagnostic({
    id: 'import-cycle',
    severity,
    message: stateFact(finding, witness),
    at: locate(finding.witness.at(-1)!),
    related: finding.witness.slice(0, -1).map(locate),
    notes: [
      ...drawPath(witness),
      ...explainDanger(finding, show),
      ...(finding.barrelArtefact ? ['it is a barrel artefact: it vanishes when every name is imported from the file that defines it'] : []),
      ...explainEnlarged(finding),
      ...explainMadge(finding),
    ],
    help: advise(finding, cut),
    data: {
      members: knot.members.map(show),
      witness,
      danger: measure.danger,
      barrelArtefact: finding.barrelArtefact,
      cut: cut.map(({ from, to, line, specifier, names }) => ({ from, to, line, specifier, names })),
      dangerMeasured: !finding.unread,
      enteredFirst: measure.entered.map(show),
      earlyReads: measure.earlyReads.map((read) => ({
        entry: show(read.entry),
        file: show(read.reader),
        line: read.line,
        name: read.name,
        definedIn: show(read.definedIn),
        certain: read.certain,
      })),
      madge: finding.madge.cycles,
    },
  });
}

function stateFact({ knot, typeOnly }: KnotFinding, witness: readonly CycleHop[]): string {
  const steps = [...witness.map((hop) => hop.from), witness[0]!.from];
  const path = steps.length > SHOWN_HOPS ? [...steps.slice(0, SHOWN_HOPS - 2), '...', steps.at(-1)].join(' -> ') : steps.join(' -> ');
  if (knot.members.length === 1) return `${witness[0]!.from} imports itself`;
  const count = printCount(knot.members.length);
  const relation = typeOnly ? "need each other's types" : 'import each other';
  if (witness.length === knot.members.length) return `${count} modules ${relation} in a circle: ${path}`;
  return `${count} modules ${relation} in a knot of circles, a shortest being ${path}`;
}

function drawPath(witness: readonly CycleHop[]): string[] {
  const lines = witness.slice(0, SHOWN_HOPS).map((hop) => `${hop.from}:${hop.line} ${describeImport(hop)} -> ${hop.to}`);
  return witness.length > SHOWN_HOPS ? [...lines, `and ${printQuantity(witness.length - SHOWN_HOPS, 'more import')}`] : lines;
}

function describeImport(hop: CycleHop): string {
  const named = hop.names.filter((name) => name !== '*');
  const what = named.length > 0 ? ` ${printList(named)}` : hop.names.length > 0 ? ' everything' : '';
  const verb = hop.kind === 'reexport' ? 're-exports' : hop.kind === 'type' ? 'imports type' : hop.kind === 'require' ? 'requires' : 'imports';
  return `${verb}${what} from '${hop.specifier}'`;
}

const meanings: Readonly<Record<Danger, string>> = {
  crash: 'crash: a name is read before its module has run',
  fragile: 'fragile: it works only as long as modules are loaded in a lucky order',
  deferred: 'deferred: no member reads another one while modules are evaluated, so loading is safe in every order',
  'type-only': 'type-only: nothing of the circle is left at run time',
};

function explainDanger({ measure, unread, typeOnly, erased, knot }: KnotFinding, show: (file: FilePath) => string): string[] {
  if (unread) return [`its danger is not measured: ${printQuantity(knot.members.length, 'member')}, too many or too broken to read`];
  const isUncertain = measure.danger === 'fragile' && !measure.earlyReads.some((read) => read.certain);
  const notes = [isUncertain ? 'fragile: a name may be read before its module has run' : meanings[measure.danger]];
  const entered = new Set(measure.entered);
  const byImportance = [...measure.earlyReads].sort(
    (a, b) => Number(b.certain) - Number(a.certain) || Number(entered.has(b.entry)) - Number(entered.has(a.entry)),
  );
  for (const read of byImportance.slice(0, 3)) notes.push(explainRead(read, show));
  if (byImportance.length > 3) notes.push(`and for ${printQuantity(byImportance.length - 3, 'more first module')}`);
  if (measure.danger !== 'deferred' && !typeOnly && measure.danger !== 'type-only') {
    if (entered.size > 0) notes.push(`this project enters it at ${printList(measure.entered.map(show))}`);
    else notes.push('no module outside imports it, so any member may come first');
  }
  if (!typeOnly && erased.size > 0) notes.push(`${printQuantity(erased.size, 'import')} of it ${erased.size === 1 ? 'is' : 'are'} used for types only and erased on compiling`);
  return notes;
}

function explainRead(read: EarlyRead, show: (file: FilePath) => string): string {
  const start = `when ${show(read.entry)} is loaded first, ${show(read.reader)}:${read.line}`;
  if (read.through !== undefined) return `${start} calls ${read.through}(), which may read ${read.name} before ${show(read.definedIn)} has defined it`;
  return `${start} ${read.certain ? 'reads' : 'may read'} ${read.name} before ${show(read.definedIn)} has defined it`;
}

function explainEnlarged({ enlarged, knot }: KnotFinding): string[] {
  const notes: string[] = [];
  const size = knot.members.length;
  if (enlarged.type > size) notes.push(`with type imports it grows to ${printQuantity(enlarged.type, 'module')}`);
  if (enlarged.dynamic > size) notes.push(`with dynamic imports it grows to ${printQuantity(enlarged.dynamic, 'module')}`);
  return notes;
}

function explainMadge({ typeOnly, madge }: KnotFinding): string[] {
  if (typeOnly) return [];
  if (!madge.complete) return ['madge lists no cycles here: its recursion overflows on this knot'];
  return [`madge lists ${printQuantity(madge.cycles.length, 'cycle')} here`];
}

function advise(finding: KnotFinding, cut: readonly CycleHop[]): string {
  const first = finding.cut[0]!;
  const show = (hop: CycleHop): string => {
    const named = hop.names.filter((name) => name !== '*');
    return `${hop.from}:${hop.line} -> ${hop.to}${named.length > 0 ? ` (${printList(named, 3)})` : ''}`;
  };
  const all = printList(cut.map(show), 3);
  if (finding.typeOnly) return `Move the types behind ${all} into a file that both sides import`;
  if (finding.cut.every((edge) => finding.erased.has(edge))) return `Mark as \`import type\`: ${all}`;
  if (finding.barrelArtefact) return 'Import each name from the file that defines it instead of through the re-exporting file';
  if (first.from === first.to) return `Remove the import of the file by itself: ${all}`;
  return `Cut ${printQuantity(cut.length, 'import')} to leave no circle: ${all}; move what ${cut.length === 1 ? 'it imports' : 'they import'} to a file below both sides, or pass it in as a parameter`;
}
