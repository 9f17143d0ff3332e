// Runs in a thread of its own: reads and scans files for a thread that walks folders, resolves and links meanwhile.
import { createNodeFileSystem } from '../host/node-file-system.js';
import { answerQuestions } from '../host/thread.js';
import { createScanAnswers, type ScanQuestion } from './scan-answers.js';

const { answer } = createScanAnswers(createNodeFileSystem());

answerQuestions((question, claim) => {
  const asked = question as ScanQuestion;
  if (!claim(asked.place)) return undefined;
  const message = answer(asked);
  return { message, transfer: [message.numbers.buffer as ArrayBuffer, message.exact.buffer as ArrayBuffer] };
});
