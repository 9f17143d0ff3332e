// The house laws that a linter can see. Import direction between folders is the business of `npm run dogfood`.
import tseslint from 'typescript-eslint';
// What was built, as everybody else gets it: `npm run build` after a change of a rule.
import decant from 'decant/eslint';

const consoleAndProcess = [
  { name: 'console', message: 'Return a value; only src/cli prints.' },
  { name: 'process', message: 'Take it as a parameter; only src/cli and src/host know the process.' },
];

const clockAndChance = [
  { object: 'Math', property: 'random', message: 'Randomness enters through src/host.' },
  { object: 'Date', property: 'now', message: 'Time enters through src/host.' },
  { object: 'performance', property: 'now', message: 'Time enters through src/host.' },
];

export default tseslint.config(
  // AssemblyScript has the syntax of TypeScript and not its meaning.
  { ignores: ['.tmp-*/**', 'assembly/', 'dist/', 'fixtures/', 'node_modules/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports', disallowTypeAnnotations: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      eqeqeq: ['error', 'always'],
      'no-var': 'error',
      'prefer-const': 'error',
      'object-shorthand': 'error',
    },
  },
  {
    files: ['src/**/*.ts', 'rules/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...consoleAndProcess],
      'no-restricted-properties': ['error', ...clockAndChance],
      'no-restricted-syntax': [
        'error',
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Time enters through src/host.' },
        { selector: 'CallExpression[callee.property.name="localeCompare"]', message: 'Sort with compareText: a locale differs between machines.' },
        { selector: 'ExportAllDeclaration', message: 'Import the file itself: src has no barrels.' },
        {
          selector: ':matches(FunctionDeclaration, VariableDeclarator) > Identifier.id[name=/^get[A-Z]/]',
          message: 'Say what it does: scan, read, find, measure, plan, build, apply, render, print.',
        },
      ],
      '@typescript-eslint/no-restricted-imports': ['error', { patterns: [{ regex: '^node:', message: 'Only src/host and src/child touch Node.' }] }],
    },
  },
  { ...decant.configs.strict, files: ['src/**/*.ts', 'rules/**/*.ts', 'scripts/**/*.ts'] },
  {
    files: ['src/host/**/*.ts', 'src/child/**/*.ts'],
    rules: {
      'no-restricted-globals': 'off',
      'no-restricted-properties': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-restricted-imports': 'off',
    },
  },
  {
    files: ['src/cli/**/*.ts'],
    rules: { 'no-restricted-globals': 'off' },
  },
  {
    // CommonJS: Node starts it faster than an ES module.
    files: ['bin/*.js'],
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  },
);
