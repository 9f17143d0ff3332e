/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { PageData } from '../page-data.js';
import type { Rectangle } from './squarify.js';

export interface Treemap {
  /** Draws the folder that is open, in the size that its element has now. */
  readonly draw: () => void;
  /** Marks the files whose path contains the text; empty marks none. */
  readonly search: (text: string) => void;
  readonly openFolder: (path: string) => void;
}

/**
 * The tree map of file sizes: one level of folders and files at a time, with a look into each folder. Every box is a button: arrow keys move to
 * the nearest one, Enter opens it, Escape goes up. Written into the page as text, so it uses nothing but its parameters.
 */
export function createTreemap(
  page: Document,
  element: HTMLElement,
  files: PageData['files'],
  knotted: ReadonlySet<string>,
  squarify: (values: readonly number[], outer: Rectangle) => Rectangle[],
  onFile: (file: string) => void,
): Treemap {
  interface Node {
    readonly name: string;
    readonly path: string;
    readonly children: Map<string, Node>;
    file: PageData['files'][number] | undefined;
    lines: number;
    count: number;
    over: number;
    knotted: number;
  }
  const createNode = (name: string, path: string): Node => ({ name, path, children: new Map(), file: undefined, lines: 0, count: 0, over: 0, knotted: 0 });
  const top = createNode('all files', '');
  for (const file of files) {
    let node = top;
    const path: Node[] = [top];
    for (const part of file[0].split('/')) {
      let child = node.children.get(part);
      if (!child) node.children.set(part, (child = createNode(part, node.path === '' ? part : `${node.path}/${part}`)));
      path.push((node = child));
    }
    node.file = file;
    for (const each of path) {
      each.lines += file[1];
      each.count++;
      if (file[1] > file[3]) each.over++;
      if (knotted.has(file[0])) each.knotted++;
    }
  }
  // A project that is all in `src` begins there.
  let home = top;
  for (let only = listOnly(home); only; only = listOnly(home)) home = only;
  let open = home;
  let wanted = '';
  const quantity = (count: number, word: string): string => `${count.toLocaleString('en')} ${word}${count === 1 ? '' : 's'}`;
  const describe = (node: Node): string => {
    if (node.file) {
      const [path, code, , limit, fanIn] = node.file;
      return `${path}: ${quantity(code, 'code line')}${code > limit ? `, ${(code - limit).toLocaleString('en')} over its limit of ${limit.toLocaleString('en')}` : ''}, imported by ${quantity(fanIn, 'file')}${node.knotted ? ', in an import knot' : ''}`;
    }
    return `folder ${node.path}: ${quantity(node.count, 'file')}, ${quantity(node.lines, 'code line')}, ${quantity(node.over, 'god file')}, ${quantity(node.knotted, 'file')} in import knots`;
  };
  const hasWanted = (node: Node): boolean => wanted !== '' && (node.file ? node.path.toLowerCase().includes(wanted) : [...node.children.values()].some(hasWanted));
  const listChildren = (node: Node): Node[] => [...node.children.values()].filter((child) => child.lines > 0).sort((a, b) => b.lines - a.lines || (a.name < b.name ? -1 : 1));
  function listOnly(node: Node): Node | undefined {
    const [first, second] = [...node.children.values()];
    return first && !second && !first.file ? first : undefined;
  }
  const toneOf = (node: Node): string => {
    const share = node.file ? node.file[1] / node.file[3] : 0;
    return `${node.file ? 'file' : 'folder'}${node.over > 0 ? ' over' : share > 0.75 ? ' near' : ''}${node.knotted > 0 ? ' knotted' : ''}`;
  };
  const place = (box: HTMLElement, at: Rectangle): void => {
    box.style.left = `${at.left}px`;
    box.style.top = `${at.top}px`;
    box.style.width = `${Math.max(0, at.width - 2)}px`;
    box.style.height = `${Math.max(0, at.height - 2)}px`;
  };
  const buildCrumbs = (): HTMLElement => {
    const crumbs = page.createElement('nav');
    crumbs.className = 'crumbs';
    crumbs.setAttribute('aria-label', 'Folder');
    const parts = open.path === '' ? [] : open.path.split('/');
    ['all files', ...parts].forEach((part, index) => {
      const crumb = page.createElement('button');
      crumb.textContent = part;
      crumb.disabled = index === parts.length;
      crumb.addEventListener('click', () => openFolder(parts.slice(0, index).join('/')));
      crumbs.append(index > 0 ? ' / ' : '', crumb);
    });
    const total = page.createElement('span');
    total.textContent = `  ${describe(open).replace(/^folder [^:]*: /, '')}`;
    crumbs.append(total);
    return crumbs;
  };

  function buildKey(): HTMLElement {
    const key = page.createElement('span');
    key.id = 'key';
    for (const [tone, meaning] of [['file over', 'over its limit'], ['file near', 'above three quarters of it'], ['file knotted', 'in an import knot']] as const) {
      const sample = page.createElement('i');
      sample.className = tone;
      key.append(sample, meaning);
    }
    return key;
  }

  /** The files of a folder down to what can still be seen, so that the long ones show from afar. */
  function fill(box: HTMLElement, folder: Node, frame: Rectangle): void {
    const children = listChildren(folder);
    squarify(children.map((node) => node.lines), frame).forEach((at, position) => {
      if (at.width < 3 || at.height < 3) return;
      const child = children[position]!;
      const tile = page.createElement('i');
      tile.className = toneOf(child);
      place(tile, { ...at, width: at.width + 1, height: at.height + 1 });
      const isNamed = at.width > 56 && at.height > 26;
      if (isNamed) {
        const label = page.createElement('span');
        label.className = 'label';
        label.textContent = `${child.name}${child.file ? '' : '/'}`;
        tile.append(label);
      }
      box.append(tile);
      const above = isNamed ? 14 : 1;
      if (!child.file && at.width > 8 && at.height > 8) fill(box, child, { left: at.left + 1, top: at.top + above, width: at.width - 2, height: at.height - above - 1 });
    });
  }

  function draw(): void {
    const map = page.createElement('div');
    map.className = 'map';
    map.setAttribute('role', 'group');
    map.setAttribute('aria-label', `Sizes in ${open.path || 'the project'}`);
    element.replaceChildren(buildKey(), buildCrumbs(), map);
    const { clientWidth: width, clientHeight: height } = map;
    const all = listChildren(open);
    if (all.length === 0) {
      map.textContent = 'No file sizes in this report.';
      return;
    }
    // A box below some 30 pixels cannot be hit or read; the rest of the folder shares one.
    const smallest = (open.lines * 30) / Math.max(1, width * height);
    const shown = all.filter((child) => child.lines >= smallest);
    const rest = all.slice(shown.length);
    const restLines = rest.reduce((sum, child) => sum + child.lines, 0);
    const boxes = squarify([...shown.map((child) => child.lines), ...(restLines > 0 ? [restLines] : [])], { left: 0, top: 0, width, height });
    shown.forEach((child, index) => {
      const at = boxes[index]!;
      const box = page.createElement('button');
      box.className = `box ${toneOf(child)}`;
      box.tabIndex = index === 0 ? 0 : -1;
      box.dataset['path'] = child.path;
      box.setAttribute('aria-label', describe(child));
      box.title = describe(child);
      place(box, at);
      if (at.width > 34 && at.height > 14) {
        const label = page.createElement('span');
        label.className = 'label';
        label.textContent = `${child.name}${child.file ? '' : '/'}`;
        box.append(label);
      }
      if (!child.file && at.width > 40 && at.height > 30) fill(box, child, { left: 2, top: 16, width: at.width - 6, height: at.height - 20 });
      box.addEventListener('click', () => (child.file ? onFile(child.path) : openFolder(child.path)));
      map.append(box);
    });
    if (restLines > 0) {
      const more = page.createElement('div');
      more.className = 'box rest';
      more.title = `${quantity(rest.length, 'smaller entry').replace('entrys', 'entries')}`;
      place(more, boxes[boxes.length - 1]!);
      map.append(more);
    }
    map.addEventListener('keydown', move);
    mark();
  }

  function move(event: KeyboardEvent): void {
    if (event.key === 'Escape' || event.key === 'Backspace') {
      if (open === top) return;
      event.preventDefault();
      event.stopPropagation();
      const left = open.path;
      openFolder(open.path.includes('/') ? open.path.slice(0, open.path.lastIndexOf('/')) : '');
      focus([...element.querySelectorAll<HTMLElement>('button.box')].find((box) => box.dataset['path'] === left));
      return;
    }
    const steps: Record<string, readonly [number, number]> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const step = steps[event.key];
    const from = page.activeElement as HTMLElement | null;
    if (!step || !from?.classList.contains('box')) return;
    event.preventDefault();
    const centre = (box: HTMLElement): readonly [number, number] => [box.offsetLeft + box.offsetWidth / 2, box.offsetTop + box.offsetHeight / 2];
    const [x, y] = centre(from);
    let best: HTMLElement | undefined;
    let bestDistance = Infinity;
    for (const box of element.querySelectorAll<HTMLElement>('button.box')) {
      const [a, b] = centre(box);
      const along = (a - x) * step[0] + (b - y) * step[1];
      const across = Math.abs((a - x) * step[1]) + Math.abs((b - y) * step[0]);
      if (box === from || along <= 0) continue;
      if (along + 2 * across < bestDistance) [best, bestDistance] = [box, along + 2 * across];
    }
    focus(best);
  }

  function focus(box: HTMLElement | undefined): void {
    if (!box) return;
    for (const other of element.querySelectorAll<HTMLElement>('button.box')) other.tabIndex = -1;
    box.tabIndex = 0;
    box.focus();
  }

  function openFolder(path: string): void {
    let node = top;
    for (const part of path === '' ? [] : path.split('/')) node = node.children.get(part) ?? node;
    open = node.file ? top : node;
    draw();
    focus(element.querySelector<HTMLElement>('button.box') ?? undefined);
  }

  function mark(): void {
    for (const box of element.querySelectorAll<HTMLElement>('button.box')) {
      let node = top;
      for (const part of box.dataset['path']!.split('/')) node = node.children.get(part)!;
      box.classList.toggle('dim', wanted !== '' && !hasWanted(node));
      box.classList.toggle('hit', hasWanted(node));
    }
  }

  return {
    draw,
    openFolder,
    search: (text) => {
      wanted = text.toLowerCase();
      mark();
    },
  };
}
