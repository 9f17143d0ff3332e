import type { FilePath } from '../../host/path.js';
import type { SourceFile } from '../../model/source-file.js';
import type { RedirectInput } from './redirect-input.js';
import { targetOf } from './specifiers.js';

const loaderCall = /\b(td\.replace(?:Esm)?|(?:rewire|esmock|proxyquire)(?:\s*\.\s*\w+)*|mockRequire|quibble)\s*(?:<[^>()]*>)?\s*\(\s*(["'`])([^"'`\r\n]+)\2/g;
const loaders = /^(?:proxyquire|proxyquireify|rewire|rewiremock|esmock|testdouble|mock-require|quibble|mockery|sandboxed-module)$/i;
const mentions = /proxyquire|rewire|esmock|td\.replace|mock-?require|quibble|testdouble|mockery|sandboxed/i;
const quoted = /(["'`])((?:\.{1,2}|[@#~]?[\w-]+)(?:\/[^"'`\s]*)?)\1/g;

const computed = /\b(?:rewire|esmock|proxyquire)(?:\s*\.\s*\w+)*\s*\(\s*(?!["'`)]|require\b)/;

export interface LoaderMock {
  readonly offset: number;
  readonly call: string;
  readonly because: string;
  /** Files that it may load; undefined where a path is computed. */
  readonly opens?: ReadonlySet<FilePath>;
}

/** A place where a loader of another kind than a test runner is told of the facade: it replaces what one file imports, by the path that stands there. */
export function findLoaderMock(input: RedirectInput, { path, text }: SourceFile, facade: FilePath): LoaderMock | undefined {
  if (!mentions.test(text)) return undefined;
  const opens = computed.test(text) ? undefined : new Set([...text.matchAll(quoted)].flatMap((match) => targetOf(input, path, match[2]!) ?? []));
  const { project } = input;
  const isFacade = (specifier: string): boolean => targetOf(input, path, specifier) === facade;
  const fact = (offset: number, call: string) => ({ offset, call, because: 'it goes by the path that a file imports the facade by', ...(opens ? { opens } : {}) });
  for (const match of text.matchAll(loaderCall)) if (isFacade(match[3]!)) return fact(match.index, match[1]!.replace(/\s+/g, ''));
  const loader = project.scanned.get(path)?.imports.find(({ specifier }) => loaders.test(specifier))?.specifier;
  if (loader === undefined) return undefined;
  // `proxyquire('../lib/order', { './shop': fake })`: the key is what lib/order.js writes, so that from here it may lead nowhere.
  const stem = stemOf(facade);
  const called = new Set((project.graph.edgesTo.get(facade) ?? []).map(({ record }) => record.specifier));
  const imports = new Set((project.scanned.get(path)?.imports ?? []).map(({ specifierSpan }) => specifierSpan.start));
  for (const match of text.matchAll(quoted)) {
    const specifier = match[2]!;
    if (imports.has(match.index + 1) && !/mock|proxyquire|rewire/i.test(loader)) continue;
    if (isFacade(specifier) || (called.has(specifier) && stemOf(specifier) === stem)) return fact(match.index, loader);
  }
  // `rewire('../lib/order').__set__('shop', fake)` goes by the name of a variable.
  if (/^rewire/i.test(loader)) {
    const call = /\brewire\s*\(/.exec(text);
    const isOpened = opens === undefined || (project.graph.edgesTo.get(facade) ?? []).some(({ from }) => opens.has(from));
    if (isOpened) return { offset: call?.index ?? 0, call: loader, because: 'it goes by the names of private variables', ...(opens ? { opens } : {}) };
  }
  return undefined;
}

function stemOf(path: string): string {
  return /([^/]*?)(?:\/index)?(?:\.[cm]?[jt]sx?)?$/.exec(path)![1]!;
}
