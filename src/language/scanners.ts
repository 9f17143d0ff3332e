import type { SourceFile } from '../model/source-file.js';
import type { ScanFacts, ScanResult } from './language.js';
import { componentExtensions, scanComponent } from './single-file-component/scan-component.js';
import { codeExtensions } from './typescript/resolve-candidates.js';
import { scanModule } from './typescript/scan.js';

type Scan = (source: SourceFile, facts: ScanFacts) => ScanResult;

const byExtension = new Map<string, Scan>([
  ...codeExtensions.map((extension) => [extension, scanModule] as const),
  ...componentExtensions.map((extension) => [extension, scanComponent] as const),
]);

/** The scan of the language of a file, for a thread that does nothing else: what reads a file in full is not loaded with it. */
export function scannerFor(path: string): Scan | undefined {
  return byExtension.get(path.slice(path.lastIndexOf('.')));
}
