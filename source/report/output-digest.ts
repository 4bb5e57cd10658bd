import { looksWrong } from '../session/error-lines.ts';
import type { LogChunk } from '../session/log-book.ts';
import { createLogDigest, type LogDigest } from '../session/log-digest.ts';
import { createSanitiser, type Sanitiser } from '../session/sanitise.ts';
import { withoutStyles } from '../session/terminal-text.ts';

/** What a report keeps of what one step wrote; targets that wrote the same stand together. */
export type OutputExcerpt = {
  readonly step: string;
  readonly attempt: number;
  readonly targets: readonly string[];
  /** Of each target. */
  readonly lines: number;
  readonly bytes: number;
  /** The first and the last lines and what looks like errors, in order; where numbers leap something is left out. */
  readonly shown: readonly ExcerptLine[];
  /** From the first line on, as many as there is room for; empty where all is shown already. */
  readonly rest: readonly ExcerptLine[];
};

export type ExcerptLine = {
  /** From 1. */
  readonly number: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly stream: 'stdout' | 'stderr';
  /** Sanitised, without colours. */
  readonly text: string;
};

export type OutputDigest = {
  readonly add: (chunk: LogChunk) => void;
  readonly end: () => readonly OutputExcerpt[];
};

/** Lines there is room for: of each excerpt, and in a whole report. */
export type OutputRoom = {
  readonly ends?: number;
  readonly errors?: number;
  readonly rest?: number;
  readonly shownInAll?: number;
  readonly restInAll?: number;
};

const usual = { ends: 12, errors: 16, rest: 400, shownInAll: 20_000, restInAll: 10_000 };

/** Memory stays bounded, however much is written. All chunks of a step come before those of the next. */
export function createOutputDigest(given: OutputRoom = {}): OutputDigest {
  const room = { ...usual, ...given };
  const left = { shown: room.shownInAll, rest: room.restInAll };
  const done: OutputExcerpt[] = [];
  const writers = new Map<string, Writer>();
  let step: string | undefined;

  function finishStep(): void {
    const alike = Map.groupBy(writers.values(), (writer) => writer.key());
    for (const [first, ...others] of alike.values()) {
      if (first === undefined) continue;
      const excerpt = first.excerpt([first, ...others].map(({ target }) => target));
      // The end of it tells more than its beginning.
      const shown = excerpt.shown.slice(Math.max(0, excerpt.shown.length - left.shown));
      const rest = excerpt.rest.length <= left.rest ? excerpt.rest : [];
      left.shown -= shown.length;
      left.rest -= rest.length;
      done.push({ ...excerpt, shown, rest });
    }
    writers.clear();
  }

  return {
    add: (chunk) => {
      if (chunk.step !== step) finishStep();
      step = chunk.step;
      const key = JSON.stringify([chunk.attempt, chunk.target]);
      const writer = writers.get(key) ?? createWriter(chunk, room);
      writers.set(key, writer);
      writer.add(chunk);
    },
    end: () => {
      finishStep();
      return done;
    },
  };
}

type Writer = {
  readonly target: string;
  readonly add: (chunk: LogChunk) => void;
  /** The same for targets that wrote the same in the same attempt. */
  readonly key: () => string;
  readonly excerpt: (targets: readonly string[]) => OutputExcerpt;
};

type Stream = {
  readonly sanitiser: Sanitiser;
  readonly digest: LogDigest;
  /** When the line that is being written began. */
  pendingAt: number | undefined;
};

const LINE = 500;

function createWriter({ step, attempt, target }: LogChunk, room: Required<OutputRoom>): Writer {
  const streams = new Map<LogChunk['stream'], Stream>();
  const head: ExcerptLine[] = [];
  const tail: ExcerptLine[] = [];
  const errors: ExcerptLine[] = [];
  let lines = 0;
  let bytes = 0;
  let action: number | undefined;
  let lastAt = 0;

  function take(stream: LogChunk['stream'], at: number, texts: readonly string[]): void {
    for (const styled of texts) {
      const text = withoutStyles(styled);
      lines += 1;
      const line = { number: lines, at, stream, text };
      streams.get(stream)?.digest.add(text);
      if (head.length < room.rest) head.push(line);
      if (errors.length < room.errors && looksWrong(text)) errors.push(line);
      tail.push(line);
      if (tail.length > room.ends) tail.shift();
    }
  }

  function flush(): void {
    for (const [name, stream] of streams) {
      take(name, stream.pendingAt ?? lastAt, stream.sanitiser.end());
      stream.pendingAt = undefined;
    }
  }

  return {
    target,
    add: (chunk) => {
      // A new action begins on a line, and with a sanitiser, of its own.
      if (chunk.action !== action) {
        flush();
        for (const [name, { digest }] of streams) streams.set(name, freshStream(digest));
        action = chunk.action;
      }
      bytes += chunk.bytes.length;
      lastAt = chunk.at;
      const stream = streams.get(chunk.stream) ?? freshStream(createLogDigest());
      streams.set(chunk.stream, stream);
      const [first, ...others] = stream.sanitiser.write(chunk.bytes);
      if (first !== undefined) take(chunk.stream, stream.pendingAt ?? chunk.at, [first]);
      take(chunk.stream, chunk.at, others);
      const pends = stream.sanitiser.partial() !== '';
      const since = first === undefined ? (stream.pendingAt ?? chunk.at) : chunk.at;
      stream.pendingAt = pends ? since : undefined;
    },
    key: () => {
      flush();
      const digests = (['stdout', 'stderr'] as const).map((name) => streams.get(name)?.digest.value() ?? '');
      return JSON.stringify([step, attempt, ...digests]);
    },
    excerpt: (targets) => {
      flush();
      const chosen = new Map(
        [...head.slice(0, room.ends), ...errors, ...tail].map((line) => [line.number, line]),
      );
      const shown = [...chosen.values()].toSorted((a, b) => a.number - b.number);
      const rest = shown.length === lines ? [] : head;
      return { step, attempt, targets, lines, bytes, shown, rest };
    },
  };
}

function freshStream(digest: LogDigest): Stream {
  return { sanitiser: createSanitiser({ lineLimit: LINE }), digest, pendingAt: undefined };
}
