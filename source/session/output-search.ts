import type { OutputChunk } from '../journal/journal.ts';
import type { OutputReader } from '../journal/output-reader.ts';
import { logPattern } from './log-pattern.ts';
import { createSanitiser, type Sanitiser } from './sanitise.ts';
import { withoutStyles } from './terminal-text.ts';

/** A search over all that a run has written, done bit by bit. */
export type OutputSearch = {
  /** So far, in the order in which they were written. */
  readonly hits: () => readonly OutputHit[];
  /** `slow`: the pattern takes too long. `full`: there are more than anybody looks at. */
  readonly status: () => 'busy' | 'done' | 'slow' | 'full';
  /** How much of it was looked at, 0 to 100. */
  readonly percent: () => number;
  /** Looks at a bounded part of what is left. */
  readonly advance: () => Promise<void>;
};

/** A line that was looked for. */
export type OutputHit = {
  /** When all of it was there: epoch milliseconds. */
  readonly at: number;
  readonly step: string;
  readonly attempt: number;
  readonly target: string;
  /** Without styles. */
  readonly text: string;
};

export function searchOutput(output: OutputReader, wanted: string): OutputSearch {
  const pattern = logPattern(wanted);
  const hits: OutputHit[] = [];
  /** Of each target of a step, what its last action wrote. */
  const places = new Map<string, Streams>();
  let status: ReturnType<OutputSearch['status']> = 'busy';
  let next = output.atOrAfter({}, 0);
  const first = next?.id ?? 0;
  const pieces = Math.max(1, (output.atOrBefore({})?.id ?? first) - first);

  function keep(found: readonly OutputHit[]): void {
    const has = pattern.test(found.map(({ text }) => text));
    if (has === undefined) status = 'slow';
    hits.push(...found.filter((_, index) => has?.[index] === true));
  }

  function write(chunk: OutputChunk): readonly OutputHit[] {
    const { step, attempt, action, target, stream: name } = chunk;
    const key = JSON.stringify([step, target]);
    const known = places.get(key);
    const goesOn = known?.attempt === attempt && known.action === action;
    const streams: Streams = goesOn ? known : { attempt, action, open: new Map() };
    places.set(key, streams);
    const stream = streams.open.get(name) ?? { sanitiser: createSanitiser(), last: chunk };
    stream.last = chunk;
    streams.open.set(name, stream);
    const before = goesOn ? [] : close(known);
    return [...before, ...stream.sanitiser.write(chunk.bytes).map((line) => hitOf(chunk, line))];
  }

  return {
    hits: () => hits,
    status: () => status,
    percent: () => (next === undefined ? 100 : Math.min(100, Math.floor((100 * (next.id - first)) / pieces))),
    advance: async () => {
      if (status !== 'busy') return;
      let room = mostBytes;
      const found: OutputHit[] = [];
      while (next !== undefined && room > 0) {
        for (const hit of write({ ...next, bytes: output.bytes(next) })) found.push(hit);
        room -= next.length + chunkCost;
        next = output.atOrAfter({}, next.id + 1);
      }
      const finished = next === undefined;
      keep(finished ? [...found, ...[...places.values()].flatMap(close)] : found);
      if (status === 'busy' && finished) status = 'done';
      if (status === 'busy' && hits.length >= mostHits) status = 'full';
    },
  };
}

type Stream = { readonly sanitiser: Sanitiser; last: OutputChunk };

type Streams = Pick<OutputChunk, 'attempt' | 'action'> & {
  readonly open: Map<OutputChunk['stream'], Stream>;
};

/** What was never finished by an end of line; the attempt or action after it begins anew. */
function close(streams: Streams | undefined): readonly OutputHit[] {
  return [...(streams?.open.values() ?? [])].flatMap(({ sanitiser, last }) =>
    sanitiser.end().map((line) => hitOf(last, line)),
  );
}

function hitOf({ at, step, attempt, target }: OutputChunk, line: string): OutputHit {
  return { at, step, attempt, target, text: withoutStyles(line) };
}

const mostHits = 10_000;
const mostBytes = 1_000_000;
/** Many small ones take longer than a large one. */
const chunkCost = 500;
