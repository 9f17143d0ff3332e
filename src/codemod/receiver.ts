import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';

/**
 * A function that is called as `ns.total()` gets the namespace as its `this`. Of a function that never says `this` that cannot be observed; of a value that
 * another function made, nobody knows.
 */
export function findReceiver(read: (file: FilePath) => ModuleModel, file: FilePath, name: string): string | undefined {
  const model = read(file);
  const local = model.exports.find(({ exported }) => exported === name)?.local ?? name;
  const statements = model.statements.filter(({ declares, assignsExports = [] }) => declares.includes(local) || assignsExports.includes(name));
  if (statements.length === 0) return 'where it is declared is not known';
  const texts = statements.map(({ span }) => model.source.text.slice(span.start, span.end));
  if (texts.some((text) => /\bthis\b|\beval\b/.test(text))) return 'it says `this`';
  const isFunction = statements.every(({ kind }) => kind === 'function' || kind === 'class' || kind === 'export-default' || kind === 'namespace') || model.functions.some((one) => one.name === local) ||
    texts.every((text) => /=\s*(?:async\s+)?(?:function\b|\([^]*\)[^=]*=>|[\w$]+\s*=>)/.test(text));
  return isFunction ? undefined : 'what it does with `this` cannot be told';
}
