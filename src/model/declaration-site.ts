import type { Span } from '../text/span.js';
import type { StaticValue } from './static-value.js';

/** `@Processor('mail')`, in the order of the source. */
export interface DecoratorUse {
  /** Dotted path of what is called or named: `['Processor']`, `['nest', 'Cron']`. */
  readonly path: readonly string[];
  readonly args: readonly StaticValue[];
  /** False for `@Define` without parentheses. */
  readonly called: boolean;
  /** The decorator as written, white space folded. */
  readonly text: string;
  readonly span: Span;
}

/** What is written of a function: nothing of it is inferred. */
export interface FunctionShape {
  /** Parameters as written, decorators included, white space folded. */
  readonly parameters: readonly string[];
  /** Type of each parameter as written; undefined where none is. Same length as `parameters`. */
  readonly parameterTypes: readonly (string | undefined)[];
  readonly returnType?: string;
  readonly async: boolean;
  readonly generator: boolean;
  /** Directives at the start of the body: `use workflow`. */
  readonly directives: readonly string[];
}

export interface MemberSite {
  readonly kind: 'method' | 'property' | 'getter' | 'setter' | 'constructor';
  /** `constructor` for the constructor, `[expression]` for a computed name. */
  readonly name: string;
  readonly static: boolean;
  readonly decorators: readonly DecoratorUse[];
  /** For methods, accessors, constructors and properties that hold a function. */
  readonly shape?: FunctionShape;
  /** For properties with an initialiser. */
  readonly value?: StaticValue;
  readonly span: Span;
}

export interface ClassSite {
  /** Undefined for an anonymous default export. */
  readonly name?: string;
  /** Dotted path of the base class, without type arguments. */
  readonly extends?: readonly string[];
  readonly extendsTypeArguments: readonly string[];
  readonly implements: readonly string[];
  readonly decorators: readonly DecoratorUse[];
  readonly members: readonly MemberSite[];
  readonly span: Span;
  /** Index of the top-level statement that contains it. */
  readonly statement: number;
}

/** A function that a top-level name holds: a declaration, or a `const` whose initialiser is a function. */
export interface FunctionSite {
  /** `default` for an anonymous default export. */
  readonly name: string;
  readonly shape: FunctionShape;
  readonly span: Span;
  /** Index of the top-level statement that contains it. */
  readonly statement: number;
}

/** A function within another one, or in an object, that starts with a directive. */
export interface DirectedFunction extends Omit<FunctionSite, 'name'> {
  /** Names from the top-level declaration inwards: `['order', 'charge']`. An empty text stands for a function without a name. */
  readonly path: readonly string[];
}
