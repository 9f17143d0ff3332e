import { loadConfig } from '../config/load-config.js';
import { nearestName } from '../diagnostic/nearest.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { extractCommit, findGitTop, linkInstalledPackages, listRefs, resolveCommit } from '../host/git.js';
import { filePath, joinPath, relativePath } from '../host/path.js';
import { makeTemporaryFolder } from '../host/temporary-folder.js';
import { loadProject } from '../load/load-project.js';
import type { FilePath } from '../host/path.js';
import type { Project } from '../model/project.js';
import type { Workspace } from './workspace.js';

/** One side of a comparison, as files on disk. */
export interface Snapshot {
  readonly root: FilePath;
  readonly project: Project;
  /** Removes what was extracted; does nothing for a folder of the user's. */
  readonly remove: () => void;
}

/**
 * `name` is a folder (`.` is the working tree) or a git ref, whose tree is written to a temporary folder. A folder wins over
 * a ref of the same name. Throws ToolError when it is neither. `base` is the folder that relative names start from.
 */
export function openSnapshot(workspace: Workspace, name: string, base: FilePath): Snapshot {
  const { fileSystem, root } = workspace;
  const folder = name === '.' ? root : filePath(name, base);
  const kind = fileSystem.entryKind(folder);
  if (kind === 'directory') return { root: folder, project: load(workspace, folder), remove: () => undefined };
  if (kind !== undefined) {
    throw new ToolError('not a folder', `${name} is a file`, 'Name a folder or a git ref.');
  }
  return extractRef(workspace, name);
}

function load(workspace: Workspace, root: FilePath): Project {
  const { fileSystem } = workspace;
  const hasOwn = fileSystem.entryKind(joinPath(root, 'decant.config.json')) !== undefined;
  const config = hasOwn && root !== workspace.root ? loadConfig(fileSystem, root) : workspace.config;
  return loadProject({ fileSystem, root, config });
}

function extractRef(workspace: Workspace, ref: string): Snapshot {
  const { fileSystem, root } = workspace;
  const realRoot = fileSystem.realPath(root) ?? root;
  const top = findGitTop(realRoot);
  const commit = top === undefined ? undefined : resolveCommit(top, ref);
  if (top === undefined || commit === undefined) throw unknownRef(top, ref, root);
  workspace.progress(`Extracting ${ref}`);
  const temporary = makeTemporaryFolder('ref');
  try {
    const tree = joinPath(temporary.path, 'tree');
    fileSystem.makeDirectory(tree);
    const problem = extractCommit(top, commit, tree, joinPath(temporary.path, 'index'));
    if (problem !== undefined) throw new ToolError('git could not extract the ref', problem, `Check that \`git checkout ${ref}\` works.`);
    linkInstalledPackages(top, tree);
    const inTree = joinPath(tree, relativePath(top, realRoot));
    if (fileSystem.entryKind(inTree) !== 'directory') {
      throw new ToolError('folder is not in the ref', `${relativePath(top, realRoot)} does not exist in ${ref}`, 'Name a ref that has this folder, or another --root.');
    }
    return { root: inTree, project: load(workspace, inTree), remove: temporary.remove };
  } catch (error) {
    temporary.remove();
    throw error;
  }
}

function unknownRef(top: FilePath | undefined, ref: string, root: FilePath): ToolError {
  if (top === undefined) return new ToolError('no such folder', `${ref} is not a folder, and ${root} is not in a git repository`, 'Name two folders.');
  const near = nearestName(ref, listRefs(top));
  const help = near === undefined ? 'Name a folder, or a branch, tag or commit of this repository.' : `Did you mean ${near}?`;
  return new ToolError('no such folder or git ref', `${ref} is neither a folder nor a commit, branch or tag`, help);
}
