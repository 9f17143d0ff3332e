import { stronglyConnectedComponents } from '../../src/graph/strongly-connected.js';
import { defaultConfig } from '../../src/config/config.js';
import { createMemoryFileSystem } from '../../src/host/memory-file-system.js';
import { hashText } from '../../src/host/hash.js';
import { createMachine } from '../../src/host/machine.js';
import { filePath, joinPath, relativePath } from '../../src/host/path.js';
import { loadProject } from '../../src/load/load-project.js';
import { computePlannedSplit, computeSplit, withProjectFacts, type ComputedSplit } from '../../src/workflow/compute-split.js';
import { choosePlanOptions } from '../../src/workflow/plan-options.js';
import { proveChange } from '../../src/workflow/prove-change.js';
import type { Project } from '../../src/model/project.js';
import type { Proof } from '../../src/model/proof.js';
import type { Folder } from '../support/folder.js';
import { createCachedReader } from '../support/read-cache.js';
import type { Program } from './program-generator.js';
import { randomPlan } from './random-partition.js';
import { runBatch } from './run-batch.js';

/**
 * `same`: split, proved, and the program behaves as before. `refused`: with a reason. `refused-plan`: chance made an illegal plan.
 * `differs`: the proof passed and the program behaves in another way. `false-alarm`: the proof failed and it does not.
 * `caught`: the proof failed for a partition that no constraint was asked for. `sound-alarm`: the proof failed and it does. `refused-legal`: a plan that keeps the constraints is refused. `new-cycle`: new modules import
 * each other in a circle and the proof passed. `broken-input`: the program as generated does not load, so nothing is learnt.
 */
export const outcomes = ['same', 'refused', 'refused-plan', 'caught', 'differs', 'false-alarm', 'sound-alarm', 'refused-legal', 'new-cycle', 'crash', 'broken-input'] as const;

export type Outcome = (typeof outcomes)[number];

export interface Judgement {
  readonly outcome: Outcome;
  readonly detail: string;
}

/** An alarm about what the planner or a legal partition made is a fault of one of the two, even when the proof is right. */
export function isWrong({ outcome }: Judgement): boolean {
  return !['same', 'refused', 'refused-plan', 'caught', 'broken-input'].includes(outcome);
}

export interface Split {
  readonly before: Project;
  readonly after: Project;
  readonly changed: Folder;
  readonly folder: Folder;
  readonly proof: Proof;
}

type Attempt =
  | ({ readonly kind: 'split' } & Split)
  | { readonly kind: 'refused'; readonly isLegal: boolean; readonly reasons: string }
  | { readonly kind: 'crash'; readonly error: string };

const root = filePath('/kitchen');
const cached = createCachedReader();
const workspaceMachine = createMachine();

export function folderOf({ files }: Program): Folder {
  return new Map([...files].map(([file, text]) => [file, Buffer.from(text, 'utf8')]));
}

/** Splits every program, then runs the old ones and the new ones in one process. */
export function judgePrograms(programs: readonly Program[]): readonly Judgement[] {
  const attempts = programs.map(attempt);
  const before = programs.map((program) => ({ folder: folderOf(program), main: program.main }));
  const after = attempts.map((one, index) => (one.kind === 'split' ? { folder: one.folder, main: programs[index]!.main } : undefined));
  const traces = runBatch([...before, ...after]);
  return attempts.map((one, index) => judge(programs[index]!, one, traces[index]!, traces[programs.length + index]!));
}

/** The split of a program when there is one, whatever its proof says. */
export function splitProgram(program: Program): Split | undefined {
  const one = attempt(program);
  return one.kind === 'split' ? one : undefined;
}

function attempt(program: Program): Attempt {
  try {
    return split(program);
  } catch (error) {
    return { kind: 'crash', error: error instanceof Error ? `${error.stack ?? error.message} ${'detail' in error ? String(error.detail) : ''}` : String(error) };
  }
}

function split(program: Program): Attempt {
  const folder = folderOf(program);
  const fileSystem = createMemoryFileSystem(Object.fromEntries([...folder].map(([file, bytes]) => [joinPath(root, file), new Uint8Array(bytes)])));
  const project = loadProject({ fileSystem, root, config: defaultConfig });
  const read = cached(project);
  const file = joinPath(root, program.god);
  const model = read(file);
  const workspace = { fileSystem, root, config: defaultConfig, machine: workspaceMachine, progress: () => undefined, notice: () => undefined };
  const isPlanned = program.partition.by === 'planner';
  // Half of the planned ones get objects for their state, under a cap that makes nearly every variable with two writers one.
  const options = choosePlanOptions(workspace, file, isPlanned && program.partition.salt % 2 === 1 ? { maxLines: Math.min(program.maxLines, 8), stateCell: true } : { maxLines: program.maxLines });
  const subject = { project, read, model, options };
  const known = withProjectFacts(subject);
  const drawn = isPlanned ? undefined : randomPlan(known.model, program.god, program.partition, known.options.hiddenNeeds);
  const computed: ComputedSplit = drawn
    ? computePlannedSplit(subject, { ...drawn.plan, fingerprint: hashText(model.source.text) })
    : computeSplit(subject);
  if (computed.kind === 'refused') {
    return { kind: 'refused', isLegal: drawn?.isLegal ?? false, reasons: computed.diagnostics.map((found) => `${found.id}: ${found.message}`).join('\n') };
  }
  const changed = new Map(
    computed.changes.changes.flatMap((change) =>
      change.kind === 'delete' ? [] : [[relativePath(root, change.file), Buffer.from((change.bom ? '\uFEFF' : '') + change.text, 'utf8')] as const],
    ),
  );
  const sorted = new Map([...changed].sort(([a], [b]) => (a < b ? -1 : 1)));
  // Binding the library takes longer than all other checks together, so that types are compared of one program in twenty.
  const proof = proveFolders(project, computed.after, [...sorted.keys()], [program.god], { types: model.source.text.length % 20 === 0 });
  return { kind: 'split', before: project, after: computed.after, changed: sorted, folder: new Map([...folder, ...sorted]), proof };
}

/** The static checks alone. */
export function proveFolders(before: Project, after: Project, changed: readonly string[], entries: readonly string[], { types }: { readonly types: boolean }): Proof {
  return proveChange({
    withoutTypes: !types, before, after, changed, entries, read: cached(before), typeCheck: { reason: 'the program is compiled elsewhere' }, testCommand: { reason: 'the program is run elsewhere' },
  });
}

function judge(program: Program, one: Attempt, before: string, after: string): Judgement {
  const folder = folderOf(program);
  if (before.startsWith('broken')) return { outcome: 'broken-input', detail: `${before}\n${show(folder)}` };
  if (one.kind === 'crash') return { outcome: 'crash', detail: `${one.error}\n${show(folder)}` };
  if (one.kind === 'refused') {
    const isPlan = one.reasons.startsWith('plan-');
    return { outcome: !isPlan ? 'refused' : one.isLegal ? 'refused-legal' : 'refused-plan', detail: `${one.reasons}\n${isPlan && one.isLegal ? show(folder) : ''}` };
  }
  const isSame = before === after;
  const failed = one.proof.results.filter(({ status }) => status === 'failed').flatMap(({ check, diagnostics }) => diagnostics.map((found) => `${check}: ${found.message} ${found.notes.join(' / ')}`));
  const detail = [show(folder), '==== after', show(one.changed), '==== proof', ...failed, '==== before', before, '==== after', after].join('\n');
  if (one.proof.verdict === 'failed') return { outcome: program.partition.by === 'anything' ? 'caught' : isSame ? 'false-alarm' : 'sound-alarm', detail };
  const circle = findNewCircle(one.after, one.changed);
  if (circle !== undefined) return { outcome: 'new-cycle', detail: `${circle}\n${detail}` };
  return { outcome: isSame ? 'same' : 'differs', detail };
}

/** Found from the text of the specifiers, not by decant's graph. A circle through the old knot is as old as the knot. */
function findNewCircle(after: Project, changed: Folder): string | undefined {
  const texts = new Map([...after.files].map(([file, { text }]) => [relativePath(after.root, file), text]));
  const stem = (file: string): string => file.replace(/\.\w+$/, '');
  const byStem = new Map([...texts.keys()].map((file) => [stem(file), file]));
  const targets = (file: string): string[] =>
    [...texts.get(file)!.matchAll(/^(?:import|export)\b(?!\s+type\b)[^;'"]*?\bfrom\s+["'](\.[^"']+)["']|^import\s+["'](\.[^"']+)["']|\brequire\(["'](\.[^"']+)["']\)/gm)].flatMap((match) => {
      const specifier = (match[1] ?? match[2] ?? match[3])!;
      const path = relativePath(after.root, joinPath(after.root, file, '..', specifier));
      return byStem.get(stem(path)) ?? [];
    });
  const components = stronglyConnectedComponents([...texts.keys()], targets).filter((members) => members.length > 1);
  const found = components.find((members) => members.some((member) => changed.has(member)) && !members.includes('knot.ts') && !members.includes('knot.js'));
  return found?.join(' <-> ');
}

export function show(folder: Folder): string {
  return [...folder].filter(([file]) => !['package.json', 'main.ts', 'main.mjs', 'view.ts'].includes(file)).map(([file, bytes]) => `--> ${file}\n${bytes.toString('utf8')}`).join('\n');
}
