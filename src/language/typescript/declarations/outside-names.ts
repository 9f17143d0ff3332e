import type { ts } from 'ts-morph';
import { directoryOf, joinPath, relativePath, type FilePath } from '../../../host/path.js';
import type { SourceFile } from '../../../model/source-file.js';
import { hasShape } from './file-shape.js';
import { libraryFolder } from './library.js';
import type { SourceProgram } from './source-program.js';
import { readWrittenExports, type WrittenExport } from './written-exports.js';

/** Names what is declared outside of the files that are compared, so that two spellings of one thing get one name. */
export interface OutsideNames {
  /**
   * What `path` (`['ZodType']`, `['z', 'ZodType']`, empty for the module itself) means in the module that a file calls `specifier`. The declaration
   * decides and not the way to it: `import { z }` and `import("zod").z` are the same.
   */
  readonly ofModule: (from: FilePath, specifier: string, path: readonly string[]) => string;
  /** Whether what has this identity is there when the program runs; true where nobody knows. */
  readonly isValue: (identity: string) => boolean;
  /** Whether a name without an import means something: a global of the library, of a package or of the project. */
  readonly isGlobal: (name: string) => boolean;
}

export function createOutsideNames(sources: SourceProgram, root: FilePath, files: ReadonlyMap<FilePath, SourceFile>): OutsideNames {
  const { ts } = sources;
  const written = new Map<FilePath, ReadonlyMap<string, WrittenExport>>();
  const known = new Map<string, string>();
  const erased = new Set<string>();
  let ambient: ReadonlyMap<string, ts.Symbol> | undefined;

  const moduleOf = (from: FilePath, specifier: string): { readonly symbol?: ts.Symbol; readonly shown: string } => {
    const file = sources.resolve(from, specifier);
    const tree = file === undefined ? undefined : sources.program().getSourceFile(file);
    const symbol = tree && sources.checker().getSymbolAtLocation(tree);
    if (symbol) return { symbol, shown: showFile(tree.fileName) };
    ambient ??= new Map(sources.checker().getAmbientModules().map((module) => [module.name.replace(/^"|"$/g, ''), module]));
    const declared = ambient.get(specifier) ?? ambient.get(specifier.startsWith('node:') ? specifier.slice(5) : `node:${specifier}`);
    if (declared) return { symbol: declared, shown: specifier.replace(/^node:/, '') };
    // From two folders the same missing file has two specifiers.
    const missing = specifier.startsWith('.') ? relativePath(root, joinPath(directoryOf(from), specifier)) : specifier;
    return { shown: file === undefined ? missing : showFile(file) };
  };
  const showFile = (file: string): string => {
    if (file.startsWith(libraryFolder)) return 'typescript';
    const at = file.lastIndexOf('/node_modules/');
    if (at === -1) return relativePath(root, file as FilePath);
    const [scope = '', name = ''] = file.slice(at + '/node_modules/'.length).split('/');
    return scope.startsWith('@') ? `${scope}/${name}` : scope;
  };
  const follow = (symbol: ts.Symbol): ts.Symbol => {
    if (!(symbol.flags & ts.SymbolFlags.Alias)) return symbol;
    const target = sources.checker().getAliasedSymbol(symbol);
    return target.declarations ? target : symbol;
  };
  const walk = (start: ts.Symbol, path: readonly string[]): ts.Symbol | undefined => {
    const checker = sources.checker();
    return path.reduce<ts.Symbol | undefined>((at, name, index) => {
      if (at === undefined) return undefined;
      const equals = at.exports?.get(ts.InternalSymbolName.ExportEquals);
      const found =
        index === 0
          ? (checker.tryGetMemberInModuleExports(name, at) ?? (name === 'default' ? equals : undefined))
          : (at.exports?.get(ts.escapeLeadingUnderscores(name)) ?? checker.tryGetMemberInModuleExports(name, at));
      return found && follow(found);
    }, start);
  };

  return {
    isGlobal: (name) => sources.isLibraryName(name) || sources.checker().resolveName(name, undefined, ts.SymbolFlags.Type | ts.SymbolFlags.Value | ts.SymbolFlags.Namespace, false) !== undefined,
    isValue: (identity) => !erased.has(identity),
    ofModule: (from, specifier, path) => {
      const key = `${specifier.startsWith('.') ? from : ''}\0${specifier}\0${path.join('.')}`;
      let name = known.get(key);
      if (name === undefined) known.set(key, (name = identify(from, specifier, path)));
      return name;
    },
  };

  /** What a file of the project declares, or passes on by name, is known without the program, for which the library and the packages would have to be bound. */
  function identifyWritten(from: FilePath, specifier: string, [name, ...rest]: readonly string[]): string | undefined {
    if (name === undefined || rest.length > 0) return undefined;
    const seen = new Set<string>();
    for (let at = { from, specifier, name }; !seen.has(`${at.from}\0${at.name}`);) {
      seen.add(`${at.from}\0${at.name}`);
      const file = sources.resolveOwn(at.from, at.specifier);
      if (file === undefined || !hasShape(file)) return undefined;
      const exports = written.get(file) ?? readWrittenExports(ts, file, files.get(file)!.text);
      written.set(file, exports);
      const found = exports.get(at.name);
      if (found === undefined) return undefined;
      if ('from' in found) {
        at = { from: file, specifier: found.from, name: found.name };
        continue;
      }
      const identity = `${showFile(file)}#${at.name}`;
      if (!found.isValue) erased.add(identity);
      return identity;
    }
    return undefined;
  }

  function identify(from: FilePath, specifier: string, path: readonly string[]): string {
    const declared = identifyWritten(from, specifier, path);
    if (declared !== undefined) return declared;
    const { symbol, shown } = moduleOf(from, specifier);
    const found = symbol && walk(symbol, path);
    const declaration = found?.declarations?.[0];
    if (found === undefined || declaration === undefined) return `${shown}#${path.join('.')}`;
    if (ts.isSourceFile(declaration)) return `${showFile(declaration.fileName)}#`;
    const identity = `${showFile(declaration.getSourceFile().fileName)}#${qualify(found)}`;
    if (!(found.flags & ts.SymbolFlags.Value)) erased.add(identity);
    return identity;
  }

  function qualify(symbol: ts.Symbol): string {
    const parent = (symbol as ts.Symbol & { readonly parent?: ts.Symbol }).parent;
    const isInside = parent !== undefined && !parent.declarations?.some((one) => ts.isSourceFile(one)) && !parent.name.startsWith('"');
    return isInside ? `${qualify(parent)}.${symbol.name}` : symbol.name;
  }
}
