import { createInterface } from 'node:readline';

/** Typed lines, one at a time and in order. */
export type LineQueue = {
  /** The next line; undefined at the end of the input. */
  readonly next: () => Promise<string | undefined>;
  /** Forgets lines that nobody has read yet; how many. */
  readonly drop: () => number;
  readonly close: () => void;
};

export function createLineQueue(input: NodeJS.ReadableStream): LineQueue {
  const reader = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  const lines: string[] = [];
  let ended = false;
  let wake: () => void = () => undefined;

  reader.on('line', (line) => {
    lines.push(line);
    wake();
  });
  const end = () => {
    ended = true;
    wake();
  };
  reader.on('close', end);
  // A terminal that goes away reads as an error: the input has ended.
  input.on('error', end);

  return {
    next: async () => {
      while (lines.length === 0 && !ended) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      return lines.shift();
    },
    drop: () => lines.splice(0).length,
    close: () => {
      input.removeListener('error', end);
      reader.close();
    },
  };
}
