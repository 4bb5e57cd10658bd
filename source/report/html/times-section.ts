import type { BarKind } from '../chart.ts';
import type { Report, ReportedStep } from '../model.ts';
import { timeOf } from '../moments.ts';
import { counted, plannedStart, plannedWords, resultWords, signed, tookWords } from '../step-words.ts';
import { ganttSvg, sample } from './gantt-svg.ts';
import { type Html, type HtmlValue, html } from './markup.ts';
import { table } from './table.ts';

/** The drawing, and the same as tables. */
export function timesSection(report: Report): Html {
  const { chart, timelines } = report;
  return html`<div class="scroll keep" role="region" tabindex="0" aria-label="Chart of planned and actual times">${ganttSvg(chart)}</div>
<p class="soft wider">The chart is wider than this page: it scrolls to the side.</p>
${legend(report)}
${timelines
  .filter(
    ({ steps }) =>
      steps.some(({ status }) => status !== 'not run') || steps.every(({ anchor }) => anchor === 'S'),
  )
  .map(
    ({ title, steps }) => html`<h3>${title}</h3>
${table(
  title,
  columns,
  steps.map((step) => cells(report, step)),
)}
`,
  )}
${timelines
  .filter(
    ({ steps }) =>
      steps.every(({ status, anchor }) => status === 'not run' && anchor === 'D') && steps.length > 0,
  )
  .map(
    ({ title, steps }) => html`<p class="soft">${title}: not called; ${counted(steps.length, 'step')}.</p>`,
  )}`;
}

const columns = [
  { name: '#', kind: 'num' },
  { name: 'Step', kind: 'wide' },
  { name: 'Became' },
  { name: 'Whose' },
  { name: 'Planned', kind: 'time' },
  { name: 'Began', kind: 'time' },
  { name: 'Drift', kind: 'num' },
  { name: 'Took', kind: 'num' },
  { name: 'Ended', kind: 'time' },
] as const;

function cells({ facts }: Report, step: ReportedStep): readonly HtmlValue[] {
  const { number, title, owners, begins, ends, drift, took, by, attempts } = step;
  const ran = resultWords(step.results);
  return [
    number,
    [title, ran === '' ? undefined : html`<br><span class="soft">${ran}</span>`],
    [
      html`<span class="${toneOf(step.status)}">${step.status}</span>`,
      step.byHand ? ', by hand' : undefined,
      attempts > 1 ? `, ${attempts} attempts` : undefined,
      by === undefined ? undefined : html` <span class="soft">(${by})</span>`,
    ],
    owners.join(', '),
    step.planned === undefined
      ? undefined
      : html`<span title="${plannedWords(step)}">${plannedStart(step)}</span>`,
    begins === undefined ? undefined : timeOf(facts, begins),
    signed(drift),
    tookWords(took),
    ends === undefined ? undefined : timeOf(facts, ends),
  ];
}

function toneOf(status: string): string {
  if (status === 'failed') return 'bad';
  if (status === 'unknown') return 'odd';
  return status === 'done' ? 'good' : 'hand';
}

const names: readonly (readonly [BarKind, string])[] = [
  ['succeeded', 'work that ended well'],
  ['people', 'waiting for people'],
  ['failed', 'failed ✗'],
  ['unknown', 'unknown ?'],
  ['stopped', 'stopped ■'],
  ['by hand', 'by hand ✎'],
  ['running', 'still running'],
];

function legend({ chart }: Report): Html {
  const used = new Set(chart.rows.flatMap(({ bars }) => bars.map(({ kind }) => kind)));
  return html`<ul class="legend"><li>${sample('planned')}planned</li>${names
    .filter(([kind]) => used.has(kind))
    .map(([kind, words]) => html`<li>${sample(kind)}${words}</li>`)}${
    chart.holds.length === 0 ? undefined : html`<li>${sample('held')}held</li>`
  }</ul>`;
}
