import type { Project } from '../../src/model/project.js';

/** Everything that a project says, and what a resolver made later answers. */
export function describeProject(project: Project): unknown {
  const { modules, edgesFrom, edgesTo, unresolved } = project.graph;
  return {
    files: [...project.files.values()].map(({ path, text, bom, newline, lineStarts }) => ({ path, text, bom, newline, lineStarts, hash: project.contentHash(path) })),
    scanned: [...project.scanned].map(([path, module]) => [path, { ...module, imports: module.imports }]),
    modules, edgesFrom: [...edgesFrom], edgesTo: [...edgesTo], unresolved,
    unparsed: project.unparsed, skipped: project.skipped, brokenConfigs: project.brokenConfigs,
    facts: [...project.files.keys()].map((path) => project.compilerFacts(path)),
    resolved: [...project.scanned.values()].flatMap((module) => module.imports.map((record) => project.resolve(module.path, record.specifier))),
  };
}
