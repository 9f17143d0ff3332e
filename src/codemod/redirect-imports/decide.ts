import type { TextEdit } from '../../edit/text-edit.js';
import type { FilePath } from '../../host/path.js';
import type { ModuleUse, PatternPlace } from '../../model/importer.js';
import { findOtherEnd, isInCircle } from './circles.js';
import { dividePattern, severalAtOnce } from './divide-pattern.js';
import { findPlace, groupNames } from './group-names.js';
import { importMembers, renameRoots, resolveMembers } from './namespace-members.js';
import type { Decision, FileContext, NameGroup } from './redirect-input.js';

/** What becomes of one place that names the facade. Nothing is guessed: what cannot be told stays, with the reason. */
export function decide(context: FileContext, use: ModuleUse): Decision {
  if (use.whole !== undefined) return stay(use, use.whole);
  if (use.hasAttributes) return stay(use, 'it has import attributes');
  switch (use.form) {
    case 'import':
      return decideImport(context, use);
    case 'export-from':
      return guardStatement(use, decideNames(context, use));
    case 'export-star':
      return guardStatement(use, decideStar(context, use));
    case 'import-equals':
      return guardStatement(use, decideWhole(context, use));
    case 'require-statement':
      return guardStatement(use, decideRequire(context, use));
    case 'import-type':
    case 'comment-type':
      return decideType(context, use);
    case 'comment-import':
      return decideCommentImport(context, use);
    default:
      return decideCall(context, use);
  }
}

function stay(use: ModuleUse, because: string): Decision {
  return { edits: [], left: [{ names: namesOf(use), because }], isRewritten: false };
}

function namesOf({ names, namespace, form }: ModuleUse): string[] {
  return form === 'export-star' ? ['*'] : [...names.map(({ imported }) => imported), ...(namespace ? ['*'] : [])];
}

/** A comment that speaks to a tool about one statement would speak of the first of several only. */
function guardStatement(use: ModuleUse, decision: Decision): Decision {
  const isSeveral = (decision.statement?.groups.length ?? 0) > 1;
  return use.isWatched && isSeveral ? stay(use, 'a comment speaks to a tool about this one statement, which would become several') : decision;
}

function decideImport(context: FileContext, use: ModuleUse): Decision {
  if (use.names.length === 0 && !use.namespace) return stay(use, 'it is imported for what runs when it is loaded');
  const { groups, left, moved } = groupNames(context, use);
  if (!use.namespace) return moved === 0 ? { edits: [], left, isRewritten: false } : guardStatement(use, { edits: [], statement: { use, facade: context.facade, groups }, left, isRewritten: true });
  const kept = (because: string): Decision => {
    const all = [...left, { names: ['*'], because }];
    if (moved === 0) return { edits: [], left: all, isRewritten: false };
    return guardStatement(use, { edits: [], statement: { use, facade: context.facade, groups: addName(groups, context, use, { home: { name: '*' }, local: use.namespace!.local, typeOnly: use.isType, before: [], after: [] }) }, left: all, isRewritten: true });
  };
  const resolved = resolveMembers(context, use, use.namespace);
  if ('because' in resolved) return kept(resolved.because);
  if (resolved.only && use.names.length === 0) return respecify(use, resolved.only.specifier);
  if (use.namespace.members.some(({ isRooted, isPattern }) => isRooted || isPattern)) {
    const renamed = renameRoots(context, use.namespace, resolved);
    return 'because' in renamed ? kept(renamed.because) : guardStatement(use, { edits: renamed.edits, statement: { use, facade: context.facade, groups: mergeGroups([...groups, ...renamed.groups]) }, left, isRewritten: true });
  }
  const members = importMembers(context, use.namespace, resolved, use.isType);
  return guardStatement(use, { edits: members.edits, statement: { use, facade: context.facade, groups: mergeGroups([...groups, ...members.groups]) }, left, isRewritten: true });
}

function addName(groups: readonly NameGroup[], { facade }: FileContext, { specifier }: ModuleUse, name: NameGroup['names'][number]): readonly NameGroup[] {
  const own = groups.find(({ file }) => file === facade);
  return own ? groups.map((group) => (group === own ? { ...group, names: [...group.names, name] } : group)) : [...groups, { file: facade, specifier, names: [name] }];
}

function mergeGroups(groups: readonly NameGroup[]): readonly NameGroup[] {
  const merged = new Map<string, NameGroup>();
  for (const group of groups) {
    const known = merged.get(group.file);
    merged.set(group.file, known ? { ...known, names: [...known.names, ...group.names] } : group);
  }
  return [...merged.values()];
}

function respecify(use: ModuleUse, specifier: string): Decision {
  return { edits: [respecifyEdit(use, specifier)], left: [], isRewritten: true };
}

function respecifyEdit({ specifierSpan }: ModuleUse, specifier: string): TextEdit {
  return { span: specifierSpan, insert: specifier, because: 'names the module that declares what is taken' };
}

function decideNames(context: FileContext, use: ModuleUse): Decision {
  if (use.names.length === 0) return stay(use, 'it takes no name');
  const { groups, left, moved } = groupNames(context, use);
  return moved === 0 ? { edits: [], left, isRewritten: false } : { edits: [], statement: { use, facade: context.facade, groups }, left, isRewritten: true };
}

/**
 * `export * from` the facade as a list of names. A star gives way to names of the barrel itself and, to nothing, beside another star with the same name; a list does
 * not. So a name is listed only if the barrel has it from here already.
 */
function decideStar(context: FileContext, use: ModuleUse): Decision {
  const { homes, input, file } = context;
  // What comes through it is a type, a class too: TypeScript keeps that in no symbol, so that a proof could not tell it from a list that lost the values.
  if (use.isType) return stay(use, 'it passes on everything as a type');
  if (homes.open !== undefined) return stay(use, `its names cannot be listed: ${homes.open}`);
  const own = input.homesOf(file).homes;
  const names = [...homes.homes.values()].filter(({ exported, file: home, name }) => {
    const seen = own.get(exported);
    return exported !== 'default' && seen?.file === home && seen.name === name;
  });
  // Beside a list, another star would give the barrel what two stars together did not.
  const double = [...homes.homes.keys()].find((exported) => exported !== 'default' && !own.has(exported));
  if (double !== undefined) return stay(use, `${double} has another meaning through another \`export *\`, so that the barrel exports neither`);
  if (names.length === 0) return stay(use, 'none of its names is exported through it');
  // A list in JavaScript that names a type asks for a value that is not there; one that leaves it out takes it from whoever has the types of the barrel.
  const type = context.importer.isTyped ? undefined : names.find(({ typeOnly }) => typeOnly);
  if (type !== undefined) return stay(use, `it passes on the type ${type.exported}, which a list in JavaScript cannot name`);
  const groups = groupNames(context, use, names.map(({ exported, typeOnly }) => ({ imported: exported, local: exported, typeOnly: use.isType || (typeOnly && context.importer.isTyped), before: [], after: [] })));
  return groups.moved === 0 ? { edits: [], left: [{ names: ['*'], because: groups.left[0]!.because }], isRewritten: false }
    : { edits: [], statement: { use, facade: context.facade, groups: groups.groups }, left: groups.left, isRewritten: true };
}

function decideWhole(context: FileContext, use: ModuleUse): Decision {
  const resolved = resolveMembers(context, use, use.namespace!);
  if ('because' in resolved) return stay(use, resolved.because);
  if (resolved.only) return respecify(use, resolved.only.specifier);
  const renamed = renameRoots(context, use.namespace!, resolved);
  return 'because' in renamed ? stay(use, renamed.because) : { edits: renamed.edits, statement: { use, facade: context.facade, groups: renamed.groups }, left: [], isRewritten: true };
}

function decideRequire(context: FileContext, use: ModuleUse): Decision {
  if (use.namespace) {
    if (context.importer.isCommonJs) return decideWhole(context, use);
    return decideCall(context, use);
  }
  if (use.names.length === 0) return stay(use, 'it is required for what runs when it is loaded');
  const { groups, left, moved } = groupNames(context, use);
  if (moved === 0) return { edits: [], left, isRewritten: false };
  // In CommonJS it is an import like any other, and the order of those is compared from program to program.
  const obstacle = context.importer.isCommonJs ? undefined : findLoadObstacle(context, groups);
  if (obstacle !== undefined) return stay(use, obstacle);
  const isSame = groups.length === 1 && groups[0]!.names.every(({ home }, index) => home.name === use.names[index]!.imported);
  return isSame ? respecify(use, groups[0]!.specifier) : { edits: [], statement: { use, facade: context.facade, groups }, left, isRewritten: true };
}

/** Why modules that were loaded in one go cannot be loaded one after the other. */
function findLoadObstacle({ input, facade }: FileContext, groups: readonly NameGroup[]): string | undefined {
  if (groups.length < 2) return undefined;
  if (input.isOrdered(facade)) return `${severalAtOnce}, and something is done while they are loaded, which would be done in several steps`;
  return groups.some(({ file }) => isInCircle(input, file)) ? `${severalAtOnce}, and one of them is in a circle of imports, which would be come to from another end` : undefined;
}

function decideType(context: FileContext, use: ModuleUse): Decision {
  const { imported } = use.names[0]!;
  const place = findPlace(context, use, imported);
  if ('because' in place) return stay(use, place.because);
  return place.name === imported ? respecify(use, place.specifier) : stay(use, `it is named ${place.name} there`);
}

function decideCommentImport(context: FileContext, use: ModuleUse): Decision {
  if (use.names.length === 0) return stay(use, 'it takes no name');
  const { groups, left, moved } = groupNames(context, use);
  if (moved === 0) return { edits: [], left, isRewritten: false };
  const isSame = groups.length === 1 && groups[0]!.names.every(({ home }, index) => home.name === use.names[index]!.imported);
  if (isSame) return respecify(use, groups[0]!.specifier);
  // The comment holds more than this one import.
  return use.isWatched ? stay(use, 'one tag of a longer comment takes names of several modules') : { edits: [], statement: { use, facade: context.facade, groups }, left, isRewritten: true };
}

function decideCall(context: FileContext, use: ModuleUse): Decision {
  if (!use.namespace) return stay(use, use.form === 'import-call' ? 'it is loaded for what runs then' : 'it is required for what runs when it is loaded');
  const resolved = resolveMembers(context, use, use.namespace);
  const only = 'because' in resolved ? undefined : resolved.only;
  const pattern = use.namespace.escapes ? undefined : use.namespace.members[0]?.pattern;
  if (only === undefined && use.namespace.local === '' && pattern) return decidePattern(context, use, pattern);
  if ('because' in resolved) return stay(use, resolved.because);
  if (only === undefined) return stay(use, use.namespace.members.some(({ isPattern, pattern: place }) => isPattern && !place) ? `${severalAtOnce}, by the parameter of a callback` : severalAtOnce);
  const obstacle = findLateObstacle(context, use, only.file);
  return obstacle === undefined ? respecify(use, only.specifier) : stay(use, obstacle);
}

/** What a program loads later is in no order that a proof could compare. */
function findLateObstacle({ input, facade }: FileContext, { isDeferred }: ModuleUse, file: FilePath): string | undefined {
  if (!isDeferred) return undefined;
  const lost = input.lostEffect(facade, file);
  if (lost !== undefined) return `loading the facade there also runs ${lost}`;
  const early = findOtherEnd(input, facade, file);
  return early === undefined ? undefined : `it would come to a circle of imports from another end, and ${early} is read while that is loaded`;
}

/**
 * `const { a, b } = await import('./shop')` as a declaration for each module. Two that are loaded one after the other are loaded at two times, and the second only if the
 * first came through: where loading them does nothing, nobody sees that but by what the second await leaves time for.
 */
function decidePattern(context: FileContext, use: ModuleUse, pattern: PatternPlace): Decision {
  const { groups, left, moved } = groupNames(context, use, pattern.names);
  if (moved === 0) return { edits: [], left, isRewritten: false };
  if (pattern.undivided !== undefined) return stay(use, `${severalAtOnce}, and ${pattern.undivided}`);
  if (groups.length === 1) {
    const obstacle = findLateObstacle(context, use, groups[0]!.file);
    if (obstacle !== undefined) return stay(use, obstacle);
  } else {
    const obstacle = findLoadObstacle(context, groups);
    if (obstacle !== undefined) return stay(use, obstacle);
    const assigned = use.form === 'import-call' ? groups.flatMap((group) => group.names.filter(({ home }) => isAssigned(context, group.file, home.name)))[0] : undefined;
    if (assigned !== undefined) return stay(use, `${severalAtOnce}, and ${assigned.home.name} is assigned while the program runs, so that it may be another by then`);
  }
  const places = new Map(groups.flatMap((group) => group.names.map(({ home, local }) => [local, { name: home.name, specifier: group.specifier }] as const)));
  const { text } = context.importer.source;
  const root = { start: pattern.value.start, end: pattern.value.end };
  const valueOf = (specifier: string): string => text.slice(root.start, use.specifierSpan.start) + specifier + text.slice(use.specifierSpan.end, root.end);
  return { edits: [dividePattern(context, pattern, root, (_, local) => ({ name: places.get(local)!.name, root: valueOf(places.get(local)!.specifier) }))], left, isRewritten: true };
}

/** An ES module may give its name another value at any time; of a CommonJS module an import sees what it exported when it was loaded. */
function isAssigned({ input }: FileContext, file: FilePath, exported: string): boolean {
  const model = input.read(file);
  const local = model.exports.find((entry) => entry.exported === exported && entry.from === undefined)?.local;
  return model.format !== 'commonjs' && local !== undefined && model.statements.some(({ writes }) => writes.some(({ name }) => name === local));
}
