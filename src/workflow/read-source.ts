import { diagnostic } from '../diagnostic/diagnostic.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { bytesOfChange } from '../edit/change-bytes.js';
import { relativePath } from '../host/path.js';
import { loadProject } from '../load/load-project.js';
import { createModuleReader, type ModuleReader } from '../load/module-reader.js';
import { lineColumnAt } from '../text/line-index.js';
import type { Diagnostic } from '../diagnostic/diagnostic.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { Workspace } from './workspace.js';

export interface ReadSource {
  readonly project: Project;
  readonly read: ModuleReader;
  readonly model: ModuleModel;
  /** Empty unless the file has syntax errors. */
  readonly problems: readonly Diagnostic[];
}

/** Loads the project and the full model of one of its files. Throws ToolError when the file does not belong to the project. */
export function readSource(workspace: Workspace, source: FilePath): ReadSource {
  const { fileSystem, root, config } = workspace;
  workspace.progress('Reading files');
  const project = loadProject({ fileSystem, root, config });
  if (!project.files.has(source)) throw notInProject(project, source);
  workspace.progress(`Reading ${relativePath(root, source)}`);
  const read = createModuleReader(project);
  const model = read(source);
  return { project, read, model, problems: findSyntaxErrors(project, model) };
}

function notInProject(project: Project, source: FilePath): ToolError {
  const shown = relativePath(project.root, source);
  const left = [...project.unparsed, ...project.skipped].find((file) => file.path === source);
  return new ToolError(
    'file is not part of the project',
    left === undefined ? `${shown} is left out by .gitignore or by \`include\` and \`exclude\` of the configuration` : `${shown} was skipped: ${left.reason}`,
    left === undefined ? 'Change these patterns, or choose another root with --root.' : 'Correct that first.',
  );
}

/** The compiler takes types in JavaScript (`class Shelf<T> {}`, as Flow has them) for grammar that it may forbid later; what runs the file does not. */
function findSyntaxErrors(project: Project, model: ModuleModel): readonly Diagnostic[] {
  const shown = relativePath(project.root, model.source.path);
  const unread = model.problems.length > 0 ? undefined : project.unparsed.find(({ path }) => path === model.source.path);
  if (unread) {
    const help = 'Correct the syntax first; a file that does not parse cannot be split safely';
    return [diagnostic({ id: 'syntax-error', message: `${shown} does not parse: ${unread.reason}`, at: { file: model.source.path, line: 1, column: 1 }, help })];
  }
  return model.problems.map((problem) =>
    diagnostic({
      id: 'syntax-error',
      message: `${shown} does not parse: ${problem.message.replace(/\.$/, '')}`,
      at: { file: model.source.path, ...lineColumnAt(model.source.lineStarts, problem.span.start), label: problem.message.replace(/\.$/, '') },
      help: 'Correct the syntax first; a file that does not parse cannot be split safely',
    }),
  );
}

/** The bytes that a file of the project was read from. */
export function bytesOfFile(project: Project, file: FilePath): Uint8Array | undefined {
  const source = project.files.get(file);
  return source === undefined ? undefined : bytesOfChange({ kind: 'create', file, text: source.text, bom: source.bom, because: '' });
}
