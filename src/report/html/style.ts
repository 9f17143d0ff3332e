/** Contrast of text against its ground is at least 4.5 in both colour schemes (WCAG 2.2, 1.4.3). */
export const style = `
:root { color-scheme: light dark; --ground: #fbfbfa; --panel: #fff; --ink: #1c1e21; --dim: #5c6370; --line: #d9dce1; --accent: #1f5fd0;
  --file: #dfe8f5; --near: #f6e3b5; --over: #f3b9ad; --folder: #eef1f5; --knot: #7a3fb0; --error: #b3261e; --warning: #8a5a00; --info: #1f5fd0; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #16181c; --panel: #1e2126; --ink: #e6e8ec; --dim: #a2a9b4; --line: #363b43; --accent: #8ab4ff;
    --file: #2b3a52; --near: #5a4917; --over: #6e2d24; --folder: #24282f; --knot: #c79bf2; --error: #ff9a90; --warning: #f0c060; --info: #8ab4ff; }
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 14px/1.45 system-ui, sans-serif; display: grid; grid-template-rows: auto 1fr auto; min-height: 100vh; }
header { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 24px; padding: 12px 20px; border-bottom: 1px solid var(--line); background: var(--panel); }
h1 { font-size: 18px; margin: 0; }
h1 span { font-weight: 400; color: var(--dim); margin-left: 8px; }
h2 { font-size: 16px; margin: 0 0 8px; overflow-wrap: anywhere; }
#coverage { margin: 0; color: var(--dim); flex: 1; }
[role=search] { display: flex; gap: 8px; align-items: center; }
input { font: inherit; color: inherit; background: var(--ground); border: 1px solid var(--line); border-radius: 6px; padding: 5px 10px; width: 260px; }
button { font: inherit; color: inherit; background: none; border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
[role=tablist] { display: flex; gap: 4px; }
[role=tab][aria-selected=true] { background: var(--accent); border-color: var(--accent); color: var(--panel); }
main { min-height: 0; }
section { height: 100%; padding: 12px 20px; }
.crumbs { margin-bottom: 8px; }
.crumbs button { border: 0; padding: 2px 4px; color: var(--accent); }
.crumbs button:disabled { color: var(--ink); font-weight: 600; cursor: default; }
.crumbs span { color: var(--dim); }
#key { float: right; color: var(--dim); }
#key i { display: inline-block; width: 14px; height: 14px; margin: 0 5px 0 14px; vertical-align: -2px; border: 1px solid var(--line); border-radius: 2px; }
.map { position: relative; height: calc(100vh - 190px); min-height: 300px; }
.box { position: absolute; overflow: hidden; padding: 0; border-radius: 3px; text-align: left; border: 1px solid var(--line); }
.box .label { position: absolute; left: 4px; top: 0; right: 2px; font-size: 11px; line-height: 16px; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; }
i .label { color: inherit; font-style: normal; }
td:nth-child(2) { overflow-wrap: normal; min-width: 9em; }
.box i { position: absolute; border-radius: 2px; pointer-events: none; }
i.folder { background: none; box-shadow: inset 0 0 0 1px var(--line); }
th { white-space: nowrap; }
i.file { box-shadow: inset 0 0 0 1px var(--panel); }
.folder { background: var(--folder); }
.file { background: var(--file); }
.near { background: var(--near); }
.over.file { background: var(--over); }
.box.knotted { box-shadow: inset 0 -3px 0 var(--knot); }
i.file.knotted { box-shadow: inset 0 -2px 0 var(--knot); }
.box.rest { background: repeating-linear-gradient(45deg, var(--folder) 0 4px, transparent 4px 8px); }
.box.dim { opacity: .25; }
.box.hit { outline: 2px solid var(--accent); outline-offset: -2px; }
.box:focus-visible { outline: 3px solid var(--accent); outline-offset: -3px; z-index: 1; }
.knots { display: grid; grid-template-columns: minmax(220px, 320px) 1fr; gap: 20px; }
.knots[hidden] { display: none; }
.list { max-height: calc(100vh - 160px); overflow: auto; display: flex; flex-direction: column; gap: 4px; }
.knot { text-align: left; flex: none; }
.knot span { display: block; color: var(--dim); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.knot[aria-current=true] { border-color: var(--accent); box-shadow: inset 3px 0 0 var(--accent); }
.knot.error b { color: var(--error); } .knot.warning b { color: var(--warning); }
.stage { max-height: calc(100vh - 160px); overflow: auto; }
.legend { color: var(--dim); }
table { border-collapse: collapse; margin: 8px 0; max-width: 100%; }
caption { text-align: left; font-weight: 600; padding: 4px 0; }
th, td { text-align: left; border-bottom: 1px solid var(--line); padding: 4px 12px 4px 0; vertical-align: top; overflow-wrap: anywhere; }
.arc { fill: none; stroke: var(--dim); stroke-opacity: .55; }
.arc.cut { stroke: var(--error); stroke-width: 2; stroke-opacity: 1; stroke-dasharray: 5 3; }
.tip { fill: var(--dim); } .tip.cut { fill: var(--error); }
.away { opacity: .08; }
.member { cursor: pointer; }
.member rect { fill: var(--file); stroke: var(--line); }
.member text { fill: var(--ink); font: 12px ui-monospace, monospace; }
.member:focus { outline: none; }
.member:focus-visible rect { stroke: var(--accent); stroke-width: 3; }
.finding, .gaps { border: 1px solid var(--line); border-radius: 6px; padding: 6px 12px; margin-bottom: 6px; background: var(--panel); overflow-wrap: anywhere; }
.finding .mark { display: inline-block; width: 1.4em; }
.finding.error .mark { color: var(--error); } .finding.warning .mark { color: var(--warning); } .finding.info .mark { color: var(--info); }
.finding summary { cursor: pointer; }
.place { color: var(--dim); margin: 6px 0; }
code, kbd { font: 12px ui-monospace, monospace; background: var(--folder); border-radius: 4px; padding: 1px 5px; }
footer { color: var(--dim); padding: 8px 20px; border-top: 1px solid var(--line); }
dialog { color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: 10px; max-width: min(900px, 92vw); padding: 20px; }
dialog::backdrop { background: rgb(0 0 0 / .4); }
dialog > button { margin: 8px 8px 0 0; }
@media (max-width: 700px) { .knots { grid-template-columns: 1fr; } .list, .stage { max-height: none; } }
`;
