// Writes what follows from other files: registries from folders, the lexer from its AssemblyScript, JSON schemas from the zod schemas, docs/reference from the units and the command
// line. `--check` writes nothing, lists what is stale and exits 1. Registries come first, because the rest imports them.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { renderLexer } from './generate/lexer.js';
import { renderTransformTemplate } from './generate/migration-transform.js';
import { registries, renderFormatRegistry, renderRegistry } from './generate/registries.js';
import { repositoryRoot } from './repository.js';

const checkOnly = process.argv.includes('--check');
const stale: string[] = [];

for (const registry of registries) settle(`${registry.area}/registry.generated.ts`, renderRegistry(registry));
settle('src/report/registry.generated.ts', renderFormatRegistry());
settle('src/language/typescript/lexer.generated.ts', await renderLexer());
settle('src/codemod/migration-transform/template.generated.ts', renderTransformTemplate());

const { buildSchemas, renderConfigSchema } = await import('./generate/schemas.js');
settle('src/config/schema.generated.ts', renderConfigSchema());
const { generated, renderReference } = await import('./generate/reference.js');
const { renderRulePages } = await import('./generate/rules.js');
settleFolder('schema', buildSchemas());
settleFolder('docs/reference', renderReference());
settleFolder('docs/rules', await renderRulePages(generated));

if (checkOnly && stale.length > 0) {
  console.error(`These files are stale:\n${stale.map((file) => `  ${file}`).join('\n')}\nRun: npm run generate`);
  process.exitCode = 1;
} else {
  console.log(checkOnly ? 'generated files are fresh' : stale.length > 0 ? `wrote ${stale.join(', ')}` : 'nothing to write');
}

function settle(file: string, text: string): void {
  const path = `${repositoryRoot}/${file}`;
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
  stale.push(file);
  if (checkOnly) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The folder holds these files and nothing else: what is left of a unit that was removed is stale too. */
function settleFolder(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [name, text] of files) settle(`${folder}/${name}`, text);
  const path = `${repositoryRoot}/${folder}`;
  for (const name of existsSync(path) ? readdirSync(path).sort() : []) {
    if (files.has(name)) continue;
    stale.push(`${folder}/${name}`);
    if (!checkOnly) rmSync(`${path}/${name}`);
  }
}
