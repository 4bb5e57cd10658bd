import { type Executor, LEFT } from '../execute/executor.ts';
import type { Step } from '../plan/plan.ts';
import type { Report } from '../run/command.ts';
import type { Recorded } from '../run/event.ts';
import { type CheckStarted, checksUnderWay } from '../run/item-check.ts';
import { findStep, runningSteps } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import { type AttemptEnd, runAttempt } from './attempt-run.ts';
import { type AttemptWork, attemptOf } from './attempt-work.ts';
import { runCheck } from './check-run.ts';
import type { Clock } from './clock.ts';
import type { OutputPump } from './output-pump.ts';
import type { BrokenLink, SendResult } from './session.ts';

/** Carries out what the journal says has been started, and only that. */
export type Conductor = {
  /** Given every event that this session recorded, in order; never those of others. */
  readonly follow: (events: readonly Recorded[]) => void;
  /** Takes up what was under way when nobody was here. */
  readonly resume: () => void;
  readonly links: () => readonly BrokenLink[];
  /** Resolves once nothing is being carried out. */
  readonly idle: () => Promise<void>;
};

export type ConductorOptions = {
  readonly run: string;
  readonly executor: Executor;
  readonly clock: Clock;
  /** When the session before this one was last heard of, epoch milliseconds; 0: there was none. */
  readonly lastSign: number;
  readonly pump: Pick<OutputPump, 'write' | 'recorded' | 'digest'>;
  /** Resolves once all output so far is durable; waits for the journal as long as that takes. */
  readonly flush: () => Promise<void>;
  readonly state: () => RunState;
  readonly history: () => readonly Recorded[];
  /** Resolves once the report is durable, or refused; waits for the journal as long as that takes. */
  readonly report: (report: Report) => Promise<Reported>;
  /** Called when a way to a target breaks or is there again. */
  readonly onLinks: () => void;
};

/** `left`: the session is being closed; nothing more is begun, and what goes on goes on without us. */
export type Reported = SendResult | { readonly type: 'left' };

export function createConductor(options: ConductorOptions): Conductor {
  const stops = new Map<string, AbortController>();
  const working = new Set<Promise<void>>();
  const links = new Map<string, BrokenLink>();

  function linkOf(step: string): AttemptWork['onLink'] {
    return (target, link) => {
      const key = `${step}/${target}`;
      if (link === undefined) links.delete(key);
      else links.set(key, { step, target, ...link });
      options.onLinks();
    };
  }

  function begin(step: Step, attempt: number, resumed: boolean): void {
    const key = `${step.id}/${attempt}`;
    const work = carryOut(step, attempt, resumed).finally(() => {
      stops.delete(key);
      working.delete(work);
    });
    working.add(work);
  }

  async function carryOut(step: Step, attempt: number, resumed: boolean): Promise<void> {
    const stop = new AbortController();
    stops.set(`${step.id}/${attempt}`, stop);
    // It was asked for, and maybe nobody was there to do it.
    if (attemptOf(options.state(), step, attempt).stopRequested) stop.abort();
    const work = { options, step, attempt, stop: stop.signal, resumed, onLink: linkOf(step.id) };
    const end = await runAttempt(work).catch(unforeseen);
    if (end !== LEFT) await options.report({ type: 'finish-attempt', step: step.id, attempt, ...end });
  }

  function look(event: CheckStarted, resumed: boolean): void {
    const { step: id, attempt, item, check } = event;
    const step = findStep(options.state(), id);
    if (step === undefined) return;
    const stop = new AbortController().signal;
    const work = { options, step, attempt, stop, resumed, onLink: linkOf(id) };
    const looking = runCheck(work, event)
      .catch(async (error: unknown) => {
        const { detail: reason } = unforeseen(error);
        const results = event.targets.map((target) => ({
          target,
          result: { type: 'lost', reason } as const,
          took: 0,
        }));
        await options.report({ type: 'finish-check', step: id, attempt, item, check, results });
      })
      .finally(() => working.delete(looking));
    working.add(looking);
  }

  function take(id: string, attempt: number, resumed: boolean): void {
    const step = findStep(options.state(), id);
    if (step === undefined || attemptOf(options.state(), step, attempt).outcome !== undefined) return;
    begin(step, attempt, resumed);
  }

  return {
    follow: (events) => {
      for (const { event } of events) {
        if (event.type === 'stop.requested') stops.get(`${event.step}/${event.attempt}`)?.abort();
        if (event.type === 'step.started') take(event.step, event.attempt, false);
        if (event.type === 'check.started') look(event, false);
        if (event.type === 'attempt.reattached') take(event.step, event.attempt, true);
      }
    },
    resume: () => {
      for (const step of runningSteps(options.state())) {
        const attempt = stepState(options.state(), step.id).attempts.at(-1);
        if (attempt !== undefined) take(step.id, attempt.number, true);
      }
      for (const event of checksUnderWay(options.state())) look(event, true);
    },
    links: () => [...links.values()],
    idle: async () => {
      await Promise.all(working);
    },
  };
}

/** Whatever was under way when our own code failed: nobody can tell how it ended. */
function unforeseen(error: unknown): AttemptEnd {
  return {
    outcome: 'unknown',
    detail: `gonogo failed: ${error instanceof Error ? error.message : String(error)}`,
  };
}
