import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { CheckInput } from '../check.js';
import type { Comment } from '../lexer.js';
import { matchStatements } from '../matching.js';
import { normalForm } from '../normal-form.js';
import { locate, locateFile, sidesOf, type Side } from '../side.js';
import { readTokens } from '../token-stream.js';
import { countMarkedComments } from './internal-marks.js';

interface PlacedComment extends Comment {
  readonly model: ModuleModel;
}

/** Comments may be added (a license header in every new file), none may be lost. */
export function findLostComments(input: CheckInput): Diagnostic[] {
  const { before, after } = sidesOf(input);
  const left = countMarkedComments(input);
  for (const { text } of commentsOf(after)) left.set(text, (left.get(text) ?? 0) + 1);
  return commentsOf(before).flatMap(({ text, start, model }) => {
    const remaining = left.get(text) ?? 0;
    left.set(text, remaining - 1);
    if (remaining > 0) return [];
    const [line = ''] = text.split('\n');
    return [
      diagnostic({
        id: 'lost-comment',
        message: `the comment '${shorten(text.includes('\n') ? `${line} ...` : line)}' of ${before.name(model.source.path)} is gone`,
        at: locate(model, start),
        notes: text.split('\n'),
        help: 'Move the comment together with the statement that it belongs to.',
      }),
    ];
  });
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function commentsOf(side: Side): PlacedComment[] {
  return side.changedFiles.flatMap((file) => {
    const model = side.read(file);
    return readComments(model).map((comment) => ({ ...comment, model }));
  });
}

/** Statement by statement, so that a text that one of them confuses does not spoil those after it. */
function readComments(model: ModuleModel): Comment[] {
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

/** `'use client'` and `@jsx` pragmas hold for a whole file, so each file that receives a statement needs them too. */
export function findLostDirectives(input: CheckInput): Diagnostic[] {
  const { before, after } = sidesOf(input);
  const reported = new Set<string>();
  return matchStatements(input).pairs.flatMap((pair) => {
    const wanted = fileWideMarks(before, pair.before.model);
    const present = new Set(fileWideMarks(after, pair.after.model));
    return wanted
      .filter((mark) => !present.has(mark) && !pair.before.statement.erased)
      .flatMap((mark) => {
        const key = `${mark}\u0000${pair.after.name}`;
        if (reported.has(key)) return [];
        reported.add(key);
        return [
          diagnostic({
            id: 'lost-directive',
            message: `${pair.after.name} holds statements of ${pair.before.name} but not its ${mark}`,
            at: locateFile(pair.after.file),
            related: [locateFile(pair.before.file, 'before the change')],
            help: `Repeat ${mark} at the top of ${pair.after.name}.`,
            data: { mark },
          }),
        ];
      });
  });
}

/** A module is strict anyway. */
function fileWideMarks(side: Side, model: ModuleModel): string[] {
  const directives = [
    ...model.statements.filter(({ kind }) => kind === 'directive').map((statement) => normalForm(side, model, statement).words[0] ?? ''),
    ...model.headerComments.filter(({ role }) => role === 'directive').map(({ span }) => model.source.text.slice(span.start, span.end).trim()),
  ]
    .map((text) => /(["'])(.*?)\1/.exec(text)?.[2] ?? text)
    .filter((text) => text !== 'use strict')
    .map((text) => `'${text}'`);
  const pragmas = model.headerComments.flatMap(({ span }) => {
    const text = model.source.text.slice(span.start, span.end);
    return [...text.matchAll(/@(?:jsx|jsxFrag|jsxImportSource|jsxRuntime)\s+[^\s*]+/g)].map(([mark]) => mark);
  });
  return [...directives, ...pragmas];
}
