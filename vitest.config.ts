import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Unit tests share what a worker has loaded: the compiler alone takes longer than most of them. A file that puts a spy in place of a module has to
// come before that module is loaded, and says so in its name.
const shared = 'test/unit/**/*.test.ts';
const isolated = 'test/unit/**/*.isolated.test.ts';

/** The longest first, so that no processor is left with one of them when the others have nothing more to do. The default is by the size of the file. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification) => (/\/test\/(?:property\/[^/]+|fixtures\.test\.ts$|run-entries\.test\.ts$)/.test(moduleId) ? 0 : /\/test\/[^/]+$/.test(moduleId) ? 1 : 2);
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 60_000,
    pool: 'threads',
    // One less is the default: on a machine with two processors the tests would wait for each other.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'whole', include: ['test/**/*.test.ts'], exclude: [shared, '**/node_modules/**'] } },
      { extends: true, test: { name: 'unit', include: [shared], exclude: [isolated], isolate: false } },
      { extends: true, test: { name: 'isolated', include: [isolated] } },
    ],
  },
});
