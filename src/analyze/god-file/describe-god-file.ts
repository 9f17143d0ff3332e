import { diagnostic, type Diagnostic, type Location } from '../../diagnostic/diagnostic.js';
import { quoteWord } from '../../text/shell-word.js';
import { printCount, printList, printQuantity } from '../../text/wording.js';
import type { AnalyzerInput } from '../analyzer.js';
import type { Clusters } from './find-clusters.js';
import type { GodFile } from './measured-file.js';
import { findObstacle, type Contents, type LargeDeclaration } from './measure-contents.js';
import type { Score } from './rank.js';

export interface Standing {
  /** 1: split this first. Undefined for a generated file. */
  readonly rank?: number;
  readonly score?: Score;
  /** Number of ranked files. */
  readonly of: number;
  readonly depth: AnalyzerInput['depth'];
}

export function describeGodFile(file: GodFile, standing: Standing): Diagnostic {
  const { path, name, contents, generated, lines, threshold, count } = file;
  const isSplittable = !generated && (contents === undefined ? standing.depth === 'scan' && !isComponent(name) : findObstacle(contents) === undefined);
  return diagnostic({
    id: 'god-file',
    key: name,
    severity: generated ? 'info' : file.severity,
    message: `${name} has ${printQuantity(lines, count === 'code' ? 'code line' : 'line')}, ${printCount(lines - threshold)} over its limit of ${printCount(threshold)}`,
    at: { file: path, line: 1, column: 1 },
    related: locateLarge(file),
    notes: explain(file, standing),
    help: advise(file, standing),
    data: {
      codeLines: file.allLines.code,
      physicalLines: file.allLines.physical,
      counted: count,
      threshold,
      declarations: contents?.names ?? null,
      exported: contents?.exported ?? null,
      looseLines: contents?.looseLines ?? null,
      fanIn: file.fanIn,
      generated,
      largest: contents?.largest ?? null,
      giants: contents?.giants ?? null,
      clusters: contents?.clusters ?? null,
      obstacle: (contents && findObstacle(contents)) ?? null,
      commits: file.commits ?? null,
      rank: standing.rank ?? null,
      score: standing.score === undefined ? null : Math.round(standing.score.value * 100) / 100,
    },
    ...(generated ? {} : { ratchet: { kind: 'ceiling' as const, value: lines, ...(count === 'code' ? {} : { count }) } }),
    ...(isSplittable ? { next: { command: `decant split ${quoteWord(name)}`, applicability: 'safe' as const } } : {}),
  });
}

/** Places worth a line of code: what alone is too large, else the largest. */
function locateLarge({ path, contents }: GodFile): Location[] {
  const place = ({ line, column }: LargeDeclaration, label: string): Location => ({ file: path, line, column, label });
  if (contents === undefined || contents.largest === null) return [];
  if (contents.giants.length === 0) return [place(contents.largest, `largest declaration: ${printQuantity(contents.largest.lines, 'code line')}`)];
  return contents.giants.slice(0, 3).map((giant) => place(giant, `${printQuantity(giant.lines, 'code line')}, over the limit alone`));
}

function explain(file: GodFile, { rank, score, of, depth }: Standing): string[] {
  const { name, contents, commits, fanIn, allLines, count } = file;
  const other = count === 'code' ? `${printQuantity(allLines.physical, 'line')} with blank and comment lines` : `${printQuantity(allLines.code, 'code line')} among them`;
  const touched = commits === undefined ? '' : `; touched by ${printQuantity(commits, 'commit')} in the last 12 months`;
  const notes = [`${other}; imported by ${printQuantity(fanIn, 'file')}${touched}`];
  if (contents !== undefined) notes.push(...explainContents(contents));
  else if (isComponent(name)) notes.push('what a component declares is not measured');
  else notes.push(depth === 'scan' ? 'what it declares is not measured in a scan' : 'what it declares is not counted, because its syntax cannot be followed');
  if (file.generated) notes.push('its header says that it is generated');
  if (rank !== undefined && of > 1) notes.push(`rank ${printCount(rank)} of ${printCount(of)} to split: ${printScore(file, score!)}`);
  return notes;
}

function explainContents(contents: Contents): string[] {
  const { names, exported, looseLines, largest, giants, clusters } = contents;
  const loose = looseLines > 0 ? `; ${printQuantity(looseLines, 'line')} of statements that declare nothing` : '';
  const notes = [`${printQuantity(names, 'top-level declaration')}, ${printCount(exported)} of them exported${loose}`];
  if (giants.length > 0) {
    const listed = giants.map(({ kind, name, lines, line }) => `${kind} ${name} at line ${line} (${printQuantity(lines, 'line')})`);
    notes.push(`over the limit alone: ${printList(listed)}`);
  }
  if (largest !== null && giants.length === 0) {
    notes.push(`the largest is ${largest.name}: ${printQuantity(largest.lines, 'line')}, ${percent(largest.share)} of the code`);
  }
  return [...notes, ...explainClusters(clusters)];
}

function explainClusters({ found, crossing, uses, shared, alone }: Clusters): string[] {
  const notes: string[] = [];
  const [first, ...rest] = found;
  if (first !== undefined && rest.length > 0) {
    const sizes = [`${first.name} (${printQuantity(first.declarations, 'declaration')}, ${printQuantity(first.lines, 'line')})`, ...rest.map(({ name, declarations, lines }) => `${name} (${declarations}, ${printCount(lines)})`)];
    const common = `types${shared > 0 ? ` and ${printQuantity(shared, 'name')} that many use` : ''}`;
    const relation = crossing === 0 ? `that share nothing but ${common}` : `with ${printCount(crossing)} of ${printCount(uses)} uses between them`;
    notes.push(`${found.length} clusters ${relation}: ${printList(sizes, 6)}`);
  } else if (first !== undefined && first.declarations > 1) {
    notes.push('no independent clusters: its declarations hang together');
  }
  if (alone.declarations > 1) notes.push(`${printQuantity(alone.declarations, 'declaration')} (${printQuantity(alone.lines, 'line')}) stand alone: they use no other one and none uses them`);
  return notes;
}

function printScore({ fanIn, commits, contents }: GodFile, { value, size, change, reach, relief }: Score): string {
  const factors = [
    `${printFactor(size)} times its limit`,
    ...(commits === undefined ? [] : [`${printFactor(change)} for ${printQuantity(commits, 'commit')}`]),
    `${printFactor(reach)} for ${printQuantity(fanIn, 'importing file')}`,
    ...(contents === undefined ? [] : [`${printFactor(relief)} for what a split takes away`]),
  ];
  return `${factors.join(' x ')} = ${printFactor(value)}`;
}

function advise({ name, generated, contents }: GodFile, { depth }: Standing): string {
  if (generated) return `Exclude ${name} in decant.config.json, or change the generator so that it writes several files`;
  if (isComponent(name)) return `Move script code of ${name} to modules that it imports`;
  if (contents === undefined) return depth === 'scan' ? `Run \`decant split ${quoteWord(name)}\` to see it as domain modules` : `Correct the syntax of ${name}, then scan again`;
  const obstacle = findObstacle(contents);
  if (obstacle?.kind === 'declaration') return `Break up ${obstacle.name} by hand: it is ${percent(obstacle.share)} of the code, so splitting the file cannot help`;
  if (obstacle !== undefined) return `Divide the statements of ${name} by hand: ${percent(obstacle.share)} of the code declares nothing that could move`;
  return `Run \`decant split ${quoteWord(name)}\` to see it as domain modules`;
}

/** Its script is one of several blocks, which `split` cannot take apart. */
function isComponent(name: string): boolean {
  return /\.(?:vue|svelte|astro)$/i.test(name);
}

function printFactor(factor: number): string {
  return String(Math.round(factor * 100) / 100);
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
