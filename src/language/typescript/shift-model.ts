import type { DirectedFunction, FunctionSite } from '../../model/declaration-site.js';
import type { ModuleModel, Statement } from '../../model/module-model.js';
import type { Reference } from '../../model/reference.js';
import type { Span } from '../../text/span.js';

/** How far something has gone: characters, and top-level statements. */
export interface Move {
  readonly offset: number;
  readonly index: number;
}

/** A statement of its own even where it has not moved: a check may keep what it knows of one with the statement. */
export function shiftStatement(statement: Statement, { offset, index }: Move): Statement {
  const { exportInsertAt, members, commentPaths } = statement;
  const shift = createShift(offset);
  const shiftAll = (references: readonly Reference[]): readonly Reference[] => references.map((one) => ({ name: one.name, span: shift(one.span), when: one.when }));
  return {
    ...statement,
    index: statement.index + index,
    span: shift(statement.span),
    fullSpan: shift(statement.fullSpan),
    reads: shiftAll(statement.reads),
    writes: shiftAll(statement.writes),
    pins: statement.pins.map((pin) => ({ ...pin, span: shift(pin.span) })),
    imports: statement.imports.map((record) => ({ ...record, span: shift(record.span), specifierSpan: shift(record.specifierSpan) })),
    ...(exportInsertAt === undefined ? {} : { exportInsertAt: exportInsertAt + offset }),
    ...(members === undefined ? {} : { members: members.map((member) => ({ ...member, span: shift(member.span) })) }),
    ...(commentPaths === undefined ? {} : { commentPaths: commentPaths.map((path) => ({ ...path, span: shift(path.span) })) }),
  };
}

/** Everything of the model that hangs on a statement and stands beside the list of them. */
export function shiftSites(model: ModuleModel, { offset, index }: Move): Omit<ModuleModel, 'style'> {
  const { style: _, ...rest } = model;
  const shift = createShift(offset);
  const move = <T extends { readonly span: Span; readonly statement: number }>(site: T): T => ({ ...site, span: shift(site.span), statement: site.statement + index });
  return {
    ...rest,
    calls: model.calls.map(move),
    chains: model.chains.map(move),
    dispatches: model.dispatches.map(move),
    classes: model.classes.map((site) => ({
      ...move(site),
      decorators: site.decorators.map((decorator) => ({ ...decorator, span: shift(decorator.span) })),
      members: site.members.map((member) => ({ ...member, span: shift(member.span), decorators: member.decorators.map((decorator) => ({ ...decorator, span: shift(decorator.span) })) })),
    })),
    functions: model.functions.map((site): FunctionSite => move(site)),
    ...(model.directed === undefined ? {} : { directed: model.directed.map((site): DirectedFunction => move(site)) }),
  };
}

function createShift(offset: number): (span: Span) => Span {
  return offset === 0 ? (span) => span : ({ start, end }) => ({ start: start + offset, end: end + offset });
}
