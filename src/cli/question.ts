import { filePath } from '../host/path.js';
import { userNumber } from '../host/user.js';
import type { Console } from './console.js';

/** Everything that decides what a command line says besides files and the day: who asks may not be allowed to read them. */
export function describeQuestion(argv: readonly string[], { outIsTerminal, columns, environment }: Console): string {
  const { NO_COLOR, FORCE_COLOR, TERM } = environment;
  return JSON.stringify([argv, filePath('.'), userNumber() ?? null, outIsTerminal, columns ?? null, NO_COLOR ?? null, FORCE_COLOR ?? null, TERM ?? null]);
}
