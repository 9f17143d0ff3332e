import { testResultsFile, type EcosystemPackage } from './package.js';

const mocha = `--reporter json --reporter-option output=${testResultsFile}`;
const vitest = `--reporter=json --outputFile=${testResultsFile}`;

/** Packages of one repository, which publish their tests in these versions: their builds differ in nothing. */
function apolloTwo(name: string, tools: readonly string[]): Omit<EcosystemPackage, 'shows'> {
  return {
    spec: `@apollo/${name}@2.0.5`,
    licence: 'Elastic-2.0',
    sources: ['src'],
    remove: ['dist', 'tsconfig.tsbuildinfo', 'tsconfig.test.tsbuildinfo', 'tsconfig.test.json'],
    tools: ['typescript@4.7', 'jest@27', 'ts-jest@27', '@types/jest@27', '@types/node@18', 'graphql@16.5', 'graphql-tag@2.12', ...tools],
    tsconfig: {
      compilerOptions: {
        target: 'es2020', module: 'commonjs', moduleResolution: 'node', useUnknownInCatchVariables: false, lib: ['es2021', 'esnext.asynciterable', 'dom'], types: ['node', 'jest'], baseUrl: '.',
        paths: { [`@apollo/${name}`]: ['src'] },
      },
      include: ['src/**/*'],
    },
    files: {
      'jest.config.js': `module.exports = {
  preset: 'ts-jest',
  testEnvironment: 'node',
  testMatch: ['**/__tests__/**/*.test.ts'],
  moduleNameMapper: { '^@apollo/${name}$': '<rootDir>/src' },
  globals: { 'ts-jest': { tsconfig: '<rootDir>/tsconfig.json', diagnostics: false } },
};
`,
    },
    test: { command: `npx jest --json --outputFile=${testResultsFile}`, format: 'vitest' },
  };
}

/** TypeScript packages that publish their own tests. */
export const testedPackages: Readonly<Record<string, EcosystemPackage>> = {
  cheerio: {
    spec: 'cheerio@1.0.0',
    licence: 'MIT',
    shows: 'ES modules, overloads, functions that use `this`',
    sources: ['src'],
    remove: ['dist'],
    tools: ['typescript@5.5', 'vitest@2', '@types/node@20', '@types/whatwg-mimetype@3.0.2'],
    tsconfig: {
      compilerOptions: { target: 'es2022', module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022', 'dom'], types: ['node'] },
      include: ['src/**/*.ts'],
    },
    test: { command: `npx vitest run ${vitest}`, format: 'vitest' },
  },
  'pgsql-ast-parser': {
    spec: 'pgsql-ast-parser@12.0.2',
    licence: 'MIT',
    shows: 'types that refer to each other; two files that are one function',
    sources: ['src'],
    leave: /\.ne\.ts$/,
    keep: ['src'],
    tools: ['typescript@5.9', 'tsx@4', 'mocha@10', 'chai@4', '@types/chai@4', '@types/mocha@10', '@types/moo@0.5', '@types/nearley@2.11', '@types/node@20'],
    tsconfig: {
      compilerOptions: { target: 'es2019', module: 'commonjs', moduleResolution: 'node', lib: ['es2021', 'dom'], noImplicitAny: false, types: ['mocha', 'node'] },
      include: ['src/**/*.ts'],
    },
    setup: 'for grammar in syntax/main literal-syntaxes/array literal-syntaxes/geometric literal-syntaxes/interval literal-syntaxes/interval-iso; do npx nearleyc src/$grammar.ne -o src/$grammar.ne.ts; done',
    test: { command: `npx mocha --require tsx/cjs 'src/**/*.spec.ts' ${mocha}`, format: 'mocha' },
  },
  zod: {
    spec: 'zod@4.6.7',
    licence: 'MIT',
    shows: 'hundreds of classes made by calls at load time, knots of modules',
    sources: ['src'],
    tools: [
      'typescript@5.9', 'vitest@3', '@types/node@20', '@types/benchmark', 'benchmark', '@web-std/file', '@standard-schema/spec', 'recheck', '@seriousme/openapi-schema-validator', 'ts-morph',
    ],
    tsconfig: {
      compilerOptions: {
        target: 'es2020', module: 'nodenext', moduleResolution: 'nodenext', lib: ['es2022', 'dom', 'dom.iterable'], types: ['node'],
        customConditions: ['@zod/source'], rewriteRelativeImportExtensions: true,
      },
      include: ['src/**/*.ts'],
    },
    files: {
      'vitest.config.mjs': `import { defineConfig } from 'vitest/config';
const conditions = ['@zod/source', 'module', 'node'];
export default defineConfig({ resolve: { conditions }, ssr: { resolve: { conditions } }, test: { include: ['src/**/*.test.ts'] } });
`,
    },
    test: { command: `npx vitest run --pool=threads ${vitest}`, format: 'vitest' },
  },
  'reduxjs-toolkit': {
    spec: '@reduxjs/toolkit@2.2.7',
    licence: 'MIT',
    shows: 'JSX in the tests, types that infer from each other, path aliases',
    sources: ['src'],
    remove: ['dist'],
    tools: [
      'typescript@5.9', 'vitest@1.6', 'vite-tsconfig-paths@4.3', 'jsdom@21', '@types/node@20', '@types/react@18.0.12', '@types/react-dom@18', 'react@18', 'react-dom@18', 'react-redux@9.1',
      '@testing-library/react@13.3', '@testing-library/user-event@13.1', '@testing-library/dom@8', 'axios@0.19', 'console-testing-library@0.6.1', 'headers-polyfill', 'json-stringify-safe@5',
      '@types/json-stringify-safe@5', 'lodash', '@types/lodash', 'msw@2.1', 'node-fetch@3.3', 'query-string@7', '@phryneas/ts-version',
    ],
    tsconfig: {
      compilerOptions: {
        target: 'esnext', module: 'esnext', moduleResolution: 'bundler', lib: ['DOM', 'DOM.Iterable', 'ESNext'], jsx: 'react-jsx', baseUrl: '.', types: ['vitest/globals', 'node'],
        paths: {
          '@reduxjs/toolkit': ['src/index.ts'], '@reduxjs/toolkit/react': ['src/react/index.ts'], '@reduxjs/toolkit/query': ['src/query/index.ts'],
          '@reduxjs/toolkit/query/react': ['src/query/react/index.ts'], '@internal/*': ['src/*'],
        },
      },
      include: ['src'],
    },
    // The declaration file of one test tool lies beside its code; a runner that reads the same paths would load it.
    setup: `node -e "const t=require('./tsconfig.json');t.compilerOptions.paths['console-testing-library/pure']=['node_modules/console-testing-library/pure.d.ts'];require('fs').writeFileSync('check.json',JSON.stringify(t))"`,
    typecheck: 'npx tsc --noEmit -p check.json',
    files: {
      'vitest.setup.ts': `import nodeFetch, { Headers, Request } from 'node-fetch';
import { server } from './src/query/tests/mocks/server';
vi.stubGlobal('fetch', nodeFetch);
vi.stubGlobal('Request', Request);
vi.stubGlobal('Headers', Headers);
beforeAll(() => { server.listen({ onUnhandledRequest: 'error' }); });
afterEach(() => { server.resetHandlers(); });
afterAll(() => { server.close(); });
`,
      'jest-snapshot-shim.mjs': `export const toMatchInlineSnapshot = () => ({ pass: true, message: () => '' });
export default { toMatchInlineSnapshot };
`,
      'vitest.config.mts': `import tsconfigPaths from 'vite-tsconfig-paths';
import { defineConfig } from 'vitest/config';
export default defineConfig({
  plugins: [tsconfigPaths({ root: './' })],
  resolve: { alias: { 'jest-snapshot': new URL('./jest-snapshot-shim.mjs', import.meta.url).pathname } },
  define: { 'import.meta.vitest': 'undefined' },
  test: {
    globals: true,
    environment: 'jsdom',
    setupFiles: ['./vitest.setup.ts'],
    include: ['./src/**/*.(spec|test).[jt]s?(x)'],
    server: { deps: { inline: ['console-testing-library', 'redux', '@reduxjs/toolkit'] } },
  },
});
`,
    },
    test: { command: `npx vitest run ${vitest}`, format: 'vitest' },
  },
  'tanstack-query-core': {
    spec: '@tanstack/query-core@4.36.1',
    licence: 'MIT',
    shows: 'types and small functions that every file beside them imports, a helper of tests that replaces one of them',
    sources: ['src'],
    maxLines: 350,
    keep: ['src'],
    tools: [
      'typescript@4.7', 'jest@29', 'ts-jest@29', 'jest-environment-jsdom@29', '@types/jest@29', '@types/node@18', 'react@18', 'react-dom@18', '@types/react@18', '@types/react-dom@18',
      '@testing-library/react@13', '@testing-library/jest-dom@5', '@tanstack/react-query@4.36.1',
    ],
    tsconfig: {
      compilerOptions: {
        target: 'es2019', module: 'commonjs', moduleResolution: 'node', jsx: 'react-jsx', noUncheckedIndexedAccess: true, lib: ['es2022', 'dom', 'dom.iterable'], types: ['node', 'jest'], baseUrl: '.',
        paths: { '@tanstack/query-core': ['src'] },
      },
      include: ['src'],
    },
    files: {
      'jest.config.js': `module.exports = {
  testEnvironment: 'jsdom',
  testMatch: ['<rootDir>/src/tests/**/*.test.ts?(x)'],
  moduleNameMapper: { '^@tanstack/query-core$': '<rootDir>/src' },
  transform: { '^.+\\\\.tsx?$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.json', diagnostics: false }] },
};
`,
    },
    test: { command: `npx jest --runInBand --json --outputFile=${testResultsFile}`, format: 'vitest' },
  },
  'apollo-query-planner-2.0': {
    ...apolloTwo('query-planner', ['@apollo/federation-internals@2.0.5', '@apollo/query-graphs@2.0.5', '@apollo/composition@2.0.5', '@types/deep-equal', 'jest-cucumber@3']),
    shows: 'classes that build each other, compiled to CommonJS, snapshots',
    remove: ['dist', 'tsconfig.tsbuildinfo', 'tsconfig.test.tsbuildinfo', 'tsconfig.test.json', 'src/__tests__/allFeatures.test.ts'],
  },
  'apollo-federation-internals-2.0': {
    ...apolloTwo('federation-internals', ['@types/uuid@8']),
    shows: 'classes that extend and construct each other, imported by every file beside them',
  },
  'apollo-query-graphs-2.0': {
    ...apolloTwo('query-graphs', ['@apollo/federation-internals@2.0.5', '@types/deep-equal', 'ts-graphviz@0.16', '@types/uuid@8']),
    shows: 'a graph and the paths through it: two files that import each other',
  },
  'apollo-composition-2.0': {
    ...apolloTwo('composition', ['@apollo/federation-internals@2.0.5', '@apollo/query-graphs@2.0.5']),
    shows: 'one class of half the file, tests of thousands of lines',
  },
  'apollo-server-core': {
    spec: 'apollo-server-core@2.26.2',
    licence: 'MIT',
    shows: 'a server, its pipeline and plugins, compiled to CommonJS; tests that take the package by its own name and by paths of its build',
    sources: ['src'],
    maxLines: 300,
    keep: ['src'],
    remove: ['src/__tests__/tsconfig.json', 'src/plugin/usageReporting/__tests__/tsconfig.json'],
    tools: [
      'typescript@4.3', 'jest@27', 'ts-jest@27', '@types/jest@27', '@types/node@12', 'graphql@15', 'nock@13', 'mock-req@0.2', 'winston@3', 'winston-transport@4', 'bunyan@1', '@types/bunyan@1',
      'log4js@6', '@types/async-retry@1.4', '@types/lru-cache@5', '@types/node-fetch@2', '@types/uuid@8', 'node-fetch@2',
    ],
    tsconfig: {
      compilerOptions: {
        target: 'es2018', module: 'commonjs', moduleResolution: 'node', lib: ['es2019', 'esnext.asynciterable', 'dom'], types: ['node', 'jest'], baseUrl: '.',
        paths: { 'apollo-server-core': ['src'], 'apollo-server-core/dist/*': ['src/*'] },
      },
      include: ['src'],
    },
    files: {
      'jest.config.js': `module.exports = {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/src/**/__tests__/**/*.test.ts'],
  moduleNameMapper: { '^apollo-server-core$': '<rootDir>/src', '^apollo-server-core/dist/(.*)$': '<rootDir>/src/$1' },
  transform: { '^.+\\\\.ts$': 'ts-jest' },
  globals: { 'ts-jest': { tsconfig: '<rootDir>/tsconfig.json', diagnostics: false } },
};
`,
    },
    test: { command: `npx jest --json --outputFile=${testResultsFile}`, format: 'vitest' },
  },
};
