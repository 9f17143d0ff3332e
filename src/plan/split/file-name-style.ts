import { extensionOf } from '../../host/path.js';

export type FileNameStyle = 'kebab' | 'camel' | 'pascal' | 'snake';

/** The style of the source file's own name; when that is one word, of the files around it; else kebab-case. */
export function fileNameStyle(stem: string, existing: readonly string[]): FileNameStyle {
  const own = styleOf(stem);
  if (own) return own;
  const counts = new Map<FileNameStyle, number>();
  for (const name of existing) {
    const style = styleOf(name.slice(0, name.length - extensionOf(name).length));
    if (style) counts.set(style, (counts.get(style) ?? 0) + 1);
  }
  const order: readonly FileNameStyle[] = ['kebab', 'camel', 'pascal', 'snake'];
  return order.reduce((best, style) => ((counts.get(style) ?? 0) > (counts.get(best) ?? 0) ? style : best));
}

/** Undefined for one lower-case word, which fits every style but PascalCase. */
function styleOf(stem: string): FileNameStyle | undefined {
  if (stem.includes('-')) return 'kebab';
  if (stem.includes('_')) return 'snake';
  if (/^\p{Lu}.*\p{Ll}/u.test(stem)) return 'pascal';
  return /\p{Ll}\p{Lu}/u.test(stem) ? 'camel' : undefined;
}

/** Adjacent equal words are said once. */
export function spell(words: readonly string[], style: FileNameStyle): string {
  const distinct = words.filter((word, i) => word !== words[i - 1]);
  const capital = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1);
  if (style === 'kebab') return distinct.join('-');
  if (style === 'snake') return distinct.join('_');
  return distinct.map((word, i) => (i === 0 && style === 'camel' ? word : capital(word))).join('');
}
