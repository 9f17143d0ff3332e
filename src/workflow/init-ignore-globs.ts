/**
 * Globs for a pattern of `ignores` in a flat ESLint configuration: relative to the root, a folder stands for all that it holds. Undefined
 * for what has no equal. Source: https://eslint.org/docs/latest/use/configure/ignore
 */
export function translateFlatIgnore(pattern: string): readonly string[] | undefined {
  const plain = pattern.replace(/^\.\//, '');
  if (plain === '' || plain.startsWith('!') || plain.startsWith('/')) return undefined;
  return [plain.endsWith('/') ? `${plain}**` : plain];
}

/**
 * Globs for a line of a `.gitignore`, which is what `ignorePatterns` holds: without a slash inside it is about names at any depth.
 * Undefined for what has no equal. Source: gitignore(5)
 */
export function translateGitIgnore(pattern: string): readonly string[] | undefined {
  const line = pattern.trim();
  if (line === '' || line.startsWith('!') || line.startsWith('#') || line.includes('\\')) return undefined;
  const isFolder = line.endsWith('/');
  const body = line.replace(/^\//, '').replace(/\/$/, '');
  if (body === '') return undefined;
  const glob = line.replace(/\/$/, '').includes('/') ? body : `**/${body}`;
  // `src/*` names entries of src, folders included, and so does the glob: a folder that is excluded is not entered.
  return [isFolder ? `${glob}/**` : glob];
}

/** `files` of an entry of `overrides` in an `.eslintrc`: without a slash they are about names at any depth. */
export function translateOverridePattern(pattern: string): string {
  const plain = pattern.replace(/^\.?\//, '');
  return plain.includes('/') || pattern.startsWith('./') ? plain : `**/${plain}`;
}
