import { wrap } from './table.js';
import type { Terminal } from './terminal.js';

/** Which commit was made; nothing when none was asked for. */
export function renderCommitted(commit: { readonly hash: string; readonly subject: string } | undefined, { colors, width }: Terminal): string[] {
  return commit === undefined ? [] : wrap(`${colors.green('Committed')} as ${commit.hash.slice(0, 12)}: ${commit.subject}`, width);
}
