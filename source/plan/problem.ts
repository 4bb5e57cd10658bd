import type { Plan } from './plan.ts';

/** Something wrong in a plan. Line and column count from 1; `length` is how much the caret underlines. */
export type Problem = {
  readonly severity: 'error' | 'warning';
  readonly line: number;
  readonly column: number;
  readonly length: number;
  readonly message: string;
  /** How to mend it, where that can be said. */
  readonly mend: string | undefined;
};

/** A plan with an error is never returned: nothing runs from it. */
export type ParseResult =
  | { readonly type: 'parsed'; readonly plan: Plan; readonly problems: readonly Problem[] }
  | { readonly type: 'invalid'; readonly problems: readonly Problem[] };
