import type { Executor } from '../execute/executor.ts';
import type { Journal } from '../journal/journal.ts';
import type { Plan } from '../plan/plan.ts';
import type { Command, Report } from '../run/command.ts';
import { runningSteps } from '../run/select.ts';
import { stepState } from '../run/timing.ts';
import { notYourRole } from './authority.ts';
import { startAutopilot } from './autopilot.ts';
import { type Clock, createWallClock, sleep } from './clock.ts';
import { createConductor } from './conductor.ts';
import type { LogBook } from './log-book.ts';
import { createOutputPump } from './output-pump.ts';
import { createRecorder } from './recorder.ts';
import type { Identity, SendResult, Session } from './session.ts';

export type LiveOptions = {
  readonly kind: 'live' | 'rehearsal';
  readonly journal: Journal;
  readonly run: string;
  /** Parsed from the text that the journal holds. */
  readonly plan: Plan;
  readonly executor: Executor;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly logs: LogBook;
  readonly host: string;
  readonly pid: number;
  /** `plan`: starts the plan's `auto` steps; `all`: also does what people do. */
  readonly autopilot: 'plan' | 'all';
  readonly wall?: Clock;
};

/** A run that is carried out here: live, or rehearsed with another executor and clock. Resumes where it was left. */
export async function openLive(options: LiveOptions): Promise<Session> {
  const { journal, run, clock, identity, logs, wall = createWallClock() } = options;
  const listeners = new Set<() => void>();
  let trouble: string | undefined;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const setTrouble = (error: unknown): void => {
    const text = error === undefined ? undefined : `Not recorded: ${messageOf(error)}`;
    if (text === trouble) return;
    trouble = text;
    changed();
  };

  const events = await journal.read(run);
  for (const chunk of await journal.readOutput(run)) logs.append(chunk);
  const pump = createOutputPump({ journal, run, logs, wall, onTrouble: setTrouble });
  const recorder = createRecorder({
    journal,
    run,
    plan: options.plan,
    clock,
    events,
    onEvents: (fresh) => {
      conductor.follow(fresh);
      changed();
    },
  });
  const conductor = createConductor({
    run,
    executor: options.executor,
    clock,
    pump,
    state: recorder.state,
    report: (report) => insist(report),
  });

  /** A report is what happened: it is offered to the journal until it is taken. */
  async function insist(report: Report): Promise<void> {
    for (;;) {
      try {
        await recorder.record(report);
        setTrouble(undefined);
        return;
      } catch (error) {
        setTrouble(error);
        await sleep(wall, retryMs);
      }
    }
  }

  async function send(command: Command): Promise<SendResult> {
    const foreign = notYourRole(recorder.state(), command, identity);
    if (foreign !== undefined) return { type: 'refused', refusal: foreign };
    try {
      const result = await recorder.record(command);
      if (result.type === 'refused') return result;
      setTrouble(undefined);
      return { type: 'accepted' };
    } catch (error) {
      setTrouble(error);
      return {
        type: 'refused',
        refusal: { code: 'not-now', message: `not recorded: ${messageOf(error)}`, missing: [] },
      };
    }
  }

  /** What nobody watches any more can't be known. */
  async function giveUpRunning(detail: string): Promise<void> {
    for (const step of runningSteps(recorder.state())) {
      const attempt = stepState(recorder.state(), step.id).attempts.length;
      await recorder.record({ type: 'finish-attempt', step: step.id, attempt, outcome: 'unknown', detail });
    }
  }

  await giveUpRunning('gonogo ended while this ran');
  await recorder.record({ type: 'open', by: identity.person, host: options.host, pid: options.pid });
  const autopilot = startAutopilot({ mode: options.autopilot, state: recorder.state, send, clock, identity });
  listeners.add(autopilot.wake);

  return {
    kind: options.kind,
    run,
    identity,
    clock,
    state: recorder.state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    history: recorder.history,
    send,
    logs,
    trouble: () => trouble,
    replay: undefined,
    close: async () => {
      autopilot.stop();
      await pump.flush().catch(setTrouble);
      await giveUpRunning('left while it ran').catch(setTrouble);
      await recorder.record({ type: 'close', by: identity.person }).catch(setTrouble);
      await options.executor.close();
      await pump.close().catch(setTrouble);
    },
  };
}

const retryMs = 1000;

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
