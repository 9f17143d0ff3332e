import { relativePath, type FilePath } from '../host/path.js';
import { lineColumnAt } from '../text/line-index.js';
import type { Project } from '../model/project.js';
import type { SourceFile } from '../model/source-file.js';

const runnerCall = /\b((?:jest|vi|vitest)\s*\.\s*(?:mock|unmock|doMock|dontMock|doUnmock|deepUnmock|setMock|requireActual|requireMock|importActual|importMock|unstable_mockModule|createMockFromModule|genMockFromModule)|mock\.module|td\.replace(?:Esm)?|(?:rewire|esmock|proxyquire)(?:\s*\.\s*\w+)*|mockRequire|quibble)\s*(?:<[^>()]*>)?\s*\(\s*(?:import\s*\(\s*)?(["'`])([^"'`\r\n]+)\2/g;
const loaders = /^(?:proxyquire|proxyquireify|rewire|rewiremock|esmock|testdouble|mock-require|quibble|mockery|sandboxed-module)$/i;
const quoted = /(["'`])((?:\.{1,2}|[@#~]?[\w-]+)(?:\/[^"'`\s]*)?)\1/g;

/**
 * Files that keep a facade because a test replaces it: the test, and whatever it loads. A mock of the facade says nothing to a file that takes its names
 * from elsewhere, and a test with such a mock goes on to pass or to fail for the wrong reason. The reason, by file.
 */
export function findMockedImporters(project: Project, facade: FilePath): ReadonlyMap<FilePath, string> {
  const kept = new Map<FilePath, string>();
  for (const source of project.files.values()) {
    const mock = findMock(project, source, facade);
    if (mock === undefined) continue;
    const { line } = lineColumnAt(source.lineStarts, mock.offset);
    const because = `${relativePath(project.root, source.path)}:${line} replaces the facade (${mock.call}), which would say nothing to it any more`;
    const seen = new Set<FilePath>([source.path]);
    for (const file of seen) {
      if (!kept.has(file)) kept.set(file, because);
      for (const { to, record } of project.graph.edgesFrom.get(file) ?? []) if (record.kind !== 'type') seen.add(to);
    }
  }
  return kept;
}

function findMock(project: Project, source: SourceFile, facade: FilePath): { readonly offset: number; readonly call: string } | undefined {
  const { text, path } = source;
  const isFacade = (specifier: string): boolean => {
    const target = project.resolve(path, specifier);
    return target.kind === 'file' && target.path === facade;
  };
  if (!/mock|require(?:Actual|Mock)|import(?:Actual|Mock)|proxyquire|rewire|esmock|td\.replace|quibble|testdouble|sandboxed/i.test(text)) return undefined;
  for (const match of text.matchAll(runnerCall)) if (isFacade(match[3]!)) return { offset: match.index, call: match[1]!.replace(/\s+/g, '') };
  const loader = project.scanned.get(path)?.imports.find(({ specifier }) => loaders.test(specifier))?.specifier;
  if (loader === undefined) return undefined;
  // `proxyquire('../lib/order', { './shop': fake })`: the key is what lib/order.js writes, so that from here it may lead nowhere.
  const stem = stemOf(facade);
  const called = new Set((project.graph.edgesTo.get(facade) ?? []).map(({ record }) => record.specifier));
  const imports = new Set((project.scanned.get(path)?.imports ?? []).map(({ specifierSpan }) => specifierSpan.start));
  for (const match of text.matchAll(quoted)) {
    const specifier = match[2]!;
    if (imports.has(match.index + 1) && !/mock|proxyquire|rewire/i.test(loader)) continue;
    if (isFacade(specifier) || (called.has(specifier) && stemOf(specifier) === stem)) return { offset: match.index, call: loader };
  }
  return undefined;
}

function stemOf(path: string): string {
  return /([^/]*?)(?:\/index)?(?:\.[cm]?[jt]sx?)?$/.exec(path)![1]!;
}
