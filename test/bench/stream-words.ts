export type StreamOrder = {
  readonly pipes: readonly string[];
  /** Of all pipes together. */
  readonly linesPerSecond: number;
  /** It ends by itself after either. */
  readonly mostSeconds: number;
  readonly mostLines: number;
};

export type StreamReport = {
  /** Written to each pipe, in their order. */
  readonly lines: readonly number[];
  /** Seconds of the processors that the stream itself took. */
  readonly cpu: number;
};

/** Bytes, the newline included. */
export const lineLength = 100;
/** Lines are numbered from 0000 to one less than this, and again. */
export const cycle = 1_000;
