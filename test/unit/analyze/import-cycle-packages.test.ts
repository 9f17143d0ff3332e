// Cuts of real knots. `DECANT_CORPORA=<folder>:<folder> npx vitest run <this file>` adds other trees.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { analyzer } from '../../../src/analyze/import-cycle/import-cycle.js';
import { defaultConfig } from '../../../src/config/config.js';
import { stronglyConnectedComponents } from '../../../src/graph/strongly-connected.js';
import { createNodeFileSystem } from '../../../src/host/node-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { loadProject } from '../../../src/load/load-project.js';
import { createLinksReader, createModuleReader, createOutlineReader } from '../../../src/load/module-reader.js';

interface KnotData {
  readonly members: readonly string[];
  readonly edges: readonly { readonly from: number; readonly to: number; readonly cut: boolean }[];
  readonly edgesComplete: boolean;
  readonly cutSize: number;
}

const packages = ['zod', 'eslint', 'puppeteer-core/lib/esm'].map((name) => fileURLToPath(new URL(`../../../node_modules/${name}`, import.meta.url)));
const folders = [...packages, ...(process.env['DECANT_CORPORA'] ?? '').split(':').filter((folder) => folder !== '')];
const fileSystem = createNodeFileSystem();

describe('the cut of a real knot', () => {
  it.each(folders.filter((folder) => fileSystem.entryKind(filePath(folder)) !== undefined))('leaves no circle: %s', (folder) => {
    const project = loadProject({ fileSystem, root: filePath(folder), config: defaultConfig });
    const memo = { recall: () => undefined, remember: () => undefined };
    const input = { project, config: defaultConfig, memo, read: createModuleReader(project), links: createLinksReader(project), outline: createOutlineReader(project) };
    for (const depth of ['scan', 'full'] as const) {
      const findings = analyzer.run({ ...input, depth });
      expect(findings.length).toBeGreaterThan(0);
      for (const finding of findings) {
        const { members, edges, edgesComplete, cutSize } = finding.data as unknown as KnotData;
        expect(edgesComplete).toBe(true);
        const nodes = [...members.keys()];
        const components = (kept: KnotData['edges']) => stronglyConnectedComponents(nodes, (node) => kept.filter((edge) => edge.from === node).map((edge) => edge.to));
        const kept = edges.filter((edge) => !edge.cut);
        expect(edges.length - kept.length).toBe(cutSize);
        expect(kept.filter((edge) => edge.from === edge.to)).toEqual([]);
        expect(components(edges)).toHaveLength(1);
        expect(components(kept)).toHaveLength(members.length);
      }
    }
  }, 120_000);
});
