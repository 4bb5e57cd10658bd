import type { Plan } from '../../source/plan/plan.ts';
import type { Command } from '../../source/run/command.ts';
import { decide } from '../../source/run/decide.ts';
import type { Recorded, RunEvent } from '../../source/run/event.ts';
import { createState, reduce } from '../../source/run/reduce.ts';
import { notYourRole } from '../../source/session/authority.ts';
import { type Clock, createManualClock } from '../../source/session/clock.ts';
import { createLogBook, type GrowingLog } from '../../source/session/log-book.ts';
import type {
  BrokenLink,
  Identity,
  ReplayControls,
  SendResult,
  Session,
} from '../../source/session/session.ts';

export type FakeSession = Session & {
  readonly logs: GrowingLog;
  /** Every command sent, accepted or not. */
  readonly sent: readonly Command[];
  /** Records as the conductor would. */
  readonly record: (...events: readonly RunEvent[]) => void;
  /** One line of output for each text. */
  readonly print: (step: string, target: string, ...lines: readonly string[]) => void;
  readonly setLinks: (links: readonly BrokenLink[]) => void;
  readonly setTrouble: (trouble: string | undefined) => void;
};

export type FakeOptions = {
  readonly plan: Plan;
  readonly clock?: Clock;
  readonly identity?: Identity;
  readonly kind?: Session['kind'];
  readonly replay?: ReplayControls;
  readonly run?: string;
};

/** A session in memory: the real decide and reduce, and nothing that runs. */
export function createFakeSession(options: FakeOptions): FakeSession {
  const { plan, run = '7K2F', kind = 'live' } = options;
  const clock = options.clock ?? createManualClock(plan.window.start);
  const identity = options.identity ?? { person: 'Thomas', roles: plan.roles.map(({ id }) => id) };
  const listeners = new Set<() => void>();
  const logs = createLogBook();
  const history: Recorded[] = [{ seq: 1, at: clock.now(), event: created(plan) }];
  const sent: Command[] = [];
  let state = createState(plan, history[0] as Recorded);
  let trouble: string | undefined;
  let links: readonly BrokenLink[] = [];

  const notify = (): void => {
    for (const listener of listeners) listener();
  };
  function record(...events: readonly RunEvent[]): void {
    for (const event of events) {
      const recorded = { seq: state.version + 1, at: clock.now(), event };
      history.push(recorded);
      state = reduce(state, recorded);
    }
    notify();
  }
  async function send(command: Command): Promise<SendResult> {
    sent.push(command);
    const refusal = notYourRole(state, command, identity);
    if (refusal !== undefined) return { type: 'refused', refusal };
    const decision = decide(state, command, clock.now());
    if (decision.type === 'refused') return decision;
    record(...decision.events);
    return { type: 'accepted' };
  }
  return {
    kind,
    run,
    identity,
    clock,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    history: () => history,
    send,
    logs,
    links: () => links,
    trouble: () => trouble,
    replay: options.replay,
    close: async () => undefined,
    sent,
    record,
    print: (step, target, ...lines) => {
      const bytes = new TextEncoder().encode(`${lines.join('\n')}\n`);
      const attempt = state.steps[step]?.attempts.length ?? 1;
      logs.append({ step, target, attempt, action: 0, stream: 'stdout', at: clock.now(), bytes });
    },
    setLinks: (next) => {
      links = next;
      notify();
    },
    setTrouble: (next) => {
      trouble = next;
      notify();
    },
  };
}

function created(plan: Plan): RunEvent {
  return {
    type: 'run.created',
    mode: 'live',
    planFile: plan.file,
    planText: '',
    planSha256: '',
    schedule: plan.window,
    seed: undefined,
    tool: { version: '0.0.0', node: process.version },
    host: 'localhost',
    by: 'Thomas',
  };
}
