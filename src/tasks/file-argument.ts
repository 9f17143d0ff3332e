import { directoryOf, filePath, isInside, joinPath, relativePath, type FilePath } from '../host/path.js';
import type { StaticValue } from '../model/static-value.js';
import type { TaskExtractorInput } from './task-extractor.js';

/**
 * The path that an argument names: a text, `path.join(__dirname, 'send.js')`, `new URL('./send.js', import.meta.url)`, `require.resolve('./send')`,
 * `__dirname + '/send.js'`. A relative text alone is taken from `base`. Undefined for what is computed. The file need not exist: code in TypeScript
 * names what it is compiled to.
 */
export function readFileArgument(input: TaskExtractorInput, value: StaticValue | undefined, base: 'module' | 'root'): FilePath | undefined {
  const folder = base === 'module' ? directoryOf(input.model.source.path) : input.project.root;
  return value && pathOf(input, value, folder, 0);
}

/** Relative to the root, with forward slashes: the same before and after, wherever the two checkouts lie. A path far from the root as it is. */
export function printFile({ project }: Pick<TaskExtractorInput, 'project'>, file: FilePath): string {
  return isInside(directoryOf(project.root), file) ? relativePath(project.root, file) || '.' : file;
}

function pathOf(input: TaskExtractorInput, raw: StaticValue, base: FilePath, depth: number): FilePath | undefined {
  if (depth > 8) return undefined;
  const own = directoryOf(input.model.source.path);
  const value = raw.kind === 'binary' || readAnchor(input, raw) ? raw : input.evaluate(raw);
  const anchor = readAnchor(input, value);
  if (anchor) return anchor;
  if (value.kind === 'literal') return typeof value.value === 'string' ? from(base, value.value) : undefined;
  if (value.kind === 'dynamic') {
    const written = /^new URL\(\s*(['"`])([^'"`$]+)\1,\s*import\.meta\.url\s*\)(?:\.(?:pathname|href)|\.toString\(\))?$/.exec(value.text)?.[2];
    if (written !== undefined) return from(own, written);
    // `${import.meta.dirname}/../tasks`: the anchor is no name that could be followed, so the text is read.
    const below = /^`\$\{\s*(?:import\.meta\.dirname|__dirname)\s*\}(\/[^`$]*)`$/.exec(value.text)?.[1];
    return below === undefined ? undefined : joinPath(own, `.${below}`);
  }
  if (value.kind === 'binary') {
    const whole = input.evaluate(value);
    return whole.kind === 'literal' ? pathOf(input, whole, base, depth + 1) : sum(input, value, depth);
  }
  if (value.kind !== 'call' && value.kind !== 'new') return undefined;
  const name = value.callee.at(-1);
  const [first, ...rest] = value.args;
  if (first === undefined) return undefined;
  if (name === 'URL') return isOwnUrl(rest[0]) && first.kind === 'literal' ? from(own, String(first.value)) : undefined;
  if (name === 'fileURLToPath') return pathOf(input, first, base, depth + 1);
  if (name === 'dirname') return isOwnFile(first) ? own : directoryOrUndefined(pathOf(input, first, base, depth + 1));
  if (name === 'resolve' && value.callee.at(-2) === 'require') return first.kind === 'literal' ? from(own, String(first.value)) : undefined;
  if (name !== 'join' && name !== 'resolve') return undefined;
  const start = pathOf(input, first, input.project.root, depth + 1);
  const parts = rest.map((part) => input.evaluate(part));
  if (!start || !parts.every((part) => part.kind === 'literal')) return undefined;
  return parts.reduce<FilePath>((path, part) => from(path, part.kind === 'literal' ? String(part.value) : ''), start);
}

/** `__dirname`, `import.meta.dirname` and `process.cwd()`, which is the root for everything that is said here. */
function readAnchor(input: TaskExtractorInput, value: StaticValue): FilePath | undefined {
  const own = directoryOf(input.model.source.path);
  if (value.kind === 'reference' && value.path.join('.') === '__dirname' && !input.model.constants.has('__dirname')) return own;
  if (value.kind === 'dynamic' && value.text === 'import.meta.dirname') return own;
  return value.kind === 'call' && value.callee.join('.') === 'process.cwd' ? input.project.root : undefined;
}

/** `` `${__dirname}/send.js` ``: a folder, and text behind it. */
function sum(input: TaskExtractorInput, value: StaticValue, depth: number): FilePath | undefined {
  const [start, ...rest] = partsOf(value).filter((part) => part.kind !== 'literal' || part.value !== '');
  const folder = start && pathOf(input, start, input.project.root, depth + 1);
  const texts = rest.map((part) => input.evaluate(part));
  if (!folder || !texts.every((part) => part.kind === 'literal')) return undefined;
  return filePath(folder + texts.map((part) => (part.kind === 'literal' ? String(part.value) : '')).join(''));
}

function partsOf(value: StaticValue): readonly StaticValue[] {
  return value.kind === 'binary' && value.operator === '+' ? [...partsOf(value.left), ...partsOf(value.right)] : [value];
}

function from(folder: FilePath, path: string): FilePath {
  if (path.startsWith('file://')) return filePath(path.slice('file://'.length));
  return /^(?:\/|[A-Za-z]:[\\/])/.test(path) ? filePath(path) : joinPath(folder, path);
}

function isOwnUrl(value: StaticValue | undefined): boolean {
  return value?.kind === 'dynamic' && value.text === 'import.meta.url';
}

function isOwnFile(value: StaticValue): boolean {
  if (value.kind === 'reference') return value.path.join('.') === '__filename';
  if (value.kind === 'dynamic') return value.text === 'import.meta.filename';
  return value.kind === 'call' && value.callee.at(-1) === 'fileURLToPath' && isOwnUrl(value.args[0]);
}

function directoryOrUndefined(path: FilePath | undefined): FilePath | undefined {
  return path && directoryOf(path);
}
