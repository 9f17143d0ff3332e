import { requirePackage } from '../../host/require.js';

type NativeParser = typeof import('oxc-parser');

let loaded: NativeParser | undefined;

/** The native parser, loaded at the first text that needs one: most runs over a project that was scanned before need none. */
export function nativeParser(): NativeParser {
  return (loaded ??= requirePackage('oxc-parser') as NativeParser);
}
