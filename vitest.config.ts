import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

// Most tests share what a worker has loaded: the compiler alone takes longer than most of them, and code that has run before is fast code. A file that puts a
// spy in place of a module has to come before that module is loaded, and says so in its name. Others have threads of their own because packages change what is
// global there, or because what they fill memory with would stay as long as the thread: the types of all task frameworks, two thousand programs.
const isolated = [
  'test/**/*.isolated.test.ts', 'test/introspection/*.test.ts', 'test/repo/*.test.ts', 'test/eslint/*.test.ts', 'test/task-types.test.ts',
  'test/property/split-differential.test.ts',
];
const elsewhere = '**/node_modules/**';

/** Longest first, without `test/` and `.test.ts`. What is missing here is short, or should be added. */
const long = [
  'property/split-differential', 'repo/new', 'task-types', 'repo/house', 'run-entries', 'fixtures', 'programs', 'sabotage', 'deprecate-facade', 'madge',
  'migrated-mocks', 'migration-transform', 'robustness', 'redirect-imports', 'property/state-cells', 'production-accident', 'killed-writes', 'rolling-deploy',
  'cli', 'page',
];

/**
 * The longest first, so that no processor is left with one of them when the others have nothing more to do; the default is by the size of the file. The two
 * projects one after the other: a thread ends as soon as the next file belongs to another project, and what it has loaded goes with it.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId, project }: TestSpecification) => {
      const place = long.indexOf(/.*\/test\/(.+)\.test\.ts$/.exec(moduleId)?.[1] ?? '');
      return (project.name === 'isolated' ? 0 : long.length + 1) + (place === -1 ? long.length : place);
    };
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}

export default defineConfig({
  test: {
    setupFiles: ['test/support/setup.ts'],
    testTimeout: 60_000,
    // Ten seconds, the default, is less than a busy machine takes to bundle the plugin.
    hookTimeout: 60_000,
    pool: 'threads',
    // One less is the default: on a machine with two processors the tests would wait for each other.
    maxWorkers: availableParallelism(),
    sequence: { sequencer: LongestFirst },
    projects: [
      { extends: true, test: { name: 'isolated', include: isolated, exclude: [elsewhere] } },
      { extends: true, test: { name: 'shared', include: ['test/**/*.test.ts'], exclude: [...isolated, elsewhere], isolate: false } },
    ],
  },
});
