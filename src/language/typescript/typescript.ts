import type { Language } from '../language.js';
import { createApiReader } from './declarations/read-surface.js';
import { readEmittedDecorators } from './emitted-decorators.js';
import { readImporter } from './importer/read-importer.js';
import { readLinks } from './links/links.js';
import { outlineModule } from './outline.js';
import { readModule, readModules } from './read.js';
import { reviseModel } from './revise.js';
import { codeExtensions } from './resolve-candidates.js';
import { createResolver } from './resolve.js';
import { scanModule } from './scan.js';

/** TypeScript, TSX, JavaScript, JSX; ES modules and CommonJS. */
export const typescript: Language = {
  id: 'typescript',
  extensions: codeExtensions,
  scan: scanModule,
  read: readModule,
  readMany: readModules,
  revise: reviseModel,
  links: readLinks,
  outline: outlineModule,
  readDecorators: readEmittedDecorators,
  readImporter,
  createResolver,
  createApiReader,
};
