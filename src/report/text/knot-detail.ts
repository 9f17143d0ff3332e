import { printCount, printList, printQuantity } from '../../text/wording.js';
import { renderDiagnostic, renderRemark, renderTitle } from './diagnostics.js';
import { commonFolder, fitPath } from './fit-path.js';
import { cutOf, membersOf, sizeOfCut, witnessOf } from './knot-data.js';
import { shorten, wrap } from './table.js';
import type { ReportDiagnostic } from '../schema.js';
import type { CutImport, Hop } from './knot-data.js';
import type { Terminal } from './terminal.js';

const hopLimit = 12;
const cutLimit = 5;
const remarkIndent = ' '.repeat('  = help: '.length);

/**
 * A knot with its evidence. The folder that all members share is named once, and paths are below it: the same five segments before
 * every path would hide what differs. Notes that say in words what is drawn are left out.
 */
export function renderKnot(knot: ReportDiagnostic, terminal: Terminal): string[] {
  const hops = witnessOf(knot);
  if (hops.length === 0) return renderDiagnostic(knot, terminal);
  const cut = cutOf(knot);
  const folder = commonFolder([...hops.map((hop) => hop.from), ...membersOf(knot)]);
  const local = (text: string) => removeFolder(text, folder);
  const places = new Set([...hops.map((hop) => `${hop.from}:${hop.line} `), ...cut.map(({ from, line }) => `cut ${from}:${line} `)]);
  const isDrawn = (note: string) => [...places].some((place) => note.startsWith(place)) || /^and \S+ more imports?(?: to cut)?$/.test(note);
  const fact = knot.message.replace(/(?::|, a shortest being) \S+(?: -> .*)?$/, '');
  const help = cut.length === 0 ? knot.help : knot.help.replace(/: \S+:\d+ -> .*$/s, '');
  return [
    ...renderTitle(knot, fact, terminal),
    `  ${terminal.colors.cyan('-->')} ${folder === '' ? `${hops[0]!.from}:${hops[0]!.line}` : folder}`,
    ...renderCircle(hops, folder, terminal),
    ...knot.notes.filter((note) => note !== '' && !isDrawn(note)).flatMap((note) => renderRemark('note', local(note), terminal)),
    ...renderRemark('help', local(help), terminal),
    ...renderCut(cut, sizeOfCut(knot), local, terminal),
  ];
}

/** Where a word begins with it: the folder `src/` must not vanish from `packages/menu/src/`. */
function removeFolder(text: string, folder: string): string {
  if (folder === '') return text;
  return text
    .split(/([\s('"`]+)/)
    .map((word) => (word.startsWith(folder) && word.length > folder.length ? word.slice(folder.length) : word))
    .join('');
}

function renderCircle(hops: readonly Hop[], folder: string, { colors, width }: Terminal): string[] {
  const shown = hops.slice(0, hopLimit);
  const places = shown.map((hop) => `${hop.from.slice(folder.length)}:${hop.line}`);
  const imports = shown.map(printImport);
  const importRoom = Math.min(40, Math.max(...imports.map((text) => text.length)));
  const placeRoom = Math.min(Math.max(...places.map((place) => place.length)), Math.max(20, width - 6 - importRoom));
  const lines = places.map((place, index) => {
    const guide = hops.length === 1 ? '──' : index === 0 ? '┌─' : index === hops.length - 1 ? '└─' : '├─';
    const imported = shorten(imports[index]!, Math.max(10, width - 6 - placeRoom));
    return `  ${colors.cyan(guide)} ${fitPath(place, placeRoom).padEnd(placeRoom)} ${colors.dim(imported)}`;
  });
  const rest = hops.length - shown.length;
  return rest > 0 ? [...lines, `  ${colors.cyan('└─')} ${colors.dim(`and ${printQuantity(rest, 'more import')}`)}`] : lines;
}

/** `'./menu' Soup, Bread and 3 more`. */
function printImport({ specifier, names }: Hop): string {
  const named = names.filter((name) => name !== '*');
  return `'${specifier}'${named.length === 0 ? '' : ` ${printList(named, 3)}`}`;
}

/** Which imports to cut and how, below the help that says so. */
function renderCut(cut: readonly CutImport[], size: number, local: (text: string) => string, { all, colors, width }: Terminal): string[] {
  const shown = all ? cut : cut.slice(0, cutLimit);
  const rest = Math.max(size, cut.length) - shown.length;
  return [
    ...shown.flatMap(({ from, line, to, detail }) => {
      const place = `${local(from)}:${line}`;
      const [first, ...more] = wrap(`${remarkIndent}${place} -> ${local(to)}: ${local(detail)}`, width, `${remarkIndent}  `);
      return [first!.replace(place, colors.bold(place)), ...more];
    }),
    ...(rest > 0 ? [colors.dim(`${remarkIndent}and ${printCount(rest)} more`)] : []),
  ];
}
