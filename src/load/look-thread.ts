// Runs in a thread of its own: reads and scans files for a thread that walks folders, resolves and links meanwhile.
import { compileLessSoon } from '../host/compile-less.js';
import { createNodeFileSystem } from '../host/node-file-system.js';
import { answerQuestions } from '../host/thread.js';
import { answerLooks, answerTimes, claimPlace, type LookQuestion, type TimesQuestion } from './look-answers.js';

compileLessSoon();
const fileSystem = createNodeFileSystem();

answerQuestions((question) => {
  if ('folders' in (question as LookQuestion | TimesQuestion)) return answerTimes(fileSystem, (question as TimesQuestion).folders);
  const { place, paths, claims } = question as LookQuestion;
  return claimPlace(claims, place) ? answerLooks(fileSystem, place, paths) : null;
});
