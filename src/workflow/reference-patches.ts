import { findForbiddenFacades } from '../codemod/patch-references/forbidden-facade.js';
import { patchReferences } from '../codemod/patch-references/patch-references.js';
import { createOverlayFileSystem } from '../host/overlay-file-system.js';
import { joinPath } from '../host/path.js';
import { relink } from '../load/relink.js';
import { bytesOfChange } from '../edit/change-bytes.js';
import { collectTexts, findOwnFolder } from './collect-texts.js';
import { findMixedModules } from './fast-refresh.js';
import { findDroppedModules } from './side-effects-field.js';
import { findSpiedExports } from './spied-exports.js';
import type { MovedCode, TextFile } from '../codemod/patch-references/reference-input.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';
import type { ComputedSplit } from './compute-split.js';
import type { Workspace } from './workspace.js';

export interface PatchedSplit {
  readonly computed: Extract<ComputedSplit, { kind: 'split' }>;
  /** Bytes of a changed file that is no file of the project, as the change was computed from them. */
  readonly bytesBefore: (file: FilePath) => Uint8Array | undefined;
  readonly textBefore: (file: FilePath) => string | undefined;
}

/** The split, with the new modules named wherever a text of the project named the old file and means them too. */
export function patchSplit(workspace: Workspace, project: Project, model: ModuleModel, computed: PatchedSplit['computed']): PatchedSplit {
  const { fileSystem, root } = workspace;
  const { path: source } = model.source;
  const created = computed.changes.changes.filter((change) => change.kind === 'create').map((change) => change.file);
  const ownFolder = findOwnFolder(workspace, created);
  const moved: MovedCode = { root, source, modules: created.map((file) => ({ file, isEffectful: hasEffect(model, computed, root, file) })), ...(ownFolder && { ownFolder }) };
  workspace.progress('Looking for files that name it');
  const texts = collectTexts(workspace, project, source);
  const { changes, notes } = patchReferences(moved, texts);
  const byPath = new Map<FilePath, TextFile>(texts.map((text) => [text.path, text]));
  const after = changes.length === 0 ? fileSystem : createOverlayFileSystem(fileSystem, new Map(changes.map((change) => [change.file, bytesOfChange(change)])));
  const patches = { changes, applicability: computed.changes.applicability };
  return {
    computed: {
      ...computed,
      changes: { ...computed.changes, changes: [...computed.changes.changes, ...changes] },
      after: changes.length === 0 ? computed.after : relink(computed.after, patches),
      notes: [...computed.notes, ...findDroppedModules({ fileSystem: after, root }, model, computed.plan), ...findMixedModules(root, model, computed.plan), ...findForbiddenFacades(moved, texts), ...findSpiedExports(project, model, computed.plan), ...notes],
    },
    bytesBefore: (file) => {
      const text = byPath.get(file);
      return text && bytesOfChange({ kind: 'modify', file, text: text.text, bom: text.bom, because: '' });
    },
    textBefore: (file) => byPath.get(file)?.text,
  };
}

function hasEffect(model: ModuleModel, { plan }: PatchedSplit['computed'], root: FilePath, file: FilePath): boolean {
  const part = plan.parts.find((candidate) => joinPath(root, candidate.file) === file);
  const ids = new Set([...(part?.declarations ?? []), ...(part?.statements ?? []).map((label) => label.split(' ', 1)[0]!)]);
  return model.statements.some(({ effect, declares, looseId }) => effect === 'ordered' && (declares.some((name) => ids.has(name)) || ids.has(looseId ?? '')));
}
