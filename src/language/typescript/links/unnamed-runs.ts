import type { Argument, CallExpression, Class, NewExpression, Node, ObjectExpression, TaggedTemplateExpression } from 'oxc-parser';
import type { UnnamedRuns } from './runs.js';
import type { Scope } from './scope.js';
import { calleePath, skipWrappers } from './syntax-tree.js';
import type { Walk } from './walk.js';

/** Where a chain of members and calls begins: `menu` of `menu.of(day).serve()`. */
export function rootOf(outermost: Node): Node {
  let node = skipWrappers(outermost);
  for (;;) {
    if (node.type === 'MemberExpression') node = skipWrappers(node.object);
    else if (node.type === 'AwaitExpression') node = skipWrappers(node.argument);
    else if (node.type === 'CallExpression') node = skipWrappers(node.callee);
    else if (node.type === 'TaggedTemplateExpression') node = skipWrappers(node.tag);
    else return node;
  }
}

/** They take apart what they are given: getters and conversions run. `Object.freeze` and `Object.defineProperty` do not. */
const takesApart = /^(?:Reflect|JSON|Array|Map|Set|Promise|String|Number|structuredClone|Object\.(?:assign|entries|values|fromEntries|groupBy))(?:\.|$)/;

export function noteCall(walk: Walk, node: CallExpression | NewExpression, scope: Scope, root: Node): void {
  const { runs } = walk;
  const path = calleePath(node.callee)?.join('.');
  if (path !== undefined && takesApart.test(path)) {
    if (path.startsWith('Reflect.') && !node.arguments.every((argument) => isPlain(walk, argument))) addRun(runs, node.start);
    else runs.usedAt ??= node.start;
  }
  if (path === 'Proxy') addRun(runs, node.start);
  // Only of a call the body of the function was read as running at once.
  if (node.type === 'NewExpression' && isFunction(root)) addRun(runs, node.start);
  else noteCallee(walk, node.callee, root, node.start, scope, node.arguments);
}

export function noteTag(walk: Walk, node: TaggedTemplateExpression, scope: Scope): void {
  const root = rootOf(node.tag);
  if (isFunction(root)) addRun(walk.runs, node.start);
  else noteCallee(walk, node.tag, root, node.start, scope, node.quasi.expressions);
}

function noteCallee(walk: Walk, callee: Node, root: Node, at: number, scope: Scope, given: readonly Node[]): void {
  const { runs } = walk;
  switch (root.type) {
    case 'Identifier':
      runs.roots.push({ name: root.name, at, scope, isCall: true });
      // `Object.assign({}, { cook }).cook()`; what `Object.keys(menu).map(cook)` calls is handed to it.
      if (root.name === 'Object' && isResult(callee) && !atOnce.test(lastName(callee))) addRun(runs, at);
      return;
    case 'FunctionExpression': case 'ArrowFunctionExpression':
      // Its body runs at once and was read so, but a parameter of it may be called: `((cook) => cook())(fry)`.
      if (isResult(callee) || !given.every((argument) => isPlain(walk, argument))) addRun(runs, at);
      return;
    case 'ArrayExpression':
      if (!isPlain(walk, root)) addRun(runs, at);
      return;
    case 'ThisExpression':
      if (calleePath(callee) === undefined) addRun(runs, at);
      return;
    // The class of `new Menu().open()` is a call of its own.
    case 'NewExpression':
      if (isResult(callee)) addRun(runs, at);
      return;
    case 'Literal': case 'TemplateLiteral': case 'ImportExpression': case 'MetaProperty':
      return;
    default:
      addRun(runs, at);
  }
}

/** What is called is the result of another call, perhaps a member of it. */
function isResult(callee: Node): boolean {
  let node = skipWrappers(callee);
  while (node.type === 'MemberExpression') node = skipWrappers(node.object);
  return node.type === 'CallExpression';
}

function lastName(callee: Node): string {
  const node = skipWrappers(callee);
  return node.type === 'MemberExpression' && node.property.type === 'Identifier' ? node.property.name : '';
}

const atOnce = /^(?:map|forEach|filter|reduce|reduceRight|some|every|find|findIndex|flatMap|sort|join|includes|indexOf|slice|concat)$/;

/** `@((target) => {...})` */
export function noteDecorator(walk: Walk, expression: Node): void {
  if (rootOf(expression).type !== 'Identifier') addRun(walk.runs, expression.start);
}

/** A member is read, a list spread, a value turned into text: `{...menu}`, `${menu}`, `menu.soup`. */
export function noteUse(walk: Walk, operand: Node, scope: Scope, root = rootOf(operand)): void {
  if (root.type === 'Identifier') walk.runs.roots.push({ name: root.name, at: operand.start, scope, isCall: false });
  if (root.type === 'Identifier' ? isResult(operand) : !/^(?:Literal|TemplateLiteral|MetaProperty)$/.test(root.type)) walk.runs.usedAt ??= operand.start;
}

/** Whatever was put off may come before what follows. */
export function noteAwait({ runs }: Walk, at: number): void {
  runs.awaits = true;
  addRun(runs, at);
}

export function addRun(runs: UnnamedRuns, at: number): void {
  runs.at ??= at;
}

const touchyName = /^(?:toString|valueOf|toJSON|then|get|set)$/;

export function noteObject({ runs }: Walk, node: ObjectExpression): void {
  runs.isTouchy ||= node.properties.some((property) => {
    if (property.type !== 'Property') return false;
    if (property.kind !== 'init' || (property.computed && isFunction(property.value))) return true;
    const name = property.key.type === 'Identifier' ? property.key.name : property.key.type === 'Literal' ? String(property.key.value) : '';
    return touchyName.test(name) && !(property.value.type === 'Literal');
  });
}

export function noteClass({ runs }: Walk, node: Class): void {
  runs.isTouchy ||= node.body.body.some((member) => {
    if (member.type !== 'MethodDefinition') return false;
    return member.kind === 'get' || member.kind === 'set' || member.computed || (member.key.type === 'Identifier' && touchyName.test(member.key.name));
  });
}

function isFunction(node: Node): boolean {
  const { type } = skipWrappers(node);
  return type === 'FunctionExpression' || type === 'ArrowFunctionExpression';
}

/** Nothing that could be called or that runs code of the module when it is used. */
function isPlain(walk: Walk, argument: Argument | Node): boolean {
  const node = skipWrappers(argument);
  switch (node.type) {
    case 'Literal': case 'ThisExpression': case 'MetaProperty': return true;
    case 'TemplateLiteral': return node.expressions.every((expression) => isPlain(walk, expression));
    case 'Identifier': return !walk.names.has(node.name) && !walk.runs.locals.has(node.name);
    case 'UnaryExpression': return isPlain(walk, node.argument);
    case 'MemberExpression': return isPlain(walk, node.object);
    case 'ArrayExpression': return node.elements.every((element) => element === null || (element.type !== 'SpreadElement' && isPlain(walk, element)));
    case 'ObjectExpression': return node.properties.every((property) => property.type === 'Property' && property.kind === 'init' && !property.computed && isPlain(walk, property.value));
    default: return false;
  }
}
