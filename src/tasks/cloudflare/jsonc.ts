export type Json = { readonly [key: string]: unknown };

/** JSON with comments and trailing commas; undefined for what is neither. */
export function parseJsonc(text: string): Json | undefined {
  const token = /"(?:[^"\\\r\n]|\\.)*"|\/\/[^\r\n]*|\/\*[^]*?\*\//g;
  const plain = text.replace(/^\uFEFF/, '').replace(token, (part) => (part.startsWith('"') ? part : ' '));
  const closed = plain.replace(/"(?:[^"\\\r\n]|\\.)*"|,(?=\s*[}\]])/g, (part) => (part.startsWith('"') ? part : ''));
  try {
    const json: unknown = JSON.parse(closed);
    return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Json) : undefined;
  } catch {
    return undefined;
  }
}
