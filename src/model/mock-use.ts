import type { Span } from '../text/span.js';
import type { ModuleUse } from './importer.js';

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
