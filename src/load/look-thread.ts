// Runs in a thread of its own: reads files and runs the lexer over them for a thread that walks folders, resolves and links meanwhile.
import { compileLessSoon } from '../host/compile-less.js';
import { createNodeFileSystem } from '../host/node-file-system.js';
import { answerQuestions } from '../host/thread.js';
import { answerLooks, claimPlace, type LookQuestion } from './look-answers.js';

compileLessSoon();
const fileSystem = createNodeFileSystem();

answerQuestions((question) => {
  const { place, paths, claims } = question as LookQuestion;
  return claimPlace(claims, place) ? answerLooks(fileSystem, place, paths) : null;
});
