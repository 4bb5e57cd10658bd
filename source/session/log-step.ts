import type { LogChunk, LogExtent, LogFold, LogLine } from './log-book.ts';
import { createTargetFold, type TargetFold } from './log-fold.ts';
import { createRing, type Ring } from './log-ring.ts';
import { createRevealer, type Revealer } from './reveal.ts';

/** One step's output: all of it, and of each target. */
export type StepLog = {
  readonly append: (chunk: LogChunk) => void;
  /** All targets where none is named; undefined for one that has not written. */
  readonly view: (target: string | undefined) => LogView | undefined;
  readonly targets: () => readonly string[];
  readonly lastAt: (target: string | undefined) => number | undefined;
  readonly folds: () => readonly LogFold[];
  readonly resize: (limit: number) => void;
};

export type LogView = {
  readonly extent: () => LogExtent;
  readonly read: (from: number, to: number) => readonly LogLine[];
  /** Same array until something changes. */
  readonly lines: () => readonly LogLine[];
};

export type StepLogOptions = { readonly limit: number };

/** One output stream of one target, and its unfinished line. */
type Stream = {
  readonly attempt: number;
  readonly target: string;
  readonly kind: LogChunk['stream'];
  readonly sanitiser: Revealer;
  /** When the unfinished line began; undefined without one. */
  openAt: number | undefined;
};

type TargetLog = {
  readonly ring: Ring<LogLine>;
  readonly streams: Map<LogChunk['stream'], Stream>;
  readonly view: LogView;
  readonly fold: TargetFold;
  /** When it last wrote anything. */
  lastAt: number | undefined;
};

/** Where many targets write, each keeps at least this many lines of its own. */
const TARGET_LIMIT = 1000;
/** Well below it: nothing is dropped that was not compared. */
const FOLD_EVERY = 200;

export function createStepLog({ limit }: StepLogOptions): StepLog {
  const ring = createRing<LogLine>(limit);
  const targets = new Map<string, TargetLog>();
  let current: Pick<LogChunk, 'attempt' | 'action'> = { attempt: 0, action: undefined };
  let version = 0;
  let lastAt: number | undefined;
  let folded: { readonly at: number; readonly folds: readonly LogFold[] } = { at: -1, folds: [] };
  const all = createView({
    ring,
    open: () => [...targets.values()].flatMap(openLines).sort((a, b) => a.at - b.at),
    version: () => version,
  });

  function resize(next: number): void {
    ring.resize(next);
    const share = Math.max(Math.ceil(next / Math.max(targets.size, 1)), Math.min(next, TARGET_LIMIT));
    for (const target of targets.values()) {
      if (targets.size > 1) {
        target.fold.catchUp();
      }
      target.ring.resize(share);
    }
  }

  function targetLog(name: string): TargetLog {
    const found = targets.get(name);
    if (found !== undefined) {
      return found;
    }
    const own = { ring: createRing<LogLine>(limit), streams: new Map<LogChunk['stream'], Stream>() };
    const view = createView({ ring: own.ring, open: () => openLines(own), version: () => version });
    const created = { ...own, view, fold: createTargetFold(own.ring), lastAt: undefined };
    targets.set(name, created);
    resize(limit);
    return created;
  }

  function push(target: TargetLog, line: LogLine): void {
    target.ring.push(line);
    ring.push(line);
    // One target alone is compared with nothing: it need not pay for it.
    if (targets.size > 1 && target.fold.behind() >= FOLD_EVERY) {
      target.fold.catchUp();
    }
  }

  /** What the attempt or action before left unfinished ends here. */
  function closeStreams(): void {
    for (const target of targets.values()) {
      for (const stream of target.streams.values()) {
        const { openAt = 0 } = stream;
        const { lines, revealed } = stream.sanitiser.end();
        for (const [index, text] of lines.entries()) {
          push(target, toLine(stream, openAt, text, revealed?.[index]));
        }
      }
      target.streams.clear();
    }
  }

  return {
    append: (chunk) => {
      version += 1;
      if (chunk.attempt !== current.attempt || chunk.action !== current.action) {
        closeStreams();
        current = { attempt: chunk.attempt, action: chunk.action };
      }
      const target = targetLog(chunk.target);
      if (target.fold.attempt() !== chunk.attempt) {
        target.fold.begin(chunk.attempt);
      }
      target.lastAt = chunk.at;
      lastAt = chunk.at;
      const stream = streamOf(target, chunk);
      let at = stream.openAt ?? chunk.at;
      const { lines, revealed } = stream.sanitiser.write(chunk.bytes);
      for (const [index, text] of lines.entries()) {
        push(target, toLine(stream, at, text, revealed?.[index]));
        at = chunk.at;
      }
      stream.openAt = stream.sanitiser.partial() === '' ? undefined : at;
    },
    view: (target) => (target === undefined ? all : targets.get(target)?.view),
    targets: () => [...targets.keys()],
    lastAt: (target) => (target === undefined ? lastAt : targets.get(target)?.lastAt),
    folds: () => {
      if (folded.at !== version) {
        folded = { at: version, folds: foldTargets(targets) };
      }
      return folded.folds;
    },
    resize,
  };
}

function foldTargets(targets: ReadonlyMap<string, TargetLog>): readonly LogFold[] {
  const folds = new Map<string, { readonly first: TargetLog; readonly names: string[] }>();
  for (const [name, log] of targets) {
    const unfinished = openLines(log).map(({ stream, text }) => [stream, text]);
    const key = JSON.stringify([log.fold.key() ?? name, unfinished]);
    const fold = folds.get(key) ?? { first: log, names: [] };
    folds.set(key, fold);
    fold.names.push(name);
  }
  return [...folds.values()].map(({ first, names }) => {
    return { attempt: first.fold.attempt(), targets: names, from: first.fold.from() };
  });
}

function streamOf(target: TargetLog, chunk: LogChunk): Stream {
  const found = target.streams.get(chunk.stream);
  if (found !== undefined) {
    return found;
  }
  const created: Stream = {
    attempt: chunk.attempt,
    target: chunk.target,
    kind: chunk.stream,
    sanitiser: createRevealer(),
    openAt: undefined,
  };
  target.streams.set(chunk.stream, created);
  return created;
}

/** Not one object for all of it: this is done for every line that is ever written. */
function toLine({ attempt, target, kind }: Stream, at: number, text: string, revealed?: string): LogLine {
  const line = { at, attempt, target, stream: kind, text };
  return revealed === undefined || revealed === text ? line : { ...line, revealed };
}

function openLines({ streams }: Pick<TargetLog, 'streams'>): readonly LogLine[] {
  return [...streams.values()].flatMap((stream) =>
    stream.openAt === undefined ? [] : openLine(stream, stream.openAt),
  );
}

function openLine(stream: Stream, at: number): LogLine {
  return toLine(stream, at, stream.sanitiser.partial(), stream.sanitiser.revealedPartial());
}

type ViewSource = {
  readonly ring: Ring<LogLine>;
  readonly open: () => readonly LogLine[];
  readonly version: () => number;
};

function createView({ ring, open, version }: ViewSource): LogView {
  let cached: readonly LogLine[] = [];
  let cachedAt = -1;
  return {
    extent: () => ({ first: ring.first(), complete: ring.end(), end: ring.end() + open().length }),
    read: (from, to) => {
      const complete = ring.end();
      const unfinished = to > complete ? open().slice(Math.max(from - complete, 0), to - complete) : [];
      return [...ring.slice(from, to), ...unfinished];
    },
    lines: () => {
      if (cachedAt !== version()) {
        cached = [...ring.slice(ring.first(), ring.end()), ...open()];
        cachedAt = version();
      }
      return cached;
    },
  };
}
