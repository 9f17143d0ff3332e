/** The only place that asks for the time of day. */
export function now(): Date {
  return new Date();
}

/** `2026-11-23`. A day has the same name everywhere: that of Greenwich. */
export function printDay(date: Date): string {
  return date.toISOString().slice(0, 10);
}

/** Milliseconds that have passed since some moment before the run, whatever is done to the time of day. */
export function elapsed(): number {
  return performance.now();
}

/** Of Node, not of every host of its modules. */
const eventLoop = performance as typeof performance & { readonly eventLoopUtilization?: () => { readonly idle: number } };

/** Milliseconds for which this thread has had nothing to do, in all. What a busy machine keeps it from doing does not count. */
export function rested(): number {
  return eventLoop.eventLoopUtilization?.().idle ?? performance.now();
}
