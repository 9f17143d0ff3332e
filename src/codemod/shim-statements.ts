import type { ModuleModel, Statement } from '../model/module-model.js';

/** The code of the warning. `DEP0001` and its like belong to Node. */
export const warningCode = 'DECANT_DEPRECATED';

/** The statement that decant wrote for a stage, whatever formatter has been over it since. */
export function findShimStatements({ source, statements }: ModuleModel): readonly Statement[] {
  return statements.filter(({ role, declares, span }) => {
    if (role !== 'loose' || declares.length > 0) return false;
    const text = source.text.slice(span.start, span.end);
    return (/^\{\s*const (?:text|host) =/.test(text) && text.includes(warningCode)) || (/^throw new Error\(\s*\[/.test(text) && /\bdecant migrate\b/.test(text));
  });
}
