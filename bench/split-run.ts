// One split in a process of its own: `split-run <root> <file> [max lines]` plans, prints and proves it as `decant split` does without --write and
// without commands, and prints what each stage took of the processor, threads included, and all of them of the clock.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { createMachine } from '../src/host/machine.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { filePath, joinPath } from '../src/host/path.js';
import { startThread } from '../src/host/thread.js';
import { split } from '../src/workflow/split.js';
import { openWorkspace } from '../src/workflow/workspace.js';

const [folder = '', file = '', maxLines = '500', thread = 'compare-types.mjs'] = process.argv.slice(2);
const seconds: Record<string, number> = {};
const clock: Record<string, number> = {};
let stage: { readonly name: string; readonly used: NodeJS.CpuUsage; readonly at: number } | undefined;
const enter = (name: string | undefined): void => {
  if (stage !== undefined) {
    const { user, system } = process.cpuUsage(stage.used);
    seconds[stage.name] = (seconds[stage.name] ?? 0) + (user + system) / 1e6;
    clock[stage.name] = (clock[stage.name] ?? 0) + (performance.now() - stage.at) / 1000;
  }
  stage = name === undefined ? undefined : { name, used: process.cpuUsage(), at: performance.now() };
};
/** What the command says when a stage begins. Looking for texts that name the file belongs to the plan. */
const stages: readonly (readonly [RegExp, string])[] = [[/^Reading files/, 'load'], [/^Reading /, 'read'], [/^Planning /, 'plan and split'], [/^Proving /, 'proof']];

const started = performance.now();
const root = filePath(folder);
const program = filePath(fileURLToPath(new URL(thread, import.meta.url)));
const workspace = openWorkspace({
  fileSystem: createNodeFileSystem(),
  root,
  machine: { ...createMachine(), threads: { find: () => (thread === 'none' ? undefined : program), start: startThread } },
  progress: (step) => {
    const next = stages.find(([pattern]) => pattern.test(step))?.[1];
    if (next !== undefined) enter(next);
  },
});
const { plan, proof, refused, before } = split(workspace, { input: joinPath(root, file), maxLines: Number(maxLines), typecheck: false });
enter(undefined);
const wall = (performance.now() - started) / 1000;
const failed = proof?.results.filter(({ status }) => status === 'failed').map(({ check, diagnostics }) => `${check}: ${diagnostics[0]?.message ?? ''}`) ?? [];
console.log(JSON.stringify({
  lines: before?.lines ?? 0,
  declarations: new Set(plan?.parts.flatMap(({ declarations }) => declarations)).size,
  seconds,
  clock,
  wall,
  memory: process.resourceUsage().maxRSS / 1024,
  modules: plan?.parts.length ?? 0,
  outcome: refused.length > 0 ? `refused: ${refused[0]?.id ?? ''}` : `${proof?.verdict ?? ''}${failed.length > 0 ? ` (${failed.join('; ')})` : ''}`,
  plan: createHash('sha256').update(JSON.stringify(plan?.parts ?? [])).digest('hex').slice(0, 10),
  proof: createHash('sha256').update(JSON.stringify(proof)).digest('hex').slice(0, 10),
}));
