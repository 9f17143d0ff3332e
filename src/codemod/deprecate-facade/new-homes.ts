import { compareText } from '../../diagnostic/sort.js';
import { isIdentifierName } from '../../language/typescript/print.js';
import { findSpecifierEnding, relativeSpecifier } from '../../language/typescript/specifier.js';
import { findExportHomes } from '../export-homes.js';
import type { FilePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';

/** What an importer of the facade writes in place of its import, seen from the folder of the facade. */
export interface NewHome {
  /** Name under which the facade has it. */
  readonly exported: string;
  readonly specifier: string;
  /** Name in the module: `default`, an export name, or `*`. */
  readonly name: string;
  readonly typeOnly: boolean;
}

export interface FacadeNames {
  /** In the order of the facade's text. */
  readonly homes: ReadonlyMap<string, NewHome>;
  /** Names that nothing else exports, with the reason: "is declared there". */
  readonly kept: ReadonlyMap<string, string>;
  /** Why there may be further names. */
  readonly open?: string;
}

export interface HomesInput {
  readonly project: Project;
  readonly read: (file: FilePath) => ModuleModel;
}

/**
 * Where each name of a facade can be imported from: the module that declares it, or, where that is not known, the one that the facade itself
 * takes it from.
 */
export function findNewHomes(input: HomesInput, facade: FilePath): FacadeNames {
  const model = input.read(facade);
  const { homes: found, open } = findExportHomes(input, facade);
  const ending = findSpecifierEnding(input.project, model);
  const homes = new Map<string, NewHome>();
  const kept = new Map<string, string>();
  for (const { exported, file, name, typeOnly, because } of found.values()) {
    const taken = because === undefined ? undefined : findOrigin(model, exported);
    if (because === undefined) homes.set(exported, { exported, specifier: relativeSpecifier(facade, file, ending), name, typeOnly });
    else if (taken) homes.set(exported, { exported, ...taken, typeOnly });
    else kept.set(exported, because);
  }
  return { homes, kept, ...(open === undefined ? {} : { open }) };
}

/** The specifier and the name by which the facade takes a name from elsewhere. */
function findOrigin({ exports, statements }: ModuleModel, exported: string): Pick<NewHome, 'specifier' | 'name'> | undefined {
  const entries = exports.filter((entry) => entry.exported === exported);
  const [entry] = entries;
  if (entry === undefined || entries.length > 1) return undefined;
  if (entry.from !== undefined) return { specifier: entry.from, name: entry.imported ?? exported };
  for (const { kind, imports } of statements) {
    for (const { specifier, names } of kind === 'import' ? imports : []) {
      const taken = names.find(({ local }) => local === entry.local);
      if (taken) return { specifier, name: taken.imported };
    }
  }
  return undefined;
}

/** One sentence for a JSDoc tag: `Import { heat } from './stove/heat'.` */
export function describeHome({ exported, specifier, name, typeOnly }: NewHome): string {
  if (name === '*') return `Import * as ${exported === 'default' ? 'it' : exported} from '${specifier}'.`;
  if (name === 'default' && exported === 'default') return `Import the default export of '${specifier}'.`;
  return `Import ${typeOnly ? 'type ' : ''}{ ${printName(name, exported, ' as ')} } from '${specifier}'.`;
}

/** Whether the sentence can stand in a comment, and be found in it again. */
export function isDescribable({ exported, specifier, name }: NewHome): boolean {
  return ![exported, specifier, name].some((text) => /\*\/|['"{}\r\n]/.test(text));
}

/** A renamed export may be taken under its own name; the name of the facade saves the importer further changes. */
function printName(name: string, exported: string, as: string): string {
  const [one, other] = [name, exported].map((text) => (isIdentifierName(text) ? text : JSON.stringify(text)));
  return one === other || exported === 'default' ? one! : `${one}${as}${other}`;
}

/** The import statements that replace an import of everything, a line for each module. Sorted: a star that was written out changes no order. */
export function printNewImports(homes: Iterable<NewHome>, format: ModuleModel['format']): readonly string[] {
  const groups = new Map<string, NewHome[]>();
  for (const home of homes) groups.set(home.specifier, [...(groups.get(home.specifier) ?? []), home]);
  const sorted = [...groups].map(([specifier, names]) => [specifier, names.sort((one, other) => compareText(one.exported, other.exported))] as const);
  return sorted.sort(([one], [other]) => compareText(one, other)).flatMap(([specifier, names]) => (format === 'commonjs' ? printRequires(specifier, names) : printImports(specifier, names)));
}

function printImports(specifier: string, names: readonly NewHome[]): readonly string[] {
  const isWhole = ({ exported, name }: NewHome): boolean => name === '*' || (name === 'default' && exported === 'default');
  const named = names.filter((home) => !isWhole(home)).map(({ exported, name, typeOnly }) => `${typeOnly ? 'type ' : ''}${printName(name, exported, ' as ')}`);
  return [
    ...names.filter(isWhole).map(({ exported, name }) => `import ${name === '*' ? `* as ${exported === 'default' ? 'all' : exported}` : 'theDefault'} from '${specifier}';`),
    ...(named.length === 0 ? [] : [`import { ${named.join(', ')} } from '${specifier}';`]),
  ];
}

function printRequires(specifier: string, names: readonly NewHome[]): readonly string[] {
  const named = names.filter(({ name }) => name !== '*').map(({ exported, name }) => printName(name, exported, ': '));
  return [
    ...names.filter(({ name }) => name === '*').map(({ exported }) => `const ${exported} = require('${specifier}');`),
    ...(named.length === 0 ? [] : [`const { ${named.join(', ')} } = require('${specifier}');`]),
  ];
}
