import { hashBytes, hashText } from '../host/hash.js';
import { baseName, directoryOf, joinPath, type FilePath } from '../host/path.js';
import { question, type DiskView } from './disk-view.js';
import { lockName, wiringName } from './wiring-names.js';

/** Times of one entry that change whenever its content does; the hash is empty for what is not worth reading. */
type Mark = readonly [path: string, size: number, modified: number, changed: number, hash: string];
type Answer = readonly [path: string, kind: string | null, names: string | null, bytes: Mark | null, real: string | null];

/**
 * Everything but the project's own files that decided what its imports mean. `wiring`: every entry of the walked folders that
 * can decide such a thing, read or not, so that one that appears is seen too. `asked`: what was looked for elsewhere.
 */
export interface Stamp {
  readonly wiring: readonly Mark[];
  readonly asked: readonly Answer[];
  /** The same of what the names in the walked folders tell: as long as the times of those are what they were, it is what it was. */
  readonly listed: readonly Answer[];
  /** What the walk looked for besides listing its folders. */
  readonly walk: readonly Answer[];
}

/** What npm, pnpm and yarn write at the end of every installation. */
const installationFiles = ['.package-lock.json', '.modules.yaml', '.yarn-state.yml', '.yarn-integrity'];

/** `former` still held when the questions were asked. `folders` are those of the walk; `isWalked` is false when they are those of `former`, with the same names in them. */
export function buildStamp(view: DiskView, former: Stamp | undefined, folders: readonly FilePath[], isWalked: boolean): Stamp {
  return view.quietly(() => {
    const asked = new Map(former && [...former.asked, ...former.listed].map((answer) => [answer[0], answer]));
    for (const [path, questions] of view.questions()) {
      if (view.walked().has(directoryOf(path)) && wiringName.test(baseName(path))) continue;
      asked.set(path, answer(view, path, questions, asked.get(path)));
    }
    const followsFromNames = createNameTest(view, new Set(folders));
    const same = new Set(isWalked ? [] : former?.listed.map(([path]) => path));
    const answers = [...asked.values()];
    const listed = new Set(answers.filter((each) => same.has(each[0]) || followsFromNames(each)));
    const wiring = isWalked || !former ? listWiring(view) : former.wiring.map(([path]) => path as FilePath);
    const walk = isWalked || !former ? [...view.walkQuestions()].map(([path, questions]) => answer(view, path, questions)) : former.walk;
    return { wiring: wiring.map((path) => markEntry(view, path)), asked: answers.filter((each) => !listed.has(each)), listed: [...listed], walk };
  });
}

/** Whether an answer follows from the names in folders: about such a folder itself, or what is not there. A link is another kind of thing when what it leads to is. */
function createNameTest(view: DiskView, folders: ReadonlySet<FilePath>): (answer: Answer) => boolean {
  const isAbsent = (path: FilePath): boolean => {
    const directory = directoryOf(path);
    if (directory === path) return false;
    const own = baseName(path);
    return folders.has(directory) ? view.listDirectory(directory).every(({ name }) => name !== own) : isAbsent(directory);
  };
  return ([raw, kind, , bytes, real]) => {
    const path = raw as FilePath;
    return bytes === null && real === null && (kind === null ? isAbsent(path) : folders.has(path) && !view.listDirectory(path).some(({ isSymlink }) => isSymlink));
  };
}

/**
 * Whether everything is as it was. What changed at or after `racySince` is compared by content: its times may be too coarse to
 * tell. `isWalked`: the folders were listed anew and may hold what they did not.
 */
export function matchesStamp(view: DiskView, stamp: Stamp, racySince: number, isWalked: boolean): boolean {
  return view.quietly(() => {
    if (isWalked) {
      const paths = listWiring(view);
      if (paths.length !== stamp.wiring.length || paths.some((path, i) => path !== stamp.wiring[i]![0])) return false;
    }
    const isSame = (each: Answer): boolean => matchesAnswer(view, each, racySince);
    return stamp.wiring.every((mark) => matchesMark(view, mark, racySince)) && stamp.asked.every(isSame) && (!isWalked || stamp.listed.every(isSame));
  });
}

/** Whether a walk of the same folders would pass over the same files. */
export function matchesWalk(view: DiskView, stamp: Stamp, racySince: number): boolean {
  return view.quietly(() => stamp.walk.every((each) => matchesAnswer(view, each, racySince)));
}

function answer(view: DiskView, path: FilePath, questions: number, known?: Answer): Answer {
  const kind = view.entryKind(path) ?? null;
  const names = (questions & question.names) !== 0 ? hashNames(view, path) : (known?.[2] ?? null);
  const bytes = kind === 'file' && (questions & question.bytes) !== 0 ? markEntry(view, path) : (known?.[3] ?? null);
  const real = (questions & question.real) !== 0 ? (view.realPath(path) ?? null) : (known?.[4] ?? null);
  return [path, kind, names, bytes, real];
}

function matchesAnswer(view: DiskView, [raw, kind, names, bytes, real]: Answer, racySince: number): boolean {
  const path = raw as FilePath;
  if ((view.entryKind(path) ?? null) !== kind || (real !== null && view.realPath(path) !== real)) return false;
  return (names === null || names === hashNames(view, path)) && (bytes === null || matchesMark(view, bytes, racySince));
}

function listWiring(view: DiskView): readonly FilePath[] {
  const found: FilePath[] = [];
  for (const [directory, entries] of view.wiring()) {
    for (const { name, kind } of entries) {
      const path = joinPath(directory, name);
      found.push(path);
      if (name !== 'node_modules') continue;
      for (const file of installationFiles) if (view.entryKind(joinPath(path, file)) === 'file') found.push(joinPath(path, file));
      if (kind === 'directory') found.push(...listScopes(view, path));
    }
  }
  return found;
}

/** A package that comes into a scope that is there already leaves the times of node_modules itself as they were. */
function listScopes(view: DiskView, modules: FilePath): readonly FilePath[] {
  return view.listDirectory(modules).filter(({ name, kind }) => name.startsWith('@') && kind === 'directory').map(({ name }) => joinPath(modules, name));
}

function markEntry(view: DiskView, path: FilePath): Mark {
  const stat = view.stat(path);
  const isRead = stat?.kind === 'file' && !lockName.test(baseName(path)) && !installationFiles.includes(baseName(path));
  const bytes = isRead ? view.readBytes(path) : undefined;
  return [path, stat?.kind === 'file' ? stat.size : -1, stat?.modified ?? 0, stat?.changed ?? 0, bytes ? hashBytes(bytes) : ''];
}

function matchesMark(view: DiskView, [raw, size, modified, changed, hash]: Mark, racySince: number): boolean {
  const path = raw as FilePath;
  const stat = view.stat(path);
  if (!stat || (stat.kind === 'file' ? stat.size : -1) !== size) return false;
  if (stat.modified === modified && stat.changed === changed && modified < racySince && changed < racySince) return true;
  const bytes = hash === '' ? undefined : view.readBytes(path);
  return bytes !== undefined && hashBytes(bytes) === hash;
}

function hashNames(view: DiskView, directory: FilePath): string {
  return hashText(JSON.stringify(view.listDirectory(directory).map(({ name, kind }) => [name, kind])));
}
