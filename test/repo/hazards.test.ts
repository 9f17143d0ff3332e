import { existsSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findHazardCases, hazards } from '../../scripts/generate/hazards.js';
import { repositoryRoot } from '../../scripts/repository.js';

it('every hazard is shown by a fixture or by a test that exists', () => {
  const cases = findHazardCases();
  const missing = hazards.filter(({ number, tests = [] }) => !cases.has(number) && !tests.some((file) => existsSync(`${repositoryRoot}/${file}`)));
  expect(missing.map(({ number, trap }) => `${number} ${trap}`)).toEqual([]);
  expect([...cases.keys()].filter((number) => !hazards.some((hazard) => hazard.number === number)), 'a case.json names a hazard that is not listed').toEqual([]);
});
