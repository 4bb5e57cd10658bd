import { createStepLog, type StepLog } from './log-step.ts';

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

/** The newest lines of every step, in memory. */
export type LogBook = {
  readonly append: (chunk: LogChunk) => void;
  /** All of a step's lines in the order of arrival, or one target's. Same array until something changes. */
  readonly lines: (step: string, target?: string) => readonly LogLine[];
  /** Which lines there are of a step, or of one target of it. */
  readonly extent: (step: string, target?: string) => LogExtent;
  /** The lines numbered `from` up to, not including, `to`; what is gone or not there yet is left out. */
  readonly read: (part: LogPart) => readonly LogLine[];
  /** Targets that have written, in the order of their first line. */
  readonly targets: (step: string) => readonly string[];
  /** When a step, or one target of it, last wrote anything: epoch milliseconds; undefined: never. */
  readonly lastAt: (step: string, target?: string) => number | undefined;
  /** Targets of a step that have written the same in their latest attempt, together; in the order of their first line. */
  readonly folds: (step: string) => readonly LogFold[];
  /** Steps that have written, in the order of their first line. */
  readonly steps: () => readonly string[];
  /** Grows with every append. */
  readonly version: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  readonly clear: () => void;
};

/**
 * Lines are numbered from 0 within a view (a step, or one target of it); a number stays with its line.
 * From `first` to `complete` they are finished; from there to `end` still being written: prompts, progress bars.
 */
export type LogExtent = { readonly first: number; readonly complete: number; readonly end: number };

/** The same lines, written by each of these targets; they are those of the first one from number `from` on. */
export type LogFold = {
  readonly attempt: number;
  readonly targets: readonly string[];
  readonly from: number;
};

export type LogPart = {
  readonly step: string;
  readonly target?: string | undefined;
  readonly from: number;
  readonly to: number;
};

export type LogChunk = {
  readonly step: string;
  readonly attempt: number;
  /** A new action begins on a line, and in colours, of its own. */
  readonly action?: number | undefined;
  readonly target: string;
  readonly stream: 'stdout' | 'stderr';
  readonly at: number;
  readonly bytes: Uint8Array;
};

export type LogBookOptions = {
  /** Lines kept of each step; of steps that have been quiet for long, a twentieth of it. */
  readonly limit?: number | undefined;
};

const LIMIT = 10_000;
const LOUD_STEPS = 20;

/** An empty log book. */
export function createLogBook(options: LogBookOptions = {}): LogBook {
  const limit = options.limit ?? LIMIT;
  const listeners = new Set<() => void>();
  const steps = new Map<string, StepLog>();
  /** Steps that keep all their lines, longest quiet first. */
  const loud = new Set<string>();
  let latest = '';
  let version = 0;

  function stepLog(step: string): StepLog {
    const found = steps.get(step);
    if (found !== undefined) {
      return found;
    }
    const created = createStepLog({ limit });
    steps.set(step, created);
    return created;
  }

  /** Memory stays bounded in a plan of a thousand steps. */
  function makeRoom(step: string): void {
    latest = step;
    loud.delete(step);
    loud.add(step);
    stepLog(step).resize(limit);
    const [quietest] = loud;
    if (loud.size > LOUD_STEPS && quietest !== undefined) {
      loud.delete(quietest);
      stepLog(quietest).resize(Math.ceil(limit / LOUD_STEPS));
    }
  }

  function changed(): void {
    version += 1;
    for (const listener of listeners) {
      listener();
    }
  }

  return {
    append: (chunk) => {
      if (chunk.step !== latest) {
        makeRoom(chunk.step);
      }
      stepLog(chunk.step).append(chunk);
      changed();
    },
    lines: (step, target) => steps.get(step)?.view(target)?.lines() ?? none,
    extent: (step, target) => steps.get(step)?.view(target)?.extent() ?? nothing,
    read: ({ step, target, from, to }) => steps.get(step)?.view(target)?.read(from, to) ?? none,
    targets: (step) => steps.get(step)?.targets() ?? [],
    lastAt: (step, target) => steps.get(step)?.lastAt(target),
    folds: (step) => steps.get(step)?.folds() ?? [],
    steps: () => [...steps.keys()],
    version: () => version,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
    clear: () => {
      steps.clear();
      loud.clear();
      latest = '';
      changed();
    },
  };
}

const none: readonly LogLine[] = [];
const nothing: LogExtent = { first: 0, complete: 0, end: 0 };
