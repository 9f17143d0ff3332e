import type { Span } from '../text/span.js';

/** One use of a variable of the module that is not its declaration. */
export interface StateSite {
  readonly name: string;
  readonly span: Span;
  /** `shorthand`: `{ count }`, as a value or as a target. `called`: `count()` or a tag, whose callee gets no `this`; `wrapped`: `(count)()`, `count!()`. */
  readonly form: 'plain' | 'shorthand' | 'called' | 'wrapped';
  /** It begins a statement that no semicolon parts from the one above, where a bracket would go on with that. */
  readonly needsSemicolon: boolean;
}

/** `count = 0` of `let count = 0, rest = 1`. */
export interface StateDeclarator {
  readonly name: string;
  /** The name alone. */
  readonly nameSpan: Span;
  readonly type?: Span;
  readonly initializer?: Span;
  /** ` as T` behind the initialiser would bind to its last part only, or would not parse. */
  readonly needsBrackets: boolean;
  /** The type allows `undefined` in so many words. */
  readonly admitsUndefined: boolean;
}

/** A `let` or `var` at top level that declares at least one of the names that were asked for. */
export interface StateDeclaration {
  readonly keyword: 'let' | 'var';
  /** Of the statement, semicolon included. */
  readonly span: Span;
  readonly declarators: readonly StateDeclarator[];
}

/** Why a variable means something else as a property of an object, or has another type there. */
export interface StateObstacle {
  readonly name: string;
  readonly span: Span;
  /** A fact that follows the name: "is exported ..." */
  readonly because: string;
}

/** What is known of some variables of one module. Every list is sorted by offset. */
export interface StateReading {
  readonly declarations: readonly StateDeclaration[];
  readonly sites: readonly StateSite[];
  readonly obstacles: readonly StateObstacle[];
  /** Every name that is bound or used anywhere in the file. Property names are none. */
  readonly takenNames: ReadonlySet<string>;
}
