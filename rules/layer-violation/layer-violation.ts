import { findingsOf, spanAt, tell, type DecantRule } from '../rule.js';

export const rule: DecantRule = {
  id: 'layer-violation',
  summary: 'An import against the layers of the configuration.',
  type: 'problem',
  find: ({ view }) => findingsOf(view, 'layer-violation').map((found) => ({ span: spanAt(view, found.at), message: tell(found) })),
};
