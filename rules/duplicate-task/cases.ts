import type { RuleCase } from '../rule-case.js';

const clean = "import { inngest } from './client.js';\nexport const clean = inngest.createFunction({ id: 'clean' }, { cron: '0 3 * * *' }, async () => 1);\n";
const client = "import { Inngest } from 'inngest';\nexport const inngest = new Inngest({ id: 'kitchen' });\n";

export const cases: readonly RuleCase[] = [
  {
    name: 'one id in two files',
    files: { 'src/client.ts': client, 'src/clean.ts': clean, 'src/sweep.ts': clean.replace('const clean', 'const sweep') },
    file: 'src/sweep.ts',
    found: [{ line: 2, says: 'also at src/clean.ts:2' }],
  },
  { name: 'two ids', files: { 'src/client.ts': client, 'src/clean.ts': clean, 'src/sweep.ts': clean.replace("'clean'", "'sweep'") }, file: 'src/sweep.ts', found: [] },
];
