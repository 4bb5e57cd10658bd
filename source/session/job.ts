import type { Job, JobClock } from '../execute/executor.ts';
import type { Action } from '../plan/plan.ts';
import { standingMarkers } from '../run/standing-markers.ts';
import { anchorClock, stepState } from '../run/timing.ts';
import { type AttemptWork, currentAttempt } from './attempt-work.ts';
import { jobName } from './job-name.ts';
import { summarise } from './summary.ts';

export type JobDraft = {
  readonly work: AttemptWork;
  readonly action: Action;
  readonly target: string;
  readonly mode: Job['mode'];
};

/** One action on one target, ready to be performed. */
export function jobOf({ work, action, target, mode }: JobDraft): Job {
  const { options, step, attempt, stop } = work;
  const { run, clock, pump } = options;
  const state = options.state();
  const place = { step: step.id, attempt, action: action.index, target };
  const text = stepState(state, step.id).edits[action.index]?.text ?? action.text;
  const launched = mode === 'attach' && currentAttempt(work).launched.includes(target);
  return {
    run,
    step: step.id,
    attempt,
    name: jobName({ ...place, run, createdAt: state.createdAt }),
    mode,
    recorded: pump.recorded(place),
    launched,
    action: { ...action, text },
    target,
    env: {
      ...state.plan.vars,
      GONOGO_RUN: run,
      GONOGO_STEP: step.id,
      GONOGO_ATTEMPT: String(attempt),
      GONOGO_TARGET: target,
    },
    timeout: timeLeft(work, action, mode),
    stop,
    context: {
      planTitle: state.plan.title,
      markers: standingMarkers(state),
      summary: action.kind === 'mail' ? summarise(state, clock.now()) : '',
      clock: { left: leftUntil(work), start: state.schedule.start, zone: state.schedule.zone },
    },
    onOutput: ({ stream, bytes }) => pump.write({ ...place, stream, at: clock.now(), bytes }),
    onAside: ({ target, line }) =>
      void pump.write({
        ...place,
        target,
        stream: 'stdout',
        at: clock.now(),
        bytes: new TextEncoder().encode(`${line}\n`),
      }),
    onLaunched: (launch) => {
      if (!launched) void options.report({ type: 'launch-target', ...place, ...launch });
    },
    onLink: (link) =>
      work.onLink(target, link.type === 'up' ? undefined : { since: link.since, reason: link.reason }),
  };
}

function leftUntil({ options }: AttemptWork): JobClock['left'] {
  return (anchor, offset) => {
    const shown = anchorClock(options.state(), anchor, options.clock.now());
    return shown === undefined ? undefined : offset - shown;
  };
}

/** What ran on while nobody was here is not killed the moment somebody comes back. */
const leastTime = 60_000;

function timeLeft(work: AttemptWork, { timeout }: Action, mode: Job['mode']): number | undefined {
  if (timeout === undefined || mode === 'start') return timeout;
  const { actionStartedAt } = currentAttempt(work);
  const gone = work.options.clock.now() - (actionStartedAt ?? work.options.clock.now());
  return Math.max(Math.min(leastTime, timeout), timeout - gone);
}
