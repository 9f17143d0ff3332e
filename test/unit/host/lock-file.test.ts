import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from '../../../src/host/lock-file.js';
import { filePath } from '../../../src/host/path.js';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'decant-lock-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lock = () => filePath(path.join(folder, 'state', 'lock'));

describe('acquireLock', () => {
  it('is held by the first until it lets go, and leaves no file behind', () => {
    const first = acquireLock(lock());
    expect(first.kind).toBe('acquired');
    expect(acquireLock(lock())).toEqual({ kind: 'held', owner: `process ${process.pid} on ${hostname()}` });
    if (first.kind === 'acquired') first.release();
    expect(readdirSync(path.join(folder, 'state'))).toEqual([]);
    expect(acquireLock(lock()).kind).toBe('acquired');
  });

  it('takes over the lock of a process that is gone', () => {
    acquireLock(lock());
    writeFileSync(lock(), `${2 ** 22 + 12345} ${hostname()}\n`);
    utimesSync(lock(), 1_000, 1_000);
    expect(acquireLock(lock())).toMatchObject({ kind: 'acquired', abandoned: new Date(1_000_000) });
  });

  it('leaves a lock of another machine alone: its processes cannot be asked', () => {
    acquireLock(lock());
    writeFileSync(lock(), `${2 ** 22 + 12345} another-kitchen\n`);
    expect(acquireLock(lock())).toEqual({ kind: 'held', owner: `process ${2 ** 22 + 12345} on another-kitchen` });
  });

  it('takes over a lock that holds nothing readable', () => {
    acquireLock(lock());
    writeFileSync(lock(), '');
    expect(acquireLock(lock()).kind).toBe('acquired');
  });
});
