/** `./cart`, `..`, `/cart`: a path. Everything else is a name. */
export function isPathSpecifier(specifier: string): boolean {
  const first = specifier.charCodeAt(0);
  if (first === 47) return true;
  return first === 46 && /^\.{1,2}(?:$|[/?])/.test(specifier);
}

/** Bundlers put a query behind the path: `./cart.css?inline`. */
export function withoutQuery(specifier: string): string {
  const query = specifier.indexOf('?');
  return query > 0 ? specifier.slice(0, query) : specifier;
}

export function packageNameOf(specifier: string): string | undefined {
  return /^(?:@[a-z0-9~][\w.~-]*\/)?[a-z0-9~_][\w.~-]*(?=$|\/)/i.exec(specifier)?.[0];
}
