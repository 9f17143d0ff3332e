import type { Language } from './language.js';
import { singleFileComponent } from './single-file-component/single-file-component.js';
import { typescript } from './typescript/typescript.js';

export const languages: readonly Language[] = [typescript, singleFileComponent];

const byExtension = new Map(languages.flatMap((language) => language.extensions.map((extension) => [extension, language] as const)));

/** The language of a file by the last part of its extension; undefined for everything that is not code. */
export function languageFor(path: string): Language | undefined {
  const dot = path.lastIndexOf('.');
  return dot <= path.lastIndexOf('/') + 1 ? undefined : byExtension.get(path.slice(dot));
}
