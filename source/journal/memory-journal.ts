import { hostname } from 'node:os';
import { genesis } from './hash-chain.ts';
import type { HoldResult, Journal, StoredChunk, StoredEvent } from './journal.ts';
import { JournalError } from './journal-error.ts';
import { type MachineClock, machineClock } from './machine-clock.ts';
import { createMemoryOutput, type MemoryOutput } from './memory-output.ts';
import type { OutputPiece } from './output-reader.ts';
import { summarise } from './run-summary.ts';
import { sealEvents } from './seal-events.ts';

/** A journal that leaves no trace: for rehearsals that want none, and for tests. */
export function createMemoryJournal(options: { readonly clock?: MachineClock | undefined } = {}): Journal {
  const { clock = machineClock() } = options;
  const events = new Map<string, StoredEvent[]>();
  const output = new Map<string, MemoryOutput>();
  const holds = new Set<string>();
  let open = true;

  const guarded = async <Result>(work: () => Result): Promise<Result> => {
    if (open) return work();
    throw new JournalError({ code: 'io', file: 'memory', message: 'the journal in memory is closed' });
  };

  function outputOf(run: string): MemoryOutput {
    const found = output.get(run) ?? createMemoryOutput();
    output.set(run, found);
    return found;
  }

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
    appendOutput: (run, chunks) => guarded(() => outputOf(run).append(chunks)),
    walkOutput: async function* (run, { step, target } = {}) {
      const { reader, pieces } = await guarded(() => outputOf(run));
      for (const piece of [...pieces()]) {
        if (piece.step !== (step ?? piece.step) || piece.target !== (target ?? piece.target)) continue;
        yield chunkOf(piece, reader.bytes(piece));
      }
    },
    readOutput: (run) => outputOf(run).reader,
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

function chunkOf(piece: OutputPiece, bytes: Uint8Array): StoredChunk {
  const { step, attempt, action, target, stream, at, offset, length } = piece;
  return { step, attempt, action, target, stream, at, offset, length, bytes };
}
