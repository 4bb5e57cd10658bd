import type { Executor, Job } from '../execute/executor.ts';
import { type Action, type Step, targetsOf } from '../plan/plan.ts';
import type { Report } from '../run/command.ts';
import type { AttemptOutcome, Recorded, TargetResult } from '../run/event.ts';
import { findStep } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { attemptOutcome, describeResults, isOk } from './attempt-outcome.ts';
import type { Clock } from './clock.ts';
import type { OutputPump } from './output-pump.ts';
import type { SendResult } from './session.ts';
import { summarise } from './summary.ts';

/** Carries out what the journal says has been started, and only that. */
export type Conductor = {
  /** Given every event that this session recorded, in order; never those of others. */
  readonly follow: (events: readonly Recorded[]) => void;
  /** Resolves once nothing is being carried out. */
  readonly idle: () => Promise<void>;
};

export type ConductorOptions = {
  readonly run: string;
  readonly executor: Executor;
  readonly clock: Clock;
  readonly pump: Pick<OutputPump, 'write'>;
  /** Resolves once all output so far is durable; waits for the journal as long as that takes. */
  readonly flush: () => Promise<void>;
  readonly state: () => RunState;
  /** Resolves once the report is durable, or refused; waits for the journal as long as that takes. */
  readonly report: (report: Report) => Promise<SendResult>;
};

export function createConductor(options: ConductorOptions): Conductor {
  const stops = new Map<string, AbortController>();
  const working = new Set<Promise<void>>();

  async function carryOut(step: Step, attempt: number): Promise<void> {
    const key = `${step.id}/${attempt}`;
    const stop = new AbortController();
    stops.set(key, stop);
    try {
      const end = await runActions({ options, step, attempt, stop: stop.signal }).catch(unforeseen);
      await options.report({ type: 'finish-attempt', step: step.id, attempt, ...end });
    } finally {
      stops.delete(key);
    }
  }

  return {
    follow: (events) => {
      for (const { event } of events) {
        if (event.type === 'stop.requested') stops.get(`${event.step}/${event.attempt}`)?.abort();
        if (event.type !== 'step.started') continue;
        const step = findStep(options.state(), event.step);
        if (step === undefined || step.actions.length === 0) continue;
        const work = carryOut(step, event.attempt).finally(() => working.delete(work));
        working.add(work);
      }
    },
    idle: async () => {
      await Promise.all(working);
    },
  };
}

/** Whatever was under way when our own code failed: nobody can tell how it ended. */
function unforeseen(error: unknown): End {
  return {
    outcome: 'unknown',
    detail: `gonogo failed: ${error instanceof Error ? error.message : String(error)}`,
  };
}

type Work = {
  readonly options: ConductorOptions;
  readonly step: Step;
  readonly attempt: number;
  readonly stop: AbortSignal;
};

type End = { readonly outcome: AttemptOutcome; readonly detail: string };

/** All of them in order, or until the first that doesn't end well. */
async function runActions(work: Work): Promise<End> {
  for (const action of work.step.actions) {
    if (work.stop.aborted) return { outcome: 'stopped', detail: `stopped before action ${action.index + 1}` };
    const end = await runAction(work, action);
    if (end.type === 'refused') return { outcome: 'stopped', detail: end.reason };
    if (!Object.values(end.results).every(isOk)) {
      return { outcome: attemptOutcome(Object.values(end.results)), detail: describeResults(end.results) };
    }
  }
  return { outcome: 'succeeded', detail: '' };
}

type ActionEnd =
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'ended'; readonly results: Readonly<Record<string, TargetResult>> };

/** Nothing is performed whose beginning was not recorded: D may have been called, or the session left. */
async function runAction(work: Work, action: Action): Promise<ActionEnd> {
  const { options, step, attempt } = work;
  const { id } = step;
  const targets = targetsOf(action.on);
  const begun = await options.report({
    type: 'begin-action',
    step: id,
    attempt,
    action: action.index,
    targets,
  });
  if (begun.type === 'refused') return { type: 'refused', reason: begun.refusal.message };
  const results = await Promise.all(
    targets.map(async (target) => {
      const result = await options.executor.perform(jobFor(work, action, target));
      // Output is durable before the result that refers to it.
      await options.flush();
      await options.report({
        type: 'finish-target',
        step: id,
        attempt,
        action: action.index,
        target,
        ...result,
      });
      return [target, result.result] as const;
    }),
  );
  return { type: 'ended', results: Object.fromEntries(results) };
}

function jobFor({ options, step, attempt, stop }: Work, action: Action, target: string): Job {
  const state = options.state();
  const { run, clock, pump } = options;
  return {
    run,
    step: step.id,
    attempt,
    action,
    target,
    env: {
      ...state.plan.vars,
      GONOGO_RUN: run,
      GONOGO_STEP: step.id,
      GONOGO_ATTEMPT: String(attempt),
      GONOGO_TARGET: target,
    },
    timeout: action.timeout,
    stop,
    context: {
      planTitle: state.plan.title,
      markers: state.markers,
      summary: action.kind === 'mail' ? summarise(state, clock.now()) : '',
    },
    onOutput: ({ stream, bytes }) =>
      pump.write({ step: step.id, attempt, action: action.index, target, stream, at: clock.now(), bytes }),
  };
}
