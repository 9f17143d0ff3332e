import { requirePackage } from './require.js';
import type { FilePath } from './path.js';

type Threads = typeof import('node:worker_threads');

/** A second thread that answers questions in the order in which they were asked, while the first one goes on. */
export interface Thread {
  readonly ask: (question: unknown) => void;
  /** The next answer that has come; undefined when there is none yet. */
  readonly take: () => unknown;
  /** Sleeps until an answer has come. False when none came in that time. */
  readonly wait: (milliseconds: number) => boolean;
  /** Whether nobody, in neither thread, has claimed the place before; each can be claimed once. */
  readonly claim: (place: number) => boolean;
  /** Places that can be claimed. */
  readonly places: number;
  /** Nothing more is asked: the thread ends when it has answered. */
  readonly end: () => void;
}

interface Shared {
  readonly port: import('node:worker_threads').MessagePort;
  /** Counts the answers, and wakes whoever waits for one. */
  readonly bell: Int32Array;
  readonly claims: Int32Array;
}

const places = 1 << 14;

/** Whether this machine can do two things at once. */
export function hasSecondProcessor(): boolean {
  return (requirePackage('node:os') as typeof import('node:os')).availableParallelism() > 1;
}

/**
 * Starts a script that calls `answerQuestions`. It never keeps the process alive. Undefined where no thread can be started; one that
 * breaks down later only ceases to answer.
 */
export function startThread(script: FilePath): Thread | undefined {
  try {
    const threads = requirePackage('node:worker_threads') as Threads;
    const { port1: port, port2 } = new threads.MessageChannel();
    const bell = new Int32Array(new SharedArrayBuffer(4));
    const claims = new Int32Array(new SharedArrayBuffer(places * 4));
    const workerData: Shared = { port: port2, bell, claims };
    const worker = new threads.Worker(script, { workerData, transferList: [port2], execArgv: [], env: threads.SHARE_ENV, trackUnmanagedFds: false });
    worker.on('error', () => undefined);
    worker.unref();
    port.unref();
    let taken = 0;
    return {
      ask: (question) => port.postMessage(question),
      take: () => {
        const received = threads.receiveMessageOnPort(port) as { readonly message: unknown } | undefined;
        if (received) taken++;
        return received?.message;
      },
      // Not asked of the port itself: an answer that came since it was looked at must not be slept through.
      wait: (milliseconds) => Atomics.load(bell, 0) !== taken || Atomics.wait(bell, 0, taken, milliseconds) !== 'timed-out',
      claim: claimOf(claims),
      places,
      end: () => port.close(),
    };
  } catch {
    return undefined;
  }
}

/** What an answer is made of, and the memory that goes over to whoever asked. */
export interface Answer {
  readonly message: unknown;
  readonly transfer: readonly ArrayBuffer[];
}

/** To be called once by a script that `startThread` started. */
export function answerQuestions(answer: (question: unknown, claim: Thread['claim']) => Answer | undefined): void {
  const { workerData } = requirePackage('node:worker_threads') as Threads;
  const { port, bell, claims } = workerData as Shared;
  const claim = claimOf(claims);
  port.on('message', (question) => {
    const found = answer(question, claim);
    if (!found) return;
    port.postMessage(found.message, found.transfer);
    Atomics.add(bell, 0, 1);
    Atomics.notify(bell, 0);
  });
}

function claimOf(claims: Int32Array): Thread['claim'] {
  return (place) => Atomics.compareExchange(claims, place, 0, 1) === 0;
}
