import { createHash } from 'node:crypto';
import type { StreamDigest } from '../run/facts.ts';

/** The digest of one stream, kept up to date as it is written. */
export type Digester = {
  readonly add: (bytes: Uint8Array) => void;
  /** How many bytes so far. */
  readonly bytes: () => number;
  /** Of all so far; more may be added afterwards. */
  readonly digest: () => StreamDigest;
};

export function createDigester(): Digester {
  const hash = createHash('sha256');
  const soFar = () => hash.copy().digest('hex');
  let bytes = 0;
  let every = firstMark;
  let marks: readonly string[] = [];

  function mark(): void {
    marks = [...marks, soFar()];
    if (marks.length < mostMarks) return;
    // However long the output, its event stays short.
    marks = marks.filter((_, index) => index % 2 === 1);
    every *= 2;
  }

  return {
    add: (added) => {
      for (let from = 0; from < added.length; ) {
        const part = added.subarray(from, from + every - (bytes % every));
        hash.update(part);
        bytes += part.length;
        from += part.length;
        if (bytes % every === 0) mark();
      }
    },
    bytes: () => bytes,
    digest: () => ({
      bytes,
      sha256: soFar(),
      ...(marks.length === 0 ? {} : { marks: { every, sha256: marks } }),
    }),
  };
}

const firstMark = 1 << 20;
const mostMarks = 32;
