// A program of its own: has the project's own api-extractor report what entries export, and writes the reports to descriptor 3. No code of the project runs, and nothing is written in it.
import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { mirrorDeclarations, type Mirror } from './mirror-declarations.js';
import { writeResult } from './write-result.js';
import type { ts } from 'ts-morph';
import type { ApiReport, ApiReportRequest } from '../model/api-report.js';

/** As much of the package as is used here. */
interface ApiExtractor {
  readonly Extractor: {
    readonly version: string;
    readonly invoke: (config: unknown, options: object) => unknown;
  };
  readonly ExtractorConfig: { readonly prepare: (options: object) => unknown };
  readonly CompilerState: { readonly create: (config: unknown, options: object) => unknown };
}

const request = JSON.parse(process.argv[2]!) as ApiReportRequest;
const root = realpathSync(request.root);
const require = createRequire(request.extractor);
const { Extractor, ExtractorConfig, CompilerState } = require(request.extractor) as ApiExtractor;
const compiler = require('typescript') as typeof ts;
const temporary = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-api-')));

try {
  const configs = [...new Set(request.entries.map(({ tsconfig }) => tsconfig))];
  const reports = configs.flatMap((tsconfig, index) => reportGroup(tsconfig, path.join(temporary, String(index))));
  writeResult(JSON.stringify(reports));
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** Entries of one tsconfig share their declarations and the program that binds them. */
function reportGroup(tsconfig: string | undefined, folder: string): ApiReport[] {
  const entries = request.entries.filter((one) => one.tsconfig === tsconfig).map(({ entry }) => entry);
  try {
    const mirror = mirrorDeclarations({ ts: compiler, root, entries, tsconfig, folder: path.join(folder, 'tree') });
    const configOf = (entry: string) => prepare(mirror, mirror.declarationOf(entry), folder);
    const state = CompilerState.create(configOf(entries[0]!), { additionalEntryPoints: entries.slice(1).map((entry) => mirror.declarationOf(entry)) });
    return entries.map((entry) => report(entry, () => {
      Extractor.invoke(configOf(entry), { compilerState: state, localBuild: true, messageCallback: (message: { handled: boolean }) => (message.handled = true) });
      return readFileSync(path.join(folder, 'temp/entry.api.md'), 'utf8');
    }));
  } catch (error) {
    return entries.map((entry) => report(entry, () => { throw error; }));
  }
}

function report(entry: string, read: () => string): ApiReport {
  const { version } = Extractor;
  try {
    return { entry, version, text: read() };
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n');
    return { entry, version, text: '', problem: first.replaceAll(`${temporary}${path.sep}`, '').replace(/\b\d+\/tree\//g, '') };
  }
}

function prepare(mirror: Mirror, entry: string, folder: string): unknown {
  const silent = { default: { logLevel: 'none', addToApiReportFile: false } };
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: mirror.manifest,
    packageJson: { name: 'entry' },
    configObject: {
      projectFolder: mirror.folder,
      mainEntryPointFilePath: entry,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: mirror.tsconfig, skipLibCheck: true },
      // Without the forgotten ones another shape of an interface that is returned, and not exported, shows nowhere.
      apiReport: { enabled: true, reportFileName: 'entry.api.md', reportFolder: path.join(folder, 'report'), reportTempFolder: path.join(folder, 'temp'), includeForgottenExports: true },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { compilerMessageReporting: silent, extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
  });
}
