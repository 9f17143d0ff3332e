import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { arch, cpus, platform, totalmem } from 'node:os';

export interface Sample {
  /** Wall clock, seconds. */
  readonly wall: number;
  /** User and system time of the process and its children, seconds; undefined without GNU time. */
  readonly cpu: number | undefined;
  /** Peak resident set, mebibytes; undefined without GNU time. */
  readonly memory: number | undefined;
  readonly exitCode: number | null;
  /** Standard output. */
  readonly output: string;
  /** Standard error. */
  readonly complaints: string;
}

const gnuTime = ['/usr/bin/time', '/usr/local/bin/gtime'].find((file) => existsSync(file));

/** What makes every start of Node longer has nothing to do with the tools: to read the certificates of a machine takes 0.03 s, more than Node itself. */
const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...environment } = process.env;
const plainEnvironment = { ...environment, NO_COLOR: '1' };

/** Runs a program once to its end. Its exit code is part of the sample: most of the tools end with 1 when they find something. */
export function runOnce(program: string, args: readonly string[], cwd: string): Sample {
  const marker = 'bench-sample';
  const [command, all] = gnuTime === undefined ? [program, args] : [gnuTime, ['-f', `${marker} %U %S %M`, program, ...args]];
  const started = performance.now();
  const run = spawnSync(command, all, { cwd, encoding: 'utf8', maxBuffer: 1024 ** 3, env: plainEnvironment });
  const wall = (performance.now() - started) / 1000;
  if (run.error) throw run.error;
  const figures = new RegExp(`${marker} ([\\d.]+) ([\\d.]+) (\\d+)`).exec(run.stderr);
  return {
    wall,
    cpu: figures ? Number(figures[1]) + Number(figures[2]) : undefined,
    memory: figures ? Number(figures[3]) / 1024 : undefined,
    exitCode: run.status,
    output: run.stdout,
    complaints: run.stderr,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

export function describeMachine(): string {
  const all = cpus();
  return `${platform()} ${arch()}, ${all.length} x ${all[0]?.model.trim() ?? 'unknown processor'}, ${Math.round(totalmem() / 1024 ** 3)} GiB, Node ${process.versions.node}`;
}

/** Columns as wide as their widest cell; the first is aligned left, the rest right. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
  const line = (cells: readonly string[]): string => cells.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  ');
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)].join('\n');
}

export function printSeconds(value: number): string {
  return value >= 10 ? `${value.toFixed(1)} s` : `${value.toFixed(2)} s`;
}
