import type { CallSite } from './static-value.js';
import type { ModuleModel, Statement } from './module-model.js';

export interface LinkStatement extends Pick<Statement, 'index' | 'kind' | 'span' | 'declares' | 'reads' | 'writes' | 'erased' | 'imports'> {
  /** Where something without a name runs while the module loads, which may be any function that stands or is named in the statement: `[cook, serve][0]()`. */
  readonly runsUnnamed?: number;
  /** It waits at the top level, so that modules which do not import this one may run meanwhile. */
  readonly awaits?: true;
}

/**
 * What one file takes from others and when: the part of a `ModuleModel` that the danger of an import cycle follows from.
 * Every `ModuleModel` is one; the language can make it an order of magnitude faster alone.
 */
export interface ModuleLinks extends Pick<ModuleModel, 'source' | 'dialect' | 'imports' | 'exports' | 'problems'> {
  readonly statements: readonly LinkStatement[];
  readonly calls: readonly Pick<CallSite, 'callee' | 'when' | 'span' | 'statement'>[];
}
