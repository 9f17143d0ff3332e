import type { Check } from '../check.js';
import { compareCommands } from '../command.js';
import { skip } from '../result.js';
import { locateFile } from '../side.js';

export const check: Check = {
  id: 'test-command',
  summary: 'The tests that passed before pass after.',
  run: ({ testCommand, after }) =>
    'reason' in testCommand ? skip('test-command', 'runs', testCommand.reason) : compareCommands('test-command', testCommand, locateFile(after.root)),
};
