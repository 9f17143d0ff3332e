import { testResultsFile, type EcosystemPackage } from './package.js';

interface Choice extends Pick<EcosystemPackage, 'shows'>, Partial<Pick<EcosystemPackage, 'sources' | 'maxLines' | 'caps' | 'remove' | 'tools' | 'setup'>> {
  readonly version: string;
  /** Where the package finds itself by its own name. */
  readonly entry?: string;
  /** Options of its compiler that are its own. */
  readonly compilerOptions?: Readonly<Record<string, unknown>>;
}

/** Packages of one repository, which publish their tests: Vitest runs them, under the name that Jest had for those that were written for it. */
function wordpress(name: string, { version, shows, sources = ['src'], entry, compilerOptions, tools = [], ...rest }: Choice): EcosystemPackage {
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
${tools.some((tool) => tool.startsWith('@testing-library/jest-dom@')) ? `await import('@testing-library/jest-dom/vitest');
` : ''}`,
      'vitest.config.mjs': `import { defineConfig } from 'vitest/config';
export default defineConfig({
  esbuild: { jsx: 'automatic' },
${entry === undefined ? '' : `  resolve: { alias: [{ find: /^@wordpress\\/${name}$/, replacement: new URL('./${entry}', import.meta.url).pathname }] },
`}  test: { globals: true, environment: 'jsdom', include: ['src/**/test/**/*.{js,jsx,ts,tsx}'], exclude: ['src/**/test/{helpers,fixtures}/**'], setupFiles: ['./vitest.setup.mjs'] },
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
    shows: 'mocks of split files: tests replace two of them, in packages that are written for a bundler',
    sources: ['src/actions.js', 'src/entities.js', 'src/sync.ts'],
    caps: { 'src/sync.ts': 60, 'src/entities.js': 300 },
    // Two imports of its dependencies are written for a bundler: of a folder, and of JSON without an attribute.
    setup: `node -e "const f=require('fs'),p='node_modules/fast-deep-equal/package.json';f.writeFileSync(p,JSON.stringify({...JSON.parse(f.readFileSync(p)),exports:{'.':'./index.js','./es6':'./es6/index.js','./es6/index.js':'./es6/index.js'}}))" && grep -rl 'i18n-block.json' node_modules/@wordpress/blocks/build-module --include=*.mjs | xargs sed -i 's/i18n-block.json";/i18n-block.json" with { type: "json" };/'`,
    // They take files from packages that lie beside this one in its repository, or load all of the block editor, which takes minutes for each.
    remove: [
      'src/components/entities-saved-states/test', 'src/footnotes/test', 'src/hooks/test', 'src/utils/test/rtc-rich-text-offset-space.jsdom.test.js', 'src/utils/test/rtc-rich-text-cursor-scope.jsdom.test.js',
      ...['actions.jsdom.test.js', 'can-user.jsdom.test.js', 'deprecated-entity-logging.jsdom.test.js', 'entities.jsdom.test.js', 'entity-provider.jsdom.test.jsx', 'keyless-entities.jsdom.test.ts', 'parsed-blocks-cache.js',
        'private-actions.jsdom.test.js', 'resolvers.jsdom.test.js', 'rtc-rich-text-offset-space.jsdom.test.jsx', 'selectors.jsdom.test.js', 'store.jsdom.test.js'].map((name) => `src/test/${name}`),
    ],
    tools: ['@testing-library/dom@10', '@testing-library/react@16'],
  }),
  'wordpress-data': wordpress('data', {
    version: '10.56.0',
    shows: 'a store and its registry, hooks in TypeScript, tests that take the package by its own name',
    maxLines: 250,
    entry: 'src/index.ts',
    tools: ['@testing-library/dom@10', '@testing-library/react@16', '@testing-library/user-event@14', '@testing-library/jest-dom@6'],
  }),
  'wordpress-env': {
    spec: '@wordpress/env@9.10.0',
    licence: 'GPL-2.0-or-later',
    shows: 'CommonJS: objects of functions, tests that replace a split file with `jest.mock`',
    sources: ['lib'],
    maxLines: 150,
    tools: ['jest@29'],
    files: {
      'jest.config.js': `module.exports = { testEnvironment: 'node', testMatch: ['**/lib/**/test/*.js'], setupFiles: ['./jest.setup.js'] };\n`,
      // It looks for the network by a name, and then asks `got`, which its tests replace.
      'jest.setup.js': `require('dns').promises.resolve = async () => ['127.0.0.1'];\n`,
    },
    test: { command: `npx jest --json --outputFile=${testResultsFile}`, format: 'vitest' },
  },
  'wordpress-rich-text': wordpress('rich-text', {
    version: '7.56.0',
    shows: 'one function a file, in JavaScript: few large files, which many small ones and their tests import',
    maxLines: 300,
  }),
};
