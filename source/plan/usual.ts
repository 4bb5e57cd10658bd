/** How long a step took in earlier runs, milliseconds. */
export type Usual = {
  /** Half of the runs took at most so long. */
  readonly p50: number;
  /** Nine of ten runs took at most so long. */
  readonly p90: number;
  /** From how many runs. */
  readonly count: number;
  /** Rehearsed lengths stand only where there is no real one. */
  readonly source: 'run' | 'rehearsal';
};

/** By step id of the plan at hand. */
export type Usuals = ReadonlyMap<string, Usual>;

/** Without those of rehearsals, which come from the plan and can't speak against it. */
export function fromRuns(usuals: Usuals): Usuals {
  return new Map([...usuals].filter(([, { source }]) => source === 'run'));
}
