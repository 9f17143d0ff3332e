import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import v8 from 'node:v8';
import vm from 'node:vm';

/** Milliseconds: by then the first file is through, and what reads a project is compiled and not yet thrown away again. */
const settled = 1000;

/**
 * Exports of a CommonJS script of ASCII alone that lies beside the module `from`, a URL. What V8 made of it in an earlier run lies beside it, under the version and the flags that it holds for: with that it is
 * loaded in a third of the time, and what it calls need not be compiled. Where nothing can be kept, or NODE_DISABLE_COMPILE_CACHE is set as for Node itself,
 * the script is loaded all the same.
 */
export function runKeptScript(name: string, from: string): unknown {
  const script = fileURLToPath(new URL(name, from));
  const require = createRequire(script);
  if (process.env['NODE_DISABLE_COMPILE_CACHE'] || process.versions['bun'] !== undefined) return require(script);
  const kept = `${script}.${process.version}-${process.arch}-${v8.cachedDataVersionTag()}.cache`;
  const cachedData = readKept(script, kept);
  const wrapped = `(function (exports, require, module, __filename, __dirname) { ${readFileSync(script, 'latin1')}\n})`;
  const compiled = new vm.Script(wrapped, { filename: script, ...(cachedData && { cachedData }) });
  const loaded = { exports: {} };
  (compiled.runInThisContext() as (...input: unknown[]) => void)(loaded.exports, require, loaded, script, path.dirname(script));
  if (cachedData === undefined || compiled.cachedDataRejected) {
    let isKept = false;
    const keepOnce = (): void => {
      if (!isKept) keep(kept, () => compiled.createCachedData());
      isKept = true;
    };
    setTimeout(keepOnce, settled).unref();
    process.once('exit', keepOnce);
  }
  return loaded.exports;
}

/** Undefined when there is none that was made after the script. */
function readKept(script: string, kept: string): Buffer | undefined {
  try {
    return statSync(kept).mtimeMs >= statSync(script).mtimeMs ? readFileSync(kept) : undefined;
  } catch {
    return undefined;
  }
}

/** Readers see a whole file or none, whenever the power fails: V8 looks at the head of what it is given and believes the rest. */
function keep(kept: string, make: () => Buffer): void {
  const temporary = `${kept}.${process.pid}-${Math.trunc(performance.now() * 1000)}`;
  try {
    const descriptor = openSync(temporary, 'wx');
    try {
      writeFileSync(descriptor, make());
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, kept);
  } catch {
    // A package folder that belongs to somebody else, or a full disk.
    rmSync(temporary, { force: true });
  }
}
