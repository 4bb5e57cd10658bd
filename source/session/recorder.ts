import type { Journal, StoredEvent } from '../journal/journal.ts';
import type { Plan } from '../plan/plan.ts';
import type { Command, Decision, Refusal } from '../run/command.ts';
import { decide } from '../run/decide.ts';
import type { Recorded } from '../run/event.ts';
import { reduce, stateAfter } from '../run/reduce.ts';
import type { RunState } from '../run/state.ts';
import type { Clock } from './clock.ts';

/** Turns commands into recorded events, one at a time, and keeps the state that follows from them. */
export type Recorder = {
  readonly state: () => RunState;
  readonly history: () => readonly Recorded[];
  /** Resolves once the events are durable. Rejects when the journal fails. */
  readonly record: (command: Command) => Promise<RecordResult>;
  /** The same for many in order, each decided on what those before it led to, in one durable append. */
  readonly recordAll: (commands: readonly Command[]) => Promise<readonly RecordResult[]>;
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
  readonly onEvents: (events: readonly StoredEvent[], own: boolean) => void;
};

export function createRecorder(options: RecorderOptions): Recorder {
  const { journal, run, clock } = options;
  const history: Recorded[] = [];
  let state = stateAfter(options.plan, options.events);
  history.push(...options.events);
  let queue: Promise<unknown> = Promise.resolve();

  function take(events: readonly StoredEvent[], own: boolean): void {
    state = events.reduce<RunState>(reduce, state);
    history.push(...events);
    options.onEvents(events, own);
  }

  async function attempt(commands: readonly Command[]): Promise<readonly RecordResult[]> {
    for (let tries = 0; tries < maxTries; tries += 1) {
      const now = clock.now();
      const decisions = decideAll(state, commands, now);
      const fresh = decisions.flatMap((each) => (each.type === 'accepted' ? each.events : []));
      if (fresh.length === 0) return resultsOf(decisions, []);
      const result = await journal.append(
        run,
        state.version,
        fresh.map((event) => ({ at: now, event })),
      );
      if (result.type === 'appended') {
        take(result.events, true);
        return resultsOf(decisions, result.events);
      }
      take(await journal.read(run, state.version), false);
    }
    throw new Error(`run ${run}: others kept writing first, ${maxTries} times`);
  }

  function recordAll(commands: readonly Command[]): Promise<readonly RecordResult[]> {
    const results = queue.then(() => attempt(commands));
    queue = results.catch(() => undefined);
    return results;
  }

  return {
    state: () => state,
    history: () => history,
    recordAll,
    record: async (command) => {
      const [result] = await recordAll([command]);
      if (result === undefined) throw new Error('a command without a result');
      return result;
    },
  };
}

function decideAll(state: RunState, commands: readonly Command[], now: number): readonly Decision[] {
  let folded = state;
  return commands.map((command, index) => {
    const decision = decide(folded, command, now);
    // Folding costs, and the last one's result is not looked at.
    if (decision.type === 'accepted' && index < commands.length - 1) {
      for (const event of decision.events)
        folded = reduce(folded, { seq: folded.version + 1, at: now, event });
    }
    return decision;
  });
}

function resultsOf(decisions: readonly Decision[], events: readonly Recorded[]): readonly RecordResult[] {
  let from = 0;
  return decisions.map((decision) => {
    if (decision.type === 'refused') return decision;
    const own = events.slice(from, from + decision.events.length);
    from += own.length;
    return { type: 'recorded', events: own };
  });
}

const maxTries = 20;
