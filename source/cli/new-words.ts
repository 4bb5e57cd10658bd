import { formatDuration } from '../plan/duration.ts';
import type { Plan, Window } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import { weekdayOf } from '../plan/template/calendar.ts';
import type { NextPlan } from '../plan/template/next-plan.ts';
import { formatDate, formatTime, zoneAbbreviation } from '../plan/zone.ts';

/** What is other in the new plan than in the one it was made from, a line each. */
export function changesInWords({
  before,
  made,
  vars,
}: {
  readonly before: Plan;
  readonly made: NextPlan;
  readonly vars: ReadonlyMap<string, string>;
}): string {
  const lines = [
    ...windowLines(before.window, made.plan.window),
    ...movedLines(made),
    ...Object.entries(made.plan.vars).map(([name, value]) =>
      varLine({ name, value, before, asked: vars.has(name) }),
    ),
    ...made.lengths.map(
      ({ step, ms, runs }) =>
        `${step.id}: for=${formatDuration(ms)}, ${runs === 1 ? 'from the one run there was' : `which nine of ten runs kept (of ${runs})`}; it was ${formatDuration(step.duration)}`,
    ),
    ...made.left.slice(0, 10).map(({ line, from }) => `line ${line} still says ${from}`),
  ];
  return lines.map((line) => `${safeLine(line)}\n`).join('');
}

function windowLines(before: Window, after: Window): readonly string[] {
  const { zone } = after;
  const [old, day] = [formatDate(before.opens, zone), formatDate(after.opens, zone)];
  const [oldName, name] = [zoneAbbreviation(before.opens, zone), zoneAbbreviation(after.opens, zone)];
  const times = `${formatTime(after.opens, zone)} - ${formatTime(after.closes, zone)}`;
  const longer = after.closes - after.opens - (before.closes - before.opens);
  return [
    `window: ${weekdayOf(day)} ${day} ${times} ${name}`,
    ...(weekdayOf(old) === weekdayOf(day) ? [] : [`the window before was on a ${weekdayOf(old)}`]),
    ...(oldName === name
      ? []
      : [`the clocks have changed since: ${name} now, ${oldName} then; ${times} stays what the clock shows`]),
    ...(longer === 0
      ? []
      : [
          `the clocks change in this window: it is ${formatDuration(Math.abs(longer))} ${longer > 0 ? 'longer' : 'shorter'}`,
        ]),
  ];
}

function movedLines({ moved }: NextPlan): readonly string[] {
  const kinds = [...new Set(moved.map(({ from, to }) => `${from} is ${to} now`))];
  return kinds.map((words) => {
    const lines = moved.filter(({ from, to }) => `${from} is ${to} now` === words).map(({ line }) => line);
    const all = [...new Set(lines)];
    return `${words}: line${all.length > 1 ? 's' : ''} ${all.join(', ')}`;
  });
}

function varLine({
  name,
  value,
  before,
  asked,
}: {
  readonly name: string;
  readonly value: string;
  readonly before: Plan;
  readonly asked: boolean;
}): string {
  const old = before.vars[name] ?? '';
  if (value !== old) return `${name}: ${value}; it was ${old}`;
  return asked ? `${name}: ${value}, as before` : `${name}: still ${value}; --var ${name}=... changes it`;
}
