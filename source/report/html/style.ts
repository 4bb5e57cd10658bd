/** The only style of the page: a hash of it stands in the page's policy, and nothing else is let in. */
export const style = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b2430; --soft: #566273; --line: #d8dee6; --band: #f4f6f9;
  --good: #1f7a4d; --bad: #b3261e; --odd: #7a3fb0; --hand: #855900; --people: #2b6cb0; --plan: #8a97a6;
  --hold: #f2d9a0; --good-band: #e3f4ea; --bad-band: #fbe7e5; --odd-band: #f1e8fa; --hand-band: #faf0d8;
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 74rem; padding: 1.5rem 1.25rem 4rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; overflow-wrap: anywhere;
}
h1 { font-size: 1.7rem; line-height: 1.25; margin: 0.2rem 0 0.8rem; }
h2 { font-size: 1.2rem; margin: 2.4rem 0 0.7rem; padding-top: 0.6rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 1.4rem 0 0.5rem; }
h4 { font-size: 0.95rem; margin: 0.8rem 0 0.3rem; }
p { margin: 0.5rem 0; max-width: 60rem; }
a { color: var(--people); }
nav { font-size: 0.9rem; margin: 1rem 0 0; }
nav a { margin-right: 0.9rem; white-space: nowrap; }
.over { color: var(--soft); font-size: 0.9rem; letter-spacing: 0.02em; }
.badge {
  display: inline-block; padding: 0.15rem 0.7rem; border-radius: 0.3rem; font-weight: 700; letter-spacing: 0.03em;
  border: 1px solid currentColor;
}
.good { color: var(--good); } .bad { color: var(--bad); } .odd { color: var(--odd); } .hand { color: var(--hand); }
.badge.good { background: var(--good-band); } .badge.bad { background: var(--bad-band); } .badge.odd { background: var(--odd-band); } .badge.hand { background: var(--hand-band); }
.lead { font-size: 1.1rem; margin: 0.8rem 0 1.2rem; }
.soft { color: var(--soft); } .nowrap { white-space: nowrap; }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 0.2rem 1.2rem; margin: 0; }
dl.facts dt { color: var(--soft); } dl.facts dd { margin: 0; min-width: 0; }
.scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 0.4rem; margin: 0.5rem 0; }
table { border-collapse: collapse; width: 100%; min-width: 44rem; font-size: 0.9rem; overflow-wrap: normal; }
th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.7rem; border-bottom: 1px solid var(--line); }
td { overflow-wrap: break-word; max-width: 26rem; }
th { color: var(--soft); font-weight: 600; background: var(--band); white-space: nowrap; }
tr:last-child td { border-bottom: 0; }
td.num, th.num { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td.time { white-space: nowrap; font-variant-numeric: tabular-nums; }
td.wide { min-width: 14rem; overflow-wrap: anywhere; }
td .soft { font-size: 0.93em; }
pre {
  margin: 0; padding: 0.7rem 0.9rem; background: var(--band); border-radius: 0.4rem; white-space: pre-wrap;
  font: 0.82rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; tab-size: 4;
}
code { font: 0.92em ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre .no { color: var(--soft); } pre .gap { color: var(--soft); } pre .err { color: var(--bad); }
pre .add { color: var(--good); } pre .del { color: var(--bad); }
details { border: 1px solid var(--line); border-radius: 0.4rem; margin: 0.5rem 0; }
details details { margin: 0.6rem 0 0; }
summary { cursor: pointer; padding: 0.45rem 0.8rem; }
.inside { padding: 0 0.8rem 0.8rem; }
.inside > h3 { margin: 0.8rem 0 0.3rem; font-size: 0.92rem; }
.wider { display: none; font-size: 0.85rem; margin: 0.2rem 0; }
ul.checks { list-style: none; margin: 0; padding: 0; }
ul.checks li { margin: 0.25rem 0; padding-left: 1.6rem; text-indent: -1.6rem; }
ul.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; padding: 0; margin: 0.4rem 0; font-size: 0.85rem; color: var(--soft); }
ul.legend svg { width: 1.4rem; height: 0.7rem; margin-right: 0.35rem; }
svg.gantt { display: block; width: 100%; min-width: 62rem; height: auto; background: var(--paper); }
svg text { fill: var(--ink); font: 11.5px system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif; }
svg .over-lines { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
svg .faint { fill: var(--soft); } svg .grid { stroke: var(--line); stroke-width: 1; } svg .band { fill: var(--band); }
svg .held { fill: var(--hold); opacity: 0.55; }
svg .planned { fill: none; stroke: var(--plan); stroke-width: 1.5; }
svg .succeeded { fill: var(--good); } svg .failed { fill: var(--bad); } svg .unknown { fill: var(--odd); }
svg .stopped { fill: var(--hand); } svg .by-hand { fill: var(--hand); } svg .running { fill: var(--people); }
svg .people { fill: var(--people); opacity: 0.6; }
svg .mark { stroke: var(--ink); stroke-width: 1.2; } svg .mark.soft { stroke: var(--soft); stroke-dasharray: 2 3; }
svg .mark.bad { stroke: var(--bad); stroke-width: 1.6; } svg .mark.warn { stroke: var(--bad); stroke-dasharray: 5 3; }
svg .mark.go { stroke: var(--people); stroke-width: 1.6; }
svg text.bad { fill: var(--bad); } svg text.odd { fill: var(--odd); } svg text.sign { font-size: 10px; }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.85rem; }
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #12171e; --ink: #e4e9ef; --soft: #9aa7b5; --line: #2c3642; --band: #1a212a;
    --good: #5cc489; --bad: #ff8a80; --odd: #c79bf2; --hand: #e2b04a; --people: #7fb5ee; --plan: #7d8a99;
    --hold: #8a7230; --good-band: #16301f; --bad-band: #3a1b19; --odd-band: #2a1d38; --hand-band: #33280f;
  }
}
@media screen and (max-width: 64rem) { .wider { display: block; } }
@media screen and (max-width: 40rem) {
  body { padding: 1rem 0.8rem 3rem; }
  h1 { font-size: 1.35rem; }
  dl.facts { grid-template-columns: 1fr; gap: 0; } dl.facts dd { margin-bottom: 0.5rem; }
  table, tbody, tr { display: block; min-width: 0; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tr { padding: 0.5rem 0.7rem; border-bottom: 1px solid var(--line); }
  tr:last-child { border-bottom: 0; }
  td, td.num { display: inline-block; max-width: 100%; padding: 0; border: 0; margin-right: 0.8rem; text-align: left; overflow-wrap: anywhere; }
  td.wide { display: block; margin: 0.1rem 0; } td.wide:not([data-label]) { font-weight: 600; } td.wide .soft { font-weight: 400; }
  td.num:first-child { float: left; margin-right: 0.5rem; }
  td:empty { display: none; }
  td[data-label]::before { content: attr(data-label) " "; color: var(--soft); }
}
@media print {
  @page { margin: 14mm; }
  :root { font-size: 9.5pt; }
  body { max-width: none; padding: 0; }
  nav { display: none; }
  h2, h3, summary { break-after: avoid; } tr, .keep { break-inside: avoid; }
  .scroll { overflow: visible; border: 0; } table { min-width: 0; } td.wide { min-width: 10rem; } svg.gantt { min-width: 0; }
  details { border: 0; } details::details-content { content-visibility: visible; block-size: auto; }
  details details { display: none; }
  summary { list-style: none; padding-left: 0; } .inside { padding: 0; }
}
`;
