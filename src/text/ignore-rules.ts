/** One line of a .gitignore. `test` gets the path below the folder of the file, without a slash at its end, and its last segment. */
interface Rule {
  readonly keeps: boolean;
  readonly onlyFolders: boolean;
  readonly test: (path: string, name: string) => boolean;
  /** Of a rule for entries of one name, wherever they lie. */
  readonly name: string | undefined;
}

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
  // Most rules are plain names: all of them are asked at once.
  const named = new Map<string, Ordered[]>();
  for (const rule of rules) if (rule.name !== undefined) named.set(rule.name, [rule, ...(named.get(rule.name) ?? [])]);
  const others = rules.filter((rule) => rule.name === undefined).reverse();
  return (path, name, isDirectory) => {
    let last = named.get(name)?.find(({ onlyFolders }) => isDirectory || !onlyFolders);
    for (const rule of others) {
      // The last rule that matches decides.
      if (last && rule.order < last.order) break;
      if ((isDirectory || !rule.onlyFolders) && rule.test(path, name)) {
        last = rule;
        break;
      }
    }
    return last && (last.keeps ? 'kept' : 'ignored');
  };
}

function readRule(line: string): readonly Rule[] {
  let pattern = line.endsWith(' ') ? line.replace(/(?<!\\)((?:\\\\)*) +$/, '$1') : line;
  if (pattern === '' || pattern.startsWith('#')) return [];
  const keeps = pattern.startsWith('!');
  if (keeps) pattern = pattern.slice(1);
  const onlyFolders = pattern.endsWith('/');
  if (onlyFolders) pattern = pattern.slice(0, -1);
  if (pattern === '') return [];
  return [{ keeps, onlyFolders, test: compile(pattern), name: plainName(pattern) }];
}

// `**/dist` is `dist`: at any depth.
function withoutDepth(pattern: string): string {
  return /^\*\*\/[^/]+$/.test(pattern) ? pattern.slice(3) : pattern;
}

function plainName(written: string): string | undefined {
  const pattern = withoutDepth(written);
  return /[/*?[\\]/.test(pattern) ? undefined : pattern;
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
