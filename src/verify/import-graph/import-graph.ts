import type { Check } from '../check.js';
import { judge } from '../result.js';
import { sidesOf } from '../side.js';
import { findNewCycles } from './cycles.js';
import { findNameProblems } from './names.js';
import { findUnresolved } from './unresolved.js';

export const check: Check = {
  id: 'import-graph',
  summary: 'No import cycle is new, every import resolves, and every imported name is exported.',
  readsCodeOnly: true,
  run: (input) => {
    const sides = sidesOf(input);
    const counted = sides.after.changedFiles.reduce((sum, file) => sum + sides.after.read(file).imports.length, 0);
    const diagnostics = [...findNewCycles(sides), ...findUnresolved(sides), ...findNameProblems(sides)];
    return judge('import-graph', 'imports', counted, diagnostics, { reason: 'the changed files import nothing', vacuous: true });
  },
};
