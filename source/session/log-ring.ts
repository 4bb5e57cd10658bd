/** The newest entries of a sequence that only grows. Numbers count from the very first one and never change. */
export type Ring<T> = {
  readonly push: (entry: T) => void;
  /** Number of the oldest entry still here. */
  readonly first: () => number;
  /** One more than the number of the newest. */
  readonly end: () => number;
  /** Entries from one number up to, not including, another; what is gone is left out. */
  readonly slice: (from: number, to: number) => readonly T[];
  /** Keeps at most this many, from now on. */
  readonly resize: (limit: number) => void;
};

export function createRing<T>(atMost: number): Ring<T> {
  let limit = atMost;
  let kept: T[] = [];
  /** Number of `kept[0]`. */
  let base = 0;
  let first = 0;

  function trim(): void {
    first = Math.max(first, base + kept.length - limit);
    // Cut off in one go now and then: a shift for every push would move all of them.
    if (first - base > limit) {
      kept = kept.slice(first - base);
      base = first;
    }
  }

  return {
    push: (entry) => {
      kept.push(entry);
      trim();
    },
    first: () => first,
    end: () => base + kept.length,
    slice: (from, to) => kept.slice(Math.max(from, first) - base, Math.max(to, first) - base),
    resize: (next) => {
      limit = next;
      trim();
    },
  };
}
