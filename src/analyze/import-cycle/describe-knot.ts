import { diagnostic, type Diagnostic, type Location, type RatchetFact, type Severity } from '../../diagnostic/diagnostic.js';
import { joinPath, relativePath, type FilePath } from '../../host/path.js';
import { printCount, printList, printQuantity } from '../../text/wording.js';
import type { Knot } from './knot.js';
import type { CutImport, CycleHop, KnotStudy } from './knot-study.js';
import { explainCut, explainDanger } from './explain-knot.js';
import type { MadgeCycles } from './madge-cycles.js';

export interface KnotFinding {
  readonly knot: Knot;
  readonly study: KnotStudy;
  /** Members that modules outside the knot reach first. Empty when nothing outside imports it, or when that was not looked at. */
  readonly entered: readonly FilePath[];
  /** Undefined for knots of types, which madge is not asked about. */
  readonly madge?: MadgeCycles;
  /** Members when type or dynamic imports count too. */
  readonly enlarged?: { readonly type: number; readonly dynamic: number };
}

/** Most circles shown are short; a ring of a thousand files is not worth a thousand lines. */
const SHOWN_HOPS = 12;

/** Edges in `data.edges`: no drawing shows more. */
const DRAWN_EDGES = 20_000;

export function describeKnot(root: FilePath, finding: KnotFinding, severity: Severity): Diagnostic {
  const { knot, study, entered } = finding;
  const { witness } = study;
  const show = (file: FilePath): string => relativePath(root, file);
  const locate = (hop: CycleHop): Location => ({ file: joinPath(root, hop.from), line: hop.line, column: hop.column, label: `imports ${hop.to}` });
  const edges = drawEdges(knot, study);
  return diagnostic({
    id: 'import-cycle',
    key: knot.key,
    severity,
    message: stateFact(finding),
    at: locate(witness.at(-1)!),
    related: witness.slice(0, Math.min(witness.length - 1, SHOWN_HOPS)).map(locate),
    notes: [
      ...drawPath(witness),
      ...explainDanger(knot, study, entered.map(show)),
      ...(study.barrelArtefact ? ['it is a barrel artefact: it vanishes when every name is imported from the file that defines it'] : []),
      ...explainCut(study),
      ...explainEnlarged(finding),
      ...explainMadge(finding),
      `its name is ${knot.key}`,
    ],
    help: advise(finding),
    // What fails no gate needs no baseline, and one of types would make that of typeorm three times as long.
    ...(knot.kinds === 'type' && severity === 'info' ? {} : { ratchet: ratchetOf(knot) }),
    data: {
      knot: knot.key,
      members: knot.members.map(show),
      witness,
      danger: study.danger,
      dangerMeasured: study.unmeasured === undefined,
      barrelArtefact: study.barrelArtefact,
      cut: study.cut.map(({ from, to, line, specifier, names, how, detail }) => ({ from, to, line, specifier, names, how, detail })),
      cutSize: study.cutSize,
      cutExact: study.cutExact,
      enteredFirst: entered.map(show),
      earlyReads: study.earlyReads,
      madge: finding.madge?.cycles ?? [],
      edges: edges ?? [],
      edgesComplete: edges !== undefined,
    },
  });
}

/** Every pair of members of which one imports the other, once, sorted. Both depths of reading give the same. */
function ratchetOf(knot: Knot): RatchetFact {
  const edges: { from: FilePath; to: FilePath }[] = [];
  const latest = new Int32Array(knot.members.length).fill(-1);
  let targets: number[] = [];
  const flush = (from: number): void => {
    for (const to of targets.sort((a, b) => a - b)) edges.push({ from: knot.members[from]!, to: knot.members[to]! });
    targets = [];
  };
  let current = -1;
  for (const edge of knot.edges) {
    const from = knot.place.get(edge.from)!;
    const to = knot.place.get(edge.to)!;
    if (from !== current && current !== -1) flush(current);
    current = from;
    if (latest[to] !== from) targets.push(to);
    latest[to] = from;
  }
  if (current !== -1) flush(current);
  return { kind: 'edges', edges, ...(knot.kinds === 'type' ? { imports: 'type' } : {}) };
}

interface DrawnEdge {
  /** Index into `members`. */
  readonly from: number;
  readonly to: number;
  readonly kind: string;
  /** How many names it imports. */
  readonly names: number;
  readonly cut: boolean;
}

function drawEdges(knot: Knot, study: KnotStudy): readonly DrawnEdge[] | undefined {
  if (knot.edges.length > DRAWN_EDGES) return undefined;
  const cut = new Set(study.cutEdges);
  const erased = new Set(study.erasedEdges);
  return knot.edges.map((edge, index) => ({
    from: knot.place.get(edge.from)!,
    to: knot.place.get(edge.to)!,
    kind: erased.has(index) ? 'type' : edge.record.kind,
    names: edge.record.names.length,
    cut: cut.has(index),
  }));
}

function stateFact({ knot, study: { witness } }: KnotFinding): string {
  const steps = [...witness.slice(0, SHOWN_HOPS).map((hop) => hop.from), witness[0]!.from];
  const path = witness.length > SHOWN_HOPS ? [...steps.slice(0, SHOWN_HOPS - 2), '...', steps.at(-1)].join(' -> ') : steps.join(' -> ');
  if (knot.members.length === 1) return `${witness[0]!.from} imports itself`;
  const count = printCount(knot.members.length);
  const relation = knot.kinds === 'type' ? "need each other's types" : 'import each other';
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

function explainEnlarged({ enlarged, knot }: KnotFinding): string[] {
  const notes: string[] = [];
  const size = knot.members.length;
  if (enlarged && enlarged.type > size) notes.push(`with type imports it grows to ${printQuantity(enlarged.type, 'module')}`);
  if (enlarged && enlarged.dynamic > size) notes.push(`with dynamic imports it grows to ${printQuantity(enlarged.dynamic, 'module')}`);
  return notes;
}

function explainMadge({ madge }: KnotFinding): string[] {
  if (!madge) return [];
  if (!madge.complete) return ['madge is not asked for its list of cycles here: too deep or too dense for it'];
  return [`madge lists ${printQuantity(madge.cycles.length, 'cycle')} here`];
}

function advise({ knot, study }: KnotFinding): string {
  const { cut, cutSize } = study;
  const place = ({ from, line, to, names }: CutImport): string => {
    const named = names.filter((name) => name !== '*');
    return `${from}:${line} -> ${to}${named.length > 0 ? ` (${printList(named, 3)})` : ''}`;
  };
  const all = `${printList(cut.slice(0, 3).map(place), 3)}${cutSize > 3 ? ` and ${printCount(cutSize - 3)} more` : ''}`;
  const gone = knot.members.length === 1 ? 'the module no longer imports itself' : `the knot of ${printQuantity(knot.members.length, 'module')} is gone`;
  const only = (how: CutImport['how']): boolean => cut.every((hop) => hop.how === how);
  if (knot.kinds === 'type') return `Move the types behind ${all} into a file that both sides import, and ${gone}`;
  if (only('mark-type')) return `Mark ${printQuantity(cutSize, 'import')} as \`import type\`, and ${gone}: ${all}`;
  if (only('import-definition')) return `Import from the defining file in ${printQuantity(cutSize, 'import')}, and ${gone}: ${all}`;
  if (study.barrelArtefact) return `Import each name from the file that defines it instead of through a re-exporting one, and ${gone}`;
  // The ones that need a decision are worth more room than those that need a keyword.
  const hard = cut.filter((hop) => hop.how !== 'mark-type');
  if (cutSize > 3 && hard.length < cutSize && cut.length === cutSize) {
    const marked = printQuantity(cutSize - hard.length, 'import');
    return `Mark ${marked} as \`import type\` and remove ${printCount(hard.length)}, and ${gone}: ${printList(hard.map(place), 3)}`;
  }
  return `Remove ${printQuantity(cutSize, 'import')}, and ${gone}: ${all}`;
}
