import type { Executor } from '../execute/executor.ts';
import type { Journal } from '../journal/journal.ts';
import { type MachineReading, readMachine } from '../journal/machine-clock.ts';
import type { Plan } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import type { Command } from '../run/command.ts';
import { notYourRole } from './authority.ts';
import { startAutopilot } from './autopilot.ts';
import { createCheckpoints, type Sign } from './checkpoints.ts';
import { type Clock, createWallClock, sleep } from './clock.ts';
import { jumpWords, watchClocks } from './clock-watch.ts';
import { createConductor } from './conductor.ts';
import { createLogBook } from './log-book.ts';
import { createNews } from './news.ts';
import { createOutage } from './outage.ts';
import { createOutputPump } from './output-pump.ts';
import type { People } from './person.ts';
import { createRecorder } from './recorder.ts';
import { createReports } from './reports.ts';
import type { Identity, SendResult, Session } from './session.ts';
import { shownOutput } from './shown-output.ts';
import { createTakenOutput } from './taken-output.ts';

export type LiveOptions = {
  readonly kind: 'live' | 'rehearsal';
  readonly journal: Journal;
  readonly run: string;
  /** Parsed from the text that the journal holds. */
  readonly plan: Plan;
  readonly executor: Executor;
  readonly identity: Identity;
  readonly clock: Clock;
  readonly host: string;
  readonly pid: number;
  readonly sshConfig?: string | undefined;
  readonly usuals?: Usuals | undefined;
  /** `plan`: starts the plan's `auto` steps; `all`: also does what people do. */
  readonly autopilot: 'plan' | 'all';
  /** How somebody who plays everybody does; at once and well where it is missing. */
  readonly people?: People | undefined;
  /** Names of the secrets that a text holds: what a person types goes into the record as it is. */
  readonly secretsIn?: ((text: string) => readonly string[]) | undefined;
  /** Vouches for the record at decisions, at D and at the end. */
  readonly sign?: Sign | undefined;
  /** Recorded together with the opening, before anything is carried out. */
  readonly first?: readonly Command[];
  readonly wall?: Clock;
  /** This machine's clocks; a rehearsal doesn't look at them. */
  readonly machine?: () => MachineReading;
};

/** A run that is carried out here: live, or rehearsed with another executor and clock. Resumes where it was left. */
export async function openLive(options: LiveOptions): Promise<Session> {
  const { journal, run, clock, identity, wall = createWallClock() } = options;
  const news = createNews();
  let closing = false;

  const events = await journal.read(run);
  const reader = journal.readOutput(run);
  const taken = createTakenOutput(reader);
  const lastOutput = reader.atOrBefore({})?.at;
  const shown = shownOutput(reader);
  const logs = createLogBook({
    reader: shown.reader,
    taken: { attemptKey: shown.guarded(taken.attemptKey) },
  });
  const pump = createOutputPump({
    journal,
    run,
    logs,
    taken,
    wall,
    onState: (error) => {
      news.trouble('output', error);
      if (error === undefined) outage.worked();
      else outage.failed(error);
    },
  });
  const recorder = createRecorder({
    journal,
    run,
    plan: options.plan,
    clock,
    events,
    onEvents: (fresh, own) => {
      if (own) {
        conductor.follow(fresh);
        checkpoints.follow(fresh);
      }
      news.tell();
    },
  });
  const checkpoints = createCheckpoints({
    sign: options.sign,
    by: identity.person,
    state: recorder.state,
    record: (report) => reports.add(report),
  });
  const pause = () => sleep(wall, retryMs);
  const reports = createReports({ offer: offerAll, closing: () => closing, pause });
  const outage = createOutage({
    now: clock.now,
    zone: options.plan.window.zone,
    pause,
    closing: () => closing,
    outputWaits: () => !news.works('output'),
    note: async (text) => {
      if ((await offerAll([{ type: 'note', text, by: 'gonogo' }])) === undefined) return false;
      // Also where it was refused: a run that has ended takes no notes.
      works();
      return true;
    },
  });
  const conductor = createConductor({
    run,
    executor: options.executor,
    clock,
    lastSign: Math.max(events.at(-1)?.at ?? 0, lastOutput ?? 0),
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
      await pause();
    }
  }

  /** Undefined: the journal failed. */
  async function offerAll(commands: readonly Command[]): Promise<readonly SendResult[] | undefined> {
    try {
      const results = await recorder.recordAll(commands);
      if (results.some(({ type }) => type === 'recorded')) works();
      return results.map((result) => (result.type === 'refused' ? result : { type: 'accepted' }));
    } catch (error) {
      outage.failed(error);
      news.trouble('events', error);
      return undefined;
    }
  }

  function works(): void {
    news.trouble('events', undefined);
    outage.worked();
  }

  async function send(command: Command): Promise<SendResult> {
    if (closing) return left;
    // What would begin writes more, and that has nowhere to go.
    if (command.type === 'start' && !news.works('output')) return refusal(trouble() ?? 'not recorded');
    const [secret] = options.secretsIn?.(JSON.stringify(command)) ?? [];
    if (secret !== undefined) return refusal(`this holds the secret ${secret}: leave it out`);
    const foreign = notYourRole(recorder.state(), command, identity);
    if (foreign !== undefined) return { type: 'refused', refusal: foreign };
    return (await offerAll([command]))?.[0] ?? refusal(news.message() ?? 'not recorded');
  }

  /** Nothing starts whose start, or whose output, can't be recorded. */
  function trouble(): string | undefined {
    const holds = !closing && !(news.works('events') && news.works('output'));
    return holds ? `nothing starts, ${news.message()}` : (news.message() ?? shown.trouble());
  }

  const { host, pid, sshConfig, first = [] } = options;
  await recorder.recordAll([{ type: 'open', by: identity.person, host, pid, sshConfig }, ...first]);
  conductor.resume();
  const { autopilot: mode, people, usuals } = options;
  const autopilot = startAutopilot({ mode, people, usuals, state: recorder.state, send, clock, identity });
  news.subscribe(autopilot.wake);
  const unwatch =
    options.kind === 'live'
      ? watchClocks({
          read: options.machine ?? readMachine,
          wall,
          onJump: (jump) => {
            const text = jumpWords(jump, recorder.state().schedule.zone);
            void send({ type: 'note', text, by: 'gonogo' });
          },
        })
      : () => undefined;

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
    trouble,
    usuals: options.usuals,
    replay: undefined,
    close: async () => {
      closing = true;
      autopilot.stop();
      unwatch();
      const failed = (error: unknown): void => news.trouble('events', error);
      await options.executor.close();
      const late = Promise.withResolvers<void>();
      const cancel = wall.after(patienceMs, late.resolve);
      await Promise.race([conductor.idle(), late.promise]);
      cancel();
      await pump.close().catch(() => undefined);
      await checkpoints.idle();
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
