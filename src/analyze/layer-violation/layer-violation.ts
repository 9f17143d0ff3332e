import type { Config } from '../../config/config.js';
import { findConfigPlace } from '../../config/config-place.js';
import { configFileName } from '../../config/load-config.js';
import { diagnostic, type Diagnostic, type Location } from '../../diagnostic/diagnostic.js';
import { joinPath, relativePath, type FilePath } from '../../host/path.js';
import type { ImportEdge } from '../../model/project.js';
import { lineColumnAt } from '../../text/line-index.js';
import type { Analyzer, AnalyzerInput } from '../analyzer.js';
import { printList, printQuantity } from '../../text/wording.js';
import { globLibrary } from '../../host/globs.js';

export const analyzer: Analyzer = {
  id: 'layer-violation',
  summary: 'An import, type imports included, that the configured layers do not allow.',
  run: findLayerViolations,
};

type LayerConfig = Config['analyzers']['layer-violation']['layers'][number];

interface Layer {
  readonly config: LayerConfig;
  readonly matches: (file: string) => boolean;
  /** Folders before the first wildcard of each glob, longest first. */
  readonly folders: readonly string[];
}

/**
 * A file belongs to the first layer whose globs match it; files of no layer are free. Dead configuration is a finding too:
 * a layer that was renamed on disk, or a permission that nobody needs any more, would let violations in unseen.
 */
function findLayerViolations(input: AnalyzerInput): readonly Diagnostic[] {
  const { severity, layers: configured } = input.config.analyzers['layer-violation'];
  if (severity === 'off' || configured.length === 0) return [];
  const { project, about } = input;
  const layers = configured.map((config): Layer => ({
    config,
    matches: globLibrary()([...config.files], { dot: true }),
    folders: config.files.map((glob) => globLibrary().scan(glob).base).sort((a, b) => b.length - a.length),
  }));
  const placed = new Map<string, Layer | undefined>();
  const placeOf = (file: FilePath): Layer | undefined => {
    if (!placed.has(file)) {
      const name = relativePath(project.root, file);
      placed.set(file, layers.find((candidate) => candidate.matches(name)));
    }
    return placed.get(file);
  };

  const findings: Diagnostic[] = [];
  const used = new Set<string>();
  for (const file of about === undefined ? project.graph.modules : [about]) {
    const from = placeOf(file);
    if (!from) continue;
    const broken = new Map<FilePath, { readonly to: Layer; readonly rule: BrokenRule; readonly edges: ImportEdge[] }>();
    for (const edge of project.graph.edgesFrom.get(file) ?? []) {
      const to = placeOf(edge.to);
      if (!to || edge.from === edge.to) continue;
      used.add(permissionKey(from.config.name, to.config.name));
      const known = broken.get(edge.to);
      const rule = known?.rule ?? findBrokenRule(from, to, relativePath(project.root, edge.from), relativePath(project.root, edge.to));
      if (known) known.edges.push(edge);
      else if (rule) broken.set(edge.to, { to, rule, edges: [edge] });
    }
    for (const { to, rule, edges } of broken.values()) findings.push(describeEdges(input, edges, from, to, rule, severity));
  }
  if (about !== undefined) return findings;
  return [...findings, ...findDeadEntries(input, layers, [...placed.values()].filter((layer) => layer !== undefined), used, severity)];
}

/** Layers without files, and permissions that nothing uses. A name in `mayNotImport` is never dead: it is there so that nothing uses it. */
function findDeadEntries({ project }: AnalyzerInput, layers: readonly Layer[], placed: readonly Layer[], used: ReadonlySet<string>, severity: Diagnostic['severity']): readonly Diagnostic[] {
  const inhabited = new Set(placed.map((layer) => layer.config.name));
  const placeOf = (part: object, key?: string | number): Location => findConfigPlace(part, key) ?? { file: joinPath(project.root, configFileName), line: 1, column: 1 };
  return layers.flatMap(({ config }): Diagnostic[] => {
    if (!inhabited.has(config.name)) {
      return [
        diagnostic({
          id: 'layer-violation',
          key: `empty layer ${config.name}`,
          severity,
          at: placeOf(config),
          message: `the layer "${config.name}" has no files`,
          notes: [`its globs are ${printList(config.files)}`, 'layers above it may have taken all their files: the first layer that matches wins'],
          help: `Correct the globs of "${config.name}", or remove the layer`,
          data: { problem: 'empty-layer', layer: config.name },
        }),
      ];
    }
    return (config.mayImport ?? []).flatMap((target, index) => {
      if (used.has(permissionKey(config.name, target)) || !inhabited.has(target) || target === config.name) return [];
      return diagnostic({
        id: 'layer-violation',
        key: `unused permission ${config.name} -> ${target}`,
        severity,
        at: placeOf(config.mayImport!, index),
        message: `the layer "${config.name}" may import "${target}", but never does`,
        notes: [`${printQuantity(placed.filter((layer) => layer.config === config).length, 'file')} looked at`],
        help: `Remove "${target}" from mayImport of "${config.name}"`,
        data: { problem: 'unused-permission', layer: config.name, target },
      });
    });
  });
}

interface BrokenRule {
  readonly problem: 'forbidden-layer' | 'sibling';
  readonly fact: string;
  readonly help: string;
}

function findBrokenRule(from: Layer, to: Layer, fromName: string, toName: string): BrokenRule | undefined {
  const { name, siblings } = from.config;
  if (from !== to) {
    if (mayImport(from.config, to.config.name)) return undefined;
    return {
      problem: 'forbidden-layer',
      fact: `the layer "${name}" may not import "${to.config.name}"`,
      help: `Move what ${fromName} needs to a layer that "${name}" may import, or turn the dependency round`,
    };
  }
  if (siblings === false) {
    return { problem: 'sibling', fact: `files of the layer "${name}" may not import each other`, help: `Move what ${fromName} needs from ${toName} to a layer below "${name}"` };
  }
  if (siblings !== 'apart') return undefined;
  const [unit, other] = [unitOf(from, fromName), unitOf(to, toName)];
  if (unit === undefined || other === undefined || unit === other) return undefined;
  return {
    problem: 'sibling',
    fact: `${unit} and ${other} are units of the layer "${name}" and may not import each other`,
    help: `Move what both units need out of ${other}, up into the folder of the layer or into a layer below`,
  };
}

/** The direct sub-folder of the layer's folder in which a file stands; undefined for a file in the folder itself, which all units share. */
function unitOf(layer: Layer, file: string): string | undefined {
  for (const folder of layer.folders) {
    const prefix = folder === '' || folder === '.' ? '' : `${folder}/`;
    if (!file.startsWith(prefix)) continue;
    const slash = file.indexOf('/', prefix.length);
    return slash === -1 ? undefined : file.slice(0, slash);
  }
  return undefined;
}

function mayImport({ mayImport: allowed, mayNotImport: forbidden }: LayerConfig, target: string): boolean {
  return allowed ? allowed.includes(target) : forbidden?.includes(target) !== true;
}

function printPermission({ name, mayImport: allowed, mayNotImport: forbidden = [] }: LayerConfig): string {
  if (!allowed) return forbidden.length > 0 ? `"${name}" may not import ${printList(forbidden, 20)}` : `"${name}" may import every other layer`;
  return allowed.length > 0 ? `"${name}" may import ${printList(allowed, 20)}` : `"${name}" may import no other layer`;
}

/** All imports of one file by another are one finding: one dependency, however often it is written down. */
function describeEdges(input: AnalyzerInput, edges: readonly ImportEdge[], from: Layer, to: Layer, broken: BrokenRule, severity: Diagnostic['severity']): Diagnostic {
  const { project } = input;
  const edge = edges[0]!;
  const [fromName, toName] = [relativePath(project.root, edge.from), relativePath(project.root, edge.to)];
  const source = project.files.get(edge.from);
  const places = edges.map(({ record }): Location => ({
    file: edge.from,
    ...(source ? lineColumnAt(source.lineStarts, record.span.start) : { line: 1, column: 1 }),
    label: `imports ${toName}`,
  }));
  return diagnostic({
    id: 'layer-violation',
    key: `${fromName} -> ${toName}`,
    severity,
    message: `${fromName} imports ${toName}, but ${broken.fact}`,
    at: places[0]!,
    related: places.slice(1),
    notes: [...(from.config.because === undefined ? [] : [`because ${from.config.because}`]), printPermission(from.config)],
    help: broken.help,
    data: {
      problem: broken.problem,
      from: fromName,
      to: toName,
      fromLayer: from.config.name,
      toLayer: to.config.name,
      specifier: edge.record.specifier,
      kind: edge.record.kind,
    },
    ratchet: { kind: 'edges', edges: [{ from: edge.from, to: edge.to }] },
  });
}

function permissionKey(from: string, to: string): string {
  return `${from}\n${to}`;
}
