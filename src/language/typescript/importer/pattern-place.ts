import type { ts } from 'ts-morph';
import type { PatternPlace, TakenName } from '../../../model/importer.js';
import type { Span } from '../../../text/span.js';
import type { ParsedModule } from '../compiler.js';
import { isWatched, readClauseComments } from './clause-comments.js';

/** Where a declaration that takes a module apart stands, and whether there is room for several. `root`: the module in its value, as a name or a call. */
export function readPatternPlace(parsed: ParsedModule, pattern: ts.ObjectBindingPattern, declaration: ts.VariableDeclaration, root: Span): PatternPlace | undefined {
  const { ts, tree, text } = parsed;
  const list = declaration.parent;
  if (!ts.isVariableDeclarationList(list) || !declaration.initializer) return undefined;
  const statement = ts.isVariableStatement(list.parent) ? list.parent : undefined;
  const start = pattern.getStart(tree);
  const value = { start: declaration.initializer.getStart(tree), end: declaration.end };
  const comments = readClauseComments(parsed, declaration, pattern.elements);
  const names = pattern.elements.map((element): TakenName => {
    const local = text.slice(element.name.getStart(tree), element.name.end);
    return { imported: element.propertyName ? (element.propertyName as ts.Identifier | ts.StringLiteral).text : local, local, typeOnly: false, ...comments.of.get(element)! };
  });
  const lead = statement ? text.slice(statement.getStart(tree), start) : '';
  const tail = statement ? text.slice(declaration.end, statement.end) : '';
  const frame = statement && list.declarations.length === 1 && hasRoom(parsed, statement, tail)
    ? { span: { start: statement.getStart(tree), end: statement.end }, lead, tail } : { span: { start, end: declaration.end }, lead: '', tail: '' };
  const undivided = comments.inner.length > 0 || /\/[/*]/.test(lead + tail) ? inner : findObstacle(parsed, pattern, declaration, root) ?? (statement && findWatcher(parsed, statement));
  return { ...frame, names, value, ...(undivided === undefined ? {} : { undivided }) };
}

// `import(/* webpackExports: ["a", "b"] */ './shop')` speaks of all names.
const inner = 'a comment stands in the middle of it';

function findObstacle({ ts, tree, text }: ParsedModule, { elements }: ts.ObjectBindingPattern, declaration: ts.VariableDeclaration, root: Span): string | undefined {
  if (!elements.every(({ name }) => ts.isIdentifier(name))) return 'one of its names is taken apart in turn';
  if (new Set(elements.map(({ name }) => (name as ts.Identifier).text)).size < elements.length) return 'it declares one name twice';
  if (declaration.type) return 'a type is written for what is taken';
  if ((declaration.parent as ts.VariableDeclarationList).declarations[0] !== declaration) return 'another declaration of the statement comes before it';
  // `{ a, b } = ns!` and what else a value may be wrapped in.
  const isBare = /^[\s(]*$/.test(text.slice(declaration.initializer!.getStart(tree), root.start)) && /^[\s)]*$/.test(text.slice(root.end, declaration.end));
  return isBare ? undefined : 'what is taken apart is more than the module';
}

function findWatcher(parsed: ParsedModule, statement: ts.VariableStatement): string | undefined {
  const { ts, tree, text } = parsed;
  if (statement.modifiers?.length && statement.parent !== tree) return 'it is exported by a namespace';
  if (isWatched(parsed, statement)) return 'a comment speaks to a tool about this one statement, which would become several';
  // `/** @type {Shop} */ const { a } = ..`, `/** @deprecated */ export const { a } = ..`.
  const above = ts.getLeadingCommentRanges(text, statement.pos)?.at(-1);
  return above && text.startsWith('/**', above.pos) ? 'a comment above it speaks of all of its names' : undefined;
}

/** `if (wanted) var { a } = shop`: a second statement would not belong to the condition. Without a semicolon it needs a line of its own. */
function hasRoom({ ts, tree, text }: ParsedModule, statement: ts.VariableStatement, tail: string): boolean {
  const { parent } = statement;
  if (!ts.isBlock(parent) && !ts.isSourceFile(parent) && !ts.isModuleBlock(parent) && !ts.isCaseOrDefaultClause(parent)) return false;
  return tail.includes(';') || /(?:^|[\r\n])[ \t]*$/.test(text.slice(0, statement.getStart(tree)));
}
