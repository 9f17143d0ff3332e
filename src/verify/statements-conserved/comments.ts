import { diagnostic, type Diagnostic } from '../../diagnostic/diagnostic.js';
import type { ModuleModel } from '../../model/module-model.js';
import type { CheckInput } from '../check.js';
import type { Comment } from '../lexer.js';
import { matchStatements } from '../matching.js';
import { normalForm } from '../normal-form.js';
import { isShimComment, readShimEffect } from '../shim-form.js';
import { locate, locateFile, sidesOf, type Side } from '../side.js';
import { isRangeComment } from './ranges.js';
import { readComments } from './read-comments.js';
import { isClientByImporters } from './client-directive.js';
import { readImportedTypes, withMeanings, withTargets } from './comment-targets.js';
import { countMarkedComments } from './internal-marks.js';

interface PlacedComment extends Comment {
  readonly model: ModuleModel;
}

/**
 * Comments may be added (a license header in every new file), none may be lost. Where a split is taken back, the copies that it made are not missed
 * as long as one stands.
 */
export function findLostComments(input: CheckInput): Diagnostic[] {
  const { before, after } = sidesOf(input);
  const left = countMarkedComments(input);
  const now = commentsOf(after);
  const isMeant = createMeanings(after, now);
  for (const { text } of now) left.set(text, (left.get(text) ?? 0) + 1);
  const old = commentsOf(before).filter(({ text, model }) => !isShimComment(text) && !isFacadeAgain(text, left) && !isDroppedDoor(before, after, model));
  const kept = new Set(left.keys());
  const isTakenBack = old.some(({ text }) => facadeLine.test(text) && !left.has(text));
  return old.flatMap(({ text, start, model }) => {
    const remaining = left.get(text) ?? 0;
    left.set(text, remaining - 1);
    if (remaining > 0 || isMeant(before, model, start, text) || isRangeComment({ text, start }) || (isTakenBack && (isOwnLine(text) || kept.has(text)))) return [];
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

/** Whether a comment of the old files is there with types that are taken from other modules than before, and are the same. */
function createMeanings(side: Side, comments: readonly PlacedComment[]): (before: Side, model: ModuleModel, start: number, text: string) => boolean {
  let known: ReadonlySet<string> | undefined;
  return (before, model, start, text) => {
    if (!/\bimport\b|\{/.test(text)) return false;
    known ??= new Set(comments.flatMap((comment) => {
      const written = writtenAt(comment.model, comment.start, comment.text);
      return [withMeanings(side, comment.model, written), ...(readImportedTypes(side, comment.model, written) ?? [])].map((one) => `${side.name(comment.model.source.path)}\u0000${one}`);
    }));
    const written = writtenAt(model, start, text);
    const isKnown = (one: string): boolean => known!.has(`${before.name(model.source.path)}\u0000${one}`);
    return isKnown(withMeanings(before, model, written)) || readImportedTypes(before, model, written)?.every(isKnown) === true;
  };
}

/** The comment as it stands in the file, where its paths are not normalised. */
function writtenAt({ source }: ModuleModel, start: number, text: string): string {
  return text.startsWith('/*') ? source.text.slice(start, source.text.indexOf('*/', start + 2) + 2) : text;
}

const facadeLine = /^\/\/ (?:Facade: the code lives in |Deprecated: import from )/;

/** The line above a shim that is a facade again, and says so. */
function isFacadeAgain(text: string, left: ReadonlyMap<string, number>): boolean {
  const facade = text.replace(/^\/\/ Deprecated: import from (.*) instead\. Every name is still available here\.$/, '// Facade: the code lives in $1; every name is still available here.');
  return facade !== text && left.has(facade);
}

/** A door that was closed for good: it held nothing but re-exports, so its comments spoke of them. */
function isDroppedDoor(before: Side, after: Side, model: ModuleModel): boolean {
  const { path, text } = model.source;
  if (after.file(before.name(path)) !== undefined || !/^\/\/ (?:decant-shim |Facade: the code lives in )/m.test(text)) return false;
  return model.statements.every((statement) => statement.role === 'wiring' || statement.kind === 'directive' || readShimEffect(before, model, statement) !== undefined);
}

/** What a split writes itself and nobody misses when it is taken back: the line above a facade, the mark of a shim's name, of a shared private one. */
function isOwnLine(text: string): boolean {
  return facadeLine.test(text) || /^\/\*\* (?:@deprecated Import it from |@internal \*\/$)/.test(text);
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function commentsOf(side: Side): PlacedComment[] {
  return side.changedFiles.flatMap((file) => {
    const model = side.read(file);
    const said = model.statements.filter((statement) => readShimEffect(side, model, statement) !== undefined).map(({ span }) => span);
    return readComments(model)
      .filter(({ start }) => !said.some((span) => span.start <= start && start < span.end))
      .map((comment) => ({ ...comment, text: withTargets(side, model, comment.text), model }));
  });
}

const client = "'use client'";

/** `'use client'` and `@jsx` pragmas hold for a whole file, so each file that receives a statement needs them too. */
export function findLostDirectives(input: CheckInput): Diagnostic[] {
  const { before, after } = sidesOf(input);
  const reported = new Set<string>();
  const known = new Map<ModuleModel, readonly string[]>();
  const marksOf = (side: Side, model: ModuleModel): readonly string[] => {
    const marks = known.get(model) ?? fileWideMarks(side, model);
    known.set(model, marks);
    return marks;
  };
  return matchStatements(input).pairs.flatMap((pair) => {
    const wanted = marksOf(before, pair.before.model);
    const present = wanted.length === 0 ? new Set<string>() : new Set(marksOf(after, pair.after.model));
    return wanted
      .filter((mark) => !present.has(mark) && !pair.before.statement.erased)
      .filter((mark) => mark !== client || !isClientByImporters(after, pair.after.file, (file) => marksOf(after, after.read(file)).includes(client)))
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

/** Read wherever they stand in a file. */
const fileWide = /^(?:\/\*\s*(?:globals?|exported|eslint-env|eslint)\s+[\w"'@$]|\/[/*]\s*(?:(?:istanbul|c8|v8) ignore file|biome-ignore-all|deno-lint-ignore-file)\b)/;

const headPragma =
  /@(?:jsx|jsxFrag|jsxImportSource|jsxRuntime|jest-environment|vitest-environment)\s+[^\s*]+|@(?:ts-nocheck|ts-check|flow|noflow)\b/g;

/** A module is strict anyway. */
function fileWideMarks(side: Side, model: ModuleModel): string[] {
  const directives = [
    ...model.statements.filter(({ kind }) => kind === 'directive').map((statement) => normalForm(side, model, statement).words[0] ?? ''),
    ...model.headerComments.filter(({ role }) => role === 'directive').map(({ span }) => model.source.text.slice(span.start, span.end).trim()),
  ]
    .map((text) => /(["'])(.*?)\1/.exec(text)?.[2] ?? text)
    .filter((text) => text !== 'use strict')
    .map((text) => `'${text}'`);
  // Pragmas are looked for above the first statement, whichever of its comments the reader took for those of the file.
  const comments = readComments(model);
  const first = model.statements[0]?.span.start ?? model.source.text.length;
  const pragmas = comments.filter(({ start }) => start < first).flatMap(({ text }) => [...text.matchAll(headPragma)].map(([mark]) => mark));
  return [...directives, ...pragmas, ...comments.map(({ text }) => text).filter((text) => fileWide.test(text))];
}
