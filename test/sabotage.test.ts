// Breaks correct splits on purpose and holds the proof to its score. `npm run sabotage` is the long run, docs/proof.md its table.
import { expect, it } from 'vitest';
import { generateSplits, readFixtures } from '../scripts/sabotage/sources.js';
import { printSurvivor, scoreOf } from '../scripts/sabotage/score.js';
import { operators, sabotage } from '../scripts/sabotage/trial.js';
import { sabotageTypes, scoreOfTypes } from '../scripts/sabotage/type-trial.js';

const seed = 20_261_122;

it(`the proof finds at least 99 of 100 mutations of correct splits (seed ${seed})`, { timeout: 600_000 }, () => {
  const splits = [...readFixtures((index) => index % 24 === 5), ...generateSplits(6, seed)];
  const trials = splits.flatMap((split, index) => sabotage(split, 1, seed + index));
  const score = scoreOf(trials);
  expect(score.percent, `survived:\n${score.survived.map(printSurvivor).join('\n')}`).toBeGreaterThanOrEqual(99);
  expect(score.killed, 'enough mutants change something').toBeGreaterThan(150);
  expect(score.equivalent, 'a mutant that changes nothing is rare').toBeLessThan(score.mutants / 4);
  expect(new Set(trials.map(({ operator }) => operator)).size, 'most operators find a place').toBeGreaterThan(operators.length / 2);
});

it('api-fingerprint alone finds at least 98 of 100 changes of exported types', { timeout: 600_000 }, () => {
  const trials = readFixtures((index) => index % 20 === 3).flatMap((split, index) => sabotageTypes(split, 12, seed + index));
  expect(trials.filter(({ outcome }) => outcome === 'killed').length, 'enough types change').toBeGreaterThan(30);
  expect(scoreOfTypes(trials), trials.filter(({ outcome }) => outcome === 'survived').map(({ split, note }) => `${note} in ${split}`).join('\n')).toBeGreaterThanOrEqual(98);
});
