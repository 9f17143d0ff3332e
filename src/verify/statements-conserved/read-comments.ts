import type { ModuleModel } from '../../model/module-model.js';
import type { Comment } from '../lexer.js';
import { readTokens } from '../token-stream.js';

/** The comments of a file, read statement by statement, so that a text that one of them confuses does not spoil those after it. */
export function readComments(model: ModuleModel): Comment[] {
  const { text } = model.source;
  const jsx = model.dialect !== 'ts';
  const comments: Comment[] = [];
  let position = 0;
  const readTo = (end: number) => {
    if (end > position) comments.push(...readTokens(text, position, end, jsx).comments);
    position = Math.max(position, end);
  };
  for (const { span } of model.statements) {
    readTo(span.start);
    readTo(span.end);
  }
  readTo(text.length);
  return comments;
}
