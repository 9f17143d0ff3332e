import { textOf, type Tree } from './tree.js';
import type { Taken, Use } from './uses.js';

/** Modules that the JSDoc comments of a JavaScript file name for their types. */
export function readCommentUses(tree: Tree, isWanted: (specifier: string) => boolean): Use[] {
  return tree.comments.flatMap((comment) => {
    const text = textOf(tree, comment);
    if (!comment.isBlock || !text.startsWith('/**')) return [];
    return [...readTypes(text, comment.start), ...readTags(text, comment)].filter(({ specifier }) => isWanted(specifier));
  });
}

const commentFrame = { inner: [], tail: '', isType: true } as const;

/** `import('./shop').Order` between the braces of a tag. */
function readTypes(text: string, offset: number): Use[] {
  return [...text.matchAll(/\bimport\(\s*(['"])([^'"\r\n]+)\1\s*\)(?:\s*\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*))?/gu)].map((match) => {
    const start = offset + match.index;
    const inside = start + match[0].indexOf(match[1]!) + 1;
    const [, , specifier = '', name] = match;
    return {
      ...commentFrame, form: 'comment-type', specifier, inside: { start: inside, end: inside + specifier.length }, start, end: start + match[0].length, isWatched: false,
      names: name === undefined ? [] : [{ imported: name, local: name, isType: true, before: [], after: [] }],
      ...(name === undefined ? { because: 'its type as a whole is asked for' } : {}),
    };
  });
}

/** `@import { Order, Till as Drawer } from './shop'`. */
function readTags(text: string, comment: { readonly start: number; readonly end: number }): Use[] {
  return [...text.matchAll(/@import\s+(?:([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*,?\s*)?(\*\s+as\s+[\p{ID_Continue}$]+|\{[^}]*\})?\s*from\s*(['"])([^'"\r\n]+)\3/gu)].map((match) => {
    const [whole, first, clause = '', , specifier = ''] = match;
    const start = comment.start + match.index;
    const inside = start + whole.length - specifier.length - 1;
    const listed = clause.startsWith('{') ? clause.slice(1, -1).split(',').map((one) => one.replace(/[\r\n]\s*\*?/g, ' ').trim()).filter((one) => one !== '') : [];
    const names: Taken[] = [...(first === undefined ? [] : [`default as ${first}`]), ...listed].map((one) => {
      const [imported = '', local = imported] = one.replace(/^type\s+(?!as\b)/, '').split(/\s+as\s+/);
      return { imported, local, isType: true, before: [], after: [] };
    });
    const isAlone = /^\/\*\*\s*\*?\s*$/.test(text.slice(0, match.index)) && /^\s*;?\s*\*\/$/.test(text.slice(match.index + whole.length));
    return {
      ...commentFrame, form: 'comment-import', specifier, inside: { start: inside, end: inside + specifier.length }, names, isWatched: !isAlone,
      ...(isAlone ? { start: comment.start, end: comment.end } : { start, end: start + whole.length }),
      ...(clause.startsWith('*') ? { because: 'it is imported as a whole' } : {}),
    };
  });
}
