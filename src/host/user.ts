/** Number of the user that this process belongs to; undefined where users have none. */
export function userNumber(): number | undefined {
  return process.geteuid?.();
}
