import { hashEvent } from './hash-chain.ts';
import type { NewEvent, StoredEvent } from './journal.ts';
import type { MachineTime } from './machine-clock.ts';
import { storable } from './stored-event.ts';

/** Gives new events their seq, times and hashes, following on from the run's last event. */
export function sealEvents(order: {
  readonly run: string;
  readonly head: { readonly seq: number; readonly hash: string };
  readonly events: readonly NewEvent[];
  readonly time: MachineTime;
}): readonly StoredEvent[] {
  const { run, time } = order;
  const sealed: StoredEvent[] = [];
  let { seq, hash: prev } = order.head;
  for (const { at, event } of order.events) {
    seq += 1;
    const unsealed = { run, seq, at, ...time, prev, event: storable(event) };
    const hash = hashEvent(unsealed);
    sealed.push({ ...unsealed, hash });
    prev = hash;
  }
  return sealed;
}
