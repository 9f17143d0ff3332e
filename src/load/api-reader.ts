import type { FilePath } from '../host/path.js';
import { languageFor } from '../language/registry.js';
import type { ApiReading } from '../model/api.js';
import type { Project } from '../model/project.js';
import { originOf } from './assemble.js';

export interface ApiRequest {
  /** Files of one tsconfig. Never empty. */
  readonly entries: readonly FilePath[];
  /** Whether the types of a file may differ between the versions that are compared. */
  readonly isOpen: (file: FilePath) => boolean;
  /** Whether types are inferred even where all of them are written. */
  readonly inferred?: boolean;
}

/** Reads the types that entry files export, of one project and then of another version of it: what both share is parsed once. */
export function createApiReader(): (project: Project, request: ApiRequest) => ApiReading {
  const readers = new Map<string, ReturnType<NonNullable<NonNullable<ReturnType<typeof languageFor>>['createApiReader']>>>();
  return (project, { entries, isOpen, inferred = false }) => {
    const language = languageFor(entries[0]!);
    if (!language?.createApiReader) return { kind: 'unread', reason: `types of ${entries[0]!.slice(entries[0]!.lastIndexOf('.'))} files are not read` };
    let read = readers.get(language.id);
    if (!read) readers.set(language.id, (read = language.createApiReader()));
    const facts = project.compilerFacts(entries[0]!);
    return read({
      fileSystem: originOf(project).fileSystem,
      root: project.root,
      files: project.files,
      edgesFrom: project.graph.edgesFrom,
      resolve: project.resolve,
      emitsDeclarations: facts.declaration === true,
      entries,
      isOpen,
      inferred,
      ...(facts.tsconfig === undefined ? {} : { tsconfig: facts.tsconfig }),
    });
  };
}
