import { requirePackage } from '../../host/require.js';
import type { FilePath } from '../../host/path.js';

export interface NativeResult {
  readonly path?: string;
  readonly packageJsonPath?: string;
}

/** What a specifier means in a folder of the real disk, under more conditions than the usual ones. */
export type NativeResolve = (directory: FilePath, specifier: string, customConditions: readonly string[]) => NativeResult;

const baseOptions = {
  extensions: ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.json', '.node'],
  extensionAlias: {
    '.js': ['.ts', '.tsx', '.js', '.d.ts'],
    '.jsx': ['.tsx', '.jsx'],
    '.mjs': ['.mts', '.mjs'],
    '.cjs': ['.cts', '.cjs'],
  },
  mainFields: ['module', 'main', 'types', 'typings'],
  symlinks: true,
  nodePath: false,
};
const conditions = ['import', 'require', 'node', 'default'];

/**
 * The native resolver, loaded at the first question: a project whose specifiers all lead to its own files never asks one.
 * It reads the disk whatever file system the project came from. All its variants share one cache of the disk.
 */
export function createNativeResolve(): NativeResolve {
  type Factory = import('oxc-resolver').ResolverFactory;
  const factories = new Map<string, Factory>();
  const known = new Map<string, NativeResult>();
  const factoryFor = (customConditions: readonly string[]): Factory => {
    const key = customConditions.join('\0');
    let factory = factories.get(key);
    if (!factory) {
      const options = { ...baseOptions, conditionNames: [...customConditions, ...conditions] };
      const first = factories.values().next().value;
      const { ResolverFactory } = requirePackage('oxc-resolver') as typeof import('oxc-resolver');
      factories.set(key, (factory = first ? first.cloneWithOptions(options) : new ResolverFactory(options)));
    }
    return factory;
  };
  return (directory, specifier, customConditions) => {
    const key = `${directory}\0${specifier}\0${customConditions.join('\0')}`;
    let result = known.get(key);
    if (!result) {
      const { path, packageJsonPath } = factoryFor(customConditions).sync(directory, specifier);
      known.set(key, (result = { ...(path === undefined ? {} : { path }), ...(packageJsonPath === undefined ? {} : { packageJsonPath }) }));
    }
    return result;
  };
}
