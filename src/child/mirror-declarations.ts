import { copyFileSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ts } from 'ts-morph';

/** A folder with the declarations of a project in the places of their sources, and its packages linked beside them. */
export interface Mirror {
  readonly folder: string;
  readonly manifest: string;
  /** What a compiler needs to read the folder; JSON. */
  readonly tsconfig: object;
  readonly declarationOf: (entry: string) => string;
}

export interface MirrorInput {
  readonly ts: typeof ts;
  readonly root: string;
  readonly entries: readonly string[];
  readonly tsconfig: string | undefined;
  readonly folder: string;
}

/** Has the compiler write the declarations of everything that the entries reach. Relative imports lead from one to the other as they do among the sources. */
export function mirrorDeclarations({ ts, root, entries, tsconfig, folder }: MirrorInput): Mirror {
  const parsed = readConfig(ts, tsconfig);
  const ambient = parsed.fileNames.filter((file) => /\.d\.[cm]?ts$/.test(file));
  const options: ts.CompilerOptions = {
    ...parsed.options,
    allowJs: true, checkJs: false, declaration: true, emitDeclarationOnly: true, noEmit: false, noEmitOnError: false, skipLibCheck: true, composite: false, incremental: false, declarationMap: false,
    isolatedDeclarations: false, allowImportingTsExtensions: true, types: parsed.options.types ?? ['*'], ignoreDeprecations: '6.0', rootDir: root, declarationDir: folder,
  };
  for (const name of ['outDir', 'outFile', 'tsBuildInfoFile'] as const) delete options[name];
  const program = ts.createProgram({ rootNames: [...entries.map((entry) => path.join(root, entry)), ...ambient], options });
  const isInside = (file: string, base: string): boolean => !path.relative(base, file).startsWith('..') && !path.isAbsolute(path.relative(base, file));
  const own = program.getSourceFiles().map(({ fileName }) => path.normalize(fileName)).filter((file) => isInside(file, root) && !/[\\/]node_modules[\\/]/.test(file));
  const place = (file: string): string => path.join(folder, path.relative(root, file));

  mkdirSync(folder, { recursive: true });
  // The last argument is no part of the public type: what cannot be named outside its file is written all the same.
  const emit = program.emit as (...all: readonly unknown[]) => ts.EmitResult;
  emit(undefined, (name: string, text: string) => {
    if (isInside(path.normalize(name), folder)) write(name, text);
  }, undefined, true, undefined, true);
  for (const file of own.filter((one) => /\.d\.[cm]?ts$|\.json$/.test(one))) copy(file, place(file));
  for (const directory of listFolders(root, own)) {
    const manifest = path.join(directory, 'package.json');
    if (existsSync(manifest)) copy(manifest, place(manifest));
    link(path.join(directory, 'node_modules'), place(path.join(directory, 'node_modules')));
  }
  linkOuter(root, folder);
  const manifest = path.join(folder, 'package.json');
  if (!existsSync(manifest)) write(manifest, '{ "name": "entry" }');
  const declarationOf = (entry: string): string => path.join(folder, entry.replace(/(?:\.d)?\.([cm]?)[jt]sx?$/, '.d.$1ts'));
  return { folder, manifest, declarationOf, tsconfig: describeConfig(ts, options, { folder, root, files: [...entries.map(declarationOf), ...ambient.filter((file) => isInside(file, root)).map(place)] }) };
}

function readConfig(ts: MirrorInput['ts'], tsconfig: string | undefined): { readonly options: ts.CompilerOptions; readonly fileNames: readonly string[] } {
  const host = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
  const parsed = tsconfig === undefined ? undefined : ts.getParsedCommandLineOfConfigFile(tsconfig, {}, host);
  const { ModuleKind, ModuleResolutionKind, ScriptTarget } = ts;
  return parsed ?? { options: { strict: true, module: ModuleKind.ESNext, moduleResolution: ModuleResolutionKind.Bundler, target: ScriptTarget.ESNext }, fileNames: [] };
}

/** The options under which specifiers and types mean in the mirror what they mean in the project. */
function describeConfig(ts: MirrorInput['ts'], options: ts.CompilerOptions, { folder, root, files }: { readonly folder: string; readonly root: string; readonly files: readonly string[] }): object {
  const { moduleResolution, module, lib, types, baseUrl, paths, strict, exactOptionalPropertyTypes } = options;
  const isNode = moduleResolution === ts.ModuleResolutionKind.Node16 || moduleResolution === ts.ModuleResolutionKind.NodeNext || (module !== undefined && module >= ts.ModuleKind.Node16 && module <= ts.ModuleKind.NodeNext);
  const base = baseUrl ?? (options as { readonly pathsBasePath?: string }).pathsBasePath ?? root;
  const both = (target: string): readonly string[] => {
    const absolute = path.resolve(base, target);
    return [path.join(folder, path.relative(root, absolute)), absolute];
  };
  const aliases = { ...paths, ...(baseUrl === undefined || paths?.['*'] ? {} : { '*': ['./*'] }) };
  return {
    compilerOptions: {
      target: 'esnext', skipLibCheck: true, jsx: 'preserve', resolveJsonModule: true, strict: strict !== false, types,
      ...(isNode ? { module: 'nodenext', moduleResolution: 'nodenext' } : { module: 'esnext', moduleResolution: 'bundler' }),
      ...(exactOptionalPropertyTypes === undefined ? {} : { exactOptionalPropertyTypes }),
      ...(lib === undefined ? {} : { lib: lib.map((name) => path.basename(name).replace(/^lib\.|\.d\.ts$/g, '')) }),
      ...(Object.keys(aliases).length === 0 ? {} : { paths: Object.fromEntries(Object.entries(aliases).map(([pattern, targets]) => [pattern, targets.flatMap(both)])) }),
    },
    files,
  };
}

/** Folders of the files, and those above them up to the root. */
function listFolders(root: string, files: readonly string[]): readonly string[] {
  const found = new Set([root]);
  for (const file of files) for (let folder = path.dirname(file); folder.length > root.length && !found.has(folder); folder = path.dirname(folder)) found.add(folder);
  return [...found].sort();
}

/** Packages of a workspace lie above the root. */
function linkOuter(root: string, folder: string): void {
  for (let above = path.dirname(root); ; above = path.dirname(above)) {
    const packages = path.join(above, 'node_modules');
    if (existsSync(packages)) return link(packages, path.join(path.dirname(folder), 'node_modules'));
    if (above === path.dirname(above)) return;
  }
}

function link(target: string, place: string): void {
  if (!existsSync(target) || existsSync(place)) return;
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(target, place, 'junction');
}

function write(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function copy(from: string, to: string): void {
  if (existsSync(to)) return;
  mkdirSync(path.dirname(to), { recursive: true });
  copyFileSync(from, to);
}
