import ts from 'typescript';
import type { Folder } from './folder.js';
import { buildProgram, pathInProgram } from './type-errors.js';

/** Exported names of one file as another module sees them, each with what it is: value, type or both. Sorted. */
export function listExports(folder: Folder, file: string): string[] {
  const program = buildProgram(folder);
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(pathInProgram(file));
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) return [];
  return checker
    .getExportsOfModule(module)
    .map((symbol) => {
      const target = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      const isValue = (target.flags & ts.SymbolFlags.Value) !== 0 && !isTypeOnly(symbol);
      const isType = (target.flags & (ts.SymbolFlags.Type | ts.SymbolFlags.Namespace)) !== 0;
      return `${symbol.name}: ${[isValue ? 'value' : '', isType ? 'type' : ''].filter(Boolean).join(' and ')}`;
    })
    .sort();
}

/** `export type { A }` and `export { type A }` give no value, even when A is a class. */
function isTypeOnly(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((declaration) => ts.isExportSpecifier(declaration) && (declaration.isTypeOnly || declaration.parent.parent.isTypeOnly));
}
