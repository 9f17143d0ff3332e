import ts from 'typescript';

interface Frame {
  /** The text without its import statements, each with the line break behind it. */
  readonly rest: string;
  /** Import statements by the module that they name. */
  readonly statements: readonly { readonly specifier: string; readonly text: string }[];
  /** By local name: the name in the module, `*` for the whole. */
  readonly locals: ReadonlyMap<string, string>;
}

/**
 * Why a file differs in more than its imports; undefined when it does not. Told from the two texts and nothing that decant says: what is left of them without import
 * statements must be the same bytes, but for `old.total` that became `total`, and specifiers of the old module inside of calls and comments.
 */
export function findOtherChange(file: string, before: string, after: string, isConcerned: (specifier: string) => boolean): string | undefined {
  const [old, now] = [readFrame(file, before), readFrame(file, after)];
  const foreign = [...without(old.statements, now.statements), ...without(now.statements, old.statements)].find(({ specifier }) => !isConcerned(specifier));
  if (foreign) return `an import of another module: ${foreign.text}`;
  const [left, right] = [old.rest, now.rest].map((rest) => rest.match(/[\p{ID_Continue}$]+|[^]/gu) ?? []);
  for (let [i, j] = [0, 0]; i < left!.length || j < right!.length;) {
    const member = left![i + 1] === '.' && old.locals.get(left![i]!) === '*' ? left![i + 2] : undefined;
    const told = /^import\((['"])([^'"]+)\1\)\.([\p{ID_Continue}$]+)/u.exec(right!.slice(j, j + 60).join(''));
    if (member !== undefined && told?.[3] === member && isConcerned(told[2]!)) {
      i += 3;
      j += told[0].match(/[\p{ID_Continue}$]+|[^]/gu)!.length;
    } else if (member !== undefined && left![i] !== right![j] && now.locals.get(right![j] ?? '') === member) {
      i += 3;
      j += 1;
    } else if (member !== undefined && left![i] !== right![j] && now.locals.get(right![j] ?? '') === '*') {
      i += 1;
      j += 1;
    } else if (left![i] === right![j]) {
      i += 1;
      j += 1;
    } else {
      const quoted = [left!, right!].map((words, side) => readQuoted(words, side === 0 ? i : j));
      if (!quoted.every((one) => one !== undefined && isConcerned(one.text))) return `${JSON.stringify(left!.slice(i, i + 12).join(''))} became ${JSON.stringify(right!.slice(j, j + 12).join(''))}`;
      [i, j] = [quoted[0]!.end, quoted[1]!.end];
    }
  }
  return undefined;
}

/** The string that a word stands in, and where it ends. */
function readQuoted(words: readonly string[], at: number): { readonly text: string; readonly end: number } | undefined {
  let [start, end] = [at, at];
  while (start > 0 && !/['"`\n]/.test(words[start - 1]!)) start--;
  while (end < words.length && !/['"`\n]/.test(words[end]!)) end++;
  return words[start - 1] === words[end] && words[end] !== '\n' ? { text: words.slice(start, end).join(''), end } : undefined;
}

function readFrame(file: string, text: string): Frame {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true, /\.[cm]?ts$/.test(file) ? ts.ScriptKind.TS : ts.ScriptKind.TSX);
  const statements: { specifier: string; text: string }[] = [];
  const locals = new Map<string, string>();
  let [rest, offset] = ['', 0];
  for (const statement of source.statements) {
    const specifier = readImport(statement, locals);
    if (specifier === undefined) continue;
    const [start, end] = [statement.getStart(source), statement.end];
    statements.push({ specifier, text: text.slice(start, end) });
    rest += text.slice(offset, start);
    offset = end + (/^[ \t]*\r?\n/.exec(text.slice(end))?.[0].length ?? 0);
  }
  return { rest: rest + text.slice(offset), statements, locals };
}

/** The module that a top-level statement takes names from; they go to `locals`. */
function readImport(statement: ts.Statement, locals: Map<string, string>): string | undefined {
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    if (name) locals.set(name.text, 'default');
    if (namedBindings && ts.isNamespaceImport(namedBindings)) locals.set(namedBindings.name.text, '*');
    if (namedBindings && ts.isNamedImports(namedBindings)) for (const one of namedBindings.elements) locals.set(one.name.text, (one.propertyName ?? one.name).text);
    return textOf(statement.moduleSpecifier);
  }
  if (ts.isExportDeclaration(statement) && statement.moduleSpecifier) return textOf(statement.moduleSpecifier);
  if (ts.isImportEqualsDeclaration(statement) && ts.isExternalModuleReference(statement.moduleReference)) {
    locals.set(statement.name.text, '*');
    return textOf(statement.moduleReference.expression);
  }
  const [declaration, more] = ts.isVariableStatement(statement) ? statement.declarationList.declarations : [];
  const call = declaration?.initializer;
  if (!declaration || more || !call || !ts.isCallExpression(call) || call.expression.getText() !== 'require') return undefined;
  if (ts.isIdentifier(declaration.name)) locals.set(declaration.name.text, '*');
  else for (const one of declaration.name.elements) if (ts.isBindingElement(one)) locals.set(one.name.getText(), (one.propertyName ?? one.name).getText());
  return call.arguments[0] && textOf(call.arguments[0]);
}

function textOf(node: ts.Expression): string {
  return ts.isStringLiteral(node) ? node.text : '';
}

function without(all: Frame['statements'], others: Frame['statements']): Frame['statements'] {
  const known = new Map<string, number>();
  for (const { text } of others) known.set(text, (known.get(text) ?? 0) + 1);
  return all.filter(({ text }) => {
    const count = known.get(text) ?? 0;
    known.set(text, count - 1);
    return count <= 0;
  });
}
