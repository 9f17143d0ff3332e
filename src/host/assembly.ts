/** The part of the WebAssembly interface that is used here: the types of Node leave it to those of browsers. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: object };
};

/** A program in WebAssembly and the memory that it works on. */
export interface Assembly<Calls> {
  readonly calls: Calls;
  /** The memory as it is now: it is another one after a call that made it larger. */
  readonly bytes: () => Buffer;
  readonly numbers: () => Int32Array;
}

/** `code` is a module in base64 that imports nothing and exports its `memory`. */
export function startAssembly<Calls>(code: string): Assembly<Calls> {
  const instance = new WebAssembly.Instance(new WebAssembly.Module(Buffer.from(code, 'base64')), {});
  const { memory } = instance.exports as { readonly memory: { readonly buffer: ArrayBuffer } };
  let bytes = Buffer.from(memory.buffer);
  let numbers = new Int32Array(memory.buffer);
  return {
    calls: instance.exports as Calls,
    bytes: () => (bytes.buffer === memory.buffer ? bytes : (bytes = Buffer.from(memory.buffer))),
    numbers: () => (numbers.buffer === memory.buffer ? numbers : (numbers = new Int32Array(memory.buffer))),
  };
}
