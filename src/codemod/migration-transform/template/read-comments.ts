import type { Member, Whole } from './namespace.js';
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

/** What is known of a whole module together with the types of it that JSDoc comments name by the same name: `@param {old.Order} order`. */
export function joinComments(tree: Tree, local: string, taken: Whole): Whole {
  if ('because' in taken) return taken;
  const members: Member[] = [];
  for (const comment of tree.comments) {
    const text = textOf(tree, comment);
    if (!comment.isBlock || !text.startsWith('/**') || !text.includes(local)) continue;
    for (const { start, end } of findTypes(text)) {
      const type = text.slice(start, end);
      for (const match of type.matchAll(/(['"`])(?:(?!\1).)*\1|(?<![\p{ID_Continue}$.])([\p{ID_Start}$_][\p{ID_Continue}$]*)(?:(\s*\??\s*:)|\s*\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*))?/gu)) {
        const [whole, , name, colon, member] = match;
        if (name !== local || (colon !== undefined && /[{,;(*]\s*$/.test(type.slice(0, match.index)))) continue;
        if (member === undefined) return { because: 'its type as a whole is asked for in a comment' };
        const at = comment.start + start + match.index;
        members.push({ name: member, start: at, end: at + whole.length, root: { start: at, end: at + local.length }, isCalled: false, isElement: false, isPattern: false, isComment: true });
      }
    }
  }
  return members.length === 0 ? taken : { members: [...taken.members, ...members] };
}

/** Between the outer braces of tags, `{@link old}` aside: that is a place to read on, and no type. */
function findTypes(text: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  let depth = 0;
  let first = 0;
  for (let index = 0; index < text.length; index++) {
    if (text[index] === '{') {
      if (depth++ === 0) first = index;
    } else if (text[index] === '}' && depth > 0 && --depth === 0 && text[first + 1] !== '@') {
      found.push({ start: first, end: index + 1 });
    }
  }
  return found;
}
