// Runs in a thread of its own: reads and scans files for a thread that walks folders, resolves and links meanwhile.
import { compileLessSoon } from '../host/compile-less.js';
import { createNodeFileSystem } from '../host/node-file-system.js';
import { answerQuestions } from '../host/thread.js';
import { answerLooks, answerTimes, claimPlace, type LookQuestion, type TimesQuestion } from './look-answers.js';

const fileSystem = createNodeFileSystem();
let isBegun = false;

answerQuestions((question) => {
  if ('folders' in (question as LookQuestion | TimesQuestion)) return answerTimes(fileSystem, (question as TimesQuestion).folders);
  const { place, paths, claims } = question as LookQuestion;
  if (!claimPlace(claims, place)) return null;
  // The first thread waits for this answer and sets the budget back after it. Once it has done so, as with a small project before this thread was there, nobody would.
  if (!isBegun) compileLessSoon();
  isBegun = true;
  return answerLooks(fileSystem, place, paths);
});
