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
import { createNews } from './news.ts';
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
  readonly sshConfig?: string | undefined;
  /** `plan`: starts the plan's `auto` steps; `all`: also does what people do. */
  readonly autopilot: 'plan' | 'all';
  readonly wall?: Clock;
};

/** A run that is carried out here: live, or rehearsed with another executor and clock. Resumes where it was left. */
export async function openLive(options: LiveOptions): Promise<Session> {
  const { journal, run, clock, identity, logs, wall = createWallClock() } = options;
  const news = createNews();
  let closing = false;

  const events = await journal.read(run);
  for (const chunk of await journal.readOutput(run)) logs.append(chunk);
  const pump = createOutputPump({
    journal,
    run,
    logs,
    wall,
    onState: (error) => news.trouble('output', error),
  });
  const recorder = createRecorder({
    journal,
    run,
    plan: options.plan,
    clock,
    events,
    onEvents: (fresh, own) => {
      if (own) conductor.follow(fresh);
      news.tell();
    },
  });
  const conductor = createConductor({
    run,
    executor: options.executor,
    clock,
    pump,
    state: recorder.state,
    report: insist,
    flush: insistOnOutput,
  });

  /** A report is what happened: it is offered to the journal until it is taken, or the session is closed. */
  async function insist(report: Report): Promise<SendResult> {
    for (;;) {
      // What is left in order begins nothing more; what ends is still recorded.
      if (closing && report.type === 'begin-action') return left;
      const result = await offer(report);
      if (result !== undefined) return result;
      if (closing) return left;
      await sleep(wall, retryMs);
    }
  }

  async function insistOnOutput(): Promise<void> {
    for (;;) {
      const written = await pump.flush().then(
        () => true,
        () => false,
      );
      if (written || closing) return;
      await sleep(wall, retryMs);
    }
  }

  /** Undefined: the journal failed. */
  async function offer(command: Command): Promise<SendResult | undefined> {
    try {
      const result = await recorder.record(command);
      news.trouble('events', undefined);
      return result.type === 'refused' ? result : { type: 'accepted' };
    } catch (error) {
      news.trouble('events', error);
      return undefined;
    }
  }

  async function send(command: Command): Promise<SendResult> {
    if (closing) return left;
    const foreign = notYourRole(recorder.state(), command, identity);
    if (foreign !== undefined) return { type: 'refused', refusal: foreign };
    return (await offer(command)) ?? refusal(news.message() ?? 'not recorded');
  }

  /** What nobody watches any more can't be known. */
  async function giveUpRunning(detail: string): Promise<void> {
    for (const step of runningSteps(recorder.state())) {
      const attempt = stepState(recorder.state(), step.id).attempts.length;
      await recorder.record({ type: 'finish-attempt', step: step.id, attempt, outcome: 'unknown', detail });
    }
  }

  await giveUpRunning('gonogo ended while this ran');
  const { host, pid, sshConfig } = options;
  await recorder.record({ type: 'open', by: identity.person, host, pid, sshConfig });
  const autopilot = startAutopilot({ mode: options.autopilot, state: recorder.state, send, clock, identity });
  news.subscribe(autopilot.wake);

  return {
    kind: options.kind,
    run,
    identity,
    clock,
    state: recorder.state,
    subscribe: news.subscribe,
    history: recorder.history,
    send,
    logs,
    trouble: news.message,
    replay: undefined,
    close: async () => {
      closing = true;
      autopilot.stop();
      const failed = (error: unknown): void => news.trouble('events', error);
      await options.executor.close();
      await Promise.race([conductor.idle(), sleep(wall, patienceMs)]);
      await pump.close().catch(() => undefined);
      await giveUpRunning('left while it ran').catch(failed);
      await recorder.record({ type: 'close', by: identity.person }).catch(failed);
    },
  };
}

const left = refusal('the session is being left');

function refusal(message: string): SendResult {
  return { type: 'refused', refusal: { code: 'not-now', message, missing: [] } };
}

const retryMs = 1000;
/** How long the end of what was cut off is waited for. */
const patienceMs = 3000;
