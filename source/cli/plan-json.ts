import { allActionsOf, type Plan, type Step, type Timeline } from '../plan/plan.ts';
import { type PlannedSlack, plannedSlack } from '../plan/planned-slack.ts';
import type { ParseResult, Problem } from '../plan/problem.ts';
import { fallbackLength, lastSafeFallback, plannedAt, spanOf, timelineOf } from '../plan/schedule.ts';
import { criticalPath, type Slot, timetableOf } from '../plan/timetable.ts';
import { formatIso } from '../plan/zone.ts';
import { actionJson, hostsOf } from './action-json.ts';

/** What `gonogo check --json` prints. Offsets and lengths are seconds, times ISO 8601 in the plan's zone. */
export function planJson(result: ParseResult) {
  const problems = result.problems.map(problemJson);
  if (result.type === 'invalid') {
    return {
      title: null,
      window: null,
      fallback: null,
      schedule: null,
      roles: [],
      hosts: [],
      timelines: [],
      problems,
    };
  }
  const { plan } = result;
  return {
    title: plan.title,
    window: windowJson(plan),
    fallback: fallbackJson(plan),
    schedule: scheduleJson(plan),
    roles: plan.roles,
    hosts: plan.hosts,
    ...(isEmpty(plan.transports) ? {} : { transports: plan.transports }),
    ...(isEmpty(plan.hostKeys) ? {} : { hostKeys: plan.hostKeys }),
    ...(isEmpty(plan.secrets) ? {} : { secrets: plan.secrets }),
    timelines: plan.timelines.map((timeline) => timelineJson(timeline, plan)),
    problems,
  };
}

function problemJson({ line, column, length, severity, message, mend }: Problem) {
  return { line, column, length, severity, message, mend: mend ?? null };
}

function windowJson({ window: { opens, closes, start, zone } }: Plan) {
  return {
    opens: formatIso(opens, zone),
    closes: formatIso(closes, zone),
    start: formatIso(start, zone),
    zone,
  };
}

function fallbackJson(plan: Plan) {
  const length = fallbackLength(plan);
  const lastSafe = lastSafeFallback(plan);
  if (length === undefined || lastSafe === undefined) return null;
  return {
    lengthSeconds: length / 1000,
    lastSafe: formatIso(lastSafe, plan.window.zone),
    lastSafeOffsetSeconds: (lastSafe - plan.window.start) / 1000,
  };
}

/** Seconds from S; `criticalPath` are the ids of the steps whose delay delays the end of the main timeline. */
function scheduleJson(plan: Plan) {
  const main = timelineOf(plan, 'main');
  const span = main === undefined ? undefined : spanOf(plan, main);
  const length = fallbackLength(plan);
  const lastSafe = lastSafeFallback(plan);
  return {
    endOffsetSeconds: span === undefined ? null : span.ends / 1000,
    fallbackSeconds: length === undefined ? null : length / 1000,
    lastSafeFallback:
      lastSafe === undefined
        ? null
        : {
            offsetSeconds: (lastSafe - plan.window.start) / 1000,
            at: formatIso(lastSafe, plan.window.zone),
          },
    criticalPath: criticalPath(plan, main?.steps ?? []).map(({ id }) => id),
  };
}

function timelineJson({ kind, title, line, steps }: Timeline, plan: Plan) {
  const slots = timetableOf(plan);
  const slack = plannedSlack(plan);
  return {
    kind,
    title,
    line,
    steps: steps.map((step) => ({
      ...stepJson(step, plan),
      ...plannedJson(slots.get(step.id), slack.get(step.id)),
    })),
  };
}

/** Seconds from the step's anchor; null where it has no time of its own. */
function plannedJson(slot: Slot | undefined, slack: PlannedSlack | undefined) {
  const seconds = (ms: number | undefined) => (ms === undefined ? null : ms / 1000);
  return {
    beginsSeconds: seconds(slot?.begins),
    endsSeconds: seconds(slot?.ends),
    slackSeconds: { decision: seconds(slack?.decision), window: seconds(slack?.window) },
  };
}

function stepJson(step: Step, plan: Plan) {
  const at = plannedAt(step, plan.window);
  const { id, number, title, line, offset, anchor, duration, owners, checklist, actions, after } = step;
  return {
    id,
    number,
    line,
    title,
    anchor: anchor ?? null,
    offsetSeconds: offset === undefined ? null : offset / 1000,
    at: at === undefined ? null : formatIso(at, plan.window.zone),
    durationSeconds: duration / 1000,
    owners: owners.map(({ name }) => name),
    hosts: [...new Set(allActionsOf(step).flatMap(({ on }) => hostsOf(on)))],
    actions: actions.map(actionJson),
    checklist: checklist.map((item) => ({
      number: item.number,
      text: item.text,
      owners: item.owners.map(({ name }) => name),
      ...(item.check === undefined
        ? {}
        : { check: { ...actionJson(item.check.action), auto: item.check.auto } }),
    })),
    instructions: step.instructions,
    after,
    confirm: step.confirm,
    poll: step.poll,
    undoes: step.undoes,
    decision: step.decision,
    critical: step.critical,
    required: step.required,
    auto: step.auto,
    noReturn: step.noReturn,
    hold: step.hold,
  };
}

function isEmpty(map: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(map).length === 0;
}
