import { printForward, printModuleExports, printSideEffectRequire } from '../../language/typescript/print-commonjs.js';
import { relativeSpecifier } from '../../language/typescript/specifier.js';
import type { Statement } from '../../model/module-model.js';
import { buildSiblingRequires } from './commonjs-imports.js';
import type { FileImports, SplitContext } from './file-imports.js';
import type { PlacedPart } from './placement.js';
import { createRangeWriter, type RangeWriter } from './ranges.js';
import { joinFacade, renderFooter, renderHeader, renderLeftoverComments, renderNote, trimBlankLines, type FacadeInput } from './render-facade.js';
import { appendLines, renderModule, renderStatements } from './render-module.js';

/** The text of one new CommonJS module: what it exports stands at its end, where Node's static detection finds it. */
export function renderCommonJsModule(context: SplitContext, part: PlacedPart, imports: FileImports): string {
  const { placement, print } = context;
  const names = part.statements.flatMap(({ declares, forwards }) => declares.filter((name) => placement.mustExport.has(name) && !forwards?.includes(name)));
  const isFilled = part.statements.some(({ forwards }) => forwards !== undefined);
  return renderModule(context, part, imports, printModuleExports([...new Set(names)], print, isFilled));
}

/**
 * The text left under the old path. The statements that fill the exports stand in it as they were, in their order, so that keys, their order
 * and what Node detects without running it are what they were; what they read is required above them.
 */
export function renderCommonJsFacade(input: FacadeInput): string {
  const { context } = input;
  const { model, placement, print } = context;
  const { newline } = print;
  const ranges = createRangeWriter(model, model.header.end);
  const header = renderHeader(input, ranges);
  const loads = [...renderLoads(input), ...ranges.pause(placement.staying[0]?.fullSpan.start ?? model.footer.start).close];
  const doors = renderDoors(context);
  const body = renderBody(context, ranges, loads.length + doors.length > 0);
  const footer = renderFooter(context);
  const close = ranges.enter(footer === '' ? model.source.text.length : model.footer.start, model.source.text.length).close;
  const note = [renderNote(input), ...renderLeftoverComments(input)].join(newline);
  return joinFacade([header, note, loads.join(newline), doors.join(newline), input.types.join(newline), trimBlankLines(appendLines(body, close, newline)), footer], newline);
}

/** What the facade requires itself, in the order of the god file. */
function renderLoads({ context, preamble, imports }: FacadeInput): string[] {
  const { model, print } = context;
  return model.statements.flatMap((statement) => {
    if (statement.role !== 'wiring') return [];
    if (isSideEffect(statement)) return [model.source.text.slice(statement.fullSpan.start, statement.fullSpan.end).trim()];
    const needed = imports.outside.find((item) => item.statement === statement.index);
    if (needed) return needed.lines;
    return preamble.has(statement.index) ? statement.imports.map(({ specifier }) => printSideEffectRequire(specifier, print)) : [];
  });
}

function isSideEffect({ kind, imports }: Statement): boolean {
  return kind === 'import' && imports.every(({ names }) => names.length === 0);
}

/** How the facade opens the new modules: the names that it uses itself, or the evaluation alone when that has effects. */
function renderDoors(context: SplitContext): string[] {
  const { placement, ending, print } = context;
  const required = buildSiblingRequires(context, placement.source, placement.staying);
  return placement.modules.flatMap((part) => {
    const hasEffect = part.statements.some((statement) => statement.effect !== 'none');
    return required.get(part) ?? (hasEffect ? [printSideEffectRequire(relativeSpecifier(placement.source, part.file, ending), print)] : []);
  });
}

/** The statements that stay, and in the place of each one that left and filled the exports, the assignment of what it exports now. */
function renderBody(context: SplitContext, ranges: RangeWriter, followsRequire: boolean): string {
  const { model, placement, print } = context;
  const staying = new Set(placement.staying.map(({ index }) => index));
  const pieces: { text: string; isForward: boolean }[] = [];
  let run: Statement[] = [];
  const flush = (): void => {
    const follows = pieces.length > 0 || followsRequire;
    if (run.length > 0) pieces.push({ text: trimBlankLines(renderStatements(context, placement.source, run, false, ranges, follows)), isForward: false });
    run = [];
  };
  for (const statement of model.statements) {
    const owner = statement.forwards && placement.modules.find((part) => part.statements.includes(statement));
    if (owner) {
      flush();
      pieces.push({ text: renderForward(context, statement, owner), isForward: true });
    } else if (staying.has(statement.index) || statement.kind === 'export-from') run.push(statement);
  }
  flush();
  return pieces.map(({ text, isForward }, index) => {
    const next = pieces[index + 1];
    return next ? text + (isForward && next.isForward ? print.newline : print.newline + print.newline) : text;
  }).join('');
}

function renderForward({ model, placement, ending, print }: SplitContext, statement: Statement, part: PlacedPart): string {
  const [exported] = statement.forwards!;
  const target = assignedMember.exec(model.source.text.slice(statement.span.start, statement.span.end))![0];
  return printForward(target, relativeSpecifier(placement.source, part.file, ending), exported!, print);
}

const assignedMember = /(?:module\s*\.\s*)?exports\s*(?:\.\s*[\p{ID_Continue}$]+|\[[^\]]*\])/u;
