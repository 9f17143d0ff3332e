const scheme = 'decant-recorder:';

/** Name under which the recorders stand in the global object of the process. */
export const recorderKey = 'decant.replace';

/** Name of the list of evaluated files. */
export const filesKey = 'decant.files';

/** Goes in front of an ES module, on its first line: lines keep their numbers, and the list gets the file when its turn to be evaluated comes. */
export function noteEvaluation(file: string): string {
  return `globalThis[Symbol.for(${JSON.stringify(filesKey)})]?.push(${JSON.stringify(file)});`;
}

export function recorderUrl(specifier: string, real: string): string {
  return `${scheme}${encodeURIComponent(specifier)}?real=${encodeURIComponent(real)}`;
}

/** The package itself, and the module that stands in for it, get the real one. */
export function isOwn(importer: string | undefined, specifier: string): boolean {
  if (importer === undefined) return false;
  return importer.startsWith(scheme) || importer.replaceAll('\\', '/').includes(`/node_modules/${specifier}/`);
}

/**
 * ES module that has all exports of the real package, those with a recorder replaced: a name of its own wins over one of `export *`. Undefined for
 * any other URL.
 */
export function recorderModule(url: string, replaced: Readonly<Record<string, readonly string[]>>): string | undefined {
  if (!url.startsWith(scheme)) return undefined;
  const [specifier, real] = url.slice(scheme.length).split('?real=').map(decodeURIComponent) as [string, string];
  const names = replaced[specifier]!.filter((name) => name !== 'default');
  return [
    `import * as real from ${JSON.stringify(real)};`,
    `export * from ${JSON.stringify(real)};`,
    `const made = globalThis[Symbol.for(${JSON.stringify(recorderKey)})](${JSON.stringify(specifier)}, real);`,
    ...(names.length > 0 ? [`export const { ${names.join(', ')} } = made;`] : []),
    'export default made.default;',
  ].join('\n');
}
