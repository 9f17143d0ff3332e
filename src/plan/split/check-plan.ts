import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { hashText } from '../../host/hash.js';
import { baseName, relativePath } from '../../host/path.js';
import type { ModuleModel } from '../../model/module-model.js';
import { checkCoverage } from './check-coverage.js';
import { checkFiles } from './check-files.js';
import { checkNeeds } from './check-needs.js';
import { locate } from './messages.js';
import type { SplitOptions } from './split-options.js';
import type { SplitPlan } from './split-plan.js';

/**
 * Everything that is wrong with a plan for this module; empty when it can be applied. Reads the model itself and shares no
 * code with the planner's atoms and partition, so a mistake there is found here.
 */
export function checkPlan(model: ModuleModel, plan: SplitPlan, options: SplitOptions): readonly Diagnostic[] {
  const source = relativePath(options.root, model.source.path);
  const outdated = plan.source !== source || plan.fingerprint !== hashText(model.source.text);
  if (outdated) {
    return [
      diagnostic({
        id: 'plan-outdated',
        message:
          plan.source === source
            ? `The plan was made for another version of ${baseName(source)}`
            : `The plan was made for ${plan.source}, not for ${source}`,
        at: locate(model, 0),
        help: `Run decant plan ${source} again`,
        data: { planned: plan.fingerprint, found: hashText(model.source.text) },
      }),
    ];
  }
  const files = checkFiles(model, plan, options);
  const coverage = checkCoverage(model, plan);
  if (coverage.diagnostics.length > 0) return [...files, ...coverage.diagnostics];
  return [...files, ...checkNeeds(model, plan, coverage.partOfStatement, options.hiddenNeeds)];
}
