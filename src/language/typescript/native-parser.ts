import type { ParseResult, Program } from 'oxc-parser';
import { requirePackage } from '../../host/require.js';

type NativeParser = typeof import('oxc-parser');

let loaded: NativeParser | undefined;

/** The native parser, loaded at the first text that needs one: most runs over a project that was scanned before need none. */
export function nativeParser(): NativeParser {
  return (loaded ??= requirePackage('oxc-parser') as NativeParser);
}

/** The tree, which is handed over as JSON; undefined where that is no JSON: an escape in the name of a JSX element (`<\u0061>`) is written as it stands. */
export function readProgram(result: ParseResult): Program | undefined {
  try {
    return result.program;
  } catch {
    return undefined;
  }
}
