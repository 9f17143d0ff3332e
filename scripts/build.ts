// Makes dist/: cli.cjs, index.js, eslint.js, plugin.cjs and child/ (esbuild), types/ (tsc) and THIRD-PARTY-NOTICES.txt. `prepare` runs it after `npm ci`.
// Packages in `dependencies` stay imports, but for what every command line needs: loading commander and picocolors file by file
// takes longer than the work on a small project. Madge's cycle list, a single file without imports, is bundled too: as a dependency
// madge would install three copies of TypeScript for it. What is bundled comes with its licence.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build, type BuildOptions, type Plugin } from 'esbuild';
import { repositoryRoot } from './repository.js';

const bundledPackages = ['madge', 'commander', 'picocolors'];

const started = performance.now();
const manifest = JSON.parse(readFileSync(`${repositoryRoot}/package.json`, 'utf8')) as { dependencies: Record<string, string> };
const dist = `${repositoryRoot}/dist`;
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const withTypes = !process.argv.includes('--no-types');
const types = withTypes ? emitDeclarations() : Promise.resolve();

const shared: BuildOptions & { readonly metafile: true } = {
  define: { DECANT_BUILD: JSON.stringify(hashSources()) },
  absWorkingDir: repositoryRoot,
  outdir: 'dist',
  bundle: true,
  platform: 'node',
  target: 'node20',
  metafile: true,
  logLevel: 'warning',
};
const dependencies = Object.keys(manifest.dependencies);
/** What stands for `import.meta.url` in a script. */
const banner = { js: "const moduleUrl = require('node:url').pathToFileURL(__filename).href;" };

/** Commander loads the module for commands that are programs of their own, of which decant has none. */
const lateProcesses: Plugin = {
  name: 'late processes',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^node:child_process$/ }, ({ importer }) => (/[\\/]commander[\\/]/.test(importer) ? { path: 'late', namespace: 'late' } : undefined));
    onLoad({ filter: /^late$/, namespace: 'late' }, () => ({ contents: "exports.spawn = (...input) => require('node:child_process').spawn(...input);" }));
  },
};

const bundles = await Promise.all([
  build({
    ...shared,
    entryPoints: { index: 'src/index.ts', 'threads/compare-types': 'src/workflow/type-thread-program.ts' },
    splitting: true,
    format: 'esm',
    external: dependencies,
    chunkNames: 'chunks/[name]-[hash]',
  }),
  // What ESLint loads: a module, and the script that it hands to V8 with the compiled code of an earlier run.
  build({ ...shared, entryPoints: { eslint: 'rules/built-plugin.ts' }, format: 'esm' }),
  build({
    ...shared,
    entryPoints: { plugin: 'rules/plugin.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: dependencies,
    define: { ...shared.define, 'import.meta.url': 'moduleUrl' },
    banner,
  }),
  // Programs that run in processes of their own, beside the code of a project: whoever asks for `--run`, `--bundle` or `--api-extractor` starts them.
  build({
    ...shared,
    entryPoints: { 'child/load-entry': 'src/child/load-entry.ts', 'child/module-hooks': 'src/child/module-hooks.ts', 'child/bundle-entries': 'src/child/bundle-entries.ts', 'child/report-api': 'src/child/report-api.ts' },
    splitting: true,
    format: 'esm',
    external: dependencies,
    chunkNames: 'child/chunks/[name]-[hash]',
  }),
  // Starts in a thread beside the command line: small and a script, because a thread compiles all of it anew.
  build({
    ...shared,
    entryPoints: { 'threads/look': 'src/load/look-thread.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: dependencies,
    define: { ...shared.define, 'import.meta.url': 'moduleUrl' },
    banner,
    minify: true,
  }),
  // What says again what an earlier run said: loaded before the command line, and mostly in its place.
  build({ ...shared, entryPoints: { again: 'src/cli/again.ts' }, outExtension: { '.js': '.cjs' }, format: 'cjs', define: { ...shared.define, 'import.meta.url': 'moduleUrl' }, banner, minify: true }),
  // One script, so that bin/decant.js can hand it to V8 with the compiled code of an earlier run.
  build({
    ...shared,
    entryPoints: { cli: 'src/cli/main.ts' },
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    external: dependencies.filter((name) => !bundledPackages.includes(name)),
    define: { ...shared.define, 'import.meta.url': 'moduleUrl' },
    banner,
    plugins: [lateProcesses],
  }),
]);

const strangers = bundles
  .flatMap(({ metafile }) => Object.keys(metafile.inputs))
  .map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1])
  .filter((name) => name !== undefined && !bundledPackages.includes(name));
if (strangers.length > 0) {
  throw new Error(`These packages would be bundled: ${[...new Set(strangers)].join(', ')}. Add them to "dependencies" or to bundledPackages.`);
}
const late = bundles.flatMap(({ metafile }) => Object.entries(metafile.outputs)).flatMap(([file, { imports }]) => (file.endsWith('.cjs') ? imports : []));
const native = late.filter(({ kind }) => kind === 'dynamic-import').map((item) => item.path);
if (native.length > 0) throw new Error(`dist/*.cjs would load these with import(), which a script of V8 cannot: ${native.join(', ')}. Use requirePackage.`);

// Both scripts are read byte by byte. esbuild escapes what is not ASCII in strings and leaves it in regular expressions, where /✗/ would
// be read as three other characters and find no failed test. The one for the command line is a function of what a module is given: if it were put into
// one at each start, V8 would copy three megabytes for it.
const toAscii = (text: string): string => text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
rewrite('plugin.cjs', toAscii);
rewrite('cli.cjs', (text) => `(function (exports, require, module, __filename, __dirname) { ${toAscii(text)}\n})`);

const notices = bundledPackages.map((name) => {
  const { version } = JSON.parse(readFileSync(`${repositoryRoot}/node_modules/${name}/package.json`, 'utf8')) as { version: string };
  return `${name} ${version}\n\n${readFileSync(`${repositoryRoot}/node_modules/${name}/LICENSE`, 'utf8').trim()}\n`;
});
writeFileSync(`${dist}/THIRD-PARTY-NOTICES.txt`, `decant contains code of these packages.\n\n${notices.join('\n')}`);

await types;
console.log(`built dist/ in ${((performance.now() - started) / 1000).toFixed(1)} s`);

/** What a cache of one build must not be read by another for. */
function hashSources(): string {
  const hash = createHash('sha256');
  const list = (folder: string) => readdirSync(`${repositoryRoot}/${folder}`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort().map((file) => `${folder}/${file}`);
  for (const file of [...list('src'), ...list('rules'), 'package.json']) hash.update(`${file}\0`).update(readFileSync(`${repositoryRoot}/${file}`));
  return hash.digest('hex').slice(0, 16);
}

function rewrite(script: string, change: (text: string) => string): void {
  writeFileSync(`${dist}/${script}`, change(readFileSync(`${dist}/${script}`, 'utf8')));
}

function emitDeclarations(): Promise<void> {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: repositoryRoot, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tsc -p tsconfig.build.json ended with exit code ${code}`))));
  });
}
