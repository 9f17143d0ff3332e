import { baseName, directoryOf, extensionOf, relativePath, type FilePath } from '../../host/path.js';
import type { ImportedName } from '../../model/import-record.js';
import type { ImportEdge } from '../../model/project.js';
import { printList, printQuantity } from '../../text/wording.js';
import type { Detour } from './barrels.js';
import { successorsOf, type Knot } from './knot.js';
import { countUses, type Names } from './names.js';

/**
 * `mark-type`: write `import type`. `import-definition`: import from the file that defines the names. `move-declaration`: move
 * what is imported to a file below both. `inject`: pass it in, or import it where it is used. `remove`: nothing needs it here.
 */
export type RemedyKind = 'mark-type' | 'import-definition' | 'move-declaration' | 'inject' | 'remove';

export interface Remedy {
  readonly how: RemedyKind;
  /** What to do, in a few words, beginning with a verb in lower case. */
  readonly detail: string;
}

export interface RemedyInput {
  readonly knot: Knot;
  readonly cut: readonly number[];
  readonly names: Names;
  readonly isErased: (edge: ImportEdge) => boolean;
  readonly detours: ReadonlyMap<ImportEdge, Detour>;
  readonly show: (file: FilePath) => string;
}

/** More than this is no small thing to move. */
const FEW_DECLARATIONS = 6;

/** How to do without each import of a cut, in its order. */
export function findRemedies(input: RemedyInput): readonly Remedy[] {
  const redirected = chooseRedirects(input);
  return input.cut.map((index) => {
    const edge = input.knot.edges[index]!;
    const detour = redirected.get(edge);
    return detour ? { how: 'import-definition', detail: describeDetour(detour, input.show) } : findRemedy(edge, input);
  });
}

/** What can be said without reading a file. */
export function findRemedyByScan(edge: ImportEdge): Remedy {
  if (edge.from === edge.to) return { how: 'remove', detail: 'remove it: a module needs no import of itself' };
  if (edge.record.kind === 'type') return { how: 'move-declaration', detail: `move ${listNames(edge.record.names, 'the types')} to a file below both` };
  if (edge.record.kind === 'side-effect') return { how: 'remove', detail: 'remove it and load the module from the entry: nothing is imported by name' };
  if (edge.record.kind === 'reexport') return { how: 'remove', detail: 'remove it and let others import the names from where they are defined' };
  return { how: 'move-declaration', detail: `move ${listNames(edge.record.names, 'what it uses')} to a file below both, or pass it in` };
}

function findRemedy(edge: ImportEdge, input: RemedyInput): Remedy {
  const { names } = input;
  const { record } = edge;
  if (input.isErased(edge) && edge.from !== edge.to) return { how: 'mark-type', detail: 'mark it as `import type`: it is used for types only' };
  if (edge.from === edge.to || record.kind !== 'value') return findRemedyByScan(edge);
  const uses = countUses(names, edge.from, record);
  if (uses.hard + uses.soft + uses.exported === 0) return { how: 'remove', detail: 'remove it: nothing uses what it imports' };
  const move = planMove(edge, names);
  if (move && move.needs.length === 0 && move.declarations.length <= FEW_DECLARATIONS) {
    const others = move.declarations.filter((name) => !move.imported.includes(name));
    const dragged = others.length > 0 ? ` together with ${printList(others, 3)}` : '';
    return { how: 'move-declaration', detail: `move ${printList(move.shown, 3)}${dragged} to a file below both` };
  }
  if (uses.hard === 0 && uses.exported === 0) {
    const passed = listNames(valueNames(edge, names), 'it');
    if (isComponentFile(edge.from)) return { how: 'inject', detail: `pass ${passed} in or load it when the component is shown: its template may use it` };
    return { how: 'inject', detail: `pass ${passed} in or import it where it is used: it is used inside functions only` };
  }
  if (!move) return { how: 'move-declaration', detail: `move ${listNames(valueNames(edge, names), 'what it uses')} to a file below both` };
  const count = move.declarations.length - move.imported.length;
  const needed = move.needs.length > 0 ? [`what it needs of ${printList(move.needs.map(input.show), 2)}`] : [];
  const drags = [...(count > 0 ? [printQuantity(count, 'more declaration')] : []), ...needed];
  return { how: 'move-declaration', detail: `move ${printList(move.shown, 3)} to a file below both; it drags along ${printList(drags)}` };
}

function isComponentFile(file: FilePath): boolean {
  return /^\.(?:vue|svelte|astro)$/.test(extensionOf(file));
}

/** What is used as a value; the types of the same import only need their mark. */
function valueNames(edge: ImportEdge, names: Names): readonly ImportedName[] {
  const uses = names.usesIn(edge.from);
  const found = edge.record.names.filter((name) => {
    const own = name.typeOnly ? undefined : uses.get(name.local);
    return own !== undefined && own.hard + own.soft + own.exported > 0;
  });
  return found.length > 0 ? found : edge.record.names;
}

function listNames(imported: readonly ImportedName[], otherwise: string): string {
  // The name of a default export is the one that the importing file gives it.
  const named = imported.map((name) => (name.imported === 'default' ? name.local : name.imported)).filter((name) => name !== '*' && name !== 'default');
  return named.length > 0 ? printList(named, 3) : otherwise;
}

interface Move {
  /** Names as the defining file knows them. */
  readonly imported: readonly string[];
  /** The same for people: a default export without a name has that of the importing file. */
  readonly shown: readonly string[];
  /** Everything of that file that has to move, the imported names first. */
  readonly declarations: readonly string[];
  /** Members of the knot that the moved declarations import from. */
  readonly needs: readonly FilePath[];
}

/** What moves out of the imported file with the names of an import; undefined when they are not all declared there. */
function planMove(edge: ImportEdge, names: Names): Move | undefined {
  const { statements } = names.links(edge.to);
  const imported: string[] = [];
  const shown = new Map<string, string>();
  for (const name of valueNames(edge, names)) {
    const meaning = names.within.exported(edge.to, name.imported);
    if (meaning.kind !== 'binding' || meaning.file !== edge.to) return undefined;
    if (!imported.includes(meaning.name)) imported.push(meaning.name);
    shown.set(meaning.name, meaning.name === 'default' ? name.local : meaning.name);
  }
  const declaring = new Map<string, number[]>();
  for (const { index, declares } of statements) for (const name of declares) declaring.set(name, [...(declaring.get(name) ?? []), index]);
  const declarations = [...imported];
  const needs = new Set<FilePath>();
  for (const name of declarations) {
    for (const index of declaring.get(name) ?? []) {
      for (const { name: used } of [...statements[index]!.reads, ...statements[index]!.writes]) {
        const record = names.importOf(edge.to, used);
        const member = record ? names.memberAt(edge.to, record.specifier) : undefined;
        if (member !== undefined && record?.kind !== 'type') needs.add(member);
        if (!record && declaring.has(used) && !declarations.includes(used)) declarations.push(used);
      }
    }
  }
  return { imported, shown: imported.map((name) => shown.get(name)!), declarations, needs: [...needs].sort() };
}

/** The detours of the cut that may all be redirected at once: A takes a name of B and B one of A, both through the barrel, so one way stays. */
function chooseRedirects({ knot, cut, isErased, detours }: RemedyInput): ReadonlyMap<ImportEdge, Detour> {
  const removed = new Set(cut);
  const chosen = new Map<ImportEdge, Detour>();
  const candidates = cut.flatMap((index) => detours.get(knot.edges[index]!) ?? []);
  if (candidates.length === 0) return chosen;
  const successors = successorsOf(knot, knot.edges.filter((_, index) => !removed.has(index)));
  for (const detour of candidates) {
    if (isErased(detour.edge)) continue;
    const goal = knot.place.get(detour.edge.from)!;
    const targets = [...detour.definitions.keys()].flatMap((file) => knot.place.get(file) ?? []);
    if (leadsTo(targets, goal, successors)) continue;
    successors[goal]!.push(...targets);
    chosen.set(detour.edge, detour);
  }
  return chosen;
}

function leadsTo(starts: readonly number[], goal: number, successors: readonly (readonly number[])[]): boolean {
  const seen = new Set(starts);
  const pending = [...starts];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (node === goal) return true;
    for (const target of successors[node]!) {
      if (seen.has(target)) continue;
      seen.add(target);
      pending.push(target);
    }
  }
  return false;
}

function describeDetour({ edge, definitions }: Detour, show: (file: FilePath) => string): string {
  const parts = [...definitions].sort(([a], [b]) => (a < b ? -1 : 1)).map(([file, exported]) => {
    const specifier = printSpecifier(edge, file);
    return `${exported.every((name) => name === '*') ? 'everything' : printList(exported, 3)} from '${specifier}'`;
  });
  const verb = edge.record.kind === 'reexport' ? 're-export' : 'import';
  if (parts.length <= 3) return `${verb} ${printList(parts)}`;
  return `${verb} the names from the ${printQuantity(parts.length, 'file')} that define them, not through ${show(edge.to)}`;
}

/** A relative specifier in the style of the one that it replaces: `.js`, `.ts` or no extension. */
function printSpecifier(edge: ImportEdge, target: FilePath): string {
  const path = relativePath(directoryOf(edge.from), target);
  const relative = path.startsWith('.') ? path : `./${path}`;
  const extension = extensionOf(target);
  const bare = relative.slice(0, relative.length - extension.length);
  const style = /\.[cm]?[jt]sx?$/.exec(edge.record.specifier)?.[0];
  if (style === undefined) return baseName(bare) === 'index' ? directoryOf(bare as FilePath) : bare;
  if (/ts/.test(style)) return relative;
  return `${bare}${extension.replace(/^(?:\.d)?\.([cm]?)[jt]sx?$/, '.$1js')}`;
}
