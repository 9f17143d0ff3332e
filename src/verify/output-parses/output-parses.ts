import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { Check, CheckInput } from '../check.js';
import { judge } from '../result.js';
import { locate, locateFile, sidesOf } from '../side.js';

const help = 'Correct the text of the new file: nothing else can be proved before it parses.';

export const check: Check = {
  id: 'output-parses',
  summary: 'Every file of the change is free of syntax errors.',
  readsCodeOnly: true,
  run: (input) => {
    const files = sidesOf(input).after.changedFiles.length + unreadable(input).length;
    const components = findComponents(input);
    return judge('output-parses', 'files', files, findProblems(input), {
      reason: 'the change leaves no source file to parse',
      ...(components.length > 0 ? { unproved: `of ${components.join(', ')} only the imports of the scripts are read` } : {}),
    });
  },
};

const inPart = 'only the imports of the scripts of a single-file component are read';

/** Changed components that stood there before: that their scripts are read in part is no doing of the change. */
function findComponents(input: CheckInput): readonly string[] {
  const { before, after } = sidesOf(input);
  return after.changedFiles.filter((file) => before.file(after.name(file)) !== undefined && after.read(file).problems.some(({ message }) => message === inPart)).map(after.name);
}

function unreadable(input: CheckInput) {
  const { after } = sidesOf(input);
  return input.after.unparsed.filter(({ path }) => after.changed.has(after.name(path)) && !input.after.files.has(path));
}

function findProblems(input: CheckInput): Diagnostic[] {
  const { after } = sidesOf(input);
  const found = new Set<string>();
  const components = new Set(findComponents(input));
  const problems = after.changedFiles.flatMap((file) => {
    const model = after.read(file);
    return model.problems.filter(({ message }) => message !== inPart || !components.has(after.name(file))).map((problem) => {
      found.add(file);
      return diagnostic({ id: 'syntax-error', message: problem.message, at: locate(model, problem.span.start), help });
    });
  });
  for (const { path, reason } of input.after.unparsed) {
    if (found.has(path) || !after.changed.has(after.name(path))) continue;
    problems.push(diagnostic({ id: 'syntax-error', message: `${after.name(path)} cannot be read: ${reason}`, at: locateFile(path), help }));
  }
  return problems;
}
