/** The only place that asks for the time of day. */
export function now(): Date {
  return new Date();
}
