import { baseName, extensionOf, type FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import { originOf } from './assemble.js';
import { discoverFiles } from './discover-files.js';

/** Text of any file of the snapshot, code or not; undefined when there is none. Bytes that are no UTF-8 are replaced, not refused. */
export function createTextReader(project: Project): (file: FilePath) => string | undefined {
  const { fileSystem } = originOf(project);
  return (file) => project.files.get(file)?.text ?? (fileSystem.entryKind(file) === 'file' ? fileSystem.readText(file) : undefined);
}

const extensions = new Set([
  '.json', '.jsonc', '.json5', '.yml', '.yaml', '.toml', '.ini', '.cfg', '.conf', '.properties', '.sh', '.tf', '.hcl', '.bicep', '.xml', '.html', '.md', '.mdx', '.txt', '.rst', '.adoc',
  '.bzl', '.bazel', '.nix', '.dockerfile', '.service', '.cron',
]);
const names = /^(?:CODEOWNERS|(?:GNU)?[Mm]akefile|Dockerfile[\w.-]*|Containerfile|Jenkinsfile|Procfile[\w.-]*|[Jj]ustfile|crontab[\w.-]*|BUILD|\.gitlab-ci\.yml|\.[\w-]*(?:ignore|rc))$/;
const written = /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock|deno\.lock|tasks\.lock\.json|CHANGELOG\.md|CHANGES\.md|HISTORY\.md)$/i;
/** Larger ones are data, and a path in data is seldom about code. */
const largestText = 400_000;

/** Files of the snapshot that are no code and may name some, sorted: configuration, build files, documentation. What a program wrote is left out. */
export function listTexts(project: Project): readonly FilePath[] {
  const { fileSystem } = originOf(project);
  const isWanted = (path: string): boolean => !written.test(baseName(path)) && (names.test(baseName(path)) || extensions.has(extensionOf(path).toLowerCase()));
  return discoverFiles({ fileSystem, root: project.root, include: [], exclude: [], isWanted }).filter((file) => (fileSystem.size(file) ?? 0) <= largestText);
}
