import { linkSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import type { FilePath } from './path.js';

export type LockResult =
  /** `abandoned`: when a process that is gone took the lock that lay there. */
  | { readonly kind: 'acquired'; readonly abandoned?: Date; readonly release: () => void }
  /** `owner` is a phrase such as "process 4711 on build-3". */
  | { readonly kind: 'held'; readonly owner: string };

/**
 * Takes the lock or says who holds it. The content is written before the name appears (a hard link is made in one step),
 * so that nobody ever reads a half written lock. A lock whose process on this machine is gone is taken over.
 */
export function acquireLock(file: FilePath): LockResult {
  mkdirSync(path.dirname(file), { recursive: true });
  const mine = `${process.pid} ${hostname()}\n`;
  const staged = `${file}.${process.pid}`;
  writeFileSync(staged, mine);
  try {
    let abandoned: Date | undefined;
    for (let attempt = 0; attempt < 3; attempt++) {
      if (tryLink(staged, file)) return { kind: 'acquired', ...(abandoned ? { abandoned } : {}), release: () => release(file, mine) };
      const owner = readOwner(file);
      if (owner !== undefined && isAlive(owner)) return { kind: 'held', owner: `process ${owner.pid} on ${owner.host}` };
      if (owner !== undefined) abandoned = statSync(file, { throwIfNoEntry: false })?.mtime;
      rmSync(file, { force: true });
    }
    return { kind: 'held', owner: 'another process' };
  } finally {
    rmSync(staged, { force: true });
  }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'EEXIST') return false;
    // File systems without hard links (FAT, some network shares): exclusive creation is the next best thing.
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') return tryCreate(to, readFileSync(from, 'utf8'));
    throw error;
  }
}

function tryCreate(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

interface Owner {
  readonly pid: number;
  readonly host: string;
}

function readOwner(file: FilePath): Owner | undefined {
  try {
    const [, pid, host] = /^(\d+) (.*)\n$/.exec(readFileSync(file, 'utf8')) ?? [];
    return pid === undefined || host === undefined ? undefined : { pid: Number(pid), host };
  } catch {
    return undefined;
  }
}

/** Processes of other machines cannot be asked; they count as alive. EPERM means that the process exists and belongs to somebody else. */
function isAlive(owner: Owner): boolean {
  if (owner.host !== hostname()) return true;
  try {
    process.kill(owner.pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function release(file: FilePath, mine: string): void {
  try {
    if (readFileSync(file, 'utf8') === mine) rmSync(file, { force: true });
  } catch {
    // Somebody removed the lock by hand; nothing is left to release.
  }
}
