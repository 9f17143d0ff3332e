import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

/** Files of a folder tree by path relative to it, forward slashes, in code unit order. Bytes as they are. */
export type Folder = ReadonlyMap<string, Buffer>;

export function readFolder(root: string): Folder {
  if (!existsSync(root)) return new Map();
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort();
  return new Map(files.map((file) => [file, readFileSync(join(root, file))]));
}

/** Replaces what stands at `root`. */
export function writeFolder(root: string, folder: Folder): void {
  rmSync(root, { recursive: true, force: true });
  for (const [file, bytes] of folder) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), bytes);
  }
}

/** One text for a whole folder, so that a diff shows which file differs and where. Line endings and byte order marks are made visible. */
export function renderFolder(folder: Folder): string {
  return [...folder].map(([file, bytes]) => `==> ${file}\n${showInvisible(bytes.toString('utf8'))}`).join('\n');
}

function showInvisible(text: string): string {
  return text.replace(/^\uFEFF/, '<BOM>').replaceAll('\r\n', '<CRLF>\n');
}

/** Folders of tests. Those with a package.json of their own hold packages of others, thousands of files of them. */
export function listTestFolders(root: string): string[] {
  return readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory() && !existsSync(join(root, entry.name, 'package.json'))).map(({ name }) => join(root, name));
}

/** Every folder below `root` that holds a case.json. */
export function findCases(root: string): string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'case.json' && !entry.parentPath.includes('node_modules'))
    .map((entry) => entry.parentPath.replaceAll('\\', '/'))
    .sort();
}
