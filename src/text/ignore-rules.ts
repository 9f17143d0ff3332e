/** One line of a .gitignore. `test` gets the path below the folder of the file, without a slash at its end, and its last segment. */
interface Rule {
  readonly keeps: boolean;
  readonly onlyFolders: boolean;
  readonly test: (path: string, name: string) => boolean;
  /** What an entry that matches has in any case; undefined where nothing can be looked up. */
  readonly key: Key | undefined;
}

/** The name of the entry, its whole path, the first folder of its path, or the name from the last dot on. */
type Key = readonly [kind: 'name' | 'path' | 'first' | 'extension', value: string];

interface Ordered extends Rule {
  readonly order: number;
}

/** What a .gitignore says about one path; undefined when it says nothing. */
export type IgnoreRules = (path: string, name: string, isDirectory: boolean) => 'ignored' | 'kept' | undefined;

/**
 * Rules of one .gitignore (git documentation, "gitignore", pattern format), by case as git has it where file names have case. A path
 * below an ignored folder is not looked at: whoever walks the tree does not enter the folder.
 */
export function readIgnoreRules(text: string): IgnoreRules {
  const rules = text.replace(/^\uFEFF/, '').split(/\r?\n/).flatMap(readRule).map((rule, order): Ordered => ({ ...rule, order }));
  // The last rule that matches decides, so the last one stands first. Most rules are plain names: all of them are asked at once.
  const names = indexRules(rules, 'name');
  const rest = rules.filter(({ key }) => key?.[0] !== 'name').reverse();
  if (rest.length < few) return (path, name, isDirectory) => tell(later(rest, later(names.get(name), undefined, path, name, isDirectory), path, name, isDirectory));
  // Some files have fifty more, and next to none of them is about an entry.
  const others = rest.filter(({ key }) => key === undefined);
  const paths = indexRules(rules, 'path');
  const folders = indexRules(rules, 'first');
  const extensions = indexRules(rules, 'extension');
  return (path, name, isDirectory) => {
    let last = later(names.get(name), undefined, path, name, isDirectory);
    last = later(paths.get(path), last, path, name, isDirectory);
    if (folders.size > 0 && path !== name) last = later(folders.get(path.slice(0, path.indexOf('/'))), last, path, name, isDirectory);
    if (extensions.size > 0) last = later(extensions.get(name.slice(name.lastIndexOf('.'))), last, path, name, isDirectory);
    return tell(later(others, last, path, name, isDirectory));
  };
}

/** Rules besides names from which on it is worth an index. */
const few = 12;

/** The first of the rules, which stand the last one first, that matches; `last` when that comes later in the file. */
function later(rules: readonly Ordered[] | undefined, last: Ordered | undefined, path: string, name: string, isDirectory: boolean): Ordered | undefined {
  if (rules === undefined) return last;
  for (const rule of rules) {
    if (last && rule.order < last.order) return last;
    if ((isDirectory || !rule.onlyFolders) && rule.test(path, name)) return rule;
  }
  return last;
}

function tell(last: Ordered | undefined): ReturnType<IgnoreRules> {
  return last && (last.keeps ? 'kept' : 'ignored');
}

function indexRules(rules: readonly Ordered[], wanted: Key[0]): ReadonlyMap<string, readonly Ordered[]> {
  const index = new Map<string, Ordered[]>();
  for (const rule of rules) {
    const [kind, value] = rule.key ?? [];
    if (kind === wanted && value !== undefined) index.set(value, [rule, ...(index.get(value) ?? [])]);
  }
  return index;
}

function readRule(line: string): readonly Rule[] {
  let pattern = line.endsWith(' ') ? line.replace(/(?<!\\)((?:\\\\)*) +$/, '$1') : line;
  if (pattern === '' || pattern.startsWith('#')) return [];
  const keeps = pattern.startsWith('!');
  if (keeps) pattern = pattern.slice(1);
  const onlyFolders = pattern.endsWith('/');
  if (onlyFolders) pattern = pattern.slice(0, -1);
  if (pattern === '') return [];
  return [{ keeps, onlyFolders, test: compile(pattern), key: keyOf(pattern) }];
}

// `**/dist` is `dist`: at any depth.
function withoutDepth(pattern: string): string {
  return /^\*\*\/[^/]+$/.test(pattern) ? pattern.slice(3) : pattern;
}

function plainName(written: string): string | undefined {
  const pattern = withoutDepth(written);
  return /[/*?[\\]/.test(pattern) ? undefined : pattern;
}

function keyOf(written: string): Key | undefined {
  const name = plainName(written);
  if (name !== undefined) return ['name', name];
  const pattern = withoutDepth(written);
  if (!pattern.includes('/')) return /^\*[^*?[\\]*\.[^*?[\\]*$/.test(pattern) ? ['extension', pattern.slice(pattern.lastIndexOf('.'))] : undefined;
  const anchored = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  if (!/[*?[\\]/.test(anchored)) return ['path', anchored];
  const first = /^([^*?[\\/]+)\//.exec(anchored)?.[1];
  return first === undefined ? undefined : ['first', first];
}

/** What is left is asked about every entry of the tree, so what needs no regular expression gets none. */
function compile(written: string): Rule['test'] {
  const pattern = withoutDepth(written);
  if (!pattern.includes('/')) {
    if (plainName(pattern) !== undefined) return (_, name) => name === pattern;
    if (/^\*[^*?[\\]*$/.test(pattern)) {
      const ending = pattern.slice(1);
      return (_, name) => name.endsWith(ending);
    }
    const expression = toExpression(pattern);
    return expression ? (_, name) => expression.test(name) : () => false;
  }
  const anchored = pattern.startsWith('/') ? pattern.slice(1) : pattern;
  if (!/[*?[\\]/.test(anchored)) return (path) => path === anchored;
  const start = /^[^*?[\\]*/.exec(anchored)![0];
  if (anchored === `${start}**` && start.endsWith('/')) return (path) => path.length > start.length && path.startsWith(start);
  const expression = toExpression(anchored);
  const fragment = longestFragment(anchored.slice(start.length));
  return expression ? (path) => path.startsWith(start) && path.includes(fragment, start.length) && expression.test(path) : () => false;
}

/**
 * What a path that matches holds in any case, to be looked for first: the expression of `www/**` + `/.yarn/*` goes back to every slash of every path below www.
 * The slash behind `**` may be the one in front of it. Empty where characters stand for others.
 */
function longestFragment(pattern: string): string {
  if (/[[\\]/.test(pattern)) return '';
  const fragments = pattern.split(/[*?]+/).map((fragment) => fragment.replace(/^\//, ''));
  return fragments.reduce((longest, fragment) => (fragment.length > longest.length ? fragment : longest), '');
}

function toExpression(pattern: string): RegExp | undefined {
  let source = '';
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]!;
    const atStart = i === 0 || pattern[i - 1] === '/';
    if (character === '*' && pattern[i + 1] === '*' && atStart && (i + 2 === pattern.length || pattern[i + 2] === '/')) {
      const isLast = i + 2 === pattern.length;
      // `a/**` is what lies in a; `**/a` and `a/**/b` allow any number of folders, none included.
      source += isLast ? '.+' : '(?:.+/)?';
      i += isLast ? 1 : 2;
    } else if (character === '*') {
      while (pattern[i + 1] === '*') i++;
      source += '[^/]*';
    } else if (character === '?') source += '[^/]';
    else if (character === '[') {
      const end = pattern.indexOf(']', i + (/^\[!?\]/.test(pattern.slice(i)) ? 3 : 1));
      if (end === -1) return undefined;
      const inner = pattern.slice(i + 1, end).replace(/^[!^]/, '').replace(/[[\]]|\\(?![\]\\^-])/g, '\\$&');
      source += /^\[[!^]/.test(pattern.slice(i)) ? `[^/${inner}]` : `(?!/)[${inner}]`;
      i = end;
    } else if (character === '\\' && i + 1 < pattern.length) source += escape(pattern[++i]!);
    else source += escape(character);
  }
  try {
    return new RegExp(`^${source}$`, 's');
  } catch {
    return undefined;
  }
}

function escape(character: string): string {
  return /[\\^$.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;
}
