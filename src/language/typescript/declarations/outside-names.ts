import type { ts } from 'ts-morph';
import { directoryOf, joinPath, relativePath, type FilePath } from '../../../host/path.js';
import { libraryFolder } from './library.js';
import type { SourceProgram } from './source-program.js';

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

export function createOutsideNames(sources: SourceProgram, root: FilePath): OutsideNames {
  const { ts } = sources;
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

  function identify(from: FilePath, specifier: string, path: readonly string[]): string {
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
