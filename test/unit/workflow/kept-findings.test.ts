import { describe, expect, it } from 'vitest';
import { defaultConfig, type Config } from '../../../src/config/config.js';
import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath } from '../../../src/host/path.js';
import { openAnalysisMemo } from '../../../src/load/analysis-memo.js';
import { loadCached } from '../../../src/load/load-cached.js';
import { loadProject } from '../../../src/load/load-project.js';
import { findOrRecall } from '../../../src/workflow/kept-findings.js';
import type { CacheFolder } from '../../../src/load/cache-folder.js';

const root = filePath('/shop');

function study() {
  const clock = { time: 1_000_000 };
  const fileSystem = createMemoryFileSystem({ '/shop/main.ts': `import './cart';`, '/shop/cart.ts': '' }, { clock: () => clock.time });
  const folder: CacheFolder = { fileSystem, directory: filePath('/cache'), identity: 'test', name: 'shop' };
  clock.time += 60_000;
  return { clock, fileSystem, folder };
}

describe('findOrRecall', () => {
  it('runs the analyzers once for the same files and configuration, and again when either is another', () => {
    const { clock, fileSystem, folder } = study();
    let runs = 0;
    const find = (config: Config = defaultConfig): number => {
      const project = loadCached({ fileSystem, root, config }, folder);
      findOrRecall(project, config, openAnalysisMemo(folder, 'full'), () => {
        runs++;
        return [];
      });
      return runs;
    };
    expect([find(), find(), find()]).toEqual([1, 1, 1]);
    clock.time += 60_000;
    fileSystem.writeBytes(filePath('/shop/cart.ts'), new TextEncoder().encode('let a;'));
    clock.time += 60_000;
    expect([find(), find()]).toEqual([2, 2]);
    const stricter: Config = { ...defaultConfig, ignore: [{ files: ['a.ts'], because: 'soup' }] as unknown as Config['ignore'] };
    expect([find(stricter), find(stricter), find()]).toEqual([3, 3, 4]);
  });

  it('keeps what the analyzers themselves remembered when it recalls their findings', () => {
    const { fileSystem, folder } = study();
    const find = (): void => {
      const project = loadCached({ fileSystem, root, config: defaultConfig }, folder);
      const memo = openAnalysisMemo(folder, 'full');
      findOrRecall(project, defaultConfig, memo, () => {
        memo.remember('outline of cart.ts', 1);
        return [];
      });
    };
    find();
    find();
    find();
    expect(openAnalysisMemo(folder, 'full').recall('outline of cart.ts')).toBe(1);
  });

  it('runs them every time for a project of which nothing is kept', () => {
    const { fileSystem, folder } = study();
    let runs = 0;
    for (let i = 0; i < 2; i++) {
      const project = loadProject({ fileSystem, root, config: defaultConfig });
      findOrRecall(project, defaultConfig, openAnalysisMemo(folder, 'full'), () => [void runs++].slice(1) as never);
    }
    expect(runs).toBe(2);
  });
});
