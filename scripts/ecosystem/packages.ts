import { javascriptPackages } from './packages-javascript.js';
import { testedPackages } from './packages-tested.js';
import { typedPackages } from './packages-typed.js';
import type { EcosystemPackage } from './package.js';

export const packages: Readonly<Record<string, EcosystemPackage>> = { ...testedPackages, ...javascriptPackages, ...typedPackages };

/** About a minute: for every change. One package of types, one of plain JavaScript. */
export const fastPackages: readonly string[] = ['pgsql-ast-parser', 'semver'];
