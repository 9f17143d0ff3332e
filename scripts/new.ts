// `npm run new -- analyzer|codemod|check|tasks <id>`: a folder of code with a small worked unit, a first case, a test that runs the cases, and fresh
// registries.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { kinds, renderUnit, type Kind } from './new/templates.js';
import { repositoryRoot } from './repository.js';

const [kind, id] = process.argv.slice(2);
if (!kinds.includes(kind as Kind) || id === undefined || !/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) {
  console.error(`Usage: npm run new -- ${kinds.join('|')} <id>\n\nAn id is in kebab case. Name an analyzer by the bad pattern: god-file, not no-god-file.`);
  process.exit(2);
}
const files = renderUnit(kind as Kind, id);
const taken = [...files.keys()].filter((file) => existsSync(`${repositoryRoot}/${file}`));
if (taken.length > 0) {
  console.error(`${id} exists already:\n${taken.map((file) => `  ${file}`).join('\n')}`);
  process.exit(2);
}
for (const [file, text] of files) {
  mkdirSync(dirname(`${repositoryRoot}/${file}`), { recursive: true });
  writeFileSync(`${repositoryRoot}/${file}`, text);
  console.log(`  ${file}`);
}
const generate = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/generate.ts'], { cwd: repositoryRoot, stdio: 'inherit' });
const test = [...files.keys()].find((file) => file.endsWith('.test.ts'));
console.log(`\nNext: make it yours, then npx vitest run ${test}`);
process.exitCode = generate.status ?? 1;
