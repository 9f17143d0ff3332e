import type { Span } from '../text/span.js';
import type { CodeStyle } from './module-model.js';
import type { SourceFile } from './source-file.js';

/** One name that a statement takes from a module. */
export interface TakenName {
  /** Name in the module: `default` or an export name. */
  readonly imported: string;
  /** Name on this side: the local binding, or the exported name of a re-export. */
  readonly local: string;
  readonly typeOnly: boolean;
  /** Comments above or before the name, and behind it. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** `ns.a`, `ns['a']`, `ns?.a`, `ns.T` in a type. */
export interface MemberUse {
  readonly name: string;
  readonly span: Span;
  /** Of the namespace's name in it. */
  readonly root: Span;
  /** Handed `ns` as its `this`: `ns.a()`, a tagged template. */
  readonly isCalled: boolean;
  readonly isType: boolean;
  /** Names an element: a lower-case name there is another thing (`<div>`). */
  readonly isElement: boolean;
  /** Only the name of the namespace can be replaced: a name of a pattern (`const { a } = ns`). */
  readonly isPattern: boolean;
  /** The declaration whose pattern it is a name of. Undefined for the pattern of a parameter. */
  readonly pattern?: PatternPlace;
  /** It stays a member, so only the root can be renamed: `spyOn(ns, 'a')`, `mocked(ns).a`. Root and span are the same. */
  readonly isRooted?: boolean;
  /** A type in a comment of a JavaScript file, `@param {ns.T} a`: nothing is loaded for it, and an import of its own would be one that no code uses. */
  readonly isComment?: boolean;
  /** Another value is put in its place: `spyOn(ns, 'a')`, `ns.a = fake`. */
  readonly isReplaced?: boolean;
}

/** `const { a, b: c } = ns`, `const { a } = await import('x')`: a declaration that takes a module apart by names. */
export interface PatternPlace {
  readonly names: readonly TakenName[];
  /** What is printed anew if it is divided: the statement, or the one declaration where no second statement can stand beside it. */
  readonly span: Span;
  /** What is written in front of the braces in `span`, and behind the value: `const ` and `;`, or nothing. */
  readonly lead: string;
  readonly tail: string;
  /** Behind the equals sign. */
  readonly value: Span;
  /** Why it cannot become several: a fact. */
  readonly undivided?: string;
}

/** What a file does with the object that holds a whole module. */
export interface NamespaceUse {
  readonly local: string;
  readonly members: readonly MemberUse[];
  /** The first place that takes the object itself, and what it does there. */
  readonly escapes?: { readonly span: Span; readonly because: string };
  /** A place where members that cannot be told are replaced: `spyOn(ns, name)`, `Object.assign(ns, fakes)`. */
  readonly replacedAt?: Span;
}

export type ModuleUseForm =
  | 'import' | 'export-from' | 'export-star' | 'import-equals'
  /** `const { a } = require('x')` as a statement of its own at top level. */
  | 'require-statement'
  | 'require-call' | 'import-call' | 'import-type'
  /** `import('x').T` and `@import { T } from 'x'` in a comment of a JavaScript file. */
  | 'comment-type' | 'comment-import';

/** One place in a file that names a wanted module. */
export interface ModuleUse {
  readonly form: ModuleUseForm;
  readonly specifier: string;
  /** The characters between the quotes. */
  readonly specifierSpan: Span;
  /** The statement, the call, the type, or the comment's clause. */
  readonly span: Span;
  /** Named imports and re-exports, patterns and members that are known by name. */
  readonly names: readonly TakenName[];
  readonly namespace?: NamespaceUse;
  /** `import type`, `export type`, a type: nothing of it is there at run time. */
  readonly isType: boolean;
  /** Runs when something is called, not while the file loads. */
  readonly isDeferred: boolean;
  /** It takes what no list of names says: `export * as ns`, `foo(require('x'))`. A fact. */
  readonly whole?: string;
  /** The whole is handed to what replaces members of it that cannot be told: `Object.assign(require('x'), fakes)`. */
  readonly replacedAt?: Span;
  /** What follows the closing quote of a statement: import attributes and the semicolon. */
  readonly tail: string;
  readonly hasAttributes: boolean;
  /** Comments within a statement that belong to none of its names. */
  readonly inner: readonly string[];
  /** A comment that speaks to a tool about this one statement: `@ts-expect-error`, `eslint-disable-next-line`. */
  readonly isWatched: boolean;
  /** `const`, `let` or `var` of a require statement. */
  readonly keyword?: 'const' | 'let' | 'var';
}

/** A static import of any module, for merging and sorting. */
export interface ImportPlace {
  readonly specifier: string;
  readonly span: Span;
  readonly names: readonly TakenName[];
  readonly isType: boolean;
  /** Names can be added to its braces: no attributes, no namespace, no comment inside. */
  readonly isOpen: boolean;
  readonly tail: string;
}

/** One property of the object that a fake module is made of. */
export interface FakeEntry {
  /** Undefined for a spread and for what every part of a divided fake needs (`__esModule`, `@noCallThru`). */
  readonly name?: string;
  /** From behind the comma before it to behind its own comma and the comments on that line. */
  readonly piece: Span;
  /** Offset behind the property, and of its comma if it has one. */
  readonly end: number;
  readonly comma?: number;
  /** Names of the real module that its value takes. */
  readonly originals: readonly string[];
}

/** `vi.mock('./shop', () => ({ total: vi.fn() }))`: a call by which a test puts something in place of a module, or asks for what was replaced. */
export interface MockUse {
  /** As it is written: `vi.mock`. */
  readonly call: string;
  /** `load` asks for the real module, or for an automatic fake of it: `vi.importActual`. */
  readonly act: 'replace' | 'restore' | 'load';
  /** Undefined where the path is computed. */
  readonly specifier?: string;
  readonly specifierSpan: Span;
  /** The call. */
  readonly span: Span;
  /** The statement, where the call is one. */
  readonly statement?: Span;
  /** Linked by the runtime itself, where a name that the fake lacks is an error of whoever imports it. */
  readonly isLinked: boolean;
  /** What becomes of the names that the fake does not list: made up after the real ones, made up but still doing what they do, real, or not there. */
  readonly rest: 'automatic' | 'watched' | 'real' | 'absent';
  /** The object that lists the names; absent without one. */
  readonly fake?: { readonly span: Span; readonly entries: readonly FakeEntry[] };
  /** Strings in the call that name the module once more: `typeof import('./shop')`, `vi.importActual('./shop')`. */
  readonly echoes: readonly Span[];
  /** Why it is not known what it names: a fact. */
  readonly unread?: string;
  /** Why the names that it gives cannot be told: a fact. */
  readonly opaque?: string;
  /** Why it cannot become several: a fact. */
  readonly undivided?: string;
  /** What is taken of a module that is loaded. */
  readonly use?: ModuleUse;
}

/** What one file takes from a few modules, and where. Read from the file alone. */
export interface Importer {
  readonly source: SourceFile;
  readonly style: CodeStyle;
  readonly isTyped: boolean;
  readonly isCommonJs: boolean;
  readonly uses: readonly ModuleUse[];
  /** Calls that put something in place of a wanted module. */
  readonly mocks: readonly MockUse[];
  /** Every import statement in source order, wanted or not. */
  readonly imports: readonly ImportPlace[];
  /** Every name that an identifier of the file has, property names aside: a new name must be none of these. */
  readonly taken: ReadonlySet<string>;
  /** Scripts of a component, each with imports of its own; absent where the file is one. */
  readonly scripts?: readonly Span[];
  /** Why nothing of the file can be said: it has syntax errors. */
  readonly problem?: string;
}
