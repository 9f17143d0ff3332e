import type { ModuleModel } from '../../model/module-model.js';
import { specifierTarget } from '../normal-form.js';
import type { Side } from '../side.js';

/** `@type {import('./x.js').T}` means the same file from another folder by another path. */
export function withTargets(side: Side, model: ModuleModel, text: string): string {
  if (model.dialect === 'ts' || model.dialect === 'tsx' || !text.startsWith('/**')) return text;
  return text.replace(/(\bimport\(\s*|@import\b[^'"]*\bfrom\s+)(['"])(\.[^'"]*)\2/g, (_, before: string, quote: string, path: string) => `${before}${quote}<file:${specifierTarget(side, model, path)}>${quote}`);
}
