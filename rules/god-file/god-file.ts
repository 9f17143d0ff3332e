import { findingsOf, lineSpan, type DecantRule, type RuleInput } from '../rule.js';
import { findCrossingLine } from './crossing-line.js';

export const rule: DecantRule = {
  id: 'god-file',
  summary: 'A file with more code lines than its limit, or more than the baseline allows it.',
  type: 'suggestion',
  find: (input) => {
    const { view } = input;
    return findingsOf(view, 'god-file').map((found) => {
      const ceiling = growthFrom(found.data['growth']);
      const { message, notes, help, data } = found;
      const clusters = notes.find((note) => /^\d+ clusters /.test(note));
      const grown = ceiling === undefined ? '' : ` and over the ${ceiling} that the baseline allows`;
      return { span: lineSpan(view, crossing(input, ceiling ?? Number(data['threshold']), data['counted'] === 'code')), message: `${message}${grown}. ${clusters === undefined ? '' : `It has ${clusters}. `}${help.replace(/\.$/, '')}.` };
    });
  },
};

function growthFrom(growth: unknown): number | undefined {
  const from: unknown = typeof growth === 'object' && growth !== null && 'from' in growth ? growth.from : undefined;
  return typeof from === 'number' ? from : undefined;
}

function crossing({ view, comments }: RuleInput, limit: number, isCode: boolean): number {
  const source = view.source();
  return isCode ? findCrossingLine(source.text, source.lineStarts, comments(), limit) : Math.min(limit + 1, source.lineStarts.length);
}
