/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ReportKnot } from '../../knots.js';

/**
 * A knot as an arc diagram: members on one line, ordered so that the imports that stay point down (arcs on the right) and the imports to cut
 * point up (arcs on the left, marked). Focus on a member shows its own arcs alone. Written into the page as text, so it uses nothing but its parameters.
 */
export function drawKnot(
  page: Document,
  knot: ReportKnot,
  orderMembers: (count: number, edges: readonly (readonly [number, number, boolean])[]) => number[],
  onFile: (file: string) => void,
): HTMLElement {
  const space = 'http://www.w3.org/2000/svg';
  const row = 22;
  const left = 150;
  const order = orderMembers(knot.members.length, knot.edges.map(([from, to, , , cut]) => [from, to, cut] as const));
  const rank = new Map(order.map((member, index) => [member, index]));
  const yOf = (member: number): number => 20 + rank.get(member)! * row;
  const longest = Math.max(...knot.members.map((member) => member.length - knot.folder.length));
  const right = left + 24 + Math.min(longest, 70) * 7.3;
  const height = 30 + knot.members.length * row;
  const svg = page.createElementNS(space, 'svg');
  svg.setAttribute('width', String(right + 190));
  svg.setAttribute('height', String(height));
  svg.setAttribute('role', 'group');
  svg.setAttribute('aria-label', `${knot.name}: ${knot.members.length} files, ${knot.edges.length} imports`);

  const create = (name: string, attributes: Record<string, string | number>, parent: Element): Element => {
    const element = page.createElementNS(space, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
    parent.append(element);
    return element;
  };
  const merged = new Map<string, { from: number; to: number; names: number; cut: boolean; kinds: Set<string> }>();
  for (const [from, to, kind, names, cut] of knot.edges) {
    const key = `${from} ${to}`;
    const known = merged.get(key);
    if (known) {
      known.names += names;
      known.cut ||= cut;
      known.kinds.add(kind);
    } else merged.set(key, { from, to, names, cut, kinds: new Set([kind]) });
  }
  for (const { from, to, names, cut, kinds } of merged.values()) {
    const [start, end] = [yOf(from), yOf(to)];
    const bend = Math.min(140, 14 + Math.abs(end - start) * 0.35);
    const side = cut ? -1 : 1;
    const x = cut ? left : right;
    const arc = create('path', { class: `arc${cut ? ' cut' : ''}`, d: `M ${x} ${start} C ${x + side * bend} ${start}, ${x + side * bend} ${end}, ${x} ${end}`, 'data-from': from, 'data-to': to }, svg);
    create('path', { class: `tip${cut ? ' cut' : ''}`, d: `M ${x} ${end} l ${side * 7} -4 l 0 8 z`, 'data-from': from, 'data-to': to }, svg);
    const title = create('title', {}, arc);
    title.textContent = `${knot.members[from]} -> ${knot.members[to]} (${[...kinds].join(', ')}, ${names} name${names === 1 ? '' : 's'})${cut ? ', to cut' : ''}`;
  }
  order.forEach((member, index) => {
    const group = create('g', { class: 'member', tabindex: index === 0 ? 0 : -1, role: 'button', 'data-member': member }, svg);
    const outgoing = [...merged.values()].filter((edge) => edge.from === member).length;
    const incoming = [...merged.values()].filter((edge) => edge.to === member).length;
    group.setAttribute('aria-label', `${knot.members[member]}: imports ${outgoing} and is imported by ${incoming} of this knot`);
    create('rect', { x: left + 4, y: yOf(member) - 10, width: right - left - 8, height: 20, rx: 4 }, group);
    const text = create('text', { x: left + 12, y: yOf(member) + 4 }, group);
    const name = knot.members[member]!;
    const short = name.slice(knot.folder.length);
    text.textContent = short.length > 70 ? `…${short.slice(-69)}` : short;
    group.addEventListener('click', () => onFile(name));
    const show = (): void => svg.querySelectorAll('.arc, .tip').forEach((arc) => arc.classList.toggle('away', arc.getAttribute('data-from') !== String(member) && arc.getAttribute('data-to') !== String(member)));
    const hide = (): void => svg.querySelectorAll('.away').forEach((arc) => arc.classList.remove('away'));
    for (const event of ['focus', 'mouseenter']) group.addEventListener(event, show);
    for (const event of ['blur', 'mouseleave']) group.addEventListener(event, hide);
  });
  svg.addEventListener('keydown', (event) => {
    const members = [...svg.querySelectorAll<SVGGElement>('.member')];
    const index = members.indexOf(page.activeElement as unknown as SVGGElement);
    if (index === -1) return;
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      onFile(knot.members[Number(members[index]!.dataset['member'])]!);
      return;
    }
    const target = event.key === 'ArrowDown' ? index + 1 : event.key === 'ArrowUp' ? index - 1 : event.key === 'Home' ? 0 : event.key === 'End' ? members.length - 1 : -1;
    const next = members[target];
    if (!next) return;
    event.preventDefault();
    for (const member of members) member.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    next.focus();
  });

  const figure = page.createElement('div');
  figure.className = 'drawing';
  figure.append(svg);
  return figure;
}
