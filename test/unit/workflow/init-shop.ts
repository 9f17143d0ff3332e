import { createMemoryFileSystem } from '../../../src/host/memory-file-system.js';
import { filePath, joinPath } from '../../../src/host/path.js';
import { initReportSchema, type InitReport } from '../../../src/report/schema.js';
import { init, type InitOptions } from '../../../src/workflow/init.js';
import { openWorkspace, type Workspace } from '../../../src/workflow/workspace.js';

export const root = filePath('/shop');

/** A knot of two files, and one that knows neither. */
export const knot: Readonly<Record<string, string>> = {
  'src/till.ts': `import { stock } from './stock.js';\nexport const till = () => stock();\n`,
  'src/stock.ts': `import { till } from './till.js';\nexport const stock = () => till;\n`,
  'src/shelf.ts': 'export const shelf = 1;\n',
};

export interface Shop {
  readonly workspace: Workspace;
  readonly read: (name: string) => string | undefined;
  readonly init: (options?: InitOptions) => InitReport;
}

/** A project in memory by root-relative names. Running any process throws. */
export function openShop(files: Readonly<Record<string, string>>, readOnly: readonly string[] = []): Shop {
  const fileSystem = createMemoryFileSystem(Object.fromEntries(Object.entries(files).map(([name, text]) => [joinPath(root, name), text])), { readOnly });
  const refuse = (): never => {
    throw new Error('init runs no process');
  };
  const workspace = openWorkspace({ fileSystem, root, machine: { now: refuse, acquireLock: refuse, runCommand: refuse, runNodeScript: refuse } });
  return {
    workspace,
    read: (name) => {
      const bytes = fileSystem.readBytes(joinPath(root, name));
      return bytes && new TextDecoder().decode(bytes);
    },
    init: (options) => initReportSchema.strict().parse(init(workspace, options)),
  };
}

/** `setting: what became of it`, in the order of the report. */
export function carried(report: InitReport): readonly string[] {
  return report.carried.map(({ setting, file, line, as }) => `${file}:${line} ${setting}: ${as}`);
}

export function left(report: InitReport): readonly string[] {
  return report.notCarried.map(({ setting, file, line, reason }) => `${file}:${line} ${setting}: ${reason}`);
}
