import { languageFor } from '../../src/language/registry.js';
import type { FilePath } from '../../src/host/path.js';
import type { ModuleModel } from '../../src/model/module-model.js';
import type { Project } from '../../src/model/project.js';

/** A reader of modules that never reads one text under one path twice, whichever project it belongs to. */
export function createCachedReader(limit = 4000): (project: Project) => (file: FilePath) => ModuleModel {
  const known = new Map<string, ModuleModel>();
  return (project) => (file) => {
    const source = project.files.get(file);
    if (source === undefined) throw new Error(`${file} is not in the project`);
    const facts = project.compilerFacts(file);
    const key = `${file}\u0000${JSON.stringify(facts)}\u0000${source.text}`;
    let model = known.get(key);
    if (model === undefined) {
      if (known.size > limit) known.clear();
      model = languageFor(file)!.read(source, facts);
      known.set(key, model);
    }
    return model;
  };
}
