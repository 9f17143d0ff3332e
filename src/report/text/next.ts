import type { Terminal } from './terminal.js';

/** The one thing to do next; reports hold it as it is typed in the root. */
export function renderNext(next: string | null, terminal: Terminal): string[] {
  return next === null ? [] : [`${terminal.colors.bold('next:')} ${inRoot(next, terminal)}`];
}

/** A command of decant, with the root named where it would not be found from the working folder. */
export function inRoot(command: string, { elsewhere }: Terminal): string {
  return elsewhere === undefined ? command : `${command} --root ${elsewhere}`;
}
