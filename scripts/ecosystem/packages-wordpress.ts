import { testResultsFile, type EcosystemPackage } from './package.js';

interface Choice extends Pick<EcosystemPackage, 'shows'>, Partial<Pick<EcosystemPackage, 'sources' | 'maxLines' | 'caps' | 'remove' | 'tools'>> {
  readonly version: string;
  /** Where the package finds itself by its own name. */
  readonly entry?: string;
  /** Modules of other packages that are written for another bundler: they go through the same steps as the package. */
  readonly inline?: string;
  /** Options of its compiler that are its own. */
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** Packages of one repository, which publish their tests: Vitest runs them, under the name that Jest had for those that were written for it. */
function wordpress(name: string, { version, shows, sources = ['src'], entry, inline, compilerOptions, tools = [], ...rest }: Choice): EcosystemPackage {
  return {
    spec: `@wordpress/${name}@${version}`,
    licence: 'GPL-2.0-or-later',
    shows,
    sources,
    keep: ['src'],
    tools: ['typescript@5.9', 'vitest@3', 'jsdom@26', 'deep-freeze@0.0.1', '@wordpress/jest-console@8', 'react@18', 'react-dom@18', '@types/react@18', '@types/node@20', ...tools],
    tsconfig: {
      compilerOptions: {
        target: 'es2022', module: 'esnext', moduleResolution: 'bundler', jsx: 'react-jsx', allowJs: true, lib: ['es2022', 'dom', 'dom.iterable'], types: ['node'],
        ...(entry === undefined ? {} : { paths: { [`@wordpress/${name}`]: [`./${entry}`] } }), ...compilerOptions,
      },
      include: ['src'],
      exclude: ['src/**/test/**'],
    },
    files: {
      'vitest.setup.mjs': `import { vi } from 'vitest';
globalThis.jest = vi;
globalThis.IS_GUTENBERG_PLUGIN = true;
await import('@wordpress/jest-console');
`,
      'vitest.config.mjs': `import { defineConfig } from 'vitest/config';
export default defineConfig({
  esbuild: { jsx: 'automatic' },
${entry === undefined ? '' : `  resolve: { alias: [{ find: /^@wordpress\\/${name}$/, replacement: new URL('./${entry}', import.meta.url).pathname }] },
`}  test: { ${inline === undefined ? '' : `server: { deps: { inline: ${inline} } }, `}globals: true, environment: 'jsdom', include: ['src/**/test/**/*.{js,jsx,ts,tsx}'], exclude: ['src/**/test/{helpers,fixtures}/**'], setupFiles: ['./vitest.setup.mjs'] },
});
`,
    },
    test: { command: `npx vitest run --reporter=json --outputFile=${testResultsFile}`, format: 'vitest' },
    ...rest,
  };
}

export const wordpressPackages: Readonly<Record<string, EcosystemPackage>> = {
  'wordpress-blocks': wordpress('blocks', {
    version: '16.1.0',
    shows: 'JSX in modules and tests, selectors and registrations beside their types, mocks by Vitest',
    // They take files from packages that lie beside this one in its repository.
    remove: ['src/api/test/factory.js', 'src/api/test/registration.jsx', 'src/api/raw-handling/test/paste-handler.jsdom.test.js'],
    tools: ['@types/react-is@18'],
  }),
  'wordpress-core-data': wordpress('core-data', {
    version: '8.1.0',
    shows: 'mocks of split files: eight test files replace one of them, another one is replaced by one',
    caps: { 'src/sync.ts': 60, 'src/entities.js': 300 },
    // They take files from packages that lie beside this one in its repository, or all of its blocks.
    remove: ['src/utils/test/rtc-rich-text-offset-space.jsdom.test.js', 'src/utils/test/rtc-rich-text-cursor-scope.jsdom.test.js', 'src/test/entity-provider.jsdom.test.jsx'],
    tools: ['@testing-library/dom@10', '@testing-library/react@16'],
  }),
  'wordpress-data': wordpress('data', {
    version: '10.56.0',
    shows: 'a store and its registry, hooks in TypeScript, tests that take the package by its own name',
    maxLines: 250,
    entry: 'src/index.ts',
    tools: ['@testing-library/dom@10', '@testing-library/react@16', '@testing-library/user-event@14'],
  }),
  'wordpress-rich-text': wordpress('rich-text', {
    version: '7.56.0',
    shows: 'one function a file, in JavaScript: few large files, which many small ones and their tests import',
    maxLines: 300,
  }),
};
