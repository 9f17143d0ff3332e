import { extensionOf } from '../../host/path.js';
import type { ImportRecord } from '../../model/import-record.js';
import { mayHoldShimMark } from '../../model/shim.js';
import { sliceSpan, type Span } from '../../text/span.js';
import type { ScanFacts, ScanResult, ScanSource } from '../language.js';
import { measureLines } from '../typescript/count-lines.js';
import { findAllowances, isGenerated } from '../typescript/scan-header.js';
import { describeFailure, scanText } from '../typescript/scan.js';
import { findScripts, type ComponentDialect, type ComponentParts, type ScriptSource } from './find-scripts.js';

export const componentExtensions: readonly string[] = ['.vue', '.svelte', '.astro'];

/** Offsets mean the whole file. Comments are those of the scripts and of the template; every other line that is not blank is code. */
export function scanComponent(source: ScanSource, facts: ScanFacts): ScanResult {
  const { text, path } = source;
  const parts = findScripts(text, dialectOf(path));
  const code = buildCode(text, parts.scripts.map((script) => script.span));
  const scan = scanText(code, scriptExtension(parts), facts);
  if (scan.kind === 'failed') return { kind: 'unparsed', reason: describeFailure(source, scan) };
  const imports = [...parts.sources.map(sourceRecord), ...scan.imports].sort((a, b) => a.span.start - b.span.start);
  const comments = [...parts.comments, ...scan.comments].sort((a, b) => a.start - b.start);
  return {
    kind: 'scanned',
    module: Object.freeze({
      path,
      imports: Object.freeze(imports.map((record) => Object.freeze(record))),
      lines: Object.freeze(measureLines(text, source.lineStarts, comments)),
      allowances: findAllowances(text),
      generated: hasGeneratedHeader(text, parts),
      marked: mayHoldShimMark(text),
    }),
  };
}

/** Everything outside the spans becomes spaces, so that lines and offsets stay what they are. */
export function buildCode(text: string, spans: readonly Span[]): string {
  let code = '';
  let position = 0;
  for (const span of spans) {
    code += blank(text.slice(position, span.start)) + sliceSpan(text, span);
    position = span.end;
  }
  return code + blank(text.slice(position));
}

function blank(text: string): string {
  return text.replace(/[^\n\r\u2028\u2029]/g, ' ');
}

/** The widest of the languages: a component's scripts are to be in the same one. */
export function scriptExtension({ scripts }: ComponentParts): string {
  const isTyped = scripts.some((script) => /ts/.test(script.extension));
  const hasElements = scripts.some((script) => /x$/.test(script.extension));
  return isTyped ? (hasElements ? '.tsx' : '.ts') : hasElements ? '.jsx' : '.js';
}

function sourceRecord({ specifier, specifierSpan, span }: ScriptSource): ImportRecord {
  return { kind: 'side-effect', form: 'import', specifier, specifierSpan, span, names: [] };
}

function hasGeneratedHeader(text: string, { scripts, comments }: ComponentParts): boolean {
  const first = comments[0];
  const isAtTop = first !== undefined && text.slice(0, first.start).trim() === '';
  if (isAtTop && isGenerated(`/*${sliceSpan(text, first).replaceAll('*/', '')}*/`)) return true;
  return scripts[0] !== undefined && isGenerated(sliceSpan(text, scripts[0].span));
}

export function dialectOf(path: string): ComponentDialect {
  return extensionOf(path).slice(1) as ComponentDialect;
}
