import type { LogChunk, LogLine } from './log-book.ts';
import { createLogDigest, type LogDigest } from './log-digest.ts';
import type { Ring } from './log-ring.ts';

/** What one target has written in its latest attempt, in a form that can be compared. */
export type TargetFold = {
  /** Lines from now on belong to this attempt. */
  readonly begin: (attempt: number) => void;
  /** Takes in what was written since; to be called before the ring drops it. */
  readonly catchUp: () => void;
  /** How many lines have not been taken in. */
  readonly behind: () => number;
  readonly attempt: () => number;
  /** Number of its first line in the target's view. */
  readonly from: () => number;
  /** The same for targets that have written the same; undefined where too much is gone to tell. */
  readonly key: () => string | undefined;
};

/** stdout and stderr are compared apart: how they fall between each other is chance. */
export function createTargetFold(ring: Ring<LogLine>): TargetFold {
  let attempt = 0;
  let from = ring.end();
  let taken = from;
  let gap = false;
  let digests = freshDigests();

  function catchUp(): void {
    if (taken < ring.first()) gap = true;
    for (const line of ring.slice(taken, ring.end())) digests[line.stream].add(line.text);
    taken = ring.end();
  }

  return {
    begin: (next) => {
      attempt = next;
      from = ring.end();
      taken = from;
      gap = false;
      digests = freshDigests();
    },
    catchUp,
    behind: () => ring.end() - taken,
    attempt: () => attempt,
    from: () => from,
    key: () => {
      catchUp();
      return gap ? undefined : `${attempt} ${digests.stdout.value()} ${digests.stderr.value()}`;
    },
  };
}

function freshDigests(): Readonly<Record<LogChunk['stream'], LogDigest>> {
  return { stdout: createLogDigest(), stderr: createLogDigest() };
}
