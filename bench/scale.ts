// Whether the cost grows with the size of the project: `npm run bench:scale`. Generated trees of n and 2n files are checked as a whole
// process; a ring of 100,000 modules and a complete graph of 1,000 go through the analysis of import cycles in memory.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { stronglyConnectedComponents } from '../src/graph/strongly-connected.js';
import { shortestCycle } from '../src/graph/shortest-cycle.js';
import { feedbackEdges } from '../src/graph/feedback-edges.js';
import { repositoryRoot } from '../scripts/repository.js';
import { describeMachine, median, printSeconds, renderTable, runOnce } from './measure.js';

const decant = path.join(repositoryRoot, 'bin', 'decant.js');
const scratch = mkdtempSync(path.join(tmpdir(), 'decant-scale-'));
const body = Array.from({ length: 60 }, (_, line) => `export function step${line}(value: number): number {\n  return value + ${line}; // adds ${line}\n}\n`).join('');

/** Every file imports six others; one in forty closes a small circle. */
function writeTree(folder: string, count: number): void {
  const nameOf = (index: number): string => `group${Math.floor(index / 50)}/file${index}`;
  for (let index = 0; index < count; index++) {
    const file = path.join(folder, `${nameOf(index)}.ts`);
    if (index % 50 === 0) mkdirSync(path.dirname(file), { recursive: true });
    const targets = Array.from({ length: 6 }, (_, step) => (index * 7 + step * 13 + 1) % Math.max(1, index));
    if (index % 40 === 0 && index + 1 < count) targets.push(index + 1);
    const imports = [...new Set(targets)].filter((target) => target !== index && target < count);
    const text = imports.map((target) => `import { step${target % 60} as from${target} } from '../${nameOf(target)}.js';\n`).join('');
    writeFileSync(file, `${text}export const used = [${imports.map((target) => `from${target}`).join(', ')}];\n${body}`);
  }
  writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
}

function timeTrees(): void {
  const sizes = [2000, 4000, 8000, 16_000];
  const walls = sizes.map((count) => {
    const folder = path.join(scratch, `tree-${count}`);
    mkdirSync(folder);
    writeTree(folder, count);
    const samples = Array.from({ length: 4 }, () => runOnce(process.execPath, [decant, 'check', '--root', folder, '--depth', 'scan', '--no-cache', '--quiet'], folder)).slice(1);
    const wall = median(samples.map((sample) => sample.wall));
    rmSync(folder, { recursive: true });
    return { wall, memory: median(samples.map((sample) => sample.memory ?? 0)) };
  });
  const rows = sizes.map((count, index) => [
    `${count.toLocaleString('en')} files`,
    printSeconds(walls[index]!.wall),
    index === 0 ? '' : `${(walls[index]!.wall / walls[index - 1]!.wall).toFixed(2)} x`,
    `${Math.round(walls[index]!.memory)} MiB`,
  ]);
  console.log(`\ndecant check --depth scan --no-cache, generated files\n\n${renderTable(['tree', 'median of 3', 'to half of it', 'peak memory'], rows)}`);
}

function timeGraphs(): void {
  const ring = Array.from({ length: 100_000 }, (_, index) => index);
  const complete = Array.from({ length: 1000 }, (_, index) => index);
  const graphs = [
    { name: 'ring of 100,000', nodes: ring, edges: (node: number) => [(node + 1) % ring.length] },
    { name: 'complete graph of 1,000', nodes: complete, edges: (node: number) => complete.filter((other) => other !== node) },
  ];
  const rows = graphs.map(({ name, nodes, edges }) => {
    const time = (work: () => unknown): string => {
      const started = performance.now();
      work();
      return printSeconds((performance.now() - started) / 1000);
    };
    return [name, time(() => stronglyConnectedComponents(nodes, edges)), time(() => shortestCycle(nodes, edges)), time(() => feedbackEdges(nodes, edges))];
  });
  console.log(`\n${renderTable(['graph, in memory', 'components', 'shortest cycle', 'cut list'], rows)}`);
}

try {
  console.log(describeMachine());
  timeGraphs();
  timeTrees();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
