import type { RuleCase } from '../rule-case.js';

const lock = '{\n  "version": 1,\n  "tasks": [\n    { "framework": "bullmq", "kind": "queue", "id": "mail" }\n  ]\n}\n';

export const cases: readonly RuleCase[] = [
  {
    name: 'a queue that was renamed',
    files: { 'tasks.lock.json': lock, 'src/mail.ts': "import { Queue } from 'bullmq';\nexport const mail = new Queue('post');\n" },
    file: 'src/mail.ts',
    found: [{ line: 2, says: "queue 'post'" }],
  },
  {
    name: 'the queue that the lock has',
    files: { 'tasks.lock.json': lock, 'src/mail.ts': "import { Queue } from 'bullmq';\nexport const mail = new Queue('mail');\n" },
    file: 'src/mail.ts',
    found: [],
  },
  { name: 'a project without a lock', files: { 'src/mail.ts': "import { Queue } from 'bullmq';\nexport const mail = new Queue('post');\n" }, file: 'src/mail.ts', found: [] },
];
