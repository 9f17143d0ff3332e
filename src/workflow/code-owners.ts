import { isInside, joinPath, relativePath } from '../host/path.js';
import { findWorkingTree } from './working-tree.js';
import type { FilePath } from '../host/path.js';
import type { Workspace } from './workspace.js';

interface Rule {
  readonly matches: (path: string) => boolean;
  readonly owners: readonly string[];
  /** Of GitLab: each section has an answer of its own. */
  readonly section: string;
}

/** Where GitHub, GitLab and Gitea look, in their order. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS', '.gitea/CODEOWNERS'];

/** Who owns a file, as the CODEOWNERS of the repository says; without an owner nobody. Undefined where there is no such file. */
export function readCodeOwners(workspace: Workspace): ((file: FilePath) => string | undefined) | undefined {
  const { fileSystem, root } = workspace;
  const tree = findWorkingTree(workspace);
  const tops = tree === undefined ? [root] : [...new Set([tree.named(tree.top), root])];
  for (const top of tops) {
    for (const place of places) {
      const text = fileSystem.readText(joinPath(top, place));
      if (text === undefined) continue;
      const ownersOf = parseCodeOwners(text);
      const real = (file: FilePath): FilePath => (isInside(top, file) ? file : (tree?.real(file) ?? file));
      return (file) => ownersOf(relativePath(top, real(file)));
    }
  }
  return undefined;
}

/**
 * The owners of a path, joined, by the last line that matches it; of GitLab, that of each section. A line without owners takes them away
 * (docs.github.com "About code owners", docs.gitlab.com "Code Owners syntax").
 */
export function parseCodeOwners(text: string): (path: string) => string | undefined {
  let section = '';
  let inherited: readonly string[] = [];
  const rules: Rule[] = [];
  for (const line of text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)) {
    const header = /^\s*\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(.*))?$/.exec(line);
    if (header) {
      section = header[1]!.toLowerCase();
      inherited = wordsOf(header[2] ?? '');
      continue;
    }
    const [pattern, ...owners] = wordsOf(line);
    if (pattern === undefined) continue;
    rules.push({ matches: createMatcher(pattern), owners: owners.length > 0 ? owners : inherited, section });
  }
  return (path) => {
    const last = new Map<string, readonly string[]>();
    for (const rule of rules) if (rule.matches(path)) last.set(rule.section, rule.owners);
    const owners = [...new Set([...last.values()].flat())];
    return owners.length === 0 ? undefined : owners.join(' ');
  };
}

/** Words up to a comment; a backslash takes the meaning from the space or the `#` behind it. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  for (const [word] of line.matchAll(/(?:\\.|[^\s\\])+/g)) {
    if (word.startsWith('#')) break;
    words.push(word);
  }
  return words;
}

/** The patterns of .gitignore without `!` and `[]`; `docs/*` does not reach into folders of docs. */
function createMatcher(pattern: string): (path: string) => boolean {
  const plain = pattern.replaceAll(/\\(.)/g, '$1');
  const isAnchored = plain.replace(/\/$/, '').includes('/');
  const isFolder = plain.endsWith('/');
  const body = plain.replace(/^\//, '').replace(/\/$/, '');
  const source = body.replaceAll(/\*\*\/|\/\*\*$|\*\*|\*|\?|[.+^${}()|[\]\\]/g, (sign) =>
    sign === '**/' ? '(?:.*/)?' : sign === '/**' ? '/.*' : sign === '**' ? '.*' : sign === '*' ? '[^/]*' : sign === '?' ? '[^/]' : `\\${sign}`);
  const end = isFolder ? '/.*' : /(?:^|\/)\*$/.test(body) && body.includes('/') ? '' : '(?:/.*)?';
  const expression = new RegExp(`^${isAnchored ? '' : '(?:.*/)?'}${source}${end}$`);
  return (path) => expression.test(path);
}
