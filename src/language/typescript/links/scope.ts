/** The three spaces that a name can live in at once (TypeScript handbook, "Declaration Merging"), as bits. */
export type Spaces = number;
export const values: Spaces = 1;
export const types: Spaces = 2;
export const namespaces: Spaces = 4;
export const everywhere: Spaces = 7;

/** The members of an enum or a namespace: visible in every declaration of the same name, not only in the one that holds them. */
export interface MemberTable {
  readonly names: Map<string, Spaces>;
  tables: Map<string, MemberTable> | undefined;
}

/** Names that are declared under the top level. The top level itself is the scope without a parent and holds none. */
export interface Scope {
  readonly parent: Scope | undefined;
  /** A function, a static block or a namespace: where `var` lands. */
  readonly holdsVars: boolean;
  readonly members: MemberTable | undefined;
  names: Map<string, Spaces> | undefined;
  tables: Map<string, MemberTable> | undefined;
}

export function createScope(parent: Scope | undefined, holdsVars: boolean, members?: MemberTable): Scope {
  return { parent, holdsVars, members, names: undefined, tables: undefined };
}

export function declareIn(scope: Scope, name: string, spaces: Spaces): void {
  if (!scope.parent) return;
  const names = (scope.names ??= new Map());
  names.set(name, (names.get(name) ?? 0) | spaces);
}

export function varScopeOf(scope: Scope): Scope {
  let at = scope;
  while (!at.holdsVars && at.parent) at = at.parent;
  return at;
}

/** `namespace Menu { export const soup = 1 } namespace Menu { soup }`: one table for both. */
export function memberTableOf(owner: Scope | MemberTable, key: string): MemberTable {
  const tables = (owner.tables ??= new Map());
  let table = tables.get(key);
  if (!table) tables.set(key, (table = { names: new Map(), tables: undefined }));
  return table;
}

export function addMember(table: MemberTable, name: string, spaces: Spaces): void {
  table.names.set(name, (table.names.get(name) ?? 0) | spaces);
}

/** Whether a name, used in one of the given spaces, is declared between the scope and the top level. */
export function isShadowed(scope: Scope, name: string, spaces: Spaces): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at.names && (at.names.get(name) ?? 0) & spaces) return true;
    if (at.members && (at.members.names.get(name) ?? 0) & spaces) return true;
  }
  return false;
}
