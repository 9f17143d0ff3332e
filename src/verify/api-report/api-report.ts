import { compareText } from '../../diagnostic/sort.js';
import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { Check, CheckInput, ReportPair } from '../check.js';
import { judge, skip } from '../result.js';
import { locate, locateFile, sidesOf } from '../side.js';
import { readReport, type ReportedItem } from './read-report.js';

const id = 'api-report';
const unit = 'reported declarations';

/**
 * A second opinion of a tool that shares nothing with decant but the compiler. It compares texts, so a type that the compiler spells in another way after the
 * change is a difference for it; and what it leaves out of its report is none.
 */
export const check: Check = {
  id,
  summary: 'api-extractor reports the same declarations for every entry, those behind the exports included.',
  run: (input) => {
    const { reports } = input;
    if (reports === undefined) return { ...skip(id, unit, 'nothing was reported; --api-extractor asks the @microsoft/api-extractor of the project'), unasked: true };
    if ('reason' in reports) return skip(id, unit, reports.reason);
    const open: string[] = [];
    const diagnostics: Diagnostic[] = [];
    let counted = 0;
    for (const pair of reports) {
      const { before, after } = pair;
      const problem = before.problem ?? after.problem;
      // Of forms that the tool does not know it says "not (yet?) supported", and a right split may be the first to have one in a declaration file.
      if (problem !== undefined) open.push(`api-extractor ${before.version} cannot report ${before.entry} ${before.problem === undefined ? 'after' : 'before'} the change: ${problem}`);
      else {
        const [old, now] = [readReport(before.text), readReport(after.text)];
        counted += old.length;
        diagnostics.push(...compareItems(old, now).map((difference) => describe(input, pair, difference)));
      }
    }
    if (open.length > 0 && diagnostics.length === 0) return skip(id, unit, open.join('; '));
    return judge(id, unit, counted, diagnostics, { reason: 'the reports hold nothing, not even of `export =`', vacuous: !hasExports(input) });
  },
};

interface ItemPair {
  readonly before?: ReportedItem;
  readonly after?: ReportedItem;
}

/** Items that only one side has, paired by what they are called. */
function compareItems(before: readonly ReportedItem[], after: readonly ReportedItem[]): readonly ItemPair[] {
  const left = [...after];
  const lost = before.filter(({ key, form }) => {
    const at = left.findIndex((other) => other.key === key && other.form === form);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
  const changed = lost.map((item): ItemPair => {
    const at = left.findIndex(({ key }) => key === item.key);
    return at === -1 ? { before: item } : { before: item, after: left.splice(at, 1)[0]! };
  });
  return [...changed, ...left.map((item): ItemPair => ({ after: item }))].sort((a, b) => compareText((a.before ?? a.after)!.key, (b.before ?? b.after)!.key));
}

function describe(input: CheckInput, { before: { entry, version } }: ReportPair, { before, after }: ItemPair): Diagnostic {
  const { name, isExported } = (before ?? after)!;
  const fact = after === undefined ? 'is no longer in' : before === undefined ? 'is new in' : 'is another in';
  return diagnostic({
    id: 'api-report-differs',
    message: `${isExported ? '' : 'the hidden '}'${name}' ${fact} the report of api-extractor for ${entry}`,
    at: locateDeclaration(input, entry, name),
    notes: [`before: ${cut(before?.shown)}`, `after:  ${cut(after?.shown)}`, `@microsoft/api-extractor ${version} reported both`],
    help: 'Give the declaration the type that it had, or make the change of the type in a commit of its own.',
    data: { entry, name, exported: isExported },
  });
}

function cut(text = '(nothing)'): string {
  return text.length > 240 ? `${text.slice(0, 237)}...` : text;
}

function hasExports(input: CheckInput): boolean {
  const { before } = sidesOf(input);
  return input.entries.some((entry) => {
    const model = before.file(entry) && before.read(before.file(entry)!);
    return model !== undefined && (model.exports.length > 0 || model.format === 'commonjs');
  });
}

function locateDeclaration(input: CheckInput, entry: string, name: string): Diagnostic['at'] {
  const { after } = sidesOf(input);
  const file = after.file(entry);
  for (const path of [...(file ? [file] : []), ...after.changedFiles]) {
    const model = after.read(path);
    const statement = model.statements.find(({ declares, role }) => declares.includes(name) && role === 'declaration');
    if (statement) return locate(model, statement.span.start);
  }
  return locateFile(file ?? input.after.root);
}
