// Runs in a thread of its own, see type-thread.ts.
import { createNodeFileSystem } from '../host/node-file-system.js';
import { relativePath } from '../host/path.js';
import { answerQuestions } from '../host/thread.js';
import { loadProject } from '../load/load-project.js';
import { createLaterReader, createModuleReader } from '../load/module-reader.js';
import { relink } from '../load/relink.js';
import { runTypeChecks } from '../verify/prove.js';
import { readApis, readApisAhead } from './read-apis.js';
import { describeFiles } from './type-thread.js';
import type { Project } from '../model/project.js';
import type { ApiPair, CheckInput } from '../verify/check.js';
import type { TypeAnswer, TypeQuestion } from './type-thread.js';

type Question<K extends TypeQuestion['kind']> = Extract<TypeQuestion, { kind: K }>;

const fileSystem = createNodeFileSystem();
let subject: { readonly question: Question<'read'>; readonly before: Project } | undefined;

answerQuestions((asked) => {
  const question = asked as TypeQuestion;
  return question.kind === 'read' ? read(question) : compare(question);
});

function read(question: Question<'read'>): true {
  const { root, config, source } = question;
  const before = loadProject({ fileSystem, root, config });
  subject = { question, before };
  readApisAhead(before, relativePath(root, source));
  return true;
}

function compare({ changed, changes }: Question<'compare'>): TypeAnswer {
  const { before, question: { root, config, source } } = subject!;
  const after = changes === undefined ? loadProject({ fileSystem, root, config }) : relink(before, { changes, applicability: 'safe' });
  return { before: describeFiles(before), after: describeFiles(after), results: runTypeChecks(describeInput(before, after, changed, relativePath(root, source))) };
}

/** As much of a proof as a check of types asks for. What it asks for besides throws, and the check is run where the rest of the proof is. */
function describeInput(before: Project, after: Project, changed: readonly string[], entry: string): CheckInput {
  const absent = (): never => {
    throw new Error('is not read here');
  };
  const reason = { reason: 'not asked here' };
  const readBefore = createModuleReader(before);
  let apis: readonly ApiPair[] | undefined;
  return {
    before,
    after,
    changed,
    entries: [entry],
    readBefore,
    readAfter: createLaterReader(before, readBefore, after),
    readTextBefore: absent,
    readTextAfter: absent,
    listTextsBefore: absent,
    listTextsAfter: absent,
    tasksBefore: absent,
    tasksAfter: absent,
    apis: () => (apis ??= readApis({ before, after, changed, entries: [entry] })),
    typeCheck: reason,
    testCommand: reason,
  };
}
