/** `1104` -> `1,104`. Not `toLocaleString`, which differs between machines. */
export function printCount(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 file`, `1,104 files`. */
export function printQuantity(count: number, singular: string, plural = `${singular}s`): string {
  return `${printCount(count)} ${count === 1 ? singular : plural}`;
}

/** At most `limit` items, the rest as a number: `a, b and 3 more`. */
export function printList(items: readonly string[], limit = 5): string {
  if (items.length > limit) return `${items.slice(0, limit).join(', ')} and ${printCount(items.length - limit)} more`;
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
