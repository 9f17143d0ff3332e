import { findingsCommands } from '../findings.js';
import { orderMembers } from './client/order-members.js';
import { startPage } from './client/page.js';
import { drawKnot } from './client/knot-drawing.js';
import { squarify } from './client/squarify.js';
import { createTreemap } from './client/treemap.js';
import { buildPageData } from './page-data.js';
import { style } from './style.js';
import type { ReportFormat } from '../report-format.js';
import type { Report } from '../schema.js';

export const format: ReportFormat = { id: 'html', summary: 'one page with everything in it: tree map, knots, search', commands: findingsCommands, needsFiles: true, render: renderHtml };

/**
 * One page that asks nothing of any server: a policy in its head forbids it to load anything. The functions of `client/` are written into it as
 * their own text, so each of them may use only its parameters.
 */
export function renderHtml(report: Report): string {
  const data = buildPageData(report);
  const parts = { squarify, orderMembers, drawKnot, createTreemap };
  const library = Object.entries(parts).map(([name, part]) => `${name}: ${part.toString()}`).join(',\n');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${data.title}: ${data.tally}`)}</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(data.title)} <span id="tally">${escapeHtml(data.tally)}</span></h1>
<p id="coverage">${escapeHtml(data.coverage)}</p>
<div role="search"><label for="search">Search</label><input id="search" type="search" placeholder="file, name or finding" autocomplete="off" aria-keyshortcuts="/"></div>
<nav role="tablist" aria-label="Views"></nav>
</header>
<main></main>
<footer><kbd>/</kbd> search <kbd>1</kbd> <kbd>2</kbd> <kbd>3</kbd> views <kbd>←↑→↓</kbd> move <kbd>Enter</kbd> open <kbd>Esc</kbd> back</footer>
<noscript>This page draws itself with JavaScript; it loads nothing.</noscript>
<script type="application/json" id="data">${escapeJson(JSON.stringify(data))}</script>
<script>
"use strict";
// Compilers that keep function names wrap inner functions in this.
var __name = function (value) { return value; };
(${startPage.toString()})(document, window, JSON.parse(document.getElementById("data").textContent), {
${library}
});
</script>
</body>
</html>
`;
}

/** A file may be called `</script>.ts`. */
function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
