import type { Executor } from '../execute/executor.ts';
import type { Journal } from '../journal/journal.ts';
import type { Plan } from '../plan/plan.ts';
import type { Command } from '../run/command.ts';
import { notYourRole } from './authority.ts';
import { startAutopilot } from './autopilot.ts';
import { type Clock, createWallClock, sleep } from './clock.ts';
import { createConductor } from './conductor.ts';
import type { LogBook } from './log-book.ts';
import { createNews } from './news.ts';
import { createOutputPump } from './output-pump.ts';
import { createRecorder } from './recorder.ts';
import { createReports } from './reports.ts';
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
  /** Recorded together with the opening, before anything is carried out. */
  readonly first?: readonly Command[];
  readonly wall?: Clock;
};

/** A run that is carried out here: live, or rehearsed with another executor and clock. Resumes where it was left. */
export async function openLive(options: LiveOptions): Promise<Session> {
  const { journal, run, clock, identity, logs, wall = createWallClock() } = options;
  const news = createNews();
  let closing = false;

  const events = await journal.read(run);
  const before = await journal.readOutput(run);
  for (const chunk of before) logs.append(chunk);
  const pump = createOutputPump({
    journal,
    run,
    logs,
    wall,
    before,
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
  const reports = createReports({
    offer: offerAll,
    closing: () => closing,
    pause: () => sleep(wall, retryMs),
  });
  const conductor = createConductor({
    run,
    executor: options.executor,
    clock,
    lastSign: Math.max(events.at(-1)?.at ?? 0, before.at(-1)?.at ?? 0),
    pump,
    state: recorder.state,
    history: recorder.history,
    report: reports.add,
    flush: insistOnOutput,
    onLinks: news.tell,
  });

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
  async function offerAll(commands: readonly Command[]): Promise<readonly SendResult[] | undefined> {
    try {
      const results = await recorder.recordAll(commands);
      news.trouble('events', undefined);
      return results.map((result) => (result.type === 'refused' ? result : { type: 'accepted' }));
    } catch (error) {
      news.trouble('events', error);
      return undefined;
    }
  }

  async function send(command: Command): Promise<SendResult> {
    if (closing) return left;
    const foreign = notYourRole(recorder.state(), command, identity);
    if (foreign !== undefined) return { type: 'refused', refusal: foreign };
    return (await offerAll([command]))?.[0] ?? refusal(news.message() ?? 'not recorded');
  }

  const { host, pid, sshConfig, first = [] } = options;
  await recorder.recordAll([{ type: 'open', by: identity.person, host, pid, sshConfig }, ...first]);
  conductor.resume();
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
    links: conductor.links,
    trouble: news.message,
    replay: undefined,
    close: async () => {
      closing = true;
      autopilot.stop();
      const failed = (error: unknown): void => news.trouble('events', error);
      await options.executor.close();
      const late = Promise.withResolvers<void>();
      const cancel = wall.after(patienceMs, late.resolve);
      await Promise.race([conductor.idle(), late.promise]);
      cancel();
      await pump.close().catch(() => undefined);
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
