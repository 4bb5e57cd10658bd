import type { RunEvent } from './event.ts';
import type { OutputDigest } from './facts.ts';
import { checkAction } from './item-check.ts';

/** A digest, and whose output it vouches for. */
export type PlacedDigest = {
  readonly step: string;
  readonly attempt: number;
  readonly action: number;
  readonly target: string;
  readonly output: OutputDigest;
};

/** The digests of output that an event holds. */
export function digestsIn(event: RunEvent): readonly PlacedDigest[] {
  if (event.type === 'target.finished') {
    const { step, attempt, action, target, output, aside } = event;
    const place = { step, attempt, action };
    return [
      ...(output === undefined ? [] : [{ ...place, target, output }]),
      ...(aside === undefined ? [] : [{ ...place, ...aside }]),
    ];
  }
  if (event.type !== 'check.finished') return [];
  const { step, attempt, item, check } = event;
  const action = checkAction(item, check);
  return event.results.flatMap(({ target, output }) =>
    output === undefined ? [] : [{ step, attempt, action, target, output }],
  );
}
