import { describe, expect, it } from 'vitest';
import { buildConstraintGraph, unitLabel, type ConstraintGraph } from '../../../src/plan/split/constraint-graph.js';
import { buildModel, type StatementSpec } from './model-builder.js';

function graphOf(specs: readonly StatementSpec[]): ConstraintGraph {
  return buildConstraintGraph(buildModel(specs));
}

/** `cause: names` of the atoms that hold more than one unit or statement. */
function bonds(graph: ConstraintGraph): string[] {
  return graph.atoms
    .filter((atom) => atom.cause !== 'declaration')
    .map((atom) => `${atom.cause}: ${atom.units.map((unit) => unitLabel(graph.units[unit]!)).join(' ')}`);
}

describe('buildConstraintGraph', () => {
  it('joins overloads and the type and value of one name', () => {
    expect(bonds(graphOf([{ declares: ['cook'] }, { declares: ['bake'] }, { declares: ['cook'] }]))).toEqual(['overloads: cook']);
    expect(
      bonds(
        graphOf([
          { declares: ['Dish'], kind: 'interface' },
          { declares: ['Dish'], kind: 'variable' },
        ]),
      ),
    ).toEqual(['overloads: Dish']);
  });

  it('joins a let with each of its writers but not with its readers', () => {
    const graph = graphOf([
      { declares: ['stock'], kind: 'variable' },
      { declares: ['fill'], writes: ['stock'] },
      { declares: ['count'], soft: ['stock'] },
      { declares: ['empty'], writes: ['stock'] },
    ]);
    expect(bonds(graph)).toEqual(['let: stock fill empty']);
    expect(graph.atoms[0]!.causedBy).toEqual(['stock', 'fill', 'empty']);
  });

  it('joins functions that need each other, and with them whatever lies between', () => {
    const graph = graphOf([
      { declares: ['plan'], soft: ['shop'] },
      { declares: ['shop'], soft: ['cook'] },
      { declares: ['cook'], soft: ['plan'] },
      { declares: ['eat'], soft: ['cook'] },
    ]);
    expect(bonds(graph)).toEqual(['cycle: plan shop cook']);
  });

  it('does not join what only types tie together', () => {
    const graph = graphOf([
      { declares: ['Cook'], kind: 'class', type: ['Dish'] },
      { declares: ['Dish'], kind: 'class', type: ['Cook'] },
    ]);
    expect(bonds(graph)).toEqual([]);
    expect(graph.typeDependencies).toEqual([[1], [0]]);
  });

  it.each(["Dish.label = 'x';", 'Dish.prototype.serve = 1;', "Dish['label'] ??= 1;", 'Dish.count += 1;'])(
    'joins %s with its class',
    (text) => {
      expect(
        bonds(
          graphOf([
            { declares: ['Dish'], kind: 'class' },
            { hard: ['Dish'], text, lines: 1, effect: 'ordered' },
          ]),
        ),
      ).toEqual(['members: Dish @1']);
    },
  );

  it.each(['Dish.serve();', 'Dish.ready === true;', 'Dish.each(x => x);', 'window.Dish = Dish;'])(
    'leaves %s apart from the class',
    (text) => {
      expect(
        bonds(
          graphOf([
            { declares: ['Dish'], kind: 'class' },
            { hard: ['Dish'], text, lines: 1, effect: 'ordered' },
          ]),
        ),
      ).toEqual([]);
    },
  );

  it('chains ordered effects and hangs observers between them', () => {
    const graph = graphOf([
      { declares: ['a'], effect: 'ordered' },
      { declares: ['b'], effect: 'possible' },
      { declares: ['c'], effect: 'possible' },
      { declares: ['d'], effect: 'ordered' },
    ]);
    expect(graph.dependencies).toEqual([[], [0], [0], [0, 1, 2]]);
  });

  it('joins two effects with the deferred reader that closes a cycle through their order', () => {
    const graph = graphOf([
      { declares: ['worker'], kind: 'variable', soft: ['notify'], effect: 'ordered' },
      { declares: ['notify'], soft: ['mail'] },
      { declares: ['mail'], kind: 'variable', effect: 'ordered' },
    ]);
    expect(bonds(graph)).toEqual(['cycle: worker notify mail']);
  });

  it('holds a pinned statement and all that needs it, by value, effect or type, but nothing that it needs', () => {
    const graph = graphOf([
      { declares: ['sort'] },
      { declares: ['folder'], kind: 'variable', pin: 'import-meta', hard: ['sort'], effect: 'ordered' },
      { declares: ['load'], soft: ['folder'] },
      { declares: ['Loader'], kind: 'type', type: ['load'] },
      { declares: ['later'], effect: 'ordered' },
      { declares: ['free'] },
    ]);
    expect([...graph.held].map((atom) => unitLabel(graph.units[graph.atoms[atom]!.units[0]!]!)).sort()).toEqual([
      'Loader',
      'folder',
      'later',
      'load',
    ]);
  });

  it('counts the lines of statements with their comments', () => {
    expect(graphOf([{ declares: ['a'], lines: 4, comment: '// one\n// two' }]).units[0]!.lines).toBe(6);
  });
});
