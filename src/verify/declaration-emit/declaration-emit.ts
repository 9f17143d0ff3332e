import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { ApiSurface, EmitProblem } from '../../model/api.js';
import type { Check, CheckInput } from '../check.js';
import { judge, skip } from '../result.js';
import { sidesOf } from '../side.js';

const id = 'declaration-emit';
const unit = 'files';

export const check: Check = {
  id,
  summary: 'The compiler can write the declaration files that it could write before.',
  readsTypes: true,
  run: (input) => {
    if (input.apis === undefined) return skip(id, unit, 'the types were not read');
    const diagnostics: Diagnostic[] = [];
    const reasons: string[] = [];
    let counted = 0;
    for (const { before, after } of input.apis()) {
      if (before.kind === 'unread' || after.kind === 'unread') {
        reasons.push(before.kind === 'unread' ? before.reason : after.kind === 'unread' ? after.reason : '');
        continue;
      }
      if (!after.surface.emitsDeclarations) continue;
      counted += after.surface.entries.size;
      diagnostics.push(...findFresh(before.surface, after.surface).map((problem) => describe(input, problem)));
    }
    const isFailed = diagnostics.length > 0;
    if (!isFailed && reasons.length > 0) return skip(id, unit, reasons[0]!);
    return judge(id, unit, counted, diagnostics, { reason: 'no tsconfig of an entry asks for declaration files', vacuous: true });
  },
};

/** Problems that were not there before, by code and message: what moves takes its problems along. */
function findFresh(before: ApiSurface, after: ApiSurface): readonly EmitProblem[] {
  const known = new Map<string, number>();
  for (const problem of before.problems) known.set(keyOf(problem), (known.get(keyOf(problem)) ?? 0) + 1);
  return after.problems.filter((problem) => {
    const left = known.get(keyOf(problem)) ?? 0;
    known.set(keyOf(problem), left - 1);
    return left <= 0;
  });
}

/** Without the files that the message names: they are other ones after a split. */
function keyOf({ code, message }: EmitProblem): string {
  return `${code} ${message.replace(/["'][^"']*[/\\][^"']*["']/g, '...')}`;
}

function describe(input: CheckInput, { file, line, column, code, message }: EmitProblem): Diagnostic {
  const name = sidesOf(input).after.name(file);
  return diagnostic({
    id: 'unwritable-declaration',
    message: `the compiler can no longer write the declarations of ${name}: ${code}: ${message.replaceAll(`${input.after.root}/`, '')}`,
    at: { file, line, column },
    notes: ['no file had this problem before'],
    help: 'Export the type that has no name there, or write the type of the export out.',
    data: { file: name, code },
  });
}
