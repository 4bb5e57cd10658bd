import type { Action, ActionPlace, Plan, Step, Timeline } from '../plan/plan.ts';
import type { ParseResult, Problem } from '../plan/problem.ts';
import { fallbackLength, lastSafeFallback, plannedAt } from '../plan/schedule.ts';
import { formatShare } from '../plan/share.ts';
import { formatIso } from '../plan/zone.ts';

/** What `gonogo check --json` prints. Offsets and lengths are seconds, times ISO 8601 in the plan's zone. */
export function planJson(result: ParseResult) {
  const problems = result.problems.map(problemJson);
  if (result.type === 'invalid') {
    return { title: null, window: null, fallback: null, roles: [], hosts: [], timelines: [], problems };
  }
  const { plan } = result;
  return {
    title: plan.title,
    window: windowJson(plan),
    fallback: fallbackJson(plan),
    roles: plan.roles,
    hosts: plan.hosts,
    ...(isEmpty(plan.transports) ? {} : { transports: plan.transports }),
    ...(isEmpty(plan.hostKeys) ? {} : { hostKeys: plan.hostKeys }),
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

function timelineJson({ kind, title, line, steps }: Timeline, plan: Plan) {
  return { kind, title, line, steps: steps.map((step) => stepJson(step, plan)) };
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
    hosts: [...new Set(actions.flatMap(({ on }) => hostsOf(on)))],
    actions: actions.map(actionJson),
    checklist: checklist.map((item) => ({
      number: item.number,
      text: item.text,
      owners: item.owners.map(({ name }) => name),
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
  };
}

function actionJson(action: Action) {
  const { kind, line, on, text, timeout, silence, batch, maxFail, cwd, marker, subject, to } = action;
  return {
    kind,
    line,
    on: placeName(on),
    hosts: hostsOf(on),
    timeoutSeconds: timeout === undefined ? null : timeout / 1000,
    ...(silence === undefined ? {} : { silenceSeconds: silence / 1000 }),
    ...(batch.length === 0 ? {} : { batch: batch.map(formatShare) }),
    ...(maxFail === undefined ? {} : { maxFail: formatShare(maxFail) }),
    cwd: cwd ?? null,
    text,
    ...(marker === undefined ? {} : { marker }),
    ...(kind === 'mail' ? { subject: subject ?? null, to: to ?? null } : {}),
  };
}

function hostsOf(place: ActionPlace): readonly string[] {
  return place.type === 'hosts' ? place.hosts : [];
}

/** As the plan says it: a host set, a database, `local` or `mail`. */
function placeName(place: ActionPlace): string {
  switch (place.type) {
    case 'local':
    case 'mail':
      return place.type;
    case 'hosts':
      return place.expression;
    case 'database':
      return place.name;
  }
}

function isEmpty(map: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(map).length === 0;
}
