import type { ModuleModel, Statement } from '../model/module-model.js';
import type { TokenStream } from './lexer.js';
import { readTokens } from './token-stream.js';

const streams = new WeakMap<Statement, TokenStream>();

/** Tokens and comments of a statement: the same for every check that asks, because lexing is a large part of what a proof costs. */
export function readStatementTokens(model: ModuleModel, statement: Statement): TokenStream {
  let stream = streams.get(statement);
  if (!stream) streams.set(statement, (stream = readTokens(model.source.text, statement.span.start, statement.span.end, model.dialect !== 'ts')));
  return stream;
}
