import { ToolError } from '../diagnostic/tool-error.js';
import type { FileSystem } from '../host/file-system.js';
import { directoryOf, extensionOf, joinPath, type FilePath } from '../host/path.js';
import { printPlace, type ConfigPlace } from './config-source.js';

const programs = ['.js', '.cjs', '.mjs', '.ts', '.cts', '.mts', '.jsx', '.tsx'];

/**
 * The file that an entry of `extends` means. A path begins with a dot; everything else is a file of a package, looked up in the
 * `node_modules` of the folder of the extending file and of those above it. Throws ToolError.
 */
export function findExtendedFile(fileSystem: FileSystem, from: FilePath, specifier: string, place: ConfigPlace): FilePath {
  const fail = (fact: string, help: string): never => {
    throw new ToolError('cannot extend the configuration', `${printPlace(place)}: ${fact}`, help);
  };
  const folder = directoryOf(from);
  if (programs.includes(extensionOf(specifier))) {
    return fail(`"${specifier}" is a program, and decant never runs configuration code`, 'Write the settings to extend as a .json file.');
  }
  if (/^(?:\/|[A-Za-z]:)/.test(specifier)) {
    return fail(`"${specifier}" is an absolute path, which is another file on another machine`, 'Use a path relative to this file.');
  }
  if (/^\.\.?\//.test(specifier)) {
    const file = joinPath(folder, specifier);
    return fileSystem.entryKind(file) === 'file' ? file : fail(`there is no file ${file}`, 'Correct the path; it is relative to the file that it stands in.');
  }
  if (fileSystem.entryKind(joinPath(folder, specifier)) === 'file') {
    return fail(`"${specifier}" names a package, as it does not begin with "./"`, `Did you mean "./${specifier}"?`);
  }
  const segments = specifier.split('/');
  if (segments.length < (specifier.startsWith('@') ? 3 : 2)) {
    return fail(`"${specifier}" names a package and no file in it`, `Name the JSON file: "${specifier}/decant.config.json".`);
  }
  if (segments.some((segment) => segment === '..' || segment === '.' || segment === '')) {
    return fail(`"${specifier}" is no plain path in a package`, 'Name a file below the folder of the package.');
  }
  for (let parent = folder; ; parent = directoryOf(parent)) {
    const file = joinPath(parent, 'node_modules', specifier);
    if (fileSystem.entryKind(file) === 'file') return file;
    if (parent === directoryOf(parent)) break;
  }
  return fail(`no node_modules from ${folder} upward holds ${specifier}`, 'Install the package, or begin a path with "./".');
}
