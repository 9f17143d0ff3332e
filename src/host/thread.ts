import { availableParallelism } from 'node:os';
import { requirePackage } from './require.js';
import { findOwnFile, ownBuild } from './installed-package.js';
import type { FilePath } from './path.js';

type WorkerThreads = typeof import('node:worker_threads');

/** A program of decant that runs beside it in this process. Questions are answered one by one, in their order. */
export interface Thread {
  /** Throws when the question is no plain data. */
  readonly ask: (question: unknown) => void;
  /** Waits for the answer to the oldest question that has none yet, without a turn of the event loop. Undefined when it has not come in time. */
  readonly takeAnswer: (timeoutMs: number) => unknown;
  /** Whatever the thread is doing, it stops. */
  readonly end: () => void;
}

interface Line {
  readonly port: import('node:worker_threads').MessagePort;
  /** One number: how many answers were given. */
  readonly given: Int32Array;
}

/**
 * What a thread allocates lives for seconds: syntax trees, and what is read of them. The default of 16 MB a half of its young generation would copy each of
 * them twice before it may stay.
 */
const resourceLimits = { maxYoungGenerationSizeMb: 96 };

let loaded: WorkerThreads | undefined;

/** Loaded with the first thread: most commands start none. */
function workerThreads(): WorkerThreads {
  return (loaded ??= requirePackage('node:worker_threads') as WorkerThreads);
}

/** A built program of `dist/threads`. Undefined where the sources run: what was built may be another version of them. */
export function findThreadProgram(name: string): FilePath | undefined {
  return ownBuild === undefined ? undefined : (findOwnFile('dist/threads', `${name}.cjs`) ?? findOwnFile('dist/threads', `${name}.js`));
}

/** Undefined where there is one processor only, or no thread can be started. An unfinished one does not keep the process. */
export function startThread(script: FilePath): Thread | undefined {
  if (availableParallelism() < 2) return undefined;
  try {
    const { MessageChannel, Worker, receiveMessageOnPort } = workerThreads();
    const { port1: port, port2: other } = new MessageChannel();
    const given = new Int32Array(new SharedArrayBuffer(4));
    // Flags of this process, such as a loader of a test runner, are none of a built program.
    const worker = new Worker(script, { workerData: { port: other, given } satisfies Line, transferList: [other], execArgv: [], resourceLimits });
    worker.on('error', () => undefined);
    worker.unref();
    port.unref();
    return {
      ask: (question) => port.postMessage(question),
      takeAnswer(timeoutMs) {
        const end = performance.now() + timeoutMs;
        for (;;) {
          const count = Atomics.load(given, 0);
          const received = receiveMessageOnPort(port) as { readonly message: unknown } | undefined;
          if (received !== undefined) return received.message;
          const left = end - performance.now();
          if (left <= 0) return undefined;
          Atomics.wait(given, 0, count, left);
        }
      },
      end: () => void worker.terminate(),
    };
  } catch {
    return undefined;
  }
}

/** The other side: answers every question of the thread that started this one. What is thrown is answered by undefined. */
export function answerQuestions(answer: (question: unknown) => unknown): void {
  const { port, given } = workerThreads().workerData as Line;
  const say = (value: unknown): void => {
    port.postMessage(value);
    Atomics.add(given, 0, 1);
    Atomics.notify(given, 0);
  };
  port.on('message', (question) => {
    let value: unknown;
    try {
      value = answer(question);
    } catch {
      value = undefined;
    }
    try {
      say(value);
    } catch {
      say(undefined);
    }
  });
}
