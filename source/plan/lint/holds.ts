import type { Finding } from '../problem-list.ts';
import type { Look } from './look.ts';

/** A hold that runs something: what takes its time can't absorb anybody's slip. */
export function findHolds({ steps, places }: Look): readonly Finding[] {
  return steps
    .filter(({ hold, actions }) => hold && actions.length > 0)
    .map((step) => ({
      ...(places.attribute(step, 'hold') ?? places.title(step)),
      message: 'this hold has something to run: only waiting can absorb slip',
      mend: 'put what it runs into a step of its own, and leave the hold empty',
    }));
}
