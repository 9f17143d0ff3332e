import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import { listMembers, printMembers } from '../../model/member.js';
import { describe, type Matching } from '../matching.js';
import { locate } from '../side.js';

/** Moved statements that are over the line cap alone: a file that holds one cannot be under it, whatever else stands there. */
export function noteGiants({ pairs }: Matching, maxLines: number | undefined): Diagnostic[] {
  if (maxLines === undefined) return [];
  return pairs.flatMap(({ after }) => {
    const { model, statement, name } = after;
    const at = locate(model, statement.span.start);
    const lines = locate(model, statement.span.end).line - at.line + 1;
    if (lines <= maxLines) return [];
    const members = statement.members ?? [];
    return [
      diagnostic({
        id: 'irreducible-declaration',
        severity: 'info',
        message: `${describe(after)} of ${name} is one statement of ${lines} lines, the cap is ${maxLines}`,
        at,
        notes: ['a statement is moved as a whole', ...(members.length > 0 ? ['what would leave it most easily:', ...printMembers(members)] : [])],
        help: 'Divide it by hand in a change of its own.',
        data: { lines, maxLines, names: statement.declares, members: listMembers(members) },
      }),
    ];
  });
}
