import type { Journal, StoredEvent } from '../journal/journal.ts';
import type { Plan } from '../plan/plan.ts';
import type { Command, Refusal } from '../run/command.ts';
import { decide } from '../run/decide.ts';
import type { Recorded } from '../run/event.ts';
import { createState, reduce } from '../run/reduce.ts';
import type { RunState } from '../run/state.ts';
import type { Clock } from './clock.ts';

/** Turns commands into recorded events, one at a time, and keeps the state that follows from them. */
export type Recorder = {
  readonly state: () => RunState;
  readonly history: () => readonly Recorded[];
  /** Resolves once the events are durable. Rejects when the journal fails. */
  readonly record: (command: Command) => Promise<RecordResult>;
};

export type RecordResult =
  | { readonly type: 'recorded'; readonly events: readonly Recorded[] }
  | { readonly type: 'refused'; readonly refusal: Refusal };

export type RecorderOptions = {
  readonly journal: Journal;
  readonly run: string;
  readonly plan: Plan;
  readonly clock: Clock;
  /** All events of the run so far. */
  readonly events: readonly StoredEvent[];
  /** Called with new events, in order, after they were folded; `own` when this session decided them. */
  readonly onEvents: (events: readonly Recorded[], own: boolean) => void;
};

export function createRecorder(options: RecorderOptions): Recorder {
  const { journal, run, clock } = options;
  const history: Recorded[] = [];
  let state = begin(options.plan, options.events);
  history.push(...options.events);
  let queue: Promise<unknown> = Promise.resolve();

  function take(events: readonly StoredEvent[], own: boolean): void {
    state = events.reduce<RunState>(reduce, state);
    history.push(...events);
    options.onEvents(events, own);
  }

  async function attempt(command: Command): Promise<RecordResult> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const now = clock.now();
      const decision = decide(state, command, now);
      if (decision.type === 'refused') return decision;
      const fresh = decision.events.map((event) => ({ at: now, event }));
      const result = await journal.append(run, state.version, fresh);
      if (result.type === 'appended') {
        take(result.events, true);
        return { type: 'recorded', events: result.events };
      }
      take(await journal.read(run, state.version), false);
    }
    throw new Error(`run ${run}: others kept writing first, ${maxTries} times`);
  }

  return {
    state: () => state,
    history: () => history,
    record: (command) => {
      const result = queue.then(() => attempt(command));
      queue = result.catch(() => undefined);
      return result;
    },
  };
}

const maxTries = 20;

function begin(plan: Plan, events: readonly StoredEvent[]): RunState {
  const [first, ...rest] = events;
  if (first === undefined) throw new Error('a run without events');
  return rest.reduce<RunState>(reduce, createState(plan, first));
}
