import { thresholdFor } from '../../config/config.js';
import { diagnostic, type Diagnostic, type Severity } from '../../diagnostic/diagnostic.js';
import { extensionOf, relativePath, type FilePath } from '../../host/path.js';
import type { ScannedModule } from '../../model/project.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';
import { printCount, printQuantity } from '../../text/wording.js';
import { measureDeclarations, type DeclarationMeasure } from './measure-declarations.js';

export const analyzer: Analyzer = {
  id: 'god-file',
  summary: 'A file with more code lines than its limit.',
  run: findGodFiles,
};

/** Share of the code above which one declaration is the file: moving the rest away leaves the god file. */
const DOMINANT_SHARE = 0.6;

function findGodFiles(input: AnalyzerInput): readonly Diagnostic[] {
  const { severity } = input.config.analyzers['god-file'];
  if (severity === 'off') return [];
  const findings: Diagnostic[] = [];
  for (const module of input.project.scanned.values()) {
    if (extensionOf(module.path).startsWith('.d.')) continue;
    const name = relativePath(input.project.root, module.path);
    const threshold = thresholdFor(input.config, name);
    if (module.lines.code > threshold) findings.push(describe(input, module, name, threshold, severity));
  }
  return findings;
}

function describe(input: AnalyzerInput, module: ScannedModule, name: string, threshold: number, severity: Severity): Diagnostic {
  const { code, physical } = module.lines;
  const source = input.project.files.get(module.path);
  const { generated } = module;
  const measure = readMeasure(input, module.path);
  const fanIn = new Set(input.project.graph.edgesTo.get(module.path)?.map((edge) => edge.from)).size;
  const { largest } = measure ?? {};
  const dominant = largest && (measure!.units === 1 || largest.share > DOMINANT_SHARE) ? largest : undefined;
  const start = largest && source ? lineColumnAt(source.lineStarts, largest.span.start) : undefined;

  const notes = [`${printQuantity(physical, 'physical line')}, blank and comment lines included; imported by ${printQuantity(fanIn, 'file')}`];
  if (measure) notes.push(`${printQuantity(measure.declarations, 'top-level declaration')}, ${printCount(measure.exported)} of them exported`);
  else notes.push('its declarations are not counted, because its syntax could not be read');
  if (largest) notes.push(`the largest is ${largest.name}: ${printQuantity(largest.lines, 'line')}, ${percent(largest.share)} of the code`);
  if (generated) notes.push('its header says that it is generated');
  notes.push('every change to any of its concerns touches the same file, so edits collide and reviews lose their focus');

  return diagnostic({
    id: 'god-file',
    severity: generated ? 'info' : severity,
    message: `${name} has ${printQuantity(code, 'code line')}, ${printCount(code - threshold)} over its limit of ${printCount(threshold)}`,
    at: { file: module.path, line: 1, column: 1 },
    related: largest && start ? [{ file: module.path, ...start, label: `largest declaration: ${largest.name}` }] : [],
    notes,
    help: adviseOn(name, generated, dominant, measure),
    data: {
      codeLines: code,
      physicalLines: physical,
      threshold,
      declarations: measure?.declarations ?? null,
      fanIn,
      generated,
      largest: largest ? { name: largest.name, lines: largest.lines, share: Math.round(largest.share * 100) / 100 } : null,
    },
    ...(generated || dominant || !measure ? {} : { next: { command: `decant split ${name}`, applicability: 'safe' as const } }),
  });
}

function adviseOn(
  name: string,
  generated: boolean,
  dominant: DeclarationMeasure['largest'],
  measure: DeclarationMeasure | undefined,
): string {
  if (generated) return `Exclude ${name} in decant.config.json, or change the generator so that it writes several files`;
  if (!measure) return `Correct the syntax of ${name}, then scan again`;
  if (!dominant) return measure.units === 0 ? `Move the statements of ${name} into functions first; it declares nothing that could move` : `Run \`decant split ${name}\` to see it as domain modules`;
  return `Break up ${dominant.name} by hand: it is ${percent(dominant.share)} of the code, so splitting the file cannot help`;
}

function readMeasure(input: AnalyzerInput, file: FilePath): DeclarationMeasure | undefined {
  if (!input.project.files.has(file)) return undefined;
  const model = input.read(file);
  return model.problems.length > 0 ? undefined : measureDeclarations(model);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
