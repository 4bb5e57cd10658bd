import stringWidth from 'string-width';
import { formatDuration, formatOffset } from '../plan/duration.ts';
import type { Step, Timeline } from '../plan/plan.ts';
import { columnWidths, tableLine } from '../plan/text-table.ts';
import { formatDate, formatMoment, formatTime, formatTimeOfDay, zoneAbbreviation } from '../plan/zone.ts';
import { isActive, nextStep } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { anchorClock, dueAt, lateness, stepState } from '../run/timing.ts';
import { nameOf, outcomeWords } from '../run/words.ts';
import { detailsOf, statusWord } from './summary-details.ts';
import { plainText } from './terminal-text.ts';

/** The run so far as plain text for mails and `gonogo status`; ends with a line end. `now`: epoch milliseconds. */
export function summarise(state: RunState, now: number): string {
  const parts = [
    headLines(state, now),
    ...state.plan.timelines.map((timeline) => timelineLines(state, timeline, now)),
    noteLines(state),
  ];
  const text = parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return `${text}\n`;
}

function headLines(state: RunState, now: number): readonly string[] {
  const { plan, schedule, fallback, mode } = state;
  const { zone } = schedule;
  const window = `${formatDate(schedule.opens, zone)} ${formatTime(schedule.opens, zone)} to ${formatTime(schedule.closes, zone)}`;
  return [
    plainText(plan.title) + (mode === 'rehearsal' ? ' (rehearsal)' : ''),
    '',
    ...standing(state, now),
    `Window   ${window} ${zoneAbbreviation(schedule.opens, zone)} (${zone})`,
    `S        ${moment(state, schedule.start)}`,
    fallback === undefined
      ? 'D        not called'
      : `D        ${moment(state, fallback.at)} (S${formatOffset(anchorClock(state, 'S', fallback.at) ?? 0)}), called by ${plainText(fallback.by)}: ${plainText(fallback.reason)}`,
    ...restraints(state),
  ];
}

/** What keeps steps or hosts from running. */
function restraints(state: RunState): readonly string[] {
  const { held, excluded } = state;
  return [
    ...(held === undefined
      ? []
      : [`HELD     since ${timeOf(state, held.at)} by ${plainText(held.by)}: ${plainText(held.reason)}`]),
    ...Object.entries(excluded).map(
      ([host, { at, by, reason }]) =>
        `Left out ${plainText(host)}, at ${timeOf(state, at)} by ${plainText(by)}: ${plainText(reason)}`,
    ),
  ];
}

function standing(state: RunState, now: number): readonly string[] {
  const { ended } = state;
  if (ended !== undefined) {
    const reason = ended.reason === undefined ? [] : [`Reason   ${plainText(ended.reason)}`];
    return [`Outcome  ${outcomeWords[ended.outcome]}, at ${moment(state, ended.at)}`, ...reason];
  }
  const next = nextStep(state);
  const step =
    next === undefined ? 'every step is settled' : `${plainText(nameOf(next))}: ${statusWord(state, next)}`;
  const position =
    state.fallback === undefined
      ? `S${formatOffset(anchorClock(state, 'S', now) ?? 0)}`
      : `D${formatOffset(anchorClock(state, 'D', now) ?? 0)}`;
  return [`Now      ${moment(state, now)} (${position}), ${step}`];
}

function timelineLines(state: RunState, timeline: Timeline, now: number): readonly string[] {
  if (timeline.kind === 'fallback' && !isActive(state, timeline.kind)) {
    return [];
  }
  const table = [columnNames, ...timeline.steps.map((step) => stepRow(state, step, now))];
  const widths = columnWidths(table, { widthOf: stringWidth });
  const [names = '', ...lines] = table.map((row) =>
    tableLine(row, { widths, widthOf: stringWidth, right: [0] }),
  );
  const indent = ' '.repeat((widths[0] ?? 0) + 2);
  return [
    plainText(timeline.title),
    names,
    ...timeline.steps.flatMap((step, index) => [
      lines[index] ?? '',
      ...detailsOf(state, step).map((detail) => indent + detail),
    ]),
  ];
}

const columnNames = ['#', 'status', 'planned', 'started', 'ended', 'late', 'step'] as const;

function stepRow(state: RunState, step: Step, now: number): readonly string[] {
  const own = stepState(state, step.id);
  const attempt = own.attempts.at(-1);
  const ended = own.settledAt ?? (own.status === 'running' ? undefined : attempt?.endedAt);
  return [
    String(step.number),
    statusWord(state, step),
    step.anchor === undefined || step.offset === undefined
      ? ''
      : `${step.anchor}${formatOffset(step.offset)}`,
    attempt === undefined ? '' : timeOf(state, attempt.startedAt),
    ended === undefined ? '' : timeOf(state, ended),
    lateWords(state, step, now),
    plainText(step.title) + (attempt === undefined ? '' : ` (by ${plainText(attempt.by)})`),
  ];
}

const NOT_WORTH_SAYING = 60_000;

function lateWords(state: RunState, step: Step, now: number): string {
  const late = lateness({ state, step, now });
  const over = state.ended !== undefined || !isActive(state, step.timeline);
  const waiting = stepState(state, step.id).attempts.length === 0;
  if (late === undefined || (waiting && (over || late < 0)) || dueAt(state, step, now) === undefined) {
    return '';
  }
  if (Math.abs(late) < NOT_WORTH_SAYING) {
    return '';
  }
  return late > 0 ? formatDuration(late) : `${formatDuration(-late)} early`;
}

function noteLines(state: RunState): readonly string[] {
  if (state.notes.length === 0) {
    return [];
  }
  return [
    'Notes',
    ...state.notes.map(({ at, by, step, text }) => {
      const about = step === undefined ? '' : ` (${plainText(step)})`;
      return `${timeOf(state, at)}  ${plainText(by)}${about}: ${plainText(text)}`;
    }),
  ];
}

/** `2009-08-18 05:41:03 PDT` */
function moment(state: RunState, at: number): string {
  return formatMoment(at, state.schedule.zone);
}

/** The time of day; with the date, where that is not the one of S. */
function timeOf(state: RunState, at: number): string {
  const { zone, start } = state.schedule;
  const date = formatDate(at, zone);
  const time = formatTimeOfDay(at, zone);
  return date === formatDate(start, zone) ? time : `${date.slice(5)} ${time}`;
}
