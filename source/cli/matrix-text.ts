import { formatDuration, formatOffset } from '../plan/duration.ts';
import type { Plan, Step } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import { timelineOf } from '../plan/schedule.ts';
import { columnWidths, cutTo, tableLine } from '../plan/text-table.ts';
import type { WidthOf } from '../plan/text-width.ts';
import { zoneAbbreviation } from '../plan/zone.ts';
import { nameOf, outcomeWords } from '../run/words.ts';
import type { MatrixRow } from '../session/matrix.ts';
import { planClock } from './plan-ending.ts';

export type MatrixPage = {
  readonly plan: Plan;
  readonly rows: readonly MatrixRow[];
  /** How many steps take as long as they did in earlier runs. */
  readonly learned: number;
  readonly widthOf: WidthOf;
};

/** The matrix as a table of at most 100 columns, and what it comes to. */
export function matrixText(page: MatrixPage): string {
  const { plan, rows } = page;
  const { closes, start, zone } = plan.window;
  const table = [headings, ...rows.map((row) => cellsOf(row, plan))];
  const steps =
    page.learned === 0 ? 'Every step takes' : `${page.learned} steps take what they usually take, the others`;
  return [
    `Going back: ${safeLine(plan.title)}`,
    `The window closes ${planClock(closes, plan.window)} ${zoneAbbreviation(closes, zone)}, S${formatOffset(closes - start)}. ${steps} as long as planned.`,
    '',
    ...render(table, page.widthOf),
    '',
    ...conclusions(rows, plan),
    '',
  ].join('\n');
}

const headings = ['D is called', 'at', 'takes', 'home', 'to spare', 'not needed'] as const;

function cellsOf(
  { after, called, outcome, home, notNeeded, noReturn }: MatrixRow,
  plan: Plan,
): readonly string[] {
  const { start, closes } = plan.window;
  const moment = after === undefined ? beforeName(plan) : `after ${nameOf(after)}`;
  if (called === undefined) return [safeLine(moment), '', '', '', 'never came so far', ''];
  const at = `S${formatOffset(called - start)}`;
  if (home === undefined) {
    const ended = outcome === undefined ? 'never ended' : outcomeWords[outcome];
    return [safeLine(moment), at, '', '', ended, ''];
  }
  return [
    safeLine(moment),
    at,
    formatDuration(home - called),
    planClock(home, plan.window),
    spareWords(closes - home) +
      (outcome === 'fell-back' ? '' : ', with failures') +
      (noReturn === undefined ? '' : ', NO RETURN'),
    notNeeded.map(({ number }) => number).join(' '),
  ];
}

function beforeName(plan: Plan): string {
  const first = timelineOf(plan, 'main')?.steps.find(({ offset }) => (offset ?? 0) >= 0);
  return first === undefined ? 'at S' : `before ${nameOf(first)}`;
}

function spareWords(ms: number): string {
  if (ms === 0) return 'nothing';
  return ms > 0 ? formatDuration(ms) : `${formatDuration(-ms)} TOO LATE`;
}

function render(table: readonly (readonly string[])[], widthOf: WidthOf): readonly string[] {
  const [first = 0, ...others] = columnWidths(table, { widthOf });
  const room = widest - others.reduce((sum, width) => sum + gap + width, 0);
  const widths = [Math.max(leastName, Math.min(first, room)), ...others];
  return table.map(([name = '', ...cells]) =>
    tableLine([cutTo(name, widths[0] ?? 0, widthOf), ...cells], { widths, widthOf }),
  );
}

function conclusions(rows: readonly MatrixRow[], plan: Plan): readonly string[] {
  const { closes } = plan.window;
  const past = rows.find(({ noReturn }) => noReturn !== undefined)?.noReturn;
  const warned =
    past === undefined
      ? []
      : [`Once ${safeLine(nameOf(past))} has begun it can't be undone: no later way back leads home.`];
  const inTime = rows.filter(({ home }) => home !== undefined && home <= closes);
  if (inTime.length === rows.length) {
    const every = past === undefined ? 'every moment' : 'every moment before that';
    return [...warned, `From ${every} going back ends inside the window.`];
  }
  const tooLate = rows.filter(({ home }) => home !== undefined && home > closes);
  const stuck = rows.filter(({ home }) => home === undefined);
  return [
    ...warned,
    ...(tooLate.length === 0
      ? []
      : [`Going back does not end inside the window ${momentsOf(tooLate, rows)}.`]),
    ...(stuck.length === 0 ? [] : [`Going back could not be rehearsed ${momentsOf(stuck, rows)}.`]),
  ];
}

/** The first of them, where all the later ones follow. */
function momentsOf(some: readonly MatrixRow[], all: readonly MatrixRow[]): string {
  const [first] = some;
  if (first === undefined || some.length === all.length) return 'from any moment';
  const name = ({ after }: MatrixRow) => (after === undefined ? 'S' : safeLine(nameOf(after satisfies Step)));
  if (all.slice(-some.length)[0] === first && some.length > 1)
    return `once ${name(first)} has ended, or later`;
  return `from the end of ${some.map(name).join(', ')}`;
}

const gap = 2;
const widest = 100;
const leastName = 20;
