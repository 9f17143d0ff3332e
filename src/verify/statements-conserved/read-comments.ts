import type { ModuleModel } from '../../model/module-model.js';
import type { Comment } from '../lexer.js';
import { readStatementTokens } from '../statement-tokens.js';
import { readTokens } from '../token-stream.js';

const known = new WeakMap<ModuleModel, readonly Comment[]>();

/** The comments of a file, read statement by statement, so that a text that one of them confuses does not spoil those after it. */
export function readComments(model: ModuleModel): readonly Comment[] {
  let comments = known.get(model);
  if (!comments) known.set(model, (comments = collectComments(model)));
  return comments;
}

function collectComments(model: ModuleModel): Comment[] {
  const { text } = model.source;
  const comments: Comment[] = [];
  let position = 0;
  const readTo = (end: number) => {
    if (end > position) comments.push(...readTokens(text, position, end, model.dialect !== 'ts').comments);
    position = Math.max(position, end);
  };
  for (const statement of model.statements) {
    readTo(statement.span.start);
    if (position !== statement.span.start) readTo(statement.span.end);
    else {
      comments.push(...readStatementTokens(model, statement).comments);
      position = statement.span.end;
    }
  }
  readTo(text.length);
  return comments;
}
