// What `decant/eslint` is once it is built: `rules/plugin.ts` as one script beside this file, with the compiled code of an earlier run.
import { runKeptScript } from '../src/host/kept-script.js';
import type source from './plugin.js';

const { default: plugin } = runKeptScript('plugin.cjs', import.meta.url) as { readonly default: typeof source };

export default plugin;
// What `require('decant/eslint')` gives: a plugin, not a module that has one.
export { plugin as 'module.exports' };
