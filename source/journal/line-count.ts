import type { OutputChunk } from './journal.ts';
import { countLineEnds, lineFeed } from './line-ends.ts';

/** Where a piece of output stands among the lines of its step, and of its target in that step. */
export type LineCount = {
  /** Lines that it finishes: ends of lines in it, and those that an earlier action left open. */
  readonly lines: number;
  /** Of these, how many an earlier attempt or action of its target left open. */
  readonly closes: number;
  /** Finished lines before it, of the step. */
  readonly line: number;
  /** Finished lines before it, of its target in the step. */
  readonly targetLine: number;
  /** Which streams of its target are in the middle of a line after it; see `openBit`. */
  readonly open: number;
};

/** What came last of one target of a step. */
export type TargetCount = Pick<LineCount, 'lines' | 'targetLine' | 'open'> &
  Pick<OutputChunk, 'attempt' | 'action'>;

export type CountedSoFar = {
  /** Finished lines of a step. */
  readonly step: (step: string) => number;
  readonly target: (step: string, target: string) => TargetCount | undefined;
};

export type CountedChunk = Pick<
  OutputChunk,
  'step' | 'attempt' | 'action' | 'target' | 'stream' | 'bytes'
> & {
  /** Ends of lines in it, where that is known. */
  readonly ends?: number | undefined;
};

/** Numbers lines as they come. `before`: what was there already, asked once of each step and target. */
export function createLineCounter(before: CountedSoFar): (chunk: CountedChunk) => LineCount {
  const steps = new Map<string, number>();
  const targets = new Map<string, TargetCount>();

  return (chunk) => {
    const { step, target, attempt, action, stream, bytes } = chunk;
    const key = `${step}\0${target}`;
    const last = targets.get(key) ?? before.target(step, target);
    const goesOn = last?.attempt === attempt && last.action === action;
    const closes = goesOn ? 0 : countBits(last?.open ?? 0);
    const lines = (chunk.ends ?? countLineEnds(bytes)) + closes;
    const line = steps.get(step) ?? before.step(step);
    const targetLine = last === undefined ? 0 : last.targetLine + last.lines;
    const others = (goesOn ? (last?.open ?? 0) : 0) & ~openBit[stream];
    const wasOpen = goesOn ? (last?.open ?? 0) & openBit[stream] : 0;
    const isOpen = bytes.length === 0 ? wasOpen : bytes.at(-1) === lineFeed ? 0 : openBit[stream];
    const open = others | isOpen;
    steps.set(step, line + lines);
    targets.set(key, { attempt, action, lines, targetLine, open });
    return { lines, closes, line, targetLine, open };
  };
}

export const openBit = { stdout: 1, stderr: 2 } as const;

function countBits(open: number): number {
  return (open & openBit.stdout) + ((open & openBit.stderr) >> 1);
}
