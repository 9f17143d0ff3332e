import { Worker } from 'node:worker_threads';

/**
 * Ends this process, with SIGKILL, when a piece of work takes more than `seconds` of its processor time. Wall time would call a file slow because
 * something else keeps the machine busy. Call what comes back where a piece begins, with true, and where it ends, with false.
 */
export function limitProcessorTime(seconds: number): (isWorking: boolean) => void {
  const begins = new Int32Array(new SharedArrayBuffer(8));
  const watch = new Worker(
    `const { workerData: { begins, seconds } } = require('node:worker_threads');
     const used = () => { const { user, system } = process.cpuUsage(); return (user + system) / 1e6; };
     for (let piece = -1, start = 0; ; Atomics.wait(begins, 1, 0, 500)) {
       const now = Atomics.load(begins, 0);
       if (now !== piece) [piece, start] = [now, used()];
       else if (now % 2 === 1 && used() - start > seconds) process.kill(process.pid, 'SIGKILL');
     }`,
    { eval: true, workerData: { begins, seconds } },
  );
  watch.unref();
  // Odd while there is work.
  return (isWorking) => {
    if ((Atomics.load(begins, 0) % 2 === 1) !== isWorking) Atomics.add(begins, 0, 1);
  };
}
