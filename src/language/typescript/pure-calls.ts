// What docs/effects.md lists; test/unit/language/effects-page.test.ts holds the two together.

/** Calls that neither change anything nor read anything that changes, provided that their arguments do not. */
export const pureCalls: ReadonlySet<string> = new Set([
  'Symbol', 'Symbol.for', 'String', 'Number', 'Boolean', 'BigInt', 'Object.freeze', 'Object.seal', 'Object.create', 'Object.fromEntries',
  'Object.keys', 'Object.values', 'Object.entries', 'Array.of', 'Array.from', 'Array.isArray', 'Number.parseInt', 'Number.parseFloat', 'parseInt', 'parseFloat',
  'Math.abs', 'Math.ceil', 'Math.floor', 'Math.log', 'Math.log2', 'Math.log10', 'Math.max', 'Math.min', 'Math.pow', 'Math.round', 'Math.sqrt', 'Math.trunc',
  'String.raw', 'String.fromCharCode', 'String.fromCodePoint', 'JSON.stringify', 'JSON.parse', 'encodeURIComponent', 'encodeURI', 'Promise.resolve',
]);

export const pureConstructors: ReadonlySet<string> = new Set([
  'Map', 'Set', 'WeakMap', 'WeakSet', 'WeakRef', 'Array', 'Object', 'RegExp', 'URL', 'URLSearchParams', 'Error', 'TypeError', 'RangeError', 'TextEncoder', 'TextDecoder',
  'AbortController', 'EventTarget', 'ArrayBuffer', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array', 'Int32Array', 'Float32Array', 'Float64Array',
  'BigInt64Array', 'DataView', 'Intl.NumberFormat', 'Intl.Collator', 'Intl.PluralRules', 'Intl.RelativeTimeFormat', 'Intl.ListFormat', 'Intl.Segmenter',
]);

/** Pure calls for which it does not matter what their arguments hold: they keep the object, or look at its kind alone. */
export const ignoresContents: ReadonlySet<string> = new Set([
  'Boolean', 'Array.of', 'Array.isArray', 'WeakRef', 'Object', 'AbortController', 'EventTarget', 'TextEncoder', 'TextDecoder',
]);

/** Pure calls that run through the iterator of their first argument, which uses it up. */
export const iterates: ReadonlySet<string> = new Set([
  'Map', 'Set', 'WeakMap', 'WeakSet', 'Array.from', 'Object.fromEntries', 'URLSearchParams', 'Uint8Array', 'Uint16Array', 'Uint32Array', 'Int8Array', 'Int16Array',
  'Int32Array', 'Float32Array', 'Float64Array', 'BigInt64Array',
]);

/** Pure calls that take a function in second place and call it at once. */
export const callsBack: ReadonlySet<string> = new Set(['Array.from', 'JSON.parse', 'JSON.stringify']);

/** Values that change by themselves, so that the time of the call shows. */
export const clockAndChance = /^(Date\.now|Math\.random|performance\.now|process\.cwd)$/;
export const clockConstructors: ReadonlySet<string> = new Set(['Date', 'Intl.DateTimeFormat']);

/** Objects of the language whose members are constants: `Number.MAX_SAFE_INTEGER`, `Symbol.iterator`, `Math.PI`. */
export const constantGlobals: ReadonlySet<string> = new Set(['Number', 'Math', 'Symbol', 'Array', 'Object', 'String', 'Promise', 'Reflect', 'JSON', 'Intl']);

/** Names of the language and its platforms beside the built-ins above; reading one does nothing. Any other unbound name may be assigned by somebody. */
export const globalNames: ReadonlySet<string> = new Set([
  'undefined', 'NaN', 'Infinity', 'globalThis', 'window', 'self', 'global', 'document', 'navigator', 'process', 'console', 'require', 'module', 'exports', 'performance',
  'crypto', 'arguments', 'Function', 'Date', 'Proxy', 'Atomics', 'SharedArrayBuffer', 'Uint8ClampedArray', 'BigUint64Array', 'SyntaxError', 'ReferenceError', 'EvalError',
  'URIError', 'AggregateError', 'FinalizationRegistry', 'Iterator', 'Buffer', 'HTMLElement', 'Element', 'Node', 'Event', 'CustomEvent', 'DOMException', 'Response',
  'Request', 'Headers', 'Blob', 'File', 'FormData', 'ReadableStream', 'WritableStream', 'TransformStream', 'WebSocket', 'Worker', 'AbortSignal', 'MessageChannel', 'fetch',
  'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'clearImmediate', 'queueMicrotask', 'structuredClone', 'requestAnimationFrame', 'isNaN', 'isFinite',
  'decodeURIComponent', 'decodeURI', 'escape', 'unescape', 'atob', 'btoa', 'eval', '__dirname', '__filename',
]);

const builtIns = new Set([...pureCalls, ...pureConstructors, ...constantGlobals, ...clockConstructors].map((path) => path.split('.')[0]!));

export function isBuiltIn(name: string): boolean {
  return builtIns.has(name);
}
