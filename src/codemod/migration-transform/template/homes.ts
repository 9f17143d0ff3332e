import type { Table } from './table.js';

/** Where one name is declared, for tools that want the table alone: a lint rule. */
export interface Home {
  /** The specifier of its module; undefined when no other package can name it. */
  readonly module: string | undefined;
  readonly file: string;
  /** Its name there: `default`, an export name, or `*`. */
  readonly name: string;
  readonly isType: boolean;
}

/** Names that have another home than the old module. */
export function listHomes({ modules, names }: Table): Readonly<Record<string, Home>> {
  return Object.fromEntries(Object.entries(names).flatMap(([exported, { from, as, type }]) =>
    (from === undefined ? [] : [[exported, { module: modules[from]!.specifiers[0], file: from, name: as ?? exported, isType: type === true }] as const])));
}
