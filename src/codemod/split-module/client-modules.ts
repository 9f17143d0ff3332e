import type { FilePath } from '../../host/path.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Project } from '../../model/project.js';
import type { PlacedPart, Placement } from './placement.js';

/** How many files are looked at behind the imports; beyond it a module is taken to be for the client. */
const readingLimit = 200;

/** React's hooks and what its server build does not have (react.dev, "'use client'"), and what only a browser has. Comments count: too often is safe. */
const clientOnly = [
  /\buse(?:[A-Z]\w*)?\s*(?:<[^()]*>)?\s*\(/,
  /\b(?:createContext|forwardRef|Component|PureComponent|startTransition|flushSync|createPortal|createRoot|hydrateRoot)\b/,
  /\b(?:window|document|navigator|location|history|localStorage|sessionStorage|indexedDB|matchMedia|requestAnimationFrame|cancelAnimationFrame|addEventListener|XMLHttpRequest|\w+Observer|alert|confirm|self)\b/,
  /['"]use client['"]/,
];
/** JSX, or a type parameter of an arrow function. Not `Map<string>` and not `a < b`. */
const maybeJsx = /(?<![\w$)\]])<(?:[A-Za-z]|>)/;
const clientPackage = /(?:^|[/@-])(?:p?react|next|client-only|solid-js|vue|svelte)(?:$|[/-])|\.(?:css|scss|sass|less)$/;

/**
 * The new modules of a `'use client'` file that must say it themselves. All of them run on the client whatever they say, because only the
 * facade and each other import them. But a server component may import one directly some day: what uses hooks, events or a browser must be a
 * door to the client then, and a pure helper must not become one.
 */
export function findClientModules(project: Project, model: ModuleModel, placement: Placement): ReadonlySet<FilePath> {
  const isClientFile = model.headerComments.some(({ role, span }) => role === 'directive' && /^(['"])use client\1/.test(model.source.text.slice(span.start, span.end)));
  if (!isClientFile) return new Set();
  const verdicts = new Map<PlacedPart, boolean>();
  const isForClient = createTextTest(project);
  const outsideOf = new Map([...placement.imported].map(([local, { record, name }]) => [local, { specifier: record.specifier, typeOnly: name.typeOnly }]));
  const visit = (part: PlacedPart): boolean => {
    const known = verdicts.get(part);
    if (known !== undefined) return known;
    verdicts.set(part, false);
    const running = part.statements.filter((statement) => !statement.erased);
    const isClient = running.some((statement) => usesClient(model, statement)) || running.some((statement) => statement.reads.some(({ name, when }) => {
      if (when === 'type') return false;
      const outside = outsideOf.get(name);
      if (outside) return !outside.typeOnly && isForClient(model.source.path, outside.specifier);
      const owner = placement.ownerOf.get(name);
      return owner !== undefined && owner !== part && visit(owner);
    }));
    verdicts.set(part, isClient);
    return isClient;
  };
  return new Set(placement.modules.filter(visit).map((part) => part.file));
}

/** State lives where its module runs, and an effect happens there, so both belong to the client as before. */
function usesClient(model: ModuleModel, statement: Statement): boolean {
  const text = model.source.text.slice(statement.span.start, statement.span.end);
  if (statement.effect !== 'none' || statement.writes.length > 0 || /^(?:export\s+)?(?:let|var)\b/.test(text)) return true;
  return isClientText(text, model.dialect !== 'ts');
}

function isClientText(text: string, mayHaveJsx: boolean): boolean {
  return clientOnly.some((pattern) => pattern.test(text)) || (mayHaveJsx && maybeJsx.test(text));
}

/** Whether what a specifier means, or anything behind it, is for the client. */
function createTextTest(project: Project): (from: FilePath, specifier: string) => boolean {
  const verdicts = new Map<FilePath, boolean>();
  const isClientFile = (file: FilePath): boolean => {
    const known = verdicts.get(file);
    if (known !== undefined) return known;
    const source = project.files.get(file);
    if (!source || verdicts.size >= readingLimit) return true;
    // Inside a circle the other members decide.
    verdicts.set(file, false);
    const verdict = isClientText(source.text, !/\.[cm]?ts$/.test(file)) ||
      (project.scanned.get(file)?.imports ?? []).some((record) => record.kind !== 'type' && isForClient(file, record.specifier));
    verdicts.set(file, verdict);
    return verdict;
  };
  const isForClient = (from: FilePath, specifier: string): boolean => {
    const resolution = project.resolve(from, specifier);
    if (resolution.kind === 'file') return isClientFile(resolution.path);
    return resolution.kind !== 'external' || clientPackage.test(specifier);
  };
  return isForClient;
}
