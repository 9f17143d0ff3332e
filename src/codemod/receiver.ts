import type { FilePath } from '../host/path.js';
import type { ModuleModel } from '../model/module-model.js';
import type { Project } from '../model/project.js';

export interface ReceiverInput {
  readonly read: (file: FilePath) => ModuleModel;
  readonly resolve: Project['resolve'];
}

/**
 * A function that is called as `ns.total()` gets the namespace as its `this`. Of a function that never says `this` that cannot be observed; of a value that
 * another function made, nobody knows.
 */
export function findReceiver({ read, resolve }: ReceiverInput, file: FilePath, name: string, seen: ReadonlySet<string> = new Set()): string | undefined {
  const model = read(file);
  const local = model.exports.find(({ exported }) => exported === name)?.local ?? name;
  const statements = model.statements.filter(({ declares, assignsExports = [] }) => declares.includes(local) || assignsExports.includes(name));
  if (statements.length === 0) return 'where it is declared is not known';
  const texts = statements.map(({ span }) => withoutComments(model.source.text.slice(span.start, span.end)));
  if (texts.some((text) => /\bthis\b|\beval\b/.test(text))) return 'it says `this`';
  const isFunction = statements.every(({ kind }) => kind === 'function' || kind === 'class' || kind === 'export-default' || kind === 'namespace') || model.functions.some((one) => one.name === local) ||
    texts.every((text) => /=\s*(?:async\s+)?(?:function\b|\([^]*\)[^=]*=>|[\w$]+\s*=>)/.test(text));
  if (isFunction) return undefined;
  const others = statements.length === 1 && statements[0]!.declares.length === 1 ? readOthers(texts[0]!) : undefined;
  const key = `${file}#${local}`;
  if (others === undefined || seen.has(key)) return unknown;
  const reasons = others.map((other) => {
    const record = model.imports.find(({ form, names }) => form === 'import' && names.some((one) => one.local === other));
    if (record === undefined) return findReceiver({ read, resolve }, file, other, new Set([...seen, key]));
    const target = resolve(file, record.specifier);
    const { imported } = record.names.find((one) => one.local === other)!;
    return target.kind === 'file' && imported !== '*' ? findReceiver({ read, resolve }, target.path, imported, new Set([...seen, key])) : unknown;
  });
  return reasons.find((reason) => reason !== undefined);
}

const unknown = 'what it does with `this` cannot be told';

/**
 * `// do not copy for this` says no `this`. Only comments that can be nothing else: a template may hold lines that look like them, what has a quote or a slash before it
 * may be in a string or a pattern, and in JSX `// {this.name}` is text around code.
 */
function withoutComments(text: string): string {
  if (/`|\\\r?\n/.test(text)) return text;
  return text.replace(/^[ \t]*\/\*[^]*?\*\//gm, '').replace(/^([^'"/\\\r\n]*)\/\/[^{\r\n]*$/gm, '$1');
}

/** The functions that a constant is another name of: `const writeByte = write`, `const encode = isFast ? encodeNative : encodePolyfill`. */
function readOthers(text: string): readonly string[] | undefined {
  const [, only, first, second] = /^const\s[^=?]*=(?:\s*([\w$]+)|[^?=]*\?\s*([\w$]+)\s*:\s*([\w$]+))\s*;?$/.exec(text.replace(/^export\s+/, '')) ?? [];
  return only !== undefined ? [only] : first !== undefined ? [first, second!] : undefined;
}
