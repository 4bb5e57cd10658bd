import type { LogFold } from './log-book.ts';

export type Foldable = {
  readonly target: string;
  readonly attempt: number;
  /** Number of its first line in the target's view. */
  readonly from: number;
  /** The same for targets that have written the same in this attempt; undefined: not known. */
  readonly key: string | undefined;
};

/** Targets that have written the same, together, in the order in which they came. */
export function foldTargets(targets: readonly Foldable[]): readonly LogFold[] {
  const folds = Map.groupBy(targets, ({ target, attempt, key }) => JSON.stringify([attempt, key ?? target]));
  return [...folds.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    return [{ attempt: first.attempt, targets: same.map(({ target }) => target), from: first.from }];
  });
}
