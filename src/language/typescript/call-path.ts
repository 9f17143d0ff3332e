import type { ts } from 'ts-morph';
import type { ParsedModule } from './compiler.js';
import { sourceOf } from './static-paths.js';
import { dottedPath, skipWrappers } from './syntax.js';

const testRunners = /^(?:vitest|@jest\/globals|bun:test)$/;

/** The dotted path of a callee, under the name that a test runner's own API has: `import { vi as v } from 'vitest'` makes `v.mock` `vi.mock`. */
export function readCallPath(parsed: ParsedModule, callee: ts.Expression): string | undefined {
  const { ts } = parsed;
  const path = dottedPath(ts, callee);
  if (path === undefined || !path.includes('.')) return path;
  let root = skipWrappers(ts, callee);
  while (ts.isPropertyAccessExpression(root)) root = skipWrappers(ts, root.expression);
  const source = ts.isIdentifier(root) ? sourceOf(parsed, root) : undefined;
  return source?.name !== undefined && testRunners.test(source.specifier) ? path.replace(/^[^.]+/, source.name) : path;
}

/** Calls that take a path relative to the file that they stand in. */
export const pathCalls =
  /^(?:require\.(?:resolve|context|resolveWeak)|(?:vi|vitest|jest)\.(?:mock|unmock|doMock|doUnmock|importActual|importMock|requireActual|requireMock|setMock|unstable_mockModule|createMockFromModule|genMockFromModule))$/;

/** Calls that test runners and mock loaders tie to the file: lifted above its imports, or resolved by the place of the caller on the stack. */
export const tiedCalls =
  /^(?:(?:vi|jest|vitest)\.(?:mock|unmock|doMock|doUnmock|hoisted|setMock|unstable_mockModule|enableAutomock|disableAutomock|deepUnmock)|(?:\w+\.)*mock\.module|proxyquire(?:\.\w+)*|rewire|esmock(?:\.\w+)*|td\.replace(?:Esm)?)$/;
