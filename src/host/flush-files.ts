import fs from 'node:fs';
import process from 'node:process';
import { directoryOf, type FilePath } from './path.js';
import { readProgram } from './process-runner.js';

/** From this many on a process of its own is sooner done than one wait after the other. */
export const sharedFlushFrom = 32;

const atOnce = 64;

// A handle that may only read is enough but for Windows. What cannot be flushed ends the process with an error.
const script = `const fs = require('node:fs');
const files = fs.readFileSync(0, 'utf8').split('\\0');
let index = 0;
const must = (then) => (error, value) => { if (error) throw error; then(value); };
const next = () => {
  if (index >= files.length) return;
  const file = files[index++];
  fs.open(file, process.platform === 'win32' ? 'r+' : 'r', must((handle) => fs.fsync(handle, must(() => fs.close(handle, must(next))))));
};
for (let count = 0; count < ${atOnce}; count++) next();`;

/**
 * Returns when the disk holds what was written to the files. Each fsync waits for the disk, however little there is to write, and file systems let those that wait at the same time
 * wait once: two thousand take a fraction of a second, and one after the other eight. Node waits for many at once only where nothing is synchronous, so that another process does it.
 */
export function flushFiles(files: readonly FilePath[]): void {
  const [first] = files;
  if (first === undefined) return;
  const env = { UV_THREADPOOL_SIZE: String(atOnce), NODE_OPTIONS: undefined, ELECTRON_RUN_AS_NODE: '1' };
  const run = readProgram({ program: process.execPath, args: ['-e', script], input: files.join('\0'), cwd: directoryOf(first), timeoutMs: 60_000, env });
  if (run.exitCode !== 0) files.forEach(flushFile);
}

function flushFile(file: FilePath): void {
  const descriptor = fs.openSync(file, 'r+');
  try {
    fs.fsyncSync(descriptor);
  } finally {
    fs.closeSync(descriptor);
  }
}
