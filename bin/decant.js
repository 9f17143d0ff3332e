#!/usr/bin/env node
'use strict';
// Starts dist/cli.cjs with the compiled code that an earlier run left beside it: a third of the time that loading it as ES modules adds to
// the start of Node. Where the folder cannot be written, or NODE_DISABLE_COMPILE_CACHE is set as for Node itself, nothing is kept.
const fs = require('node:fs');
const path = require('node:path');
const vm = require('node:vm');

const script = path.join(__dirname, '..', 'dist', 'cli.cjs');
const words = process.argv.slice(2);
// Only what was run is compiled: what a split keeps would be of little use to a look at every file.
const isShort = words.some((word) => word === 'check' || word === 'graph' || word === 'scan');
// V8 takes compiled code back only under the version under which it was made.
const kept = `${script}.${process.version}-${process.arch}${isShort ? '-short' : ''}.cache`;

const { said, seen } = isShort ? require('../dist/again.cjs').sayAgain(words) : {};
if (said) void said.then(end, look);
else look();

function look() {
  const source = fs.readFileSync(script, 'latin1');
  const cachedData = process.env.NODE_DISABLE_COMPILE_CACHE ? undefined : readKept();
  const compiled = new vm.Script(source, { filename: script, ...(cachedData && { cachedData }) });
  const loaded = { exports: {} };
  compiled.runInThisContext()(loaded.exports, require, loaded, script, path.dirname(script));
  void loaded.exports.main(words, undefined, seen).then((exitCode) => {
    if (cachedData === undefined || compiled.cachedDataRejected) keep(compiled);
    end(exitCode);
  });
}

function end(exitCode) {
  process.exitCode = exitCode;
  // Nothing is under way any more: Node need not take its memory apart before it ends. Pipes may still hold what was printed.
  process.stdout.write('', () => process.stderr.write('', () => process.exit()));
}

/** Undefined when there is none that was made after the script. */
function readKept() {
  try {
    return fs.statSync(kept).mtimeMs >= fs.statSync(script).mtimeMs ? fs.readFileSync(kept) : undefined;
  } catch {
    return undefined;
  }
}

/** Readers see a whole file or none, whenever the power fails: V8 looks at the head of what it is given and believes the rest. */
function keep(compiled) {
  if (process.env.NODE_DISABLE_COMPILE_CACHE) return;
  const temporary = `${kept}.${process.pid}`;
  try {
    const descriptor = fs.openSync(temporary, 'wx');
    try {
      fs.writeFileSync(descriptor, compiled.createCachedData());
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(temporary, kept);
  } catch {
    // A package folder that belongs to somebody else, or a full disk.
    fs.rmSync(temporary, { force: true });
  }
}
