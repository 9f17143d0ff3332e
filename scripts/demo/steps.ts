import { createColors } from 'picocolors';

export const paint = createColors(Boolean(process.stdout.isTTY) && !process.env['NO_COLOR']);

const titleWidth = 54;

/**
 * Prints the title, does the work, then prints its result and time on the same line: somebody who watches sees what is going on, and a log file
 * reads the same.
 */
export async function step<T>(title: string, work: () => T | Promise<T>, describe: (result: T) => string): Promise<T> {
  const started = performance.now();
  process.stdout.write(`  ${title.padEnd(titleWidth)}`);
  try {
    const result = await work();
    const seconds = `${((performance.now() - started) / 1000).toFixed(1)} s`;
    process.stdout.write(`${describe(result).padEnd(44)} ${paint.dim(seconds.padStart(7))}\n`);
    return result;
  } catch (error) {
    process.stdout.write(`${paint.red('failed')}\n`);
    throw error;
  }
}

export function heading(text: string): void {
  console.log(`\n${paint.bold(text)}\n`);
}

export function printNumber(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 module", "2 modules". */
export function quantity(n: number, noun: string): string {
  return `${printNumber(n)} ${noun}${n === 1 ? '' : 's'}`;
}

/** Promises of the demo that were not kept; the run fails when there are any. */
export class Promises {
  readonly broken: string[] = [];

  keep(kept: boolean, text: string): void {
    if (!kept) this.broken.push(text);
  }
}
