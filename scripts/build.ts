// Makes dist/: cli.js and index.js (esbuild), types/ (tsc) and THIRD-PARTY-NOTICES.txt. `prepare` runs it after `npm ci`.
// Every package in `dependencies` stays an import. The one exception is madge's cycle list, a single MIT file without imports:
// as a dependency madge would install three copies of TypeScript for it, so it is bundled with its licence.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { repositoryRoot } from './repository.js';

const bundledPackages = ['madge'];

const started = performance.now();
const manifest = JSON.parse(readFileSync(`${repositoryRoot}/package.json`, 'utf8')) as { dependencies: Record<string, string> };
const dist = `${repositoryRoot}/dist`;
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);

const withTypes = !process.argv.includes('--no-types');
const types = withTypes ? emitDeclarations() : Promise.resolve();

const { metafile } = await build({
  define: { DECANT_BUILD: JSON.stringify(hashSources()) },
  absWorkingDir: repositoryRoot,
  entryPoints: { cli: 'src/cli/main.ts', index: 'src/index.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: Object.keys(manifest.dependencies),
  chunkNames: 'chunks/[name]-[hash]',
  metafile: true,
  logLevel: 'warning',
});

const strangers = Object.keys(metafile.inputs)
  .map((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(input)?.[1])
  .filter((name) => name !== undefined && !bundledPackages.includes(name));
if (strangers.length > 0) {
  throw new Error(`These packages would be bundled: ${[...new Set(strangers)].join(', ')}. Add them to "dependencies" or to bundledPackages.`);
}

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
  const files = readdirSync(`${repositoryRoot}/src`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).sort();
  for (const file of [...files.map((file) => `src/${file}`), 'package.json']) hash.update(`${file}\0`).update(readFileSync(`${repositoryRoot}/${file}`));
  return hash.digest('hex').slice(0, 16);
}

function emitDeclarations(): Promise<void> {
  const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: repositoryRoot, stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`tsc -p tsconfig.build.json ended with exit code ${code}`))));
  });
}
