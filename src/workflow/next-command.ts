import { relativePath } from '../host/path.js';
import { quoteWord } from '../text/shell-word.js';
import type { FilePath } from '../host/path.js';
import type { SplitChoices } from './plan-options.js';

export interface SplitCommand extends SplitChoices {
  /** A source file, or a plan. */
  readonly input: FilePath;
  readonly write?: boolean;
  readonly commit?: boolean;
  readonly blameFriendly?: boolean;
  readonly allowDirty?: boolean;
  readonly replan?: boolean;
  readonly pinNames?: boolean;
  readonly typecheck?: string | false;
  readonly test?: string;
  readonly run?: boolean;
  readonly bundle?: boolean;
  readonly apiExtractor?: boolean;
}

/** The `decant split` that makes these choices, as a person types it in the root. Without them it would plan another split than the one shown. */
export function printSplitCommand(root: FilePath, choices: SplitCommand): string {
  const flags: readonly (readonly [string, string | number | undefined])[] = [
    ['--max-lines', choices.maxLines],
    // A folder named `.` is the root itself.
    ['--dir', choices.directory && (relativePath(root, choices.directory) || '.')],
    ['--facade', choices.facade],
    ['--typecheck', choices.typecheck === false ? undefined : choices.typecheck],
    ['--test', choices.test],
  ];
  const words = ['decant', 'split', quoteWord(relativePath(root, choices.input))];
  if (choices.replan === true) words.push('--replan');
  if (choices.pinNames === true) words.push('--pin-names');
  if (choices.stateCell === true) words.push('--state-cell');
  if (choices.write === true) words.push('--write');
  if (choices.commit === true) words.push('--commit');
  if (choices.blameFriendly === true) words.push('--blame-friendly');
  if (choices.allowDirty === true) words.push('--allow-dirty');
  if (choices.run === true) words.push('--run');
  if (choices.bundle === true) words.push('--bundle');
  if (choices.apiExtractor === true) words.push('--api-extractor');
  for (const [flag, value] of flags) if (value !== undefined) words.push(flag, quoteWord(String(value)));
  if (choices.typecheck === false) words.push('--no-typecheck');
  return words.join(' ');
}
