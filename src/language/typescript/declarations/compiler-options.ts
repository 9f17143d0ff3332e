import type { ts } from 'ts-morph';
import { directoryOf, type FilePath } from '../../../host/path.js';
import type { FileSystem } from '../../../host/file-system.js';
import type { Compiler } from '../compiler.js';
import { readTsconfigFile } from '../tsconfig-file.js';

/** Options that say where output goes or what is checked; declarations are written to memory, beside their sources. */
const irrelevant = [
  'noEmit', 'noEmitOnError', 'emitDeclarationOnly', 'outDir', 'outFile', 'declarationDir', 'declarationMap', 'sourceMap', 'inlineSourceMap', 'inlineSources', 'rootDir', 'composite',
  'incremental', 'tsBuildInfoFile', 'removeComments', 'noCheck', 'baseUrl', 'paths', 'plugins', 'isolatedModules', 'importHelpers', 'noLib',
];

/**
 * The options of the project, read as the compiler reads them. Without a tsconfig: strict, modern, everything visible. `types` unset means all of
 * `node_modules/@types`, as it did up to TypeScript 5: a project that relies on TypeScript 6 names what it needs and loses nothing by more.
 */
export function readCompilerOptions(ts: Compiler, fileSystem: FileSystem, root: FilePath, tsconfig: FilePath | undefined): ts.CompilerOptions {
  const file = tsconfig === undefined ? undefined : readTsconfigFile({ fileSystem, packageFolder: () => undefined }, tsconfig);
  const written: Record<string, unknown> = { ...(file?.options ?? { strict: true, module: 'ESNext', moduleResolution: 'Bundler', target: 'ESNext' }) };
  for (const name of irrelevant) delete written[name];
  const { options } = ts.convertCompilerOptionsFromJson(written, tsconfig === undefined ? root : directoryOf(tsconfig));
  return {
    ...options,
    ...(file?.paths && { paths: Object.fromEntries(Object.entries(file.paths).map(([pattern, targets]) => [pattern, [...targets]])) }),
    types: options.types ?? ['*'],
    allowJs: true,
    declaration: true,
    emitDeclarationOnly: true,
    skipLibCheck: true,
    skipDefaultLibCheck: true,
    ignoreDeprecations: '6.0',
  };
}
