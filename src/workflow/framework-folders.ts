import { baseName, directoryOf, isInside, joinPath, type FilePath } from '../host/path.js';
import type { FileSystem } from '../host/file-system.js';
import type { FolderRule } from '../plan/split/folder-rules.js';

interface Framework extends Pick<FolderRule, 'because' | 'stems' | 'exempt' | 'only' | 'direct' | 'textExports'> {
  /** Packages of which one is a dependency. */
  readonly packages: readonly string[];
  /** Files beside which the folders lie although the package.json stands further up. */
  readonly configs?: RegExp;
  /** Below the package, or below the config file. */
  readonly folders: readonly string[];
}

const nextFiles = [
  'page', 'layout', 'route', 'loading', 'error', 'global-error', 'not-found', 'template', 'default', 'forbidden', 'unauthorized', 'icon', 'apple-icon',
  'opengraph-image', 'twitter-image', 'sitemap', 'robots', 'manifest', 'favicon',
];
/** Next.js, "Route Segment Config" and "Middleware": values that "need to be statically analyzable". */
const nextExports = ['config', 'dynamic', 'dynamicParams', 'revalidate', 'fetchCache', 'runtime', 'preferredRegion', 'maxDuration', 'experimental_ppr', 'unstable_prefetch'];
const nextConfig = /^next\.config\.[cm]?[jt]s$/;
const nuxtConfig = /^nuxt\.config\.[cm]?[jt]s$/;

/** From the documentation of each framework, "project structure" or "file conventions". */
const frameworks: readonly Framework[] = [
  { packages: ['next'], configs: nextConfig, folders: ['pages', 'src/pages'], textExports: nextExports, because: 'Next.js makes a route of every file' },
  { packages: ['next'], configs: nextConfig, folders: ['app', 'src/app'], stems: nextFiles, textExports: nextExports, because: 'Next.js gives files of this name a meaning' },
  { packages: ['next'], configs: nextConfig, folders: ['', 'src'], direct: true, stems: ['middleware', 'proxy', 'instrumentation', 'instrumentation-client', 'mdx-components'], textExports: nextExports, because: 'Next.js runs files of this name' },
  {
    packages: ['nuxt', 'nuxt3', 'nuxt-edge'], configs: nuxtConfig, because: 'Nuxt loads every file',
    folders: ['pages', 'plugins', 'middleware', 'layouts', 'app/pages', 'app/plugins', 'app/middleware', 'app/layouts', 'server/api', 'server/routes', 'server/middleware', 'server/plugins', 'server/tasks'],
  },
  {
    packages: ['nitro', 'nitropack', 'nitro-nightly'], configs: /^nitro\.config\.[cm]?[jt]s$/, because: 'Nitro makes a handler of every file',
    folders: ['api', 'routes', 'middleware', 'plugins', 'tasks', 'server/api', 'server/routes', 'server/middleware', 'server/plugins', 'server/tasks'],
  },
  { packages: ['@sveltejs/kit'], configs: /^svelte\.config\.[cm]?[jt]s$/, folders: ['src/routes'], only: '+', textExports: ['prerender', 'ssr', 'csr', 'trailingSlash', 'config', 'entries'], because: 'SvelteKit reserves names that begin with +' },
  { packages: ['@sveltejs/kit'], configs: /^svelte\.config\.[cm]?[jt]s$/, folders: ['src/params'], because: 'SvelteKit takes every file for a parameter matcher' },
  { packages: ['@remix-run/dev', '@remix-run/react', '@react-router/dev', '@react-router/fs-routes'], folders: ['app/routes'], because: 'Remix and React Router make a route of every module' },
  {
    packages: ['@tanstack/react-router', '@tanstack/solid-router', '@tanstack/router-plugin', '@tanstack/react-start', '@tanstack/solid-start'],
    folders: ['src/routes', 'app/routes'], exempt: '-', textExports: ['Route'], because: 'TanStack Router makes a route of every file',
  },
  { packages: ['astro'], configs: /^astro\.config\.[cm]?[jt]s$/, folders: ['src/pages'], exempt: '_', textExports: ['prerender', 'partial'], because: 'Astro makes a route of every file' },
  { packages: ['gatsby'], configs: /^gatsby-config\.[cm]?[jt]s$/, folders: ['src/pages', 'src/api'], textExports: ['config', 'query', 'pageQuery'], because: 'Gatsby makes a route of every file' },
  { packages: ['expo-router'], folders: ['app', 'src/app'], because: 'Expo Router makes a route of every file' },
  { packages: ['@solidjs/start', 'solid-start', 'honox', '@analogjs/platform'], folders: ['src/routes', 'app/routes', 'app/islands', 'src/server/routes'], because: 'the framework makes a route of every file' },
  { packages: ['@docusaurus/core'], folders: ['src/pages'], exempt: '_', because: 'Docusaurus makes a route of every file' },
  { packages: ['umi', '@umijs/max', 'vite-plugin-pages', 'unplugin-vue-router', '@generouted/react-router', 'generouted'], folders: ['src/pages', 'pages'], because: 'every file is made a route' },
  { packages: ['@builder.io/qwik-city', '@qwik.dev/router'], folders: ['src/routes'], stems: ['index', 'layout', 'plugin', 'menu', 'service-worker', 'entry'], because: 'Qwik City gives files of this name a meaning' },
  { packages: ['@fastify/autoload', 'fastify-autoload'], folders: ['plugins', 'routes', 'src/plugins', 'src/routes'], because: 'Fastify loads every file as a plugin' },
  { packages: ['@oclif/core'], folders: ['src/commands', 'commands'], because: 'oclif makes a command of every file' },
  { packages: ['@medusajs/medusa', '@medusajs/framework'], folders: ['src/subscribers', 'src/jobs', 'src/links'], because: 'Medusa loads every file' },
  { packages: ['@medusajs/medusa', '@medusajs/framework'], folders: ['src/api'], stems: ['route', 'middlewares'], because: 'Medusa gives files of this name a meaning' },
  { packages: ['@strapi/strapi'], folders: ['src/api', 'src/policies', 'src/middlewares', 'config'], because: 'Strapi loads every file' },
  { packages: ['egg'], folders: ['app'], because: 'Egg loads every file' },
  { packages: ['@vercel/node', 'vercel'], configs: /^vercel\.json$/, folders: ['api'], exempt: '_', textExports: ['config', 'runtime', 'maxDuration'], because: 'Vercel makes a function of every file' },
  { packages: ['@netlify/functions', 'netlify-cli'], configs: /^netlify\.toml$/, folders: ['netlify/functions', 'netlify/edge-functions'], textExports: ['config'], because: 'Netlify makes a function of every file' },
  { packages: ['@cloudflare/workers-types', 'wrangler'], configs: /^wrangler\.(?:toml|jsonc?)$/, folders: ['functions'], because: 'Cloudflare Pages makes a function of every file' },
];

/** Test runners that take every file of such a folder for a suite, at any depth. */
const suites: readonly { readonly packages: readonly string[]; readonly names: readonly string[]; readonly because: string; readonly exempt?: string }[] = [
  { packages: ['jest', '@jest/core', 'react-scripts', 'ts-jest', 'jest-cli'], names: ['__tests__'], because: 'Jest takes every file for a test suite' },
  { packages: ['ava'], names: ['__tests__', 'test', 'tests'], exempt: '_', because: 'Ava takes every file for a test suite' },
];

/** The rules that hold around a source file, judged by the dependencies and configuration files of its packages. */
export function findFolderRules(fileSystem: FileSystem, root: FilePath, source: FilePath): readonly FolderRule[] {
  const rules: FolderRule[] = [];
  const known = new Set<string>();
  for (let folder = directoryOf(source); isInside(root, folder); folder = directoryOf(folder)) {
    const names = fileSystem.listDirectory(folder).map((entry) => entry.name);
    const own = names.includes('package.json') ? readDependencies(fileSystem, joinPath(folder, 'package.json')) : [];
    for (const name of own) known.add(name);
    for (const { packages, configs, folders, ...rule } of frameworks) {
      if (!packages.some((name) => own.includes(name)) && !names.some((name) => configs?.test(name))) continue;
      rules.push(...folders.map((name) => ({ ...rule, folder: name === '' ? folder : joinPath(folder, name) })));
    }
    if (folder === root) break;
  }
  for (const { packages, names, ...rule } of suites) {
    if (!packages.some((name) => known.has(name))) continue;
    for (let folder = directoryOf(source); folder !== root && isInside(root, folder); folder = directoryOf(folder)) {
      if (names.includes(baseName(folder))) rules.push({ ...rule, folder });
    }
  }
  return rules;
}

function readDependencies(fileSystem: FileSystem, file: FilePath): readonly string[] {
  try {
    const content = JSON.parse(new TextDecoder().decode(fileSystem.readBytes(file))) as Record<string, unknown>;
    return ['dependencies', 'devDependencies', 'peerDependencies'].flatMap((key) => Object.keys((content[key] ?? {}) as object));
  } catch {
    // A broken package.json is for the package manager to report.
    return [];
  }
}
