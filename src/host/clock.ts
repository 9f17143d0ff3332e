/** The only place that asks for the time of day. */
export function now(): Date {
  return new Date();
}

/** Milliseconds that have passed since some moment before the run, whatever is done to the time of day. */
export function elapsed(): number {
  return performance.now();
}
