import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of a published package below the temp folder, unpacked at the first call. `spec` has its version: `browserify@16.5.2`. */
export function unpackPackage(area: string, spec: string): string {
  const folder = join(tmpdir(), area, spec.replaceAll('/', '+'));
  if (existsSync(folder)) return folder;
  const fresh = `${folder}.tmp`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const tarball = execFileSync('npm', ['pack', spec, '--silent'], { cwd: fresh, encoding: 'utf8' }).trim().split('\n').at(-1)!;
  execFileSync('tar', ['xzf', tarball, '--strip-components=1'], { cwd: fresh, stdio: ['ignore', 'ignore', 'ignore'] });
  renameSync(fresh, folder);
  return folder;
}
