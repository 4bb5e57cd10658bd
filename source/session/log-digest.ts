/** Tells whether two streams of lines are the same without keeping them. Not against somebody who means to fool it. */
export type LogDigest = {
  readonly add: (line: string) => void;
  /** The same for the same lines, however they came. */
  readonly value: () => string;
};

export function createLogDigest(): LogDigest {
  let count = 0;
  let high = 0x811c9dc5;
  let low = 0x2545f491;
  return {
    add: (line) => {
      count += 1;
      for (let at = 0; at < line.length; at += 1) {
        const code = line.charCodeAt(at);
        high = Math.imul(high ^ code, 0x01000193);
        low = Math.imul(low ^ code, 0x5bd1e995);
      }
      // Where a line ends counts: `ab`, `c` is not `a`, `bc`.
      high = Math.imul(high ^ 0x10000, 0x01000193);
      low = Math.imul(low ^ (low >>> 15) ^ 0x10000, 0x5bd1e995);
    },
    value: () => `${count}:${high >>> 0}:${low >>> 0}`,
  };
}
