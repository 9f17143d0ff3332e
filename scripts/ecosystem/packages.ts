import { javascriptPackages } from './packages-javascript.js';
import { testedPackages } from './packages-tested.js';
import { typedPackages } from './packages-typed.js';
import { wordpressPackages } from './packages-wordpress.js';
import type { EcosystemPackage } from './package.js';

export const packages: Readonly<Record<string, EcosystemPackage>> = { ...testedPackages, ...wordpressPackages, ...javascriptPackages, ...typedPackages };

/** Seconds: for every change. The demo has shown TypeScript by then. */
export const fastPackages: readonly string[] = ['semver'];
