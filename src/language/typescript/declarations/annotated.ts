import type { ts } from 'ts-morph';
import type { FilePath } from '../../../host/path.js';
import type { ApiInput } from '../../language.js';
import type { Compiler } from '../compiler.js';
import { emptyBodies, shapeOf } from './file-shape.js';

/**
 * The declarations of files of which every export says its type, each written by the compiler from its own text alone; undefined when one of them leaves a
 * type to be inferred. That needs no library, no package and no other file, which is most of what reading types costs. The compiler tells by an error where
 * a text alone does not do (`isolatedDeclarations`), so nothing is guessed.
 */
export function writeAnnotated(ts: Compiler, { files }: ApiInput, { lib: _lib, types: _types, paths: _paths, ...options }: ts.CompilerOptions, own: ReadonlySet<FilePath>): ReadonlyMap<FilePath, string> | undefined {
  const written = new Map<FilePath, string>();
  for (const file of own) {
    const source = files.get(file);
    // What a script declares depends on its other files.
    if (source === undefined || /\.[cm]?jsx?$/.test(file)) return undefined;
    if (/\.d\.[cm]?ts$/.test(file)) {
      written.set(file, source.text);
      continue;
    }
    const text = emptyBodies(source.text, shapeOf(ts, source).bodies);
    const { outputText, diagnostics } = ts.transpileDeclaration(text, { fileName: file, reportDiagnostics: true, jsDocParsingMode: ts.JSDocParsingMode.ParseForTypeInfo, compilerOptions: { ...options, allowJs: false } });
    if (diagnostics === undefined || diagnostics.length > 0) return undefined;
    written.set(file, outputText);
  }
  return written;
}
