import type { FilePath } from '../../host/path.js';
import type { EmittedDecorators } from '../../model/emitted-decorators.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { CheckInput } from '../check.js';
import { findImport, resolveExport, resolveLocal, type Binding } from '../export-set.js';
import type { Side } from '../side.js';

/** One decorated place of a file, its names resolved. */
export interface Decorated extends EmittedDecorators {
  readonly file: FilePath;
  /** 1-based line of the class, as far as it can be told. */
  readonly line: number;
}

type ReadDecorators = NonNullable<CheckInput['readDecorators']>;

/**
 * Decorated classes of the changed files and of those that import one: there a class may have become a type (`export type { Mailer }`)
 * although not a letter of the file changed.
 */
export function readDecorated(side: Side, read: ReadDecorators): readonly Decorated[] {
  const { project } = side;
  const files = new Set(side.changedFiles);
  for (const file of side.changedFiles) for (const { from } of project.graph.edgesTo.get(file) ?? []) files.add(from);
  return [...files].sort().flatMap((file) => {
    const facts = project.compilerFacts(file);
    const source = project.files.get(file);
    if (!source || !facts.emitDecoratorMetadata || !/@[\w$([]/.test(source.text)) return [];
    const model = side.read(file);
    const resolve = (name: string, isGuarded: boolean): string => nameOf(side, model, read, name, isGuarded);
    return read(source, facts).map((one) => ({
      ...one,
      file,
      line: lineOf(source.text, one.owner),
      decorators: one.decorators.map((text) => withRoot(side, model, text)),
      metadata: one.metadata.map(({ key, value }) => ({ key, value: resolveNames(value, resolve) })),
    }));
  });
}

function lineOf(text: string, owner: string): number {
  const at = text.search(new RegExp(`\\bclass\\s+${owner.replaceAll('$', '\\$')}\\b`));
  return at === -1 ? 1 : text.slice(0, at).split('\n').length;
}

function resolveNames(value: string, resolve: (name: string, isGuarded: boolean) => string): string {
  return value.replaceAll(/guard\(([\w$.]+)\)|(?<![\w$."'])([A-Za-z_$][\w$]*)(?![\w$"'])/g, (_whole, guarded: string | undefined, plain: string | undefined) => resolve(guarded ?? plain!, guarded !== undefined));
}

/** The name by which both sides know the same thing: what is declared in a file that the change did not touch, or in a package, is named with its place. */
function nameOf(side: Side, model: ModuleModel, read: ReadDecorators, name: string, isGuarded: boolean): string {
  const [root, ...rest] = name.split('.') as [string, ...string[]];
  const found = resolveLocal(side, model, root);
  if (!found) return name;
  if (found === 'ambiguous') return `${name} (ambiguous)`;
  const member = found.namespaceOf !== undefined && rest.length === 1 ? resolveExport(side, found.namespaceOf, rest[0]!) : undefined;
  const binding = member && member !== 'ambiguous' ? { ...member, typeOnly: member.typeOnly || found.typeOnly } : found;
  if (binding.typeOnly || (isGuarded && isErased(binding))) return serialised(side, model, read, binding);
  const place = placeOf(side, binding);
  return `${member || binding.declared ? binding.declared?.local ?? name : name}${place === '' ? '' : ` (${place})`}`;
}

function isErased({ kinds }: Binding): boolean {
  return kinds.every((kind) => kind === 'interface' || kind === 'type' || kind === 'enum' || kind === 'const enum');
}

/**
 * An interface, an alias or an enum of another file. Seen one file at a time nothing of it is known but that it is no class; a compiler that sees the
 * whole program writes what the declaring file would. What an import or export marks as a type is `Object` for both.
 */
function serialised(side: Side, model: ModuleModel, read: ReadDecorators, binding: Binding): string {
  const { declared } = binding;
  const source = declared && side.project.files.get(declared.file);
  if (!declared || !source || side.project.compilerFacts(model.source.path).isolatedModules || (binding.typeOnly && !isErased(binding))) return 'Object';
  const [emitted] = read(source, { ...side.project.compilerFacts(declared.file), emitDecoratorMetadata: true }, declared.local);
  return emitted?.metadata[0]?.value ?? 'Object';
}

function placeOf(side: Side, { origin, declared }: Binding): string {
  if (origin.startsWith('external:')) return origin.slice('external:'.length).replace(/#.*$/, '');
  if (!declared) return '';
  const file = side.name(declared.file);
  return side.changed.has(file) ? '' : file;
}

/** `Injectable()` with the package or file that it comes from. */
function withRoot(side: Side, model: ModuleModel, text: string): string {
  const [, parameter = '', rest = text] = /^(parameter \d+: )?([\s\S]*)$/.exec(text) ?? [];
  const root = /^[A-Za-z_$][\w$]*/.exec(rest)?.[0];
  const found = root === undefined ? undefined : resolveLocal(side, model, root);
  const member = found && found !== 'ambiguous' && found.namespaceOf !== undefined ? /^[\w$]+\.([\w$]+)/.exec(rest)?.[1] : undefined;
  const meant = member === undefined ? found : resolveExport(side, (found as Binding).namespaceOf!, member);
  const place = meant && meant !== 'ambiguous' ? placeOf(side, meant) : '';
  return `${parameter}@${withDeclaredNames(side, model, rest)}${place === '' ? '' : ` from ${place}`}`;
}

/** `orm.Column(..)` and `Column(..)` of one module are one thing: what is imported goes by the name of its declaration, whichever module passes it on. */
function withDeclaredNames(side: Side, model: ModuleModel, text: string): string {
  return text.replace(/(?<![\w$.'"`])([A-Za-z_$][\w$]*)(?:\.([A-Za-z_$][\w$]*))?/g, (whole, root: string, member: string | undefined) => {
    const imported = findImport(model, root) ? resolveLocal(side, model, root) : undefined;
    if (!imported || imported === 'ambiguous') return whole;
    if (imported.namespaceOf === undefined) return imported.declared ? whole.replace(root, () => imported.declared!.local) : whole;
    const found = member === undefined ? undefined : resolveExport(side, imported.namespaceOf, member);
    return found && found !== 'ambiguous' && found.declared ? found.declared.local : whole;
  });
}
