import { stepsOf } from '../plan/plan.ts';
import type { Sample } from './lengths.ts';
import type { RunState } from './state.ts';
import { stepState } from './timing.ts';

/**
 * How long each step of a run took: from the start of the attempt that ended well until the step was done. Left out is
 * what tells nothing of the step's work: what was done by hand, skipped, settled by a person who looked later, or tried
 * again in part; built-in holds; and in a rehearsal what people do, as they only click there.
 */
export function samplesOf(state: RunState): readonly Sample[] {
  const rehearsed = state.mode === 'rehearsal';
  return stepsOf(state.plan).flatMap((step) => {
    const { status, settledAt, attempts } = stepState(state, step.id);
    const attempt = attempts.at(-1);
    if (status !== 'done' || settledAt === undefined || attempt === undefined) return [];
    if (attempt.byHand || attempt.settled !== undefined) return [];
    if (attempt.from > 0 || attempt.only !== undefined) return [];
    if (step.actions.length === 0 && (step.hold || rehearsed)) return [];
    const ms = settledAt - attempt.startedAt;
    // The clock may have been set back meanwhile.
    if (ms < 0) return [];
    return [{ id: step.id, title: step.title, ms, source: rehearsed ? 'rehearsal' : 'run' }];
  });
}
