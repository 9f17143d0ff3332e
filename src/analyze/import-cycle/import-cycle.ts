import { cycleSeverityFor } from '../../config/config.js';
import type { Diagnostic } from '../../diagnostic/diagnostic.js';
import { relativePath, type FilePath } from '../../host/path.js';
import type { EdgeKind } from '../../model/import-record.js';
import { printQuantity } from '../../text/wording.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';
import { evaluatedKinds, findKnots } from './components.js';
import { describeKnot } from './describe-knot.js';
import { findEntered } from './entered.js';
import { buildKnot, type Knot } from './knot.js';
import { studyByScan, studyInFull, type KnotStudy } from './knot-study.js';
import { listKnotCycles } from './madge-cycles.js';
import { recallStudy, rememberStudy } from './study-memo.js';

export const analyzer: Analyzer = {
  id: 'import-cycle',
  summary: 'Modules that import each other in a circle: one finding for each strongly connected component.',
  run: findImportCycles,
};

/** Code lines of a knot above which its members are not read. Some 20 times the largest knot of a large monorepo. */
const READ_LINES = 500_000;

const typeKinds: ReadonlySet<EdgeKind> = new Set([...evaluatedKinds, 'type']);
const dynamicKinds: ReadonlySet<EdgeKind> = new Set([...evaluatedKinds, 'dynamic']);

function findImportCycles(input: AnalyzerInput): readonly Diagnostic[] {
  if (isOff(input)) return [];
  const { graph, root } = input.project;
  const isWanted = (members: readonly FilePath[]): boolean => input.about === undefined || members.includes(input.about);
  const allValueKnots = findKnots(graph, evaluatedKinds);
  const valueKnots = allValueKnots.filter(isWanted);
  const typeKnots = findKnots(graph, typeKinds);
  const typeSizes = sizesByMember(typeKnots);
  const dynamicSizes = sizesByMember(valueKnots.length > 0 ? findKnots(graph, dynamicKinds) : []);
  const inValueKnot = new Set(allValueKnots.flat());
  // A familiar view for people, which costs as much as all the rest at this depth.
  const cycles = input.depth === 'scan' ? [] : listKnotCycles(graph, root, valueKnots);
  const found: Diagnostic[] = [];
  const report = (knot: Knot, study: KnotStudy, entered: readonly FilePath[], more: Pick<Parameters<typeof describeKnot>[1], 'madge' | 'enlarged'>): void => {
    const severity = cycleSeverityFor(input.config, study.danger, knot.members.map((file) => relativePath(root, file)));
    if (severity !== 'off') found.push(describeKnot(root, { knot, study, entered, ...more }, severity));
  };
  valueKnots.forEach((members, index) => {
    const knot = buildKnot(graph, root, members, evaluatedKinds);
    const entered = input.depth === 'scan' ? [] : findEntered(graph, members);
    const enlarged = { type: typeSizes.get(members[0]!) ?? 0, dynamic: dynamicSizes.get(members[0]!) ?? 0 };
    report(knot, studyKnot(input, knot, entered), entered, { ...(cycles[index] === undefined ? {} : { madge: cycles[index] }), enlarged });
  });
  for (const members of typeKnots) {
    if (members.some((file) => inValueKnot.has(file)) || !isWanted(members)) continue;
    const knot = buildKnot(graph, root, members, typeKinds);
    report(knot, studyKnot(input, knot, []), [], {});
  }
  return found;
}

/** Every class is off and no override turns one on again. */
function isOff({ config }: AnalyzerInput): boolean {
  const { severity, danger, overrides } = config.analyzers['import-cycle'];
  const classes = severity === undefined ? Object.values(danger) : [severity];
  return [...classes, ...overrides.flatMap((entry) => Object.values(entry.danger))].every((setting) => setting === 'off');
}

function sizesByMember(knots: readonly (readonly FilePath[])[]): ReadonlyMap<FilePath, number> {
  const sizes = new Map<FilePath, number>();
  for (const members of knots) for (const member of members) sizes.set(member, members.length);
  return sizes;
}

function studyKnot(input: AnalyzerInput, knot: Knot, entered: readonly FilePath[]): KnotStudy {
  const unmeasured = reasonNotToRead(input, knot);
  const isType = knot.kinds === 'type';
  if (unmeasured !== undefined) return studyByScan(input, knot, isType, unmeasured);
  const { revises } = input.project;
  // Of a text that is just being typed nothing is known, and the next one asks for another.
  if (revises !== undefined && knot.place.has(revises.file)) return studyInFull(input, knot, isType, entered);
  const known = recallStudy(input, knot, entered);
  if (known) return known;
  const study = studyInFull(input, knot, isType, entered);
  rememberStudy(input, knot, entered, study);
  return study;
}

function reasonNotToRead({ project, depth }: AnalyzerInput, knot: Knot): string | undefined {
  if (depth === 'scan') return 'only imports were looked at';
  const unread = knot.members.filter((file) => !project.files.has(file));
  if (unread.length > 0) return `${printQuantity(unread.length, 'member')} could not be read`;
  const lines = knot.members.reduce((total, file) => total + (project.scanned.get(file)?.lines.code ?? 0), 0);
  return lines > READ_LINES ? `its members have ${printQuantity(lines, 'code line')}; more than ${printQuantity(READ_LINES, 'line')} are not read` : undefined;
}
