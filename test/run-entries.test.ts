// Cases of fixtures/verify whose code is run, bundled or reported by api-extractor: both sides on disk, packages linked beside them.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportApi } from '../src/child/api-reports.js';
import { createNodeFileSystem } from '../src/host/node-file-system.js';
import { filePath, relativePath, type FilePath } from '../src/host/path.js';
import type { Machine } from '../src/host/machine.js';
import type { ApiReportRequest } from '../src/model/api-report.js';
import { loadProject } from '../src/load/load-project.js';
import type { Proof } from '../src/model/proof.js';
import type { SplitReport } from '../src/report/schema.js';
import { proveChange } from '../src/workflow/prove-change.js';
import { bundleEntries, listBundleEntries, pairBundles, pairReports, pairRuns, reportEntries, runEntries, type RunnableSide } from '../src/workflow/run-entries.js';
import { split } from '../src/workflow/split.js';
import { openWorkspace, type Workspace } from '../src/workflow/workspace.js';
import { repositoryRoot } from '../scripts/repository.js';
import { buildChildPrograms, type ChildPrograms } from './support/child-programs.js';
import { findCases } from './support/folder.js';

interface RunCase {
  readonly description: string;
  readonly run?: boolean;
  readonly bundle?: boolean;
  readonly apiExtractor?: boolean;
  /** What the code imports. A case is skipped where they are not installed. */
  readonly packages: readonly string[];
  readonly entries: readonly string[];
  readonly expect: Readonly<Record<string, string>>;
  /** Ids that must be among the findings. */
  readonly diagnostics: readonly string[];
  readonly witness?: string;
}

const root = `${repositoryRoot}/fixtures/verify`;
const readCase = (folder: string): RunCase => JSON.parse(readFileSync(join(folder, 'case.json'), 'utf8')) as RunCase;
const cases = findCases(root).filter((folder) => readCase(folder).run === true || readCase(folder).bundle === true || readCase(folder).apiExtractor === true);
const installed = [`${repositoryRoot}/node_modules`, `${repositoryRoot}/test/frameworks/node_modules`];
const firstReport = cases.find((folder) => readCase(folder).apiExtractor === true);
const packagesOf = (folder: string): string | undefined => installed.find((one) => readCase(folder).packages.every((name) => existsSync(join(one, name))));

/** Checks of types, which a case may speak of and which have a test of their own. */
const ofTypes = ['api-fingerprint', 'declaration-emit'];

/**
 * The first report is made as the product makes it, in a process for each side. The others come from the same function in this process: api-extractor and its compiler take
 * longer to start than to report.
 */
const inProcess = (machine: Machine): Machine => ({
  ...machine,
  programs: {
    ...machine.programs!,
    run: (start) => {
      if (!start.script.endsWith('report-api.js')) return machine.programs!.run(start);
      return { exitCode: 0, timedOut: false, seconds: 0, output: '', result: JSON.stringify(reportApi(JSON.parse(start.args[0]!) as ApiReportRequest)) };
    },
  },
});

/** As `decant verify --run --bundle --api-extractor` does it. Types are read only beside the report of api-extractor: they cost more than all the rest. */
function proveSides({ entries, run, bundle, apiExtractor }: RunCase, machine: Machine, ...roots: readonly [FilePath, FilePath]): Proof {
  const fileSystem = createNodeFileSystem();
  const workspace = openWorkspace({ fileSystem, root: roots[1], machine });
  const [before, after] = roots.map((root) => ({ root, project: loadProject({ fileSystem, root, config: workspace.config }) })) as [RunnableSide, RunnableSide];
  const texts = (side: RunnableSide) => new Map([...side.project.files.values()].map(({ path, text }) => [relativePath(side.root, path), text]));
  const [old, now] = [texts(before), texts(after)];
  const changed = [...new Set([...old.keys(), ...now.keys()])].filter((name) => old.get(name) !== now.get(name)).sort();
  const runs = run === true ? { runs: pairRuns(runEntries(workspace, before, entries), runEntries(workspace, before, entries), runEntries(workspace, after, entries)) } : {};
  const bundled = listBundleEntries(before.project, changed, entries);
  const bundles = bundle === true ? { bundles: pairBundles(bundleEntries(workspace, before, bundled), bundleEntries(workspace, after, bundled)) } : {};
  const reports = apiExtractor === true ? { reports: pairReports(reportEntries(workspace, before, entries), reportEntries(workspace, after, entries)) } : {};
  const reason = { reason: 'not in this test' };
  return proveChange({ before: before.project, after: after.project, changed, entries, typeCheck: reason, testCommand: reason, withoutTypes: apiExtractor !== true, ...runs, ...bundles, ...reports });
}

let programs: ChildPrograms;
beforeAll(() => {
  programs = buildChildPrograms();
});
afterAll(() => programs.remove());

describe('code that is run', () => {
  for (const folder of cases) {
    const modules = packagesOf(folder);
    const reason = modules === undefined ? ` (skipped: ${readCase(folder).packages.join(', ')} not installed in test/frameworks; .ci/run installs it)` : '';
    it.skipIf(modules === undefined)(`${folder.slice(root.length + 1)}${reason}`, { timeout: 120_000 }, () => {
      const subject = readCase(folder);
      const temporary = mkdtempSync(join(tmpdir(), 'decant-run-'));
      try {
        for (const side of ['before', 'after']) {
          cpSync(join(folder, side), join(temporary, side), { recursive: true });
          symlinkSync(modules!, join(temporary, side, 'node_modules'), 'junction');
        }
        const proof = proveSides(subject, folder === firstReport ? programs.machine : inProcess(programs.machine), filePath(join(temporary, 'before')), filePath(join(temporary, 'after')));
        const findings = proof.results.flatMap(({ diagnostics }) => diagnostics);
        const told = [...proof.results.map(({ check, status, reason: why }) => `${check} ${status} ${why ?? ''}`), ...findings.map(({ id, message, notes }) => `${id}: ${message} / ${notes.join(' / ')}`)].join('\n');
        for (const [check, status] of Object.entries(subject.expect).filter(([id]) => subject.apiExtractor === true || !ofTypes.includes(id))) expect(`${check} ${proof.results.find((result) => result.check === check)?.status}`, told).toBe(`${check} ${status}`);
        for (const id of subject.diagnostics.filter((one) => subject.apiExtractor === true || !one.endsWith('-type-change'))) expect(findings.map((found) => found.id), told).toContain(id);
        if (subject.witness !== undefined) expect(findings.flatMap(({ notes }) => notes), told).toContain(subject.witness);
        const own = proof.results.filter(({ check }) => subject.expect[check] === 'passed').flatMap(({ diagnostics }) => diagnostics);
        expect(own.filter(({ severity }) => severity !== 'info'), told).toEqual([]);
      } finally {
        rmSync(temporary, { recursive: true, force: true });
      }
    });
  }
});

describe('a split with run and bundle', () => {
  const input = `${root}/registered-at-runtime/correct-split/before`;
  const open = (): { readonly workspace: Workspace; readonly remove: () => void } => {
    const temporary = mkdtempSync(join(tmpdir(), 'decant-run-'));
    cpSync(input, temporary, { recursive: true });
    symlinkSync(installed[0]!, join(temporary, 'node_modules'), 'junction');
    return { workspace: openWorkspace({ fileSystem: createNodeFileSystem(), root: filePath(temporary), machine: programs.machine }), remove: () => rmSync(temporary, { recursive: true, force: true }) };
  };
  const resultOf = (report: SplitReport, id: string) => report.proof!.results.find(({ check }) => check === id)!;

  it('runs nothing without write, and says so', { timeout: 120_000 }, () => {
    const { workspace, remove } = open();
    try {
      const report = split(workspace, { input: filePath(join(workspace.root, 'src/kitchen.ts')), maxLines: 8, run: true, bundle: true, typecheck: false });
      expect(resultOf(report, 'registered-at-runtime').reason).toBe('`--run` loads both sides with --write');
      expect(report.next).toContain('--write --run --bundle');
    } finally {
      remove();
    }
  });

  it('loads and bundles the file before and after it is written', { timeout: 120_000 }, () => {
    const { workspace, remove } = open();
    try {
      const report = split(workspace, { input: filePath(join(workspace.root, 'src/kitchen.ts')), maxLines: 8, write: true, run: true, bundle: true, typecheck: false });
      expect(report.files.length).toBeGreaterThan(1);
      expect(['registered-at-runtime', 'bundle-survival'].map((id) => [id, resultOf(report, id).status, resultOf(report, id).counted])).toEqual([['registered-at-runtime', 'passed', 2], ['bundle-survival', 'passed', 2]]);
    } finally {
      remove();
    }
  });
});
