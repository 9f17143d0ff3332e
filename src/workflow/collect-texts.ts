import { baseName, extensionOf, joinPath, type FilePath } from '../host/path.js';
import { discoverFiles } from '../load/discover-files.js';
import type { TextFile } from '../codemod/patch-references/reference-input.js';
import type { Project } from '../model/project.js';
import type { Workspace } from './workspace.js';

/** Larger ones are data, and a path in data is seldom about code. */
const largestText = 400_000;
const mostFiles = 20_000;
const textExtensions = new Set(['.json', '.jsonc', '.json5', '.md', '.mdx', '.yml', '.yaml', '.toml', '.ini', '.cfg', '.conf', '.properties', '.sh', '.txt', '.html', '.bzl', '.bazel', '.nix']);
const textNames = /^(?:CODEOWNERS|Makefile|GNUmakefile|Dockerfile|Jenkinsfile|Procfile|Justfile|BUILD|BUILD\.bazel|\.gitattributes|\.betterer\.results|\.secrets\.baseline|lcov\.info|[\w.-]+\.sarif|\.[\w-]*(?:ignore|rc))$/;
const written = /^(?:package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lock|deno\.lock|CHANGELOG\.md|CHANGES\.md|HISTORY\.md|\.gitignore|decant\.[\w.-]+\.json)$/i;

/** Texts of a project that may name one of its files: configuration, documentation, and source files that contain its name in other places than imports. */
export function collectTexts({ fileSystem, root, config }: Workspace, project: Project, source: FilePath): readonly TextFile[] {
  const isWanted = (path: string): boolean => !written.test(baseName(path)) && (textNames.test(baseName(path)) || textExtensions.has(extensionOf(path)));
  const found = discoverFiles({ fileSystem, root, include: [], exclude: config.exclude, isWanted }).slice(0, mostFiles);
  const texts = found.flatMap((path): TextFile[] => {
    if ((fileSystem.stat(path)?.size ?? 0) > largestText) return [];
    const bytes = fileSystem.readBytes(path);
    return bytes === undefined ? [] : decode(path, bytes);
  });
  return [...texts, ...collectCode(project, source)];
}

/** With a byte that is not UTF-8 the text could not be written back as it was. */
function decode(path: FilePath, bytes: Uint8Array): TextFile[] {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const bom = text.startsWith('\uFEFF');
    return [{ path, text: bom ? text.slice(1) : text, bom }];
  } catch {
    return [];
  }
}

/** Specifiers and comments are blanked out: what imports the file finds the facade, and a comment breaks nothing. */
function collectCode(project: Project, source: FilePath): readonly TextFile[] {
  const base = baseName(source);
  const escaped = base.replaceAll('.', '\\.');
  return [...project.files.values()].flatMap(({ path, text, bom }): TextFile[] => {
    const isAsked = text.includes(base) || text.includes(escaped) || /^(?:eslint\.config|\.eslintrc|oxlint\.config)\./.test(baseName(path));
    if (path === source || !isAsked) return [];
    let blanked = text.replace(/^[^\S\r\n]*(?:\/\/|\/?\*)[^\r\n]*$/gm, (comment) => ' '.repeat(comment.length));
    for (const { specifierSpan } of project.scanned.get(path)?.imports ?? []) {
      blanked = blanked.slice(0, specifierSpan.start) + ' '.repeat(specifierSpan.end - specifierSpan.start) + blanked.slice(specifierSpan.end);
    }
    return [{ path, text: blanked.replace(/\b(?:mock|unmock|doMock|requireActual|importActual|import|require)\s*\(\s*(['"`])[^'"`\r\n]*\1/g, (call) => ' '.repeat(call.length)), bom }];
  });
}

/** The folder of all new files, when nothing lies in it yet. */
export function findOwnFolder({ fileSystem }: Pick<Workspace, 'fileSystem'>, files: readonly FilePath[]): FilePath | undefined {
  const folders = [...new Set(files.map((file) => joinPath(file, '..')))];
  return folders.length === 1 && fileSystem.listDirectory(folders[0]!).length === 0 ? folders[0] : undefined;
}
