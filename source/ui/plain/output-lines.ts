import type { LogBook, LogLine } from '../../session/log-book.ts';
import { withoutStyles } from '../../session/terminal-text.ts';

/** Prints what steps write, each finished line once. */
export type OutputLines = {
  /** Lines that have been finished since. */
  readonly drain: () => void;
  /** Also the lines that a step has left unfinished: nothing more is coming. */
  readonly flush: (step: string) => void;
};

export function createOutputLines(logs: LogBook, print: (lines: readonly string[]) => void): OutputLines {
  const printed = new Map<string, number>();
  /** Unfinished lines printed already, to be passed over once they count as finished. */
  const early = new Set<string>();

  function drainStep(step: string): void {
    // A step that has written nothing must not look like one whose log a replay has taken back.
    if (!logs.steps().includes(step)) {
      return;
    }
    const complete = logs.finished(step);
    const from = printed.get(step) ?? 0;
    // A replay may go over millions of them at once.
    for (let next = from; next < complete; next += linesAtOnce) {
      const lines = logs.read({ step, from: next, to: Math.min(complete, next + linesAtOnce) });
      const fresh = early.size === 0 ? lines : lines.filter((line) => !early.delete(keyOf(step, line)));
      if (fresh.length > 0) {
        print(fresh.map((line) => outputLine(step, line)));
      }
    }
    printed.set(step, complete);
  }

  for (const step of logs.steps()) {
    printed.set(step, logs.finished(step));
  }
  return {
    drain: () => {
      const steps = logs.steps();
      // A replay that goes back begins its log anew.
      if (steps.length < printed.size) {
        printed.clear();
        early.clear();
      }
      for (const step of steps) {
        drainStep(step);
      }
    },
    flush: (step) => {
      drainStep(step);
      const { complete, end } = logs.extent(step);
      for (const line of logs.read({ step, from: complete, to: end })) {
        if (!early.has(keyOf(step, line))) {
          early.add(keyOf(step, line));
          print([outputLine(step, line)]);
        }
      }
    },
  };
}

/** `deploy-head sakaiprod1 | text` */
export function outputLine(step: string, { target, text }: LogLine): string {
  return `${step} ${target} | ${withoutStyles(text)}`;
}

const linesAtOnce = 10_000;

function keyOf(step: string, { attempt, target, stream, at, text }: LogLine): string {
  return JSON.stringify([step, attempt, target, stream, at, text]);
}
