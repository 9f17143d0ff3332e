import type { RuleCase } from '../rule-case.js';

export const cases: readonly RuleCase[] = [
  {
    name: 'a schedule that Nest names after its method',
    files: { 'src/clean.ts': "import { Cron } from '@nestjs/schedule';\nexport class Cleaning {\n  @Cron('0 3 * * *')\n  sweep() {}\n}\n" },
    file: 'src/clean.ts',
    found: [{ line: 3, says: 'takes its id from the name of its method' }],
    output: "import { Cron } from '@nestjs/schedule';\nexport class Cleaning {\n  @Cron('0 3 * * *', { name: 'Cleaning.sweep' })\n  sweep() {}\n}\n",
  },
  { name: 'a queue with its name', files: { 'src/mail.ts': "import { Queue } from 'bullmq';\nexport const mail = new Queue('mail');\n" }, file: 'src/mail.ts', found: [] },
];
