/** One line of output, ready for the screen: sanitised, may hold allowed SGR sequences. */
export type LogLine = {
  /** Epoch milliseconds when its first byte arrived. */
  readonly at: number;
  readonly attempt: number;
  readonly target: string;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
};

/** The newest lines of every step, in memory. */
export type LogBook = {
  readonly append: (chunk: LogChunk) => void;
  /** All of a step's lines in the order of arrival, or one target's. Same array until something changes. */
  readonly lines: (step: string, target?: string) => readonly LogLine[];
  /** Targets that have written, in the order of their first line. */
  readonly targets: (step: string) => readonly string[];
  /** Grows with every append. */
  readonly version: () => number;
  readonly subscribe: (listener: () => void) => () => void;
  readonly clear: () => void;
};

export type LogChunk = {
  readonly step: string;
  readonly attempt: number;
  readonly target: string;
  readonly stream: 'stdout' | 'stderr';
  readonly at: number;
  readonly bytes: Uint8Array;
};
