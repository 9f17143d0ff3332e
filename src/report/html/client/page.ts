/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { ReportKnot } from '../../knots.js';
import type { PageData, PageFinding } from '../page-data.js';
import type { drawKnot } from './knot-drawing.js';
import type { orderMembers } from './order-members.js';
import type { squarify } from './squarify.js';
import type { createTreemap } from './treemap.js';

export interface PageParts {
  readonly squarify: typeof squarify;
  readonly orderMembers: typeof orderMembers;
  readonly drawKnot: typeof drawKnot;
  readonly createTreemap: typeof createTreemap;
}

/** Builds the views of the page and listens to the keyboard. Written into the page as text, so it uses nothing but its parameters. */
export function startPage(page: Document, view: Window, data: PageData, parts: PageParts): void {
  const main = page.querySelector('main')!;
  const tabs = page.querySelector('[role=tablist]')!;
  const search = page.querySelector<HTMLInputElement>('#search')!;
  const create = <K extends keyof HTMLElementTagNameMap>(tag: K, text = '', className = ''): HTMLElementTagNameMap[K] => {
    const element = page.createElement(tag);
    if (text !== '') element.textContent = text;
    if (className !== '') element.className = className;
    return element;
  };
  const wanted = (): string => search.value.trim().toLowerCase();
  const marks = { error: '✗', warning: '!', info: 'i' };

  const membersOf = new Map(data.knots.map((knot) => [knot.key, knot.members]));

  const buildFinding = (found: PageFinding): HTMLElement => {
    const box = create('details', '', `finding ${found.severity}`);
    const members = membersOf.get(found.key) ?? [];
    box.dataset['text'] = [found.id, found.key, found.message, found.file, ...found.notes, ...members].join(' ').toLowerCase();
    const summary = create('summary');
    summary.append(create('b', marks[found.severity], 'mark'), create('code', found.id), ` ${found.message}`);
    if (found.standing !== '') summary.append(' ', create('em', found.standing));
    const notes = create('ul');
    for (const note of found.notes) notes.append(create('li', note));
    const help = create('p', '', 'help');
    help.append(create('b', 'Do: '), found.help);
    box.append(summary, create('p', `${found.file}:${found.line}`, 'place'), notes, help);
    return box;
  };

  const showFile = (file: string): void => {
    page.querySelector('dialog')?.remove();
    const dialog = create('dialog');
    const facts = data.files.find((each) => each[0] === file);
    dialog.setAttribute('aria-label', file);
    dialog.append(create('h2', file));
    if (facts) {
      const [, code, physical, limit, fanIn, fanOut] = facts;
      dialog.append(create('p', `${code.toLocaleString('en')} code lines of ${physical.toLocaleString('en')}, limit ${limit.toLocaleString('en')}; imported by ${fanIn}, imports ${fanOut}`));
    }
    for (const found of data.findings.filter((each) => each.file === file)) {
      const box = buildFinding(found);
      (box as HTMLDetailsElement).open = true;
      dialog.append(box);
    }
    data.knots.forEach((knot, index) => {
      if (!knot.members.includes(file)) return;
      const button = create('button', `show ${knot.name} (${knot.members.length} files)`);
      button.addEventListener('click', () => {
        dialog.close();
        showKnot(index);
      });
      dialog.append(button);
    });
    const close = create('button', 'close');
    close.addEventListener('click', () => dialog.close());
    dialog.append(close);
    const before = page.activeElement as HTMLElement | null;
    dialog.addEventListener('close', () => {
      dialog.remove();
      before?.focus();
    });
    page.body.append(dialog);
    dialog.showModal();
  };

  const panels = [
    { name: `Sizes (${data.files.length.toLocaleString('en')})`, panel: create('section', '', 'sizes') },
    { name: `Knots (${data.knots.length.toLocaleString('en')})`, panel: create('section', '', 'knots') },
    { name: `Findings (${data.findings.length.toLocaleString('en')})`, panel: create('section', '', 'findings') },
  ];
  const buttons = panels.map(({ name, panel }, index) => {
    const button = create('button', name);
    button.setAttribute('role', 'tab');
    button.id = `tab-${index}`;
    button.setAttribute('aria-controls', (panel.id = `panel-${index}`));
    button.setAttribute('aria-keyshortcuts', String(index + 1));
    panel.setAttribute('role', 'tabpanel');
    panel.setAttribute('aria-labelledby', button.id);
    button.addEventListener('click', () => open(index));
    button.addEventListener('keydown', (event) => {
      const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? panels.length - 1 : 0;
      if (step > 0) open((index + step) % panels.length, true);
    });
    tabs.append(button);
    main.append(panel);
    return button;
  });
  const [sizes, knots, findings] = panels.map(({ panel }) => panel) as [HTMLElement, HTMLElement, HTMLElement];

  const treemap = parts.createTreemap(page, sizes, data.files, new Set(data.knots.flatMap((knot) => knot.members)), parts.squarify, showFile);

  const list = create('div', '', 'list');
  const stage = create('div', '', 'stage');
  stage.setAttribute('aria-live', 'polite');
  knots.append(list, stage);
  const entries = data.knots.map((knot, index) => {
    const entry = create('button', '', `knot ${knot.severity}`);
    entry.append(create('b', `${knot.members.length} file${knot.members.length === 1 ? '' : 's'}`), ` ${knot.danger} `, create('code', knot.name), create('span', knot.folder.replace(/\/$/, '') || (knot.members[0] ?? '')));
    entry.dataset['text'] = `${knot.name} ${knot.danger} ${knot.members.join(' ')}`.toLowerCase();
    entry.addEventListener('click', () => showKnot(index));
    entry.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      const visible = entries.filter((each) => !each.hidden);
      visible[visible.indexOf(entry) + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
    });
    list.append(entry);
    return entry;
  });
  if (data.knots.length === 0) list.append(create('p', 'No import knots.'));

  const listCuts = (knot: ReportKnot): HTMLElement => {
    const table = create('table');
    table.append(create('caption', `Remove ${knot.cuts.length === 1 ? 'this import' : `these ${knot.cuts.length} imports`} and no circle is left`));
    const head = create('tr');
    for (const title of ['import', 'names', 'how']) head.append(create('th', title));
    table.append(head);
    for (const cut of knot.cuts) {
      const row = create('tr');
      row.append(create('td', `${cut.from.slice(knot.folder.length)}:${cut.line} → ${cut.to.slice(knot.folder.length)}`), create('td', cut.names), create('td', cut.detail || cut.how));
      table.append(row);
    }
    return table;
  };

  function showKnot(index: number): void {
    const knot = data.knots[index]!;
    open(1);
    entries.forEach((entry, position) => entry.setAttribute('aria-current', String(position === index)));
    stage.replaceChildren(create('h2', `${knot.name}: ${knot.members.length} files, ${knot.danger}`), create('p', knot.message));
    if (knot.cuts.length > 0) stage.append(listCuts(knot));
    if (knot.folder !== '') stage.append(create('p', `All in ${knot.folder}`, 'legend'));
    stage.append(create('p', 'Imports that stay point down, on the right. Imports to cut point up, on the left.', 'legend'));
    stage.append(parts.drawKnot(page, knot, parts.orderMembers, showFile));
    view.history.replaceState(null, '', `#${encodeURIComponent(knot.name)}`);
  }

  findings.append(...data.findings.map(buildFinding));
  if (data.known > 0) findings.prepend(create('p', `${data.known.toLocaleString('en')} of them are known to the baseline.`));
  if (data.findings.length === 0) findings.append(create('p', 'Nothing found.'));
  if (data.gaps.length > 0) {
    const gaps = create('details', '', 'gaps');
    gaps.append(create('summary', `${data.gaps.length.toLocaleString('en')} things that could not be read or resolved`));
    const items = create('ul');
    for (const gap of data.gaps) items.append(create('li', gap));
    gaps.append(items);
    findings.append(gaps);
  }
  if (data.next !== null) {
    const next = create('p', 'Next: ', 'next');
    next.append(create('code', data.next));
    findings.prepend(next);
  }

  function open(index: number, withFocus = false): void {
    panels.forEach(({ panel }, position) => {
      panel.hidden = position !== index;
      buttons[position]!.setAttribute('aria-selected', String(position === index));
      buttons[position]!.tabIndex = position === index ? 0 : -1;
    });
    if (withFocus) buttons[index]!.focus();
    if (index === 0) treemap.draw();
    filter();
  }

  function filter(): void {
    const text = wanted();
    treemap.search(text);
    for (const element of [...entries, ...findings.querySelectorAll<HTMLElement>('.finding')]) element.hidden = text !== '' && !element.dataset['text']!.includes(text);
  }

  search.addEventListener('input', filter);
  page.addEventListener('keydown', (event) => {
    const typing = page.activeElement === search;
    if (event.ctrlKey || event.metaKey || event.altKey || page.querySelector('dialog')) return;
    if (event.key === 'Escape' && typing) {
      search.value = '';
      filter();
      search.blur();
    } else if (typing) return;
    else if (event.key === '/') {
      event.preventDefault();
      search.focus();
    } else if (/^[1-3]$/.test(event.key)) open(Number(event.key) - 1, true);
  });
  view.addEventListener('resize', () => {
    if (!sizes.hidden) treemap.draw();
  });
  const asked = data.knots.findIndex((knot) => `#${encodeURIComponent(knot.name)}` === view.location.hash);
  if (asked !== -1) showKnot(asked);
  else open(data.files.length > 0 ? 0 : 2);
}
