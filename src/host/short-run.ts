import v8 from 'node:v8';

/**
 * Tells V8 to compile less thoroughly. In a run of a second or two that looks at each file once, inlining costs more than it
 * gives: without it a scan of 7,000 files takes a fifth to a third less CPU. Only for a process of our own, before the work begins: it holds for
 * everything that runs in it.
 */
export function preferShortRun(): void {
  v8.setFlagsFromString('--no-turbo-inlining');
}
