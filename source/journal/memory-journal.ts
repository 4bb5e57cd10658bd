import { hostname } from 'node:os';
import { genesis } from './hash-chain.ts';
import type { HoldResult, Journal, OutputChunk, OutputQuery, StoredEvent } from './journal.ts';
import { JournalError } from './journal-error.ts';
import { type MachineClock, machineClock } from './machine-clock.ts';
import { summarise } from './run-summary.ts';
import { sealEvents } from './seal-events.ts';

/** A journal that leaves no trace: for rehearsals that want none, and for tests. */
export function createMemoryJournal(options: { readonly clock?: MachineClock | undefined } = {}): Journal {
  const { clock = machineClock() } = options;
  const events = new Map<string, StoredEvent[]>();
  const output = new Map<string, OutputChunk[]>();
  const holds = new Set<string>();
  let open = true;

  const guarded = async <Result>(work: () => Result): Promise<Result> => {
    if (open) return work();
    throw new JournalError({ code: 'io', file: 'memory', message: 'the journal in memory is closed' });
  };

  function take(run: string): HoldResult {
    if (holds.has(run)) return { type: 'taken', pid: process.pid, host: hostname() };
    holds.add(run);
    let held = true;
    const release = async () => {
      if (held) holds.delete(run);
      held = false;
    };
    return { type: 'held', release };
  }

  return {
    append: (run, expected, added) =>
      guarded(() => {
        const before = events.get(run) ?? [];
        if (before.length !== expected) return { type: 'conflict', version: before.length };
        const head = { seq: before.length, hash: before.at(-1)?.hash ?? genesis };
        const sealed = sealEvents({ run, head, events: added, time: clock() });
        before.push(...sealed);
        if (sealed.length > 0) events.set(run, before);
        return { type: 'appended', events: sealed };
      }),
    read: (run, after = 0) => guarded(() => (events.get(run) ?? []).slice(after)),
    runs: () =>
      guarded(() =>
        [...events.values()]
          .reverse()
          .map(summaryOf)
          .filter((summary) => summary !== undefined),
      ),
    appendOutput: (run, chunks) =>
      guarded(() => {
        const copies = chunks.map((chunk) => ({ ...chunk, bytes: Uint8Array.from(chunk.bytes) }));
        const stored = output.get(run) ?? [];
        stored.push(...copies);
        output.set(run, stored);
      }),
    readOutput: (run, query = {}) =>
      guarded(() => (output.get(run) ?? []).filter((chunk) => isAsked(chunk, query))),
    walkOutput: async function* (run, query = {}) {
      const ends = new Map<string, number>();
      for (const chunk of await guarded(() => [...(output.get(run) ?? [])])) {
        const { step, attempt, action, target, stream } = chunk;
        const key = JSON.stringify([step, attempt, action, target, stream]);
        const offset = ends.get(key) ?? 0;
        ends.set(key, offset + chunk.bytes.length);
        if (isAsked(chunk, query)) yield { ...chunk, offset };
      }
    },
    hold: (run) => guarded(() => take(run)),
    close: async () => {
      open = false;
    },
  };
}

function summaryOf(stored: readonly StoredEvent[]) {
  const first = stored[0];
  if (first === undefined) return undefined;
  return summarise({
    first,
    end: stored.find(({ event }) => event.type === 'run.ended'),
    version: stored.length,
  });
}

function isAsked(chunk: OutputChunk, query: OutputQuery): boolean {
  const { step = chunk.step, target = chunk.target } = query;
  return chunk.step === step && chunk.target === target;
}
