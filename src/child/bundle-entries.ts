// A program of its own: bundles files of the project with the project's own esbuild and writes what is left of each source file to descriptor 3.
import { createRequire } from 'node:module';
import { realpathSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { writeResult } from './write-result.js';
import type { BundleReading, BundleRequest } from '../model/bundle-reading.js';

interface Esbuild {
  readonly version: string;
  readonly buildSync: (options: object) => {
    readonly metafile: { readonly outputs: Readonly<Record<string, { readonly inputs: Readonly<Record<string, { readonly bytesInOutput: number }>> }>> };
    readonly outputFiles: readonly { readonly text: string }[];
  };
}

const request = JSON.parse(process.argv[2]!) as BundleRequest;
const root = realpathSync(request.root);
const { buildSync, version } = createRequire(request.esbuild)(request.esbuild) as Esbuild;

writeResult(JSON.stringify(request.entries.map(bundle)));

function bundle(entry: string): BundleReading {
  try {
    const { metafile, outputFiles } = buildSync({
      absWorkingDir: root,
      entryPoints: [entry],
      bundle: true,
      treeShaking: true,
      metafile: true,
      write: false,
      outdir: path.join(root, 'decant-bundle'),
      format: 'esm',
      platform: 'node',
      target: 'esnext',
      // What packages bring is not in question, and need not be installed.
      packages: 'external',
      loader: Object.fromEntries(['.css', '.svg', '.png', '.jpg', '.gif', '.html', '.txt', '.md', '.graphql', '.sql', '.node', '.wasm', '.woff', '.woff2'].map((extension) => [extension, 'empty'])),
      logLevel: 'silent',
      charset: 'utf8',
      legalComments: 'none',
    });
    const inputs = Object.values(metafile.outputs).flatMap((output) => Object.entries(output.inputs));
    const files = [...new Set(inputs.filter(([, { bytesInOutput }]) => bytesInOutput > 0).map(([file]) => file))].sort();
    return { entry, version, files, text: outputFiles.map(({ text }) => text).join('\n') };
  } catch (error) {
    const first = (error as { errors?: readonly { readonly text: string; readonly location: { readonly file: string; readonly line: number } | null }[] }).errors?.[0];
    const place = first?.location ? `${first.location.file}:${first.location.line}: ` : '';
    return { entry, version, files: [], text: '', problem: first ? `${place}${first.text}` : (error as Error).message.split('\n')[0]! };
  }
}
