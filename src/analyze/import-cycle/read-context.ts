import type { Span } from '../../text/span.js';
import { templateChunk, tokenAt } from './tokens.js';

/** What the text around a read says about whether it runs. */
export interface ReadContext {
  /** Nothing before it in the statement can keep it from being evaluated: once `functions` are called, when there are any. */
  readonly unconditional: boolean;
  /** Functions around it that run when somebody calls them; one that is called where it stands does not count. */
  readonly functions: number;
  /** The one function around it is the value of the statement: `function f() {...}`, `const f = () => ...`. */
  readonly isOwnBody: boolean;
  /** It is the type of a property or parameter, which only the metadata of a decorator reads. */
  readonly isAnnotation: boolean;
  /** The call whose arguments it stands in, directly or in an arrow function without parameters and braces. */
  readonly call?: { readonly name: string; readonly isMember: boolean; readonly isThunk: boolean };
}

interface Frame {
  readonly kind: 'root' | 'group' | 'call' | 'list' | 'object' | 'class' | 'block' | 'function' | 'template';
  /** The token before the opening bracket. */
  readonly opener: string;
  readonly isMember: boolean;
  /** A function that runs where it stands: `(() => {...})()`. */
  readonly runsAtOnce: boolean;
  readonly isAsync: boolean;
  /** After `&&`, `?` and their like, until the expression ends. */
  isConditional: boolean;
  /** After a branch: what follows may not be reached. */
  isDoubtful: boolean;
  isReturning: boolean;
  /** In the body of an arrow function without braces. */
  arrow: '' | 'plain' | 'bare' | 'async';
  /** The arrow function without braces stands in the body of another one. */
  isNested: boolean;
  /** A keyword whose braces have not come yet. */
  awaits: '' | 'class' | 'function' | 'async' | 'try';
}

/**
 * Reads a statement from its first character to the place asked for with a stack of brackets, and goes on from there when the
 * next place lies behind. It errs on the side of doubt: what it does not understand makes a read conditional. A time of `hard`
 * alone does not say that a read is evaluated: the callback in `const probe = lazily(() => settings.mode)` counts as hard,
 * because the called function may run it at once.
 */
export function createContextReader(text: string, statement: Span): (at: number) => ReadContext {
  let stack: Frame[] = [];
  let [previous, beforePrevious, beforeGroup, isEmptyGroup] = ['', '', '', false];
  let done = Infinity;
  return (read) => {
    if (done > read) {
      [stack, done] = [[openFrame('root', '', {})], statement.start];
      [previous, beforePrevious, beforeGroup, isEmptyGroup] = ['', '', '', false];
    }
    while (done < read) {
      const token = tokenAt(text, done, previous);
      done = token.end;
      if (token.text === '') continue;
      if (token.text === '}' && stack.at(-1)!.kind === 'template') {
        const chunk = templateChunk(text, done);
        done = chunk.end;
        if (chunk.text === 'literal') stack.pop();
      } else step(token.text);
      [beforePrevious, previous] = [previous, token.text];
    }
    return describe(stack, text, read, previous);
  };

  function step(token: string): void {
    const top = stack.at(-1)!;
    if (token === '(') {
      const isMember = beforePrevious === '.' || beforePrevious === '?.';
      stack.push(openFrame(isCallee(previous) ? 'call' : 'group', previous, { isMember, isConditional: previous === '?.' }));
    } else if (token === '[') stack.push(openFrame('list', previous, { isConditional: previous === '?.' }));
    else if (token === '{') stack.push(openBraces(top));
    else if (token === '${') stack.push(openFrame('template', previous, {}));
    else if (token === ')' || token === ']' || token === '}') close(token);
    else if (token === ';' || token === ',') {
      if (token === ';' && top.isReturning) top.isDoubtful = true;
      endExpression(top);
    } else if (token === '=>') {
      top.isNested = top.arrow !== '';
      top.arrow = isAsyncArrow() ? 'async' : isEmptyGroup && previous === ')' ? 'bare' : 'plain';
    } else if (token === '=') {
      // In `const now: (at: Date) => Dish = soup` the arrow belonged to a type. In `const { dish = soup }` the value is a default.
      if (top.kind === 'object' || top.kind === 'list' || top.kind === 'group') top.isConditional = true;
      else if (top.kind !== 'call') top.arrow = '';
    } else if (/^(?:&&=?|\|\|=?|\?\?=?|\?\.?)$/.test(token)) top.isConditional = true;
    else if (previous !== '.') takeKeyword(token, top);
  }

  function takeKeyword(token: string, top: Frame): void {
    if (token === 'class') top.awaits = 'class';
    else if (token === 'function') top.awaits = previous === 'async' ? 'async' : 'function';
    else if (token === '*' && previous === 'function') top.awaits = 'async';
    else if (token === 'try') top.awaits = 'try';
    else if (token === 'else' || token === 'case' || token === 'catch') top.isDoubtful = true;
    else if (/^(?:const|let|var|return|throw|if|for|while|switch)$/.test(token)) {
      // Without semicolons the condition of the statement before ends here.
      if (top.kind === 'block' || top.kind === 'function') endExpression(top);
      if (token === 'return' || token === 'throw') top.isReturning = true;
    }
  }

  function isAsyncArrow(): boolean {
    return previous === ')' ? beforeGroup === 'async' : beforePrevious === 'async';
  }

  function openBraces(top: Frame): Frame {
    const { awaits } = top;
    if (previous === '=>') {
      const isAsync = top.arrow === 'async';
      top.arrow = '';
      return openFrame('function', previous, { isAsync, runsAtOnce: top.kind === 'group' && !isAsync });
    }
    // `class Soup<T extends { hot: true }>`: these braces are a type.
    if (awaits === 'class' && (previous === 'extends' || previous === '<')) return openFrame('object', previous, {});
    top.awaits = '';
    if (awaits === 'class') return openFrame('class', previous, {});
    if (awaits === 'function' || awaits === 'async') {
      const isAsync = awaits === 'async';
      return openFrame('function', previous, { isAsync, runsAtOnce: top.kind === 'group' && !isAsync });
    }
    if (awaits === 'try') {
      top.isDoubtful = true;
      return openFrame('block', previous, { isConditional: true, isDoubtful: true });
    }
    if (top.kind === 'class') return openFrame(previous === 'static' ? 'block' : previous === '=' ? 'object' : 'function', previous, {});
    const isStatement = top.kind === 'root' || top.kind === 'block' || top.kind === 'function';
    if (isStatement) return openFrame(/^(?:|[;{})]|do|else|finally)$/.test(previous) ? 'block' : 'object', previous, {});
    return openFrame(previous === ')' ? 'function' : 'object', previous, {});
  }

  function close(token: string): void {
    const closed = stack.length > 1 ? stack.pop()! : stack[0]!;
    const top = stack.at(-1)!;
    isEmptyGroup = token === ')' && previous === '(';
    beforeGroup = token === ')' ? closed.opener : '';
    // The head of a branch or a loop is evaluated once at least; what follows it may not be.
    if (/^(?:if|for|while|switch|with)$/.test(beforeGroup)) top.isDoubtful = true;
    if (token === '}' && top.kind === 'class') endExpression(top);
  }
}

function openFrame(kind: Frame['kind'], opener: string, parts: Partial<Frame>): Frame {
  const closed = { isMember: false, runsAtOnce: false, isAsync: false, isConditional: false, isDoubtful: false, isReturning: false };
  return { kind, opener, ...closed, arrow: '', isNested: false, awaits: '', ...parts };
}

function endExpression(frame: Frame): void {
  frame.isConditional = false;
  frame.arrow = '';
}

const keywords = new Set(
  'if for while switch catch with return typeof void function await in of new throw case else do extends delete default yield'.split(' '),
);

function isCallee(token: string): boolean {
  return /^[\p{ID_Continue}$#]+$/u.test(token) ? !keywords.has(token) && token !== 'literal' : /^(?:\)|\]|\?\.)$/.test(token);
}

/** Whether a function in brackets is called there: a module may be one such function, with thousands of reads. */
const called = new WeakMap<Frame, boolean>();

/** A name, perhaps with members, and then the end of a function without braces. */
const onlyName = /^[\p{ID_Continue}$]+(?:\s*\??\.\s*[\p{ID_Continue}$]+)*\s*\]?\s*[,)]/u;

function describe(stack: readonly Frame[], text: string, read: number, previous: string): ReadContext {
  const isOpen = (frame: Frame): boolean => !frame.isConditional && !frame.isDoubtful;
  const arrows = stack.filter((frame, i) => frame.arrow !== '' && !(isCalledArrow(frame) && isGroupCalled(text, read, previous, stack.length - i)));
  // Of `return (() => {...})` nothing runs where it stands, of `(() => {...})()` and `(function () {...}())` all of it.
  const runsHere = (frame: Frame, i: number): boolean => {
    let runs = called.get(frame);
    if (runs === undefined) called.set(frame, (runs = [0, 1].some((more) => isGroupCalled(text, read, previous, stack.length - i + more))));
    return runs;
  };
  const waiting = stack.filter((frame, i) => frame.kind === 'function' && !(frame.runsAtOnce && runsHere(frame, i))).length + arrows.length;
  const [root, second] = stack as [Frame, Frame | undefined];
  const isArrowBody = root.arrow === 'plain' || root.arrow === 'bare';
  // A field of a class that stands in the function is set when somebody makes one.
  const isOwnBody = waiting === 1 && stack.every((frame) => frame.kind !== 'class') && (isArrowBody || (second?.kind === 'function' && !second.isAsync));
  const around = stack.findLast((frame) => frame.kind !== 'list')!;
  const isWhole = previous === '(' || previous === ',';
  const isThunk = around.arrow === 'bare' && (previous === '=>' || previous === '[') && onlyName.test(text.slice(read, read + 200));
  const { kind } = stack.at(-1)!;
  return {
    isAnnotation: (previous === ':' || previous === '|') && (kind === 'class' || kind === 'call' || kind === 'group'),
    unconditional: stack.every(isOpen) && (waiting === 0 || isOwnBody),
    functions: waiting,
    isOwnBody,
    ...(around.kind === 'call' && (isThunk || isWhole) ? { call: { name: around.opener, isMember: around.isMember, isThunk } } : {}),
  };
}

/** `(() => soup.price)()`. With two arrows, `(() => () => soup.price)()`, the second one waits; one bracket knows only one of them. */
function isCalledArrow(frame: Frame): boolean {
  return frame.kind === 'group' && (frame.arrow === 'bare' || frame.arrow === 'plain') && !frame.isNested;
}

/** Whether a call follows the bracket that is left when `levels` of brackets are closed. */
function isGroupCalled(text: string, read: number, before: string, levels: number): boolean {
  let open = levels;
  let previous = before;
  for (let at = read; at < text.length; ) {
    const token = tokenAt(text, at, previous);
    at = token.end;
    if (token.text === '') continue;
    // What a substitution of a template closes is no bracket of the stack.
    if (token.text === '${') return false;
    if (/^[([{]$/.test(token.text)) open++;
    else if (/^[)\]}]$/.test(token.text) && --open === 0) return /^\s*\(/.test(text.slice(at, at + 100));
    previous = token.text;
  }
  return false;
}

/** Whether `undefined` in place of the name that ends at an offset throws: `x.price`, `x()`, `new x`, `extends x`, `@x`. */
export function failsOnUndefined(text: string, start: number, end: number): boolean {
  if (/^\s*!?\s*(?:\.|\[|\(|`)/.test(text.slice(end, end + 20)) && !/^\s*!?\s*\.\.\./.test(text.slice(end, end + 20))) return true;
  return /(?:\b(?:extends|new|instanceof|in)\s+|@)(?:[\p{ID_Continue}$]+\s*\.\s*)*$/u.test(text.slice(Math.max(0, start - 60), start));
}
