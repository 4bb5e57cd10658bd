/** First in, first out; any entry can be looked at. */
export type Queue<T> = {
  readonly push: (entry: T) => void;
  readonly shift: () => T | undefined;
  readonly at: (index: number) => T | undefined;
  readonly length: () => number;
};

export function createQueue<T>(): Queue<T> {
  let entries: (T | undefined)[] = [];
  let head = 0;
  return {
    push: (entry) => {
      entries.push(entry);
    },
    shift: () => {
      if (head === entries.length) return undefined;
      const entry = entries[head];
      entries[head] = undefined;
      head += 1;
      // Cut off in one go now and then: to move all of them for every entry would take long.
      if (head > entries.length / 2) {
        entries = entries.slice(head);
        head = 0;
      }
      return entry;
    },
    at: (index) => entries[head + index],
    length: () => entries.length - head,
  };
}
