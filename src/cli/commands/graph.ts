import { Command, InvalidArgumentError, Option } from 'commander';
import { ToolError } from '../../diagnostic/tool-error.js';
import { renderExamples } from '../options.js';
import type { EdgeGroup } from '../../workflow/graph-edges.js';
import type { Execute } from '../execute.js';

interface GraphFlags {
  readonly kinds?: readonly EdgeGroup[];
  readonly why?: boolean;
}

const groups: readonly string[] = ['value', 'type', 'dynamic'];
const drawings: readonly string[] = ['dot', 'mermaid'];

export function buildGraphCommand(execute: Execute): Command {
  return new Command('graph')
    .description('the import graph; with two paths, how the first reaches the second (exit code 1 when it does not)')
    .argument('[a]', 'restrict the graph to what touches this file or folder; with b, where the path begins')
    .argument('[b]', 'file or folder that a is to reach; with --why, a module specifier')
    .addOption(
      new Option(
        '--kinds <kinds>',
        'kinds of imports, separated by commas: value (evaluated at load: imports, re-exports, side effects, require), type, dynamic (default: all; for dot and mermaid: value,dynamic)',
      ).argParser(parseKinds),
    )
    .option('--why', 'explain what the specifier b means in the file a, step by step (exit code 1 when it leads nowhere)')
    .addHelpText('after', renderExamples([
      ['decant graph', 'counts, hubs, knots, packages, gaps'],
      ['decant graph --format madge', 'the tree that `madge --json` prints (types included; leave them out with --kinds value,dynamic)'],
      ['decant graph src/cart --format mermaid', 'a picture of one folder and its neighbours'],
      ['decant graph src/main.ts src/db.ts', 'the shortest chain of imports between two files'],
      ['decant graph --why src/main.ts #config', 'where a specifier leads, and what was tried'],
    ]))
    .action((a: string | undefined, b: string | undefined, flags: GraphFlags, command: Command) =>
      execute(command, a, async ({ workspace, options, resolve }) => {
        const { graph } = await import('../../workflow/graph.js');
        const shared = flags.kinds === undefined ? {} : { kinds: flags.kinds };
        if (flags.why === true) {
          if (a === undefined || b === undefined) throw new ToolError('nothing to explain', '--why needs a file and a specifier', 'Name both: decant graph --why src/main.ts ./cart.js');
          const report = graph(workspace, { ...shared, why: { file: resolve(a), specifier: b } });
          return { report, exitCode: report.resolution?.kind === 'unresolved' ? 1 : 0 };
        }
        if (a !== undefined && b !== undefined) {
          const report = graph(workspace, { ...shared, between: { from: resolve(a), to: resolve(b) } });
          return { report, exitCode: report.path?.via === null ? 1 : 0 };
        }
        const cut = options.format !== 'text' && options.format !== 'madge';
        const byFormat = flags.kinds === undefined && drawings.includes(options.format) ? { kinds: ['value', 'dynamic'] as const } : {};
        return { report: graph(workspace, { ...shared, ...byFormat, paths: a === undefined ? [] : [resolve(a)], cut }), exitCode: 0 };
      }),
    );
}

function parseKinds(value: string): EdgeGroup[] {
  const kinds = value.split(',').map((kind) => kind.trim());
  if (kinds.some((kind) => !groups.includes(kind))) throw new InvalidArgumentError(`Allowed kinds are ${groups.join(', ')}.`);
  return kinds as EdgeGroup[];
}
