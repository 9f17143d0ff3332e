import type { CallSite } from './static-value.js';
import type { ModuleModel, Statement } from './module-model.js';

export type LinkStatement = Pick<Statement, 'index' | 'kind' | 'span' | 'declares' | 'reads' | 'writes' | 'erased' | 'imports'>;

/**
 * What one file takes from others and when: the part of a `ModuleModel` that the danger of an import cycle follows from.
 * Every `ModuleModel` is one; the language can make it an order of magnitude faster alone.
 */
export interface ModuleLinks extends Pick<ModuleModel, 'source' | 'dialect' | 'imports' | 'exports' | 'problems'> {
  readonly statements: readonly LinkStatement[];
  readonly calls: readonly Pick<CallSite, 'callee' | 'when' | 'span' | 'statement'>[];
}
