import type { OutputReader } from '../journal/output-reader.ts';
import { liveLog } from './live-log.ts';
import { foldTargets } from './log-fold.ts';
import { logExtent, readLog } from './log-source.ts';
import { createLogTail } from './log-tail.ts';
import { createTakenOutput, newRoom, type TakenOutput } from './taken-output.ts';

/** One line of output, ready for the screen: sanitised, may hold allowed SGR sequences. */
export type LogLine = {
  /** Epoch milliseconds when its first byte arrived. */
  readonly at: number;
  readonly attempt: number;
  readonly target: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The same with what was taken out of it as visible tokens (`␛[2J`); undefined where nothing was. */
  readonly revealed?: string | undefined;
};

/** The output of a run as lines, which are made when somebody reads them. */
export type LogBook = {
  /** Which lines there are of a step, or of one target of it. */
  readonly extent: (step: string, target?: string) => LogExtent;
  /** How many of them are finished; quicker than to look also at what is still being written. */
  readonly finished: (step: string, target?: string) => number;
  /** The lines numbered `from` up to, not including, `to`; what is not there yet is left out. */
  readonly read: (part: LogPart) => readonly LogLine[];
  /** Targets that have written, in the order of their first line. */
  readonly targets: (step: string) => readonly string[];
  /** When a step, or one target of it, last wrote anything: epoch milliseconds; undefined: never. */
  readonly lastAt: (step: string, target?: string) => number | undefined;
  /** Targets of a step that have written the same in their latest attempt, together; in the order of their first line. */
  readonly folds: (step: string) => readonly LogFold[];
  /** Steps that have written, in the order of their first line. */
  readonly steps: () => readonly string[];
  /** Changes with every change of it. */
  readonly version: () => number;
  readonly subscribe: (listener: () => void) => () => void;
};

/** A log that grows. */
export type GrowingLog = LogBook & {
  readonly append: (chunk: LogChunk) => void;
  /** So many more of what was appended can be read in the journal now, and need not stay in memory. */
  readonly stored: (chunks: number) => void;
};

export type LogPlace = {
  readonly step: string;
  /** Undefined: all of them. */
  readonly target?: string | undefined;
};

/**
 * Lines are numbered from 0 within a view (a step, or one target of it); a number stays with its line.
 * Up to `complete` they are finished; from there to `end` still being written: prompts, progress bars.
 */
export type LogExtent = { readonly complete: number; readonly end: number };

/** The same lines, written by each of these targets; they are those of the first one from number `from` on. */
export type LogFold = {
  readonly attempt: number;
  readonly targets: readonly string[];
  readonly from: number;
};

export type LogPart = LogPlace & { readonly from: number; readonly to: number };

export type LogChunk = {
  readonly step: string;
  readonly attempt: number;
  /** A new action begins on a line, and in colours, of its own. */
  readonly action: number;
  readonly target: string;
  readonly stream: 'stdout' | 'stderr';
  readonly at: number;
  readonly bytes: Uint8Array;
  /** Ends of lines in it, where somebody has counted them. */
  readonly ends?: number | undefined;
};

export type LogBookOptions = {
  /** What is not kept in memory is read here; without it, all is kept. */
  readonly reader?: OutputReader | undefined;
  /** Bytes kept in memory, and whatever more waits for the journal. */
  readonly limit?: number | undefined;
  /** Somebody who digests all output anyway. */
  readonly taken?: Pick<TakenOutput, 'attemptKey'> | undefined;
};

/** The log of what is written now, and of what was written before. */
export function createLogBook(options: LogBookOptions = {}): GrowingLog {
  const { reader, limit = reader === undefined ? Number.POSITIVE_INFINITY : LIMIT } = options;
  const tail = createLogTail(reader, limit);
  const source = liveLog(tail, reader);
  const own = options.taken === undefined ? createTakenOutput() : undefined;
  const taken = options.taken ?? own;
  const listeners = new Set<() => void>();
  let version = 0;

  return {
    append: (chunk) => {
      own?.add(chunk);
      tail.append(chunk);
      version += 1;
      for (const listener of listeners) listener();
    },
    stored: tail.stored,
    extent: (step, target) => logExtent(source, { step, target }),
    finished: (step, target) => source.finished({ step, target }),
    read: ({ step, target, from, to }) => readLog(source, { step, target }, from, to),
    targets: (step) => [...tail.step(step).targets.keys()],
    lastAt: (step, target) => {
      const { lastAt, targets } = tail.step(step);
      return target === undefined ? lastAt : targets.get(target)?.lastAt;
    },
    folds: (step) => {
      const room = newRoom();
      const targets = [...tail.step(step).targets];
      return foldTargets(
        targets.map(([target, { attempt, from }]) => ({
          ...{ target, attempt, from },
          key: taken?.attemptKey({ step, target, attempt }, room),
        })),
      );
    },
    steps: tail.steps,
    version: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

const LIMIT = 32 << 20;
