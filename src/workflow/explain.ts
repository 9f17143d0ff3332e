import { nearestName } from '../diagnostic/nearest.js';
import { compareText } from '../diagnostic/sort.js';
import { ToolError } from '../diagnostic/tool-error.js';
import { readOwnFolder } from '../host/installed-package.js';
import { inspect } from './inspect.js';
import { readPages, type FindingPage } from './explain-pages.js';
import type { ExplainReport, ReportDiagnostic } from '../report/schema.js';
import type { Workspace } from './workspace.js';

/**
 * The documentation of a finding by its id (`god-file`) or by its key in a report (`god-file:src/cart.ts`, or `knot-1a2b3c4d`
 * for an import knot). For a key the project is analysed and the finding shown, if it is still there; without a word, the list of
 * all ids. `open` gives the project, which is needed for a key only. Throws ToolError for an id that does not exist.
 */
export function explain(word: string | undefined, open: () => Workspace): ExplainReport {
  const pages = readPages(readOwnFolder('docs', 'findings'));
  if (word === undefined) return listTopics(pages);
  const { id, key } = splitKey(word);
  const page = pages.find((candidate) => candidate.topics.some((topic) => topic.id === id));
  if (page === undefined) throw describeUnknown(id, pages);
  return {
    version: 1,
    command: 'explain',
    id,
    title: page.title,
    markdown: page.markdown,
    topics: page.topics.map((topic) => ({ ...topic, title: page.title })),
    finding: key === undefined ? null : findByKey(open(), key),
  };
}

/** `knot-…` is the key of an import cycle alone; other keys begin with their id. */
function splitKey(word: string): { readonly id: string; readonly key?: string } {
  if (/^knot-[0-9a-f]+$/.test(word)) return { id: 'import-cycle', key: `import-cycle:${word}` };
  const colon = word.indexOf(':');
  return colon === -1 ? { id: word } : { id: word.slice(0, colon), key: word };
}

function listTopics(pages: readonly FindingPage[]): ExplainReport {
  const topics = pages.flatMap((page) => page.topics.map((topic) => ({ ...topic, title: page.title }))).sort((a, b) => compareText(a.id, b.id));
  const markdown = ['# Findings', '', ...topics.map(({ id, summary }) => `- \`${id}\`: ${summary}`), ''].join('\n');
  return { version: 1, command: 'explain', id: null, title: 'Findings', markdown, topics, finding: null };
}

function describeUnknown(id: string, pages: readonly FindingPage[]): ToolError {
  const ids = pages.flatMap((page) => page.topics.map((topic) => topic.id));
  const near = nearestName(id, ids) ?? ids.find((candidate) => id.length > 3 && candidate.includes(id));
  return new ToolError('unknown finding', `no finding has the id ${id}`, near === undefined ? 'Run `decant explain` for the list of ids.' : `Did you mean ${near}? \`decant explain\` lists all ids.`);
}

function findByKey(workspace: Workspace, key: string): ReportDiagnostic | null {
  const found = inspect(workspace, { paths: [] }).report.diagnostics.find((each) => each.key === key);
  if (found === undefined) workspace.notice(`No finding of this project has the key ${key} now; \`decant check --format json\` lists the keys.`);
  return found ?? null;
}
