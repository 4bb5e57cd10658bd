import { conditionWords } from '../plan/action-words.ts';
import { allowedFailures, batchesOf } from '../plan/batches.ts';
import { formatDuration, formatOffset } from '../plan/duration.ts';
import { foldHosts } from '../plan/fold-hosts.ts';
import type { Action, Plan, Step, Timeline } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import { earlierSteps, plannedAt, spanOf } from '../plan/schedule.ts';
import { formatShare } from '../plan/share.ts';
import { sqlWords } from '../plan/sql-settings.ts';
import { columnWidths, tableLine } from '../plan/text-table.ts';
import type { WidthOf } from '../plan/text-width.ts';
import { formatDate, formatTime, zoneAbbreviation } from '../plan/zone.ts';
import { planClock, planEnding } from './plan-ending.ts';

/** A plan as `gonogo check` shows it: its timelines, and one line about the way back. */
export function planText(
  plan: Plan,
  widthOf: WidthOf,
): { readonly timelines: string; readonly ending: string } {
  const tables = plan.timelines.map((timeline) => rowsOf(timeline, plan));
  const widths = columnWidths(
    tables.flat().map(({ cells }) => cells),
    { widthOf, most: WIDEST },
  );
  const sections = plan.timelines.map((timeline, index) => {
    const rows = (tables[index] ?? []).flatMap((row) => renderRow(row, widths, widthOf));
    return [headingOf(timeline, plan), ...rows, ''].join('\n');
  });
  return { timelines: [...opening(plan), '', ...sections].join('\n'), ending: planEnding(plan) };
}

type Row = { readonly cells: readonly string[]; readonly notes: string };

/** A title longer than this pushes what follows it instead of widening every line. */
const WIDEST = 60;

function opening({ title, window }: Plan): readonly string[] {
  const { opens, closes, start, zone } = window;
  const first = `${formatDate(opens, zone)} ${formatTime(opens, zone)}`;
  const last = planClock(closes, window);
  const length = formatDuration(closes - opens);
  return [
    safeLine(title),
    `Window ${first} - ${last} ${zoneAbbreviation(opens, zone)} (${zone}), ${length}; S = ${planClock(start, window)}`,
  ];
}

function headingOf(timeline: Timeline, plan: Plan): string {
  const title = safeLine(timeline.title);
  const span = spanOf(plan, timeline);
  if (span === undefined) return title;
  const anchor = timeline.kind === 'fallback' ? 'D' : 'S';
  return `${title}: ${anchor}${formatOffset(span.begins)} to ${anchor}${formatOffset(span.ends)}${endOf(timeline, plan)}`;
}

function endOf(timeline: Timeline, plan: Plan): string {
  const span = spanOf(plan, timeline);
  if (timeline.kind === 'fallback' || span === undefined) return '';
  return `, ends ${planClock(plan.window.start + span.ends, plan.window)}`;
}

function rowsOf(timeline: Timeline, plan: Plan): readonly Row[] {
  return timeline.steps.map((step) => {
    const at = plannedAt(step, plan.window);
    const cells = [
      String(step.number),
      step.offset === undefined ? '' : `${step.anchor ?? ''}${formatOffset(step.offset)}`,
      at === undefined ? '' : planClock(at, plan.window),
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
    ...(step.actions.some(({ attach }) => attach === 'report') ? ['mails the report'] : []),
    ...secretsOf(step),
    ...new Set(
      step.actions.flatMap(({ watch }) => (watch === undefined ? [] : [`watches database ${watch}`])),
    ),
    ...new Set(step.actions.flatMap(({ sql }) => (sql === undefined ? [] : sqlWords(sql, formatDuration)))),
    ...step.actions.map((action) => conditionWords(action).join(', ')).filter((words) => words !== ''),
    ...(step.checklist.length > 0 ? [checklistWords(step)] : []),
    ...(step.critical ? ['critical'] : []),
    ...(step.required ? ['required'] : []),
    ...(step.auto && !step.noReturn ? ['starts by itself'] : []),
    ...(step.noReturn ? ['no return'] : []),
    ...(step.undoes.length > 0 ? [`undoes ${step.undoes.join(', ')}`] : []),
  ];
  return notes.join('; ');
}

function secretsOf({ actions }: Step): readonly string[] {
  const names = [...new Set(actions.flatMap(({ secrets }) => secrets))];
  return names.length === 0 ? [] : [`sees ${names.length === 1 ? 'secret' : 'secrets'} ${names.join(', ')}`];
}

function checklistWords({ checklist }: Step): string {
  const looking = checklist.filter(({ check }) => check !== undefined).length;
  return `checklist of ${checklist.length}${looking === 0 ? '' : `, ${looking} with ${looking === 1 ? 'a check' : 'checks'}`}`;
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

function renderRow({ cells, notes }: Row, widths: readonly number[], widthOf: WidthOf): readonly string[] {
  const line = tableLine(cells, { widths, widthOf, right: [0] });
  const indent = widths.slice(0, 5).reduce((sum, width) => sum + width + 2, 2);
  return [`  ${line}`, ...(notes === '' ? [] : [`${' '.repeat(indent)}${notes}`])];
}
