// The manifest that the compiler plugin of the package writes, compared with what decant reads from the text.
import { describe, expect, it } from 'vitest';
import { extractFrom, readTexts, runFrameworkProgram, whyAbsent } from '../support/framework-program.js';

const reason = whyAbsent('@workflow/builders');

const program = (files: readonly string[]): string => `
import { readFileSync } from 'node:fs';
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
const builders = realpathSync('node_modules/@workflow/builders/dist/apply-swc-transform.js');
const { applySwcTransform } = await import(pathToFileURL(builders).href);
const ids = [];
for (const file of ${JSON.stringify(files)}) {
  const { workflowManifest } = await applySwcTransform(file, readFileSync(file + '.source', 'utf8'), 'workflow', join(process.cwd(), file), process.cwd());
  for (const functions of Object.values(workflowManifest.workflows ?? {})) for (const one of Object.values(functions)) ids.push(one.workflowId);
  for (const functions of Object.values(workflowManifest.steps ?? {})) for (const one of Object.values(functions)) ids.push(one.stepId);
}
console.log(JSON.stringify(ids.sort()));
`;

describe(`Vercel Workflow${reason}`, () => {
  it.skipIf(reason !== '').each(['path-and-name-are-the-id', 'a-directive-for-a-whole-file', 'not-a-directive'])('compiles of %s what decant reads', (name) => {
    const files = readTexts(`fixtures/tasks/vercel-workflow/${name}/input`);
    const sources = Object.keys(files).filter((file) => file.endsWith('.ts'));
    // The transform wants the text as it was written.
    const written = Object.fromEntries(sources.map((file) => [`${file}.source`, files[file]!]));
    const ids = runFrameworkProgram({ files: { 'package.json': files['package.json']!, ...written }, program: program(sources) });
    expect(extractFrom(files).map(({ id }) => id).sort()).toEqual(ids);
  });
});
