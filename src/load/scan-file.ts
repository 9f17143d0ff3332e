import type { FileSystem } from '../host/file-system.js';
import { hashText } from '../host/hash.js';
import type { FilePath } from '../host/path.js';
import type { ScanFacts, ScanSource } from '../language/language.js';
import { scannerFor } from '../language/scanners.js';
import type { ScannedModule } from '../model/project.js';
import { buildLineStarts } from '../text/line-index.js';
import type { KnownFile, Times } from './known-file.js';
import { readText } from './read-source.js';

/** What is known of one file without asking for any other. */
export interface FileScan {
  readonly stat: Times;
  readonly state: KnownFile['state'];
  /** Why it is unparsed or skipped. */
  readonly reason: string;
  /** Of the text; empty for a file that was skipped. */
  readonly hash: string;
  readonly bom: boolean;
  /** Only with the state `scanned`. */
  readonly module: ScannedModule | undefined;
  /** What the scan says under `verbatimModuleSyntax`, when that is something else. */
  readonly verbatim: ScannedModule | undefined;
}

const nowhere: Times = { size: 0, modified: 0, changed: 0 };

let current: Pick<ScanSource, 'path' | 'text'> = { path: '' as FilePath, text: '' };
let isAsked = false;

/**
 * One for all files. A literal with a getter has a hidden class of its own each time that it is evaluated: these lie in the old generation, and until the
 * next full collection each keeps alive what its getter sees. The texts of a project would be moved about as if somebody needed them.
 */
const source: ScanSource = {
  get path() {
    return current.path;
  },
  get text() {
    return current.text;
  },
  get lineStarts() {
    return buildLineStarts(current.text);
  },
};
const facts: ScanFacts = {
  get verbatimModuleSyntax() {
    isAsked = true;
    return false;
  },
};

/** Looks at a file before it reads it, so that a write in between is seen by the next run. The text is not kept. */
export function scanFile(fileSystem: FileSystem, path: FilePath): FileScan {
  const stat = fileSystem.stat(path) ?? nowhere;
  const found = readText(fileSystem, path, stat.size);
  if ('skipped' in found) return { stat, state: 'skipped', reason: found.skipped, hash: '', bom: false, module: undefined, verbatim: undefined };
  const { text, bom } = found;
  const hash = hashText(text);
  const scan = scannerFor(path);
  current = { path, text };
  isAsked = false;
  const result = scan ? scan(source, facts) : { kind: 'unparsed' as const, reason: 'no language reads this kind of file' };
  if (result.kind === 'unparsed') return { stat, state: 'unparsed', reason: result.reason, hash, bom, module: undefined, verbatim: undefined };
  const other = isAsked ? scan!(source, { verbatimModuleSyntax: true }) : undefined;
  return { stat, state: 'scanned', reason: '', hash, bom, module: result.module, verbatim: other?.kind === 'scanned' ? other.module : undefined };
}
