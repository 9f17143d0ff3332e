import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { CheckInput } from '../check.js';
import { count } from '../result.js';
import { locate, sidesOf } from '../side.js';
import type { CelledFile } from '../celled-file.js';

const reasons = {
  plain: 'the variable is a property',
  shorthand: 'the variable is a property, and the name of the member stays',
  called: 'the variable is a property, and its function still gets no `this`',
  wrapped: 'the variable is a property, and its function still gets no `this`',
} as const;

/** What is wrong with objects that took the place of variables; else every place that they changed. */
export function findChangedState(input: CheckInput): Diagnostic[] {
  const { stateCells = [] } = input;
  return stateCells.flatMap((celled) => {
    const problems = [...celled.problems, ...findCaptured(input, celled)];
    return problems.length > 0 ? problems : [listPlaces(input, celled)];
  });
}

/** `state` inside of a function with a parameter of that name is not the object. */
function findCaptured(input: CheckInput, { file, uses, text }: CelledFile): Diagnostic[] {
  const model = sidesOf(input).before.read(file);
  const known = new Set(model.statements.flatMap(({ reads, writes }) => [...reads, ...writes].map(({ name, span }) => `${name} ${span.start}`)));
  return uses.filter(({ cell, at, inOwn }) => !inOwn && !known.has(`${cell} ${at}`)).map(({ cell, at }) =>
    diagnostic({
      id: 'changed-state',
      message: `${cell} would be another variable of that name: ${text.slice(at, at + 40).split(/[\r\n]/)[0]}`,
      at: locate(model, at),
      help: 'Give the object a name that nothing else in the file has.',
      data: { cell },
    }));
}

function listPlaces(input: CheckInput, { file, places, cells }: CelledFile): Diagnostic {
  const { before } = sidesOf(input);
  const written = { plain: (cell: string, name: string) => `${cell}.${name}`, shorthand: (cell: string, name: string) => `${name}: ${cell}.${name}`, called: (cell: string, name: string) => `(0, ${cell}.${name})`, wrapped: (cell: string, name: string) => `(void 0, ${cell}.${name})` };
  const names = cells.map(({ cell, names: own }) => `${own.join(', ')} ${own.length === 1 ? 'is a property' : 'are properties'} of ${cell}`);
  return diagnostic({
    id: 'state-cell',
    severity: 'info',
    message: `${names.join('; ')}: ${count(places.length, 'places')} changed, and nothing else`,
    at: locate(before.read(file), 0),
    notes: places.map(({ name, cell, form, line, column }) => `${before.name(file)}:${line}:${column}: ${name} -> ${written[form](cell, name)} (${reasons[form]})`),
    help: 'Read the list: these are all the places that use the objects.',
    data: { cells, places: places.length },
  });
}
