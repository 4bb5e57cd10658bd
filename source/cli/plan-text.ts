import { allowedFailures, batchesOf } from '../plan/batches.ts';
import { formatDuration, formatOffset } from '../plan/duration.ts';
import { foldHosts } from '../plan/fold-hosts.ts';
import type { Action, Plan, Step, Timeline } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import {
  earlierSteps,
  fallbackLength,
  lastSafeFallback,
  plannedAt,
  spanOf,
  timelineOf,
} from '../plan/schedule.ts';
import { formatShare } from '../plan/share.ts';
import type { WidthOf } from '../plan/text-width.ts';
import { formatDate, formatTime, formatTimeOfDay, zoneAbbreviation } from '../plan/zone.ts';

/** A plan as `gonogo check` shows it: its timelines, and one line about the way back. */
export function planText(
  plan: Plan,
  widthOf: WidthOf,
): { readonly timelines: string; readonly ending: string } {
  const tables = plan.timelines.map((timeline) => rowsOf(timeline, plan));
  const widths = columnWidths(tables.flat(), widthOf);
  const sections = plan.timelines.map((timeline, index) => {
    const rows = (tables[index] ?? []).flatMap((row) => renderRow(row, widths, widthOf));
    return [headingOf(timeline, plan), ...rows, ''].join('\n');
  });
  return { timelines: [...opening(plan), '', ...sections].join('\n'), ending: ending(plan) };
}

type Row = { readonly cells: readonly string[]; readonly notes: string };

/** A title longer than this pushes what follows it instead of widening every line. */
const WIDEST = 60;

function opening({ title, window }: Plan): readonly string[] {
  const { opens, closes, start, zone } = window;
  const first = `${formatDate(opens, zone)} ${formatTime(opens, zone)}`;
  const last = clock(closes, window);
  const length = formatDuration(closes - opens);
  return [
    safeLine(title),
    `Window ${first} - ${last} ${zoneAbbreviation(opens, zone)} (${zone}), ${length}; S = ${clock(start, window)}`,
  ];
}

function headingOf(timeline: Timeline, plan: Plan): string {
  const title = safeLine(timeline.title);
  const span = spanOf(timeline);
  if (span === undefined) return title;
  const anchor = timeline.kind === 'fallback' ? 'D' : 'S';
  return `${title}: ${anchor}${formatOffset(span.begins)} to ${anchor}${formatOffset(span.ends)}${endOf(timeline, plan)}`;
}

function endOf(timeline: Timeline, plan: Plan): string {
  const span = spanOf(timeline);
  if (timeline.kind === 'fallback' || span === undefined) return '';
  return `, ends ${clock(plan.window.start + span.ends, plan.window)}`;
}

function rowsOf(timeline: Timeline, plan: Plan): readonly Row[] {
  return timeline.steps.map((step) => {
    const at = plannedAt(step, plan.window);
    const cells = [
      String(step.number),
      step.offset === undefined ? '' : `${step.anchor ?? ''}${formatOffset(step.offset)}`,
      at === undefined ? '' : clock(at, plan.window),
      step.duration === 0 ? '' : formatDuration(step.duration),
      step.owners.map(({ name }) => name).join(' + '),
      step.title,
      [...new Set(step.actions.map(placeOf))].join(', '),
    ];
    return { cells: cells.map(safeLine), notes: safeLine(notesOf(step, timeline, plan)) };
  });
}

function placeOf({ kind, on }: Action): string {
  switch (on.type) {
    case 'local':
      return `${kind} here`;
    case 'hosts':
      return `${kind} ${foldHosts(on.hosts)}`;
    case 'database':
      return `${kind} ${on.name}`;
    case 'mail':
      return kind;
  }
}

/** What is not plain from the line itself. */
function notesOf(step: Step, timeline: Timeline, plan: Plan): string {
  const labels = (ids: readonly string[]) =>
    ids.map((id) => plan.roles.find((role) => role.id === id)?.label ?? id).join(', ');
  const usual = earlierSteps(step, timeline.steps).map(({ id }) => id);
  const waits = step.after.length === usual.length && step.after.every((id) => usual.includes(id));
  const confirms = step.actions.length > 0 || step.decision || step.confirm.length > 1;
  const notes = [
    ...(waits ? [] : [`waits for ${step.after.join(', ') || 'nothing'}`]),
    ...(step.decision ? [`decision of ${labels(step.poll) || 'nobody'}`] : []),
    ...(confirms && step.confirm.length > 0 ? [`confirmed by ${labels(step.confirm)}`] : []),
    ...new Set(step.actions.flatMap(fanOutOf)),
    ...(step.checklist.length > 0 ? [`checklist of ${step.checklist.length}`] : []),
    ...(step.critical ? ['critical'] : []),
    ...(step.required ? ['required'] : []),
    ...(step.auto ? ['starts by itself'] : []),
    ...(step.noReturn ? ['no return'] : []),
    ...(step.undoes.length > 0 ? [`undoes ${step.undoes.join(', ')}`] : []),
  ];
  return notes.join('; ');
}

/** With what the percentages come to: nobody should have to reckon what 10% of seven hosts is. */
function fanOutOf({ on, batch, maxFail }: Action): readonly string[] {
  if (on.type !== 'hosts' || batch.length === 0) return [];
  const batches = batchesOf(on.hosts, batch).length;
  const failures = allowedFailures(maxFail, on.hosts.length) + 1;
  const inBatches = `${counted(batches, 'batch', 'batches')} (${batch.map(formatShare).join(', ')})`;
  return [`${inBatches}, no more begin after ${counted(failures, 'failure', 'failures')}`];
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

function columnWidths(rows: readonly Row[], widthOf: WidthOf): readonly number[] {
  const count = rows[0]?.cells.length ?? 0;
  return Array.from({ length: count }, (_, column) =>
    Math.min(WIDEST, Math.max(0, ...rows.map((row) => widthOf(row.cells[column] ?? '')))),
  );
}

function renderRow({ cells, notes }: Row, widths: readonly number[], widthOf: WidthOf): readonly string[] {
  const line = cells
    .map((cell, column) => {
      const blank = ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(cell)));
      return column === 0 ? blank + cell : cell + blank;
    })
    .join('  ');
  const indent = widths.slice(0, 5).reduce((sum, width) => sum + width + 2, 2);
  return [`  ${line}`.trimEnd(), ...(notes === '' ? [] : [`${' '.repeat(indent)}${notes}`])];
}

function ending(plan: Plan): string {
  const length = fallbackLength(plan);
  const lastSafe = lastSafeFallback(plan);
  if (length === undefined || lastSafe === undefined) return 'The plan has no way back.';
  const { start, zone } = plan.window;
  const took = `The fallback takes ${formatDuration(length)};`;
  const at = `S${formatOffset(lastSafe - start)} (${clock(lastSafe, plan.window)} ${zoneAbbreviation(lastSafe, zone)})`;
  if (lastSafe < start) return `${took} it never ends before the window closes: last safe fallback ${at}.`;
  const main = timelineOf(plan, 'main');
  const mainEnds = main === undefined ? undefined : spanOf(main)?.ends;
  const late = mainEnds !== undefined && start + mainEnds > lastSafe;
  return `${took} last safe fallback ${at}${late ? ', before the main timeline ends' : ''}.`;
}

/** Time of day, with its date where that is not the window's first day, and seconds where there are some. */
function clock(ms: number, { opens, zone }: Plan['window']): string {
  const time = ms % 60_000 === 0 ? formatTime(ms, zone) : formatTimeOfDay(ms, zone);
  const date = formatDate(ms, zone);
  return date === formatDate(opens, zone) ? time : `${date.slice(5)} ${time}`;
}
