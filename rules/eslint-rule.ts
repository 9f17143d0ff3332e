import { viewFile, type Settings, type Viewed } from './live-projects.js';
import type { Complaint, DecantRule } from './rule.js';
import type { TextEdit } from '../src/edit/text-edit.js';
import type { Rule, SourceCode } from 'eslint';

/** Every rule asks for the same file in turn. */
let latest: { readonly sourceCode: SourceCode; readonly viewed: Viewed } | undefined;
const none: Settings = {};

/** Source codes of which somebody has said already that decant cannot run. */
const complained = new WeakSet<SourceCode>();

/** An ESLint rule of one of ours. It listens to nothing but the end of the file, so its cost does not grow with the syntax tree. */
export function toEslintRule({ summary, type, fixes, suggests, find }: DecantRule): Rule.RuleModule {
  return {
    meta: {
      type,
      docs: { description: summary },
      schema: [],
      ...(fixes === undefined ? {} : { fixable: fixes }),
      ...(suggests === undefined ? {} : { hasSuggestions: true }),
      messages: { found: '{{message}}', broken: '{{message}}' },
    },
    create: (context) => {
      const { sourceCode, filename, physicalFilename } = context;
      // ESLint drops the tree of the last file once it has the next one. Held up to the end of that one, it would be copied in every collection of young objects.
      if (latest?.sourceCode !== sourceCode) latest = undefined;
      // A block of another file (`readme.md/0_0.ts`) is no module of the project, and text from standard input may be anything.
      if (filename !== physicalFilename || filename.startsWith('<')) return {};
      return {
        'Program:exit': () => {
          const viewed = viewOnce(context);
          if (viewed.kind === 'broken' && viewed.isFirst && !complained.has(sourceCode)) {
            complained.add(sourceCode);
            context.report({ loc: { line: 1, column: 0 }, messageId: 'broken', data: { message: viewed.message } });
          }
          if (viewed.kind !== 'view') return;
          const comments = () => sourceCode.getAllComments().map(({ range }) => ({ start: range![0], end: range![1] }));
          for (const complaint of find({ view: viewed.view, comments })) context.report(describe(sourceCode, complaint));
        },
      };
    },
  };
}

function viewOnce({ sourceCode, filename, cwd, settings }: Rule.RuleContext): Viewed {
  if (latest?.sourceCode === sourceCode) return latest.viewed;
  const own: unknown = settings['decant'];
  const viewed = viewFile(filename, sourceCode.text, cwd, typeof own === 'object' && own !== null ? own : none);
  latest = { sourceCode, viewed };
  return viewed;
}

function describe(sourceCode: SourceCode, { span, message, fix, suggestions }: Complaint): Rule.ReportDescriptor {
  const place = (offset: number) => sourceCode.getLocFromIndex(Math.min(offset, sourceCode.text.length));
  return {
    loc: { start: place(span.start), end: place(span.end) },
    messageId: 'found',
    data: { message },
    ...(fix === undefined ? {} : { fix: (fixer) => applyAll(fixer, fix) }),
    ...(suggestions === undefined ? {} : { suggest: suggestions.map(({ text, edits }) => ({ desc: text, fix: (fixer: Rule.RuleFixer) => applyAll(fixer, edits) })) }),
  };
}

function applyAll(fixer: Rule.RuleFixer, edits: readonly TextEdit[]): Rule.Fix[] {
  return edits.map(({ span, insert }) => fixer.replaceTextRange([span.start, span.end], insert));
}
