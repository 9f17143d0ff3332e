import { mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mirrorDeclarations, type Mirror } from './mirror-declarations.js';
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

/** One report an entry, of the api-extractor that the request names. */
export function reportApi(request: ApiReportRequest): readonly ApiReport[] {
  const require = createRequire(request.extractor);
  const { Extractor, ExtractorConfig, CompilerState } = require(request.extractor) as ApiExtractor;
  const compiler = require('typescript') as typeof ts;
  const temporary = realpathSync(mkdtempSync(path.join(tmpdir(), 'decant-api-')));
  const tools: Tools = { Extractor, ExtractorConfig, CompilerState, compiler, root: realpathSync(request.root), temporary };
  try {
    const configs = [...new Set(request.entries.map(({ tsconfig }) => tsconfig))];
    return configs.flatMap((tsconfig, index) => {
      const entries = request.entries.filter((one) => one.tsconfig === tsconfig).map(({ entry }) => entry);
      return reportGroup(tools, entries, tsconfig, path.join(temporary, String(index)));
    });
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

interface Tools extends ApiExtractor {
  readonly compiler: typeof ts;
  readonly root: string;
  readonly temporary: string;
}

/** Entries of one tsconfig share their declarations and the program that binds them. */
function reportGroup(tools: Tools, entries: readonly string[], tsconfig: string | undefined, folder: string): ApiReport[] {
  const { Extractor, ExtractorConfig, CompilerState, compiler, root } = tools;
  try {
    const mirror = mirrorDeclarations({ ts: compiler, root, entries, tsconfig, folder: path.join(folder, 'tree') });
    const configOf = (entry: string) => prepare(ExtractorConfig, mirror, mirror.declarationOf(entry), folder);
    const state = CompilerState.create(configOf(entries[0]!), { additionalEntryPoints: entries.slice(1).map((entry) => mirror.declarationOf(entry)) });
    return entries.map((entry) => report(tools, entry, () => {
      Extractor.invoke(configOf(entry), { compilerState: state, localBuild: true, messageCallback: (message: { handled: boolean }) => (message.handled = true) });
      return readFileSync(path.join(folder, 'temp/entry.api.md'), 'utf8');
    }));
  } catch (error) {
    return entries.map((entry) => report(tools, entry, () => { throw error; }));
  }
}

function report({ Extractor: { version }, temporary }: Tools, entry: string, read: () => string): ApiReport {
  try {
    return { entry, version, text: read() };
  } catch (error) {
    const [first = ''] = (error as Error).message.split('\n');
    return { entry, version, text: '', problem: first.replaceAll(`${temporary}${path.sep}`, '').replace(/\b\d+\/tree\//g, '') };
  }
}

function prepare(ExtractorConfig: ApiExtractor['ExtractorConfig'], mirror: Mirror, entry: string, folder: string): unknown {
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
