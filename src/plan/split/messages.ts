import type { Location } from '../../diagnostic/diagnostic.js';
import type { ModuleModel } from '../../model/module-model.js';
import { lineColumnAt } from '../../text/line-index.js';

/** Where an offset of the source stands. */
export function locate(model: ModuleModel, offset: number): Location {
  return { file: model.source.path, ...lineColumnAt(model.source.lineStarts, offset) };
}

/** `a, b and c`; `a, b and 7 more` beyond `most`. */
export function listNames(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most);
  if (names.length > most) return `${shown.join(', ')} and ${names.length - most} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
