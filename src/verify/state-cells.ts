import { diagnostic, type Diagnostic } from '../diagnostic/diagnostic.js';
import { lineColumnAt } from '../text/line-index.js';
import type { FilePath } from '../host/path.js';
import type { ModuleModel, Statement } from '../model/module-model.js';
import type { CheckInput } from './check.js';
import { readCellObject, type CellObject } from './cell-object.js';
import type { CelledFile, CellPlace } from './celled-file.js';
import { readSiteForms } from './cell-sites.js';
import { locate } from './side.js';
import type { Token } from './lexer.js';
import { isNewlineMeaningful } from './normal-form.js';
import { readStatementTokens } from './statement-tokens.js';
import { readTokens } from './token-stream.js';

type CellInput = Pick<CheckInput, 'before' | 'after' | 'changed' | 'readBefore' | 'readAfter'>;

/**
 * `let count = 0` in one file and `const state = { count: 0 }` in another: finds such pairs and says what the old file would be with the
 * objects in the place of the variables. Empty where the change makes none. Knows nothing of how the change was made.
 */
export function findStateCells(input: CellInput): readonly CelledFile[] {
  const { before, after } = input;
  const namesOf = (root: string, files: Iterable<FilePath>) => new Map([...files].map((file) => [file.slice(root.length + 1), file] as const));
  const [oldFiles, newFiles] = [namesOf(before.root, before.files.keys()), namesOf(after.root, after.files.keys())];
  const pick = (files: ReadonlyMap<string, FilePath>, read: (file: FilePath) => ModuleModel): ModuleModel[] => input.changed.flatMap((name) => (files.has(name) ? [read(files.get(name)!)] : []));
  const oldModels = pick(oldFiles, input.readBefore);
  const variables = oldModels.map((model) => model.statements.filter((statement) => isVariable(model, statement)));
  if (variables.every((list) => list.length === 0)) return [];
  const newModels = pick(newFiles, input.readAfter);
  const declaredNow = new Set(newModels.flatMap(namesDeclared));
  const declaredThen = new Set(oldModels.flatMap(namesDeclared));
  const objects = newModels.flatMap((model) => model.statements.flatMap((statement) => {
    const [name] = statement.declares;
    return statement.kind === 'variable' && name !== undefined && !declaredThen.has(name) ? readCellObject(model, statement) ?? [] : [];
  }));
  return oldModels.flatMap((model, index) => {
    const lost = variables[index]!.filter(({ declares }) => declares.every((name) => !declaredNow.has(name)));
    const names = new Set(lost.flatMap(({ declares }) => declares));
    const cells = objects.filter(({ properties }) => properties.every(({ name }) => names.has(name)))
      .map((object) => ({ object, statements: lost.filter(({ declares }) => declares.some((name) => object.properties.some((property) => property.name === name))) }))
      .filter(({ object, statements }) => statements.length > 0 && statements.every(({ declares }) => declares.every((name) => object.properties.some((property) => property.name === name))));
    return cells.length === 0 ? [] : [rewriteFile(model, cells)];
  });
}

interface Cell {
  readonly object: CellObject;
  /** The old declarations of its properties, in source order. */
  readonly statements: readonly Statement[];
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly insert: string;
  /** Offsets in `insert` of names of cells. */
  readonly uses: readonly { readonly cell: string; readonly offset: number; readonly inOwn: boolean }[];
}

function rewriteFile(model: ModuleModel, cells: readonly Cell[]): CelledFile {
  const { text } = model.source;
  const cellOf = new Map(cells.flatMap(({ object }) => object.properties.map(({ name }) => [name, object.cell] as const)));
  const own = new Set(cells.flatMap(({ statements }) => statements));
  const places: CellPlace[] = [];
  const problems: Diagnostic[] = [];
  const edits: Edit[] = [];
  for (const statement of model.statements) {
    if (statement.role === 'wiring') continue;
    const { found, edits: made, problems: wrong } = rewriteStatement(model, statement, cellOf);
    places.push(...found);
    problems.push(...wrong);
    if (!own.has(statement)) edits.push(...made);
  }
  for (const { object, statements } of cells) {
    problems.push(...findWrongCell(model, object, statements, cellOf));
    const uses = object.tokens.flatMap(({ start, text: word, kind }, at) => (kind === 'word' && word === object.cell && object.tokens[at + 1]?.text === '.' ? [{ cell: object.cell, offset: start - object.start, inOwn: true }] : []));
    statements.forEach((statement, index) => {
      const comments = readStatementTokens(model, statement).comments.map((comment) => `${comment.text}\n`);
      const inside = index === 0 ? object.code : '';
      edits.push({ start: statement.span.start, end: statement.span.end, insert: comments.join('') + inside, uses: index === 0 ? uses.map((use) => ({ ...use, offset: use.offset + comments.join('').length })) : [] });
    });
  }
  const { text: celled, uses } = applyAll(text, edits);
  return { file: model.source.path, text: celled, places: places.sort((a, b) => a.line - b.line || a.column - b.column), uses, cells: cells.map(({ object }) => ({ cell: object.cell, names: object.properties.map(({ name }) => name) })), problems };
}

function applyAll(text: string, edits: readonly Edit[]) {
  let [out, position] = ['', 0];
  const uses: { cell: string; at: number; inOwn: boolean }[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    out += text.slice(position, edit.start);
    for (const { cell, offset, inOwn } of edit.uses) uses.push({ cell, at: out.length + offset, inOwn });
    out += edit.insert;
    position = edit.end;
  }
  return { text: out + text.slice(position), uses };
}

/** What stands for the places of a statement that use the variables, and what is wrong with putting it there. */
function rewriteStatement(model: ModuleModel, statement: Statement, cellOf: ReadonlyMap<string, string>) {
  const found: CellPlace[] = [];
  const edits: Edit[] = [];
  const problems: Diagnostic[] = [];
  const spans = new Map([...statement.reads, ...statement.writes].filter(({ name }) => cellOf.has(name)).map((use) => [use.span.start, use]));
  if (spans.size === 0) return { found, edits, problems };
  const { tokens } = readStatementTokens(model, statement);
  const indexOf = new Map(tokens.map((token, index) => [token.start, index]));
  const { formOf, beginsStatement } = readSiteForms(tokens);
  for (const { name, span } of spans.values()) {
    const cell = cellOf.get(name)!;
    const at = indexOf.get(span.start);
    if (span.start === span.end) problems.push(wrong(model, span.start, name, cell, 'is used there without being named'));
    const form = at === undefined ? 'plain' : formOf(at);
    found.push({ name, cell, form, ...lineColumnAt(model.source.lineStarts, span.start) });
    const isCall = form === 'called' || form === 'wrapped';
    const isParted = at === undefined || !isCall || (at === 0 ? !followsOpenEnd(model, statement) : !beginsStatement(at));
    const opening = isCall ? `${isParted ? '' : ';'}(${form === 'wrapped' ? 'void 0' : '0'}, ` : form === 'shorthand' ? `${name}: ` : '';
    edits.push({ start: span.start, end: span.end, insert: `${opening}${cell}.${name}${isCall ? ')' : ''}`, uses: [{ cell, offset: opening.length, inOwn: false }] });
    if (at !== undefined && namesFunction(tokens, at)) problems.push(wrong(model, span.start, name, cell, 'gives its name to the function that it is assigned there'));
    if (tokens[(at ?? 0) - 1]?.text === 'delete') problems.push(wrong(model, span.start, name, cell, 'is deleted there'));
  }
  return { found, edits, problems };
}

function followsOpenEnd({ statements, source }: ModuleModel, { index }: Statement): boolean {
  const above = statements[index - 1];
  return above !== undefined && !source.text.slice(above.span.start, above.span.end).endsWith(';');
}

/** `count = () => 0`: the function is called count, and would have no name as the value of a member (ECMA-262 13.15.2). */
function namesFunction(tokens: readonly Token[], at: number): boolean {
  if (!/^(?:=|\?\?=|\|\|=|&&=)$/.test(tokens[at + 1]?.text ?? '')) return false;
  let value = at + 2;
  while (tokens[value]?.text === '(' && /^(?:\(|async|function|class)$/.test(tokens[value + 1]?.text ?? '')) value++;
  const word = (offset: number): string => tokens[value + offset]?.text ?? '';
  if (word(0) === 'class') return /^(?:\{|extends)$/.test(word(1));
  const start = word(0) === 'async' ? 1 : 0;
  if (word(start) === 'function') return word(start + (word(start + 1) === '*' ? 2 : 1)) === '(';
  if (word(start + 1) === '=>' && tokens[value + start]?.kind === 'word') return true;
  if (word(start) !== '(') return false;
  let depth = 0;
  for (let index = value + start; index < tokens.length; index++) {
    const { text } = tokens[index]!;
    if (/^[([{]$/.test(text)) depth++;
    else if (/^[)\]}]$/.test(text) && --depth === 0) return tokens[index + 1]?.text === '=>' || (tokens[index + 1]?.text === ':' && tokens.slice(index, index + 40).some((token) => token.text === '=>'));
  }
  return false;
}

/** The object against the declarations that it stands for. */
function findWrongCell(model: ModuleModel, object: CellObject, statements: readonly Statement[], cellOf: ReadonlyMap<string, string>): Diagnostic[] {
  const { text } = model.source;
  const { cell, properties } = object;
  const [first] = statements;
  const problems: Diagnostic[] = [];
  const exported = new Set(model.exports.flatMap(({ local }) => local ?? []));
  const old = statements.flatMap((statement) => readDeclarators(model, statement, cellOf).map((declarator) => ({ ...declarator, statement })));
  for (const { name, statement } of old) if (exported.has(name)) problems.push(wrong(model, statement.span.start, name, cell, 'is exported, and importers see every change of it'));
  if (old.map(({ name }) => name).join() !== properties.map(({ name }) => name).join()) {
    problems.push(wrong(model, first!.span.start, properties[0]!.name, cell, `has another place among the properties (${properties.map(({ name }) => name).join(', ')}) than among the variables`));
  }
  for (const { name, accepted, statement } of old) {
    const value = properties.find((property) => property.name === name)?.words.join('\u0001');
    if (value !== undefined && !accepted.some((words) => words.join('\u0001') === value)) problems.push(wrong(model, statement.span.start, name, cell, 'has another first value or type as a property'));
  }
  for (const statement of statements.slice(1)) {
    const between = model.statements.slice(first!.index, statement.index).filter(({ role }) => role !== 'wiring');
    const late = new Set(between.filter(({ kind }) => kind !== 'function').flatMap(({ declares }) => declares));
    const isFree = statement.effect === 'none' && between.slice(1).every(({ effect }) => effect === 'none') && !statement.reads.some(({ name, when }) => when === 'hard' && late.has(name));
    if (!isFree) problems.push(wrong(model, statement.span.start, statement.declares[0]!, cell, 'gets its first value earlier than before, and that can be observed'));
  }
  for (const statement of statements) {
    if (!/^var\b/.test(text.slice(statement.span.start))) continue;
    const isEarly = reachesBefore(model, statement);
    if (isEarly) problems.push(wrong(model, statement.span.start, statement.declares[0]!, cell, 'is a `var` that may be used before its statement has run'));
  }
  const names = model.statements.flatMap((statement) => readStatementTokens(model, statement).tokens.filter((token, at, list) => token.text === cell && !/^\??\.$/.test(list[at - 1]?.text ?? '')));
  const inOwn = names.find(({ start }) => statements.some(({ span }) => span.start <= start && start < span.end));
  if (inOwn) problems.push(wrong(model, inOwn.start, properties[0]!.name, cell, `stands beside a ${cell} of the old file`));
  return problems;
}

/** Whether something that runs above a statement mentions a name of it, directly or through other statements. */
function reachesBefore(model: ModuleModel, target: Statement): boolean {
  const above = model.statements.filter(({ index, role }) => index < target.index && role !== 'wiring');
  const usesOf = ({ reads, writes }: Statement, isHard: boolean): string[] => [...reads, ...writes].filter(({ when }) => (isHard ? when === 'hard' : when !== 'type')).map(({ name }) => name);
  const reached = new Set(above.flatMap((statement) => usesOf(statement, statement.effect === 'none')));
  // A set that grows while it is walked.
  for (const name of reached) for (const statement of model.statements) if (statement.declares.includes(name)) for (const used of usesOf(statement, false)) reached.add(used);
  return target.declares.some((name) => reached.has(name));
}

/** What the declaration of each variable may look like as a property, its name and colon left out. */
function readDeclarators(model: ModuleModel, statement: Statement, cellOf: ReadonlyMap<string, string>): { readonly name: string; readonly accepted: readonly (readonly string[])[] }[] {
  const { text } = model.source;
  const { edits } = rewriteStatement(model, statement, cellOf);
  const shift = (edit: Edit): Edit => ({ ...edit, start: edit.start - statement.span.start, end: edit.end - statement.span.start });
  const rewritten = applyAll(text.slice(statement.span.start, statement.span.end), edits.map(shift)).text;
  const words = readTokens(rewritten, 0, rewritten.length, model.dialect !== 'ts').tokens.map(({ text }, at, tokens) => (isNewlineMeaningful(tokens, at) ? `\n${text}` : text));
  const result: { name: string; accepted: string[][] }[] = [];
  let at = 1;
  while (at < words.length && words[at] !== ';') {
    const name = words[at]!;
    const end = skipTo(words, at + 1, [',', ';']);
    const isForced = words[at + 1] === '!';
    const from = at + (isForced ? 2 : 1);
    const equals = words[from] === '=' ? from : skipTo(words, from, ['='], end);
    const type = words[from] === ':' ? words.slice(from + 1, equals) : undefined;
    const value = equals < end ? words.slice(equals + 1, end) : undefined;
    const plain = value ? [value, ['(', ...value, ')']] : [['undefined'], ['undefined', '!']];
    result.push({ name, accepted: type ? plain.map((one) => [...one, 'as', ...type]) : plain });
    at = end + 1;
  }
  return result;
}

/** Index of the first of some words outside of all brackets; `<` and `>` of types count as brackets where they pair. */
function skipTo(words: readonly string[], from: number, ends: readonly string[], limit = words.length): number {
  let depth = 0;
  for (let at = from; at < limit; at++) {
    const word = words[at]!;
    if (depth === 0 && ends.includes(word)) return at;
    if (/^[([{]$/.test(word) || word.endsWith('${')) depth += word.startsWith('}') ? 0 : 1;
    else if (/^[)\]}]$/.test(word) || (word.startsWith('}') && word.length > 1)) depth--;
    else if (word === '<' && closesAngle(words, at, limit)) depth++;
    else if (word === '>' && depth > 0 && opensAngle(words, from, at)) depth--;
  }
  return limit;
}

function closesAngle(words: readonly string[], open: number, limit: number): boolean {
  let depth = 0;
  for (let at = open; at < limit; at++) {
    if (words[at] === '<') depth++;
    else if (words[at] === '>' && --depth === 0) return true;
    else if (words[at] === ';' || words[at] === '&&' || words[at] === '||') return false;
  }
  return false;
}

function opensAngle(words: readonly string[], from: number, close: number): boolean {
  let depth = 0;
  for (let at = close; at >= from; at--) {
    if (words[at] === '>') depth++;
    else if (words[at] === '<' && --depth === 0) return closesAngle(words, at, close + 1);
    else if (words[at] === ';' || words[at] === '&&' || words[at] === '||') return false;
  }
  return false;
}

function isVariable({ source }: ModuleModel, { kind, role, span }: Statement): boolean {
  return role === 'declaration' && kind === 'variable' && /^(?:let|var)\b/.test(source.text.slice(span.start, span.end));
}

function namesDeclared(model: ModuleModel): readonly string[] {
  return model.statements.filter(({ role }) => role !== 'wiring').flatMap(({ declares }) => declares);
}

function wrong(model: ModuleModel, offset: number, name: string, cell: string, because: string): Diagnostic {
  return diagnostic({
    id: 'changed-state',
    message: `'${name}' cannot be the same as ${cell}.${name}: it ${because}`,
    at: locate(model, offset),
    help: 'Keep the variable, and everything that assigns it, in one file.',
    data: { name, cell },
  });
}
