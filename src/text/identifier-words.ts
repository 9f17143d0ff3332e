/** Lower-case words of an identifier: `parseHTMLBody2` -> parse, html, body2; `MAX_DAYS` -> max, days. */
export function splitIdentifier(name: string): string[] {
  return (name.match(/\p{Lu}+(?![\p{Ll}\d])\d*|\p{Lu}?[\p{Ll}\d]+|[^\p{Lu}\p{Ll}\d_$-]+|\d+/gu) ?? []).map((word) => word.toLowerCase());
}

/** Groups word forms that mean one thing: `alerts` and `alert`, `deliveries` and `delivery`. */
export function wordStem(word: string): string {
  if (word.length > 4 && word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (word.length > 4 && /(?:ss|sh|ch|x|z)es$/.test(word)) return word.slice(0, -2);
  if (word.length > 3 && word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) return word.slice(0, -1);
  return word;
}
