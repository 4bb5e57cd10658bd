import stringWidth from 'string-width';
import { cutTo } from '../../plan/text-table.ts';
import { plainText } from '../../session/terminal-text.ts';
import type { BarKind, Chart, ChartMark, ChartRow } from '../chart.ts';
import { signed } from '../step-words.ts';
import { type Html, html } from './markup.ts';
import { type TimeScale, timeScale } from './time-scale.ts';

/** The night as a drawing: above each line what was planned, below it what was. */
export function ganttSvg(chart: Chart): Html {
  const scale = timeScale(chart, { left, right });
  const labels = laidOut(chart.marks, scale);
  const lanes = Math.max(0, ...labels.map(({ lane }) => lane)) + 1;
  const top = firstLane + lanes * laneHeight + 8;
  const bottom = top + chart.rows.length * rowHeight;
  const height = bottom + axisHeight + 4;
  return html`<svg class="gantt" viewBox="0 0 ${width} ${height}" role="img" aria-label="Planned against actual times of every step">
${chart.rows.map((_, index) => (index % 2 === 0 ? html`<rect class="band" x="0" y="${top + index * rowHeight}" width="${width}" height="${rowHeight}"/>` : undefined))}
${chart.holds.map(({ from, until }) => {
  const x = scale.x(from);
  return html`<rect class="held" x="${x}" y="${top}" width="${widthOf(x, scale.x(until))}" height="${bottom - top}"><title>held</title></rect>`;
})}
${scale.ticks.map(({ x }) => html`<line class="grid" x1="${x}" x2="${x}" y1="${top}" y2="${bottom}"/>`)}
${chart.rows.map((row, index) => rowSvg(row, top + index * rowHeight, scale))}
${labels.map(({ x, lane, kind }) => html`<line class="mark ${tones[kind]}" x1="${x}" x2="${x}" y1="${laneTop(lane) + 3}" y2="${bottom}"/>`)}
${axisLabels(scale, 2)}${axisLabels(scale, bottom + 2)}
<text class="faint" x="8" y="14">step</text><text class="faint" x="${width - 8}" y="14" text-anchor="end">became, drift</text>
${labels.map(labelSvg)}
</svg>`;
}

/** A sample of each thing that is drawn, for the legend. */
export function sample(kind: BarKind | 'planned' | 'held'): Html {
  return html`<svg viewBox="0 0 28 14" aria-hidden="true"><rect class="${kind.replace(' ', '-')}" x="1" y="3" width="26" height="8"/></svg>`;
}

const width = 1060;
const left = 272;
const right = 930;
const laneHeight = 15;
const axisHeight = 30;
const rowHeight = 27;
/** Below the axis: lines begin at their labels, and cross no time. */
const firstLane = axisHeight + 6;
/** About what a letter of the drawing takes. */
const letter = 6.1;

function axisLabels({ ticks }: TimeScale, y: number): readonly Html[] {
  return ticks.map(
    ({ x, clock, offset }) =>
      html`<text class="over-lines" x="${x}" y="${y + 12}" text-anchor="middle">${clock}</text><text class="over-lines faint" x="${x}" y="${y + 25}" text-anchor="middle">${offset}</text>`,
  );
}

function rowSvg({ name, status, planned, bars, drift }: ChartRow, y: number, { x }: TimeScale): Html {
  const tone = status === 'failed' ? 'bad' : status === 'unknown' ? 'odd' : '';
  return html`<g><title>${name}: ${status}</title><text x="8" y="${y + 18}">${cutTo(plainText(name), 40, stringWidth)}</text>
${planned === undefined ? undefined : html`<rect class="planned" x="${x(planned.from)}" y="${y + 5}" width="${widthOf(x(planned.from), x(planned.until))}" height="6"/>`}
${bars.map(({ from, until, kind }) => {
  const begin = x(from);
  return html`<rect class="${kind.replace(' ', '-')}" x="${begin}" y="${y + 14}" width="${widthOf(begin, x(until))}" height="8"><title>${kind}</title></rect>`;
})}${bars.map((bar) => signSvg(bar, y, x))}
<text class="${tone}" x="${right + 12}" y="${y + 18}">${[status, signed(drift)].filter((word) => word !== '').join(' ')}</text></g>
`;
}

/** Behind its bar, and over the next one where that begins at once. */
function signSvg({ from, until, kind }: ChartRow['bars'][number], y: number, x: TimeScale['x']) {
  const sign = signs[kind];
  if (sign === undefined) return undefined;
  const end = x(from) + widthOf(x(from), x(until));
  return html`<text class="sign over-lines" x="${end + 2}" y="${y + 22}">${sign}</text>`;
}

/** Colour is never the only sign. */
const signs: Readonly<Partial<Record<BarKind, string>>> = {
  failed: '✗',
  unknown: '?',
  stopped: '■',
  'by hand': '✎',
};

type Label = ChartMark & { readonly x: number; readonly lane: number; readonly flips: boolean };

/** Each label in the first lane where it has room; those near the right edge stand left of their line. */
function laidOut(marks: readonly ChartMark[], { x }: TimeScale): readonly Label[] {
  const taken: { lane: number; from: number; until: number }[] = [];
  return marks.map((mark) => {
    const place = x(mark.at);
    const room = mark.label.length * letter + 8;
    const flips = place + room > width;
    const [from, until] = flips ? [place - room, place] : [place, place + room];
    let lane = 0;
    while (taken.some((other) => other.lane === lane && from < other.until && other.from < until)) lane += 1;
    taken.push({ lane, from, until });
    return { ...mark, x: place, lane, flips };
  });
}

function labelSvg({ x, lane, flips, kind, label }: Label): Html {
  const tone = kind === 'last safe' || kind === 'fallback' ? ' bad' : '';
  return html`<text class="over-lines${tone}" x="${flips ? x - 4 : x + 4}" y="${laneTop(lane) + 13}" text-anchor="${flips ? 'end' : 'start'}">${label}</text>
`;
}

const tones: Readonly<Record<ChartMark['kind'], string>> = {
  opens: 'soft',
  start: '',
  decision: 'go',
  'planned decision': 'soft',
  'last safe': 'warn',
  fallback: 'bad',
  closes: '',
};

function laneTop(lane: number): number {
  return firstLane + lane * laneHeight;
}

/** What took no time is still there to see. */
function widthOf(from: number, until: number): number {
  return Math.max(2, Math.round((until - from) * 10) / 10);
}
