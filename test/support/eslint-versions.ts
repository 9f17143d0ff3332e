import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as installed from 'eslint';

type Eslint = Pick<typeof installed, 'ESLint' | 'RuleTester' | 'Linter'>;

/** An ESLint that the plugin is tested with. */
export interface TestedEslint {
  /** With the reason when it is absent. */
  readonly title: string;
  /** The folder of the package. */
  readonly folder: URL;
  /** Undefined when it is absent. */
  readonly eslint: Eslint | undefined;
}

const root = new URL('../../', import.meta.url);
/** A package of its own: two versions of ESLint cannot stand side by side in one. */
export const nextFolder = new URL('test/eslint-10/', root);

export const hasNext = existsSync(new URL('node_modules/eslint/package.json', nextFolder));
export const whyNoNext = hasNext ? '' : ', skipped: it is not installed; run npm install in test/eslint-10';

/** The ESLint of this repository and the one after it. */
export const tested: readonly TestedEslint[] = [
  { title: `ESLint ${installed.ESLint.version}`, folder: new URL('node_modules/eslint/', root), eslint: installed },
  { title: `ESLint 10${whyNoNext}`, folder: new URL('node_modules/eslint/', nextFolder), eslint: hasNext ? (createRequire(new URL('package.json', nextFolder))('eslint') as Eslint) : undefined },
];
