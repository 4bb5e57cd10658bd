import { checkpointText } from '../journal/checkpoint.ts';
import type { StoredEvent } from '../journal/journal.ts';
import type { Report } from '../run/command.ts';
import { findStep } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { openVotes } from '../run/status.ts';
import { stepState } from '../run/timing.ts';

/** Signs a text with the operator's key; undefined: there is none, or it was not given. May reject. */
export type Sign = (
  text: string,
) => Promise<{ readonly key: string; readonly signature: string } | undefined>;

/** Has the record signed where it matters, behind everything else: nothing waits for it but the end. */
export type Checkpoints = {
  /** Given every event that this session recorded, after it was folded. */
  readonly follow: (events: readonly StoredEvent[]) => void;
  /** Resolves once no signature is under way. */
  readonly idle: () => Promise<void>;
};

export type CheckpointsOptions = {
  readonly sign: Sign | undefined;
  readonly by: string;
  readonly state: () => RunState;
  readonly record: (report: Extract<Report, { readonly type: 'sign' }>) => Promise<unknown>;
};

export function createCheckpoints({ sign, by, state, record }: CheckpointsOptions): Checkpoints {
  let underWay: Promise<unknown> = Promise.resolve();

  async function signed({ run, seq, hash }: StoredEvent): Promise<void> {
    const signature = await sign?.(checkpointText({ run, seq, hash }));
    if (signature !== undefined) await record({ type: 'sign', seq, hash, ...signature, by });
  }

  return {
    follow: (events) => {
      const last = events.at(-1);
      if (sign === undefined || last === undefined) return;
      if (!events.some(({ event }) => isOccasion(event, state()))) return;
      // Without a signature the run goes on as well: whoever verifies it is told.
      underWay = underWay.then(() => signed(last)).catch(() => undefined);
    },
    idle: async () => {
      await underWay;
    },
  };
}

/** A decision, D and the end. */
function isOccasion(event: StoredEvent['event'], state: RunState): boolean {
  switch (event.type) {
    case 'vote.cast':
      return event.verdict === 'no-go' || isDecided(state, event.step);
    case 'fallback.called':
    case 'run.ended':
      return true;
    default:
      return false;
  }
}

function isDecided(state: RunState, id: string): boolean {
  const step = findStep(state, id);
  return step !== undefined && openVotes(step, stepState(state, id)).length === 0;
}
