import type { Span } from '../../text/span.js';

export interface ScriptPart {
  /** Between the tags, or between the fences. */
  readonly span: Span;
  /** As a file extension: `.ts`, `.tsx`, `.js`, `.jsx`. */
  readonly extension: string;
  /** Runs whenever a component is made, not when the module is loaded; its static imports are loaded with the module all the same. */
  readonly deferred: boolean;
}

/** `<script src="./cart.ts">` */
export interface ScriptSource {
  readonly specifier: string;
  /** The characters between the quotes. */
  readonly specifierSpan: Span;
  /** The opening tag. */
  readonly span: Span;
}

export interface ComponentParts {
  readonly scripts: readonly ScriptPart[];
  readonly sources: readonly ScriptSource[];
  /** `<!-- -->` outside scripts and styles. */
  readonly comments: readonly Span[];
}

export type ComponentDialect = 'vue' | 'svelte' | 'astro';

const fence = /^(?:\s|<!--[^]*?-->)*---/;
const opening = /<!--|<(script|style)(?=[\s/>])/gi;
const attribute = /\s*([^\s=>/"']+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|\{[^}]*\}|([^\s>"'{]+)))?|\s*\//y;

/**
 * The parts of a single-file component that are JavaScript or TypeScript (Vue "SFC Syntax Specification", Svelte ".svelte files",
 * Astro "Components"). Styles and comments are stepped over as wholes, because they may hold the word `<script>`.
 */
export function findScripts(text: string, dialect: ComponentDialect): ComponentParts {
  const scripts: ScriptPart[] = [];
  const sources: ScriptSource[] = [];
  const comments: Span[] = [];
  let position = 0;
  if (dialect === 'astro') {
    const frontmatter = findFrontmatter(text);
    if (frontmatter) {
      scripts.push({ span: frontmatter, extension: '.ts', deferred: true });
      addComments(comments, text, frontmatter.start);
      position = frontmatter.end;
    }
  }
  for (;;) {
    opening.lastIndex = position;
    const match = opening.exec(text);
    if (!match) return { scripts, sources, comments };
    if (match[1] === undefined) {
      const close = text.indexOf('-->', match.index + 4);
      position = close === -1 ? text.length : close + 3;
      comments.push({ start: match.index, end: position });
      continue;
    }
    const tag = readTag(text, opening.lastIndex);
    if (!tag) return { scripts, sources, comments };
    const span = tag.isClosed ? { start: tag.end, end: tag.end } : contentSpan(text, tag.end, match[1]);
    position = span.end;
    if (match[1].toLowerCase() === 'style' || !isScript(tag, dialect)) continue;
    const source = tag.attributes.get('src');
    if (source === undefined) scripts.push({ span, extension: extensionOf(tag, dialect), deferred: isDeferred(tag, dialect) });
    else if (isModuleSource(source.value, dialect)) {
      sources.push({ specifier: source.value, specifierSpan: source.span, span: { start: match.index, end: tag.end } });
    }
  }
}

/** The code between the first two lines that begin with `---`. */
function findFrontmatter(text: string): Span | undefined {
  const open = fence.exec(text);
  if (!open) return undefined;
  const start = open[0].length;
  const close = /^[ \t]*---/m.exec(text.slice(start).replace(/^[^\n\r]*/, (line) => ' '.repeat(line.length)));
  return close ? { start, end: start + close.index } : undefined;
}

function addComments(comments: Span[], text: string, end: number): void {
  for (const { index, 0: comment } of text.slice(0, end).matchAll(/<!--[^]*?-->/g)) comments.push({ start: index, end: index + comment.length });
}

interface Attribute {
  readonly value: string;
  readonly span: Span;
}

interface Tag {
  readonly attributes: ReadonlyMap<string, Attribute>;
  /** After the `>`. */
  readonly end: number;
  /** `<script src="./cart.ts" />` */
  readonly isClosed: boolean;
}

/** The attributes from `start` to the `>`; undefined when there is none. */
function readTag(text: string, start: number): Tag | undefined {
  const attributes = new Map<string, Attribute>();
  let position = start;
  for (;;) {
    attribute.lastIndex = position;
    const match = attribute.exec(text);
    if (!match) break;
    position = attribute.lastIndex;
    const value = match[2] ?? match[3] ?? match[4] ?? '';
    const end = match[4] === undefined ? position - 1 : position;
    if (match[1] !== undefined) attributes.set(match[1], { value, span: { start: end - value.length, end } });
  }
  const end = text.indexOf('>', position);
  return end === -1 ? undefined : { attributes, end: end + 1, isClosed: text[end - 1] === '/' };
}

function contentSpan(text: string, start: number, name: string): Span {
  const close = new RegExp(`</${name}\\s*>`, 'gi');
  close.lastIndex = start;
  const end = close.exec(text)?.index ?? text.length;
  return { start, end };
}

/** A `type` names another language (`application/ld+json`), `is:inline` and `define:vars` keep Astro from reading the script. */
function isScript({ attributes }: Tag, dialect: ComponentDialect): boolean {
  const type = attributes.get('type')?.value ?? '';
  if (dialect === 'astro' && (attributes.has('is:inline') || attributes.has('define:vars'))) return false;
  return /^(?:module|ts|js|(?:text|application)\/(?:java|ecma|type)script|)$/.test(type);
}

function extensionOf({ attributes }: Tag, dialect: ComponentDialect): string {
  const language = attributes.get('lang')?.value ?? '';
  if (language === 'tsx' || language === 'jsx') return `.${language}`;
  const type = attributes.get('type')?.value ?? '';
  const isTyped = dialect === 'astro' || language === 'ts' || language === 'typescript' || type === 'ts' || type.endsWith('/typescript');
  return isTyped ? '.ts' : '.js';
}

function isDeferred({ attributes }: Tag, dialect: ComponentDialect): boolean {
  if (dialect === 'vue') return attributes.has('setup');
  return dialect === 'svelte' && !attributes.has('module') && attributes.get('context')?.value !== 'module';
}

/** In Vue every `src` is a module request; elsewhere a path without a dot is an address of the web page. */
function isModuleSource(value: string, dialect: ComponentDialect): boolean {
  return /^\.\.?\//.test(value) || (dialect === 'vue' && value !== '' && !/^(?:\/|[a-z][a-z0-9+.-]*:)/i.test(value));
}
