// One split in a process of its own: `split-run <root> <file> [max lines]` plans, prints and proves it without commands and without writing,
// and prints what each stage took of the processor, and all of them of the clock.
import { createHash } from 'node:crypto';
import { defaultConfig } from '../src/config/config.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { baseName, directoryOf, filePath, joinPath, relativePath } from '../src/host/path.js';
import { loadProject } from '../src/load/load-project.js';
import { createModuleReader } from '../src/load/module-reader.js';
import { computeSplit } from '../src/workflow/compute-split.js';
import { proveChange } from '../src/workflow/prove-change.js';

const [folder = '', file = '', maxLines = '500'] = process.argv.slice(2);
const seconds: Record<string, number> = {};
const time = <T>(stage: string, work: () => T): T => {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  seconds[stage] = (user + system) / 1e6;
  return result;
};

const started = performance.now();
const root = filePath(folder);
const source = joinPath(root, file);
const project = time('load', () => loadProject({ fileSystem: createNodeFileSystem(), root, config: defaultConfig }));
const read = createModuleReader(project);
const model = time('read', () => read(source));
const options = { root, maxLines: Number(maxLines), directory: joinPath(directoryOf(source), baseName(source).replace(/\.\w+$/, '')), facade: 'keep', existing: [] } as const;
const computed = time('plan and split', () => computeSplit({ project, read, model, options }));
const proof = time('proof', () => {
  if (computed.kind === 'refused') return undefined;
  const changed = computed.changes.changes.map((change) => relativePath(root, change.file));
  const reason = { reason: 'not measured' };
  return proveChange({ before: project, after: computed.after, changed, entries: [file], typeCheck: reason, testCommand: reason, read });
});
const wall = (performance.now() - started) / 1000;
const failed = proof?.results.filter(({ status }) => status === 'failed').map(({ check, diagnostics }) => `${check}: ${diagnostics[0]?.message ?? ''}`) ?? [];
console.log(JSON.stringify({
  lines: model.source.lineStarts.length - 1,
  declarations: new Set(model.statements.flatMap((statement) => statement.declares)).size,
  seconds,
  wall,
  memory: process.resourceUsage().maxRSS / 1024,
  modules: computed.kind === 'refused' ? 0 : computed.plan.parts.length,
  outcome: computed.kind === 'refused' ? `refused: ${computed.diagnostics[0]?.id ?? ''}` : `${proof?.verdict ?? ''}${failed.length > 0 ? ` (${failed.join('; ')})` : ''}`,
  plan: computed.kind === 'refused' ? '' : createHash('sha256').update(JSON.stringify(computed.plan.parts)).digest('hex').slice(0, 10),
}));
