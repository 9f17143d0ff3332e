import { fileURLToPath } from 'node:url';

/** Absolute path of the repository that this script stands in, without a trailing slash. */
export const repositoryRoot = fileURLToPath(new URL('..', import.meta.url)).replaceAll('\\', '/').replace(/\/$/, '');
