import type { TargetResult } from '../../run/facts.ts';

/** What one look found. */
export type Look =
  | {
      readonly type: 'yet' | 'not-yet';
      /** One line, the same as long as nothing changes. */
      readonly words: string;
      /** Milliseconds after which looking again makes sense, where that is known. */
      readonly again?: number | undefined;
      readonly hostKey?: string | undefined;
    }
  /** No use in looking again. */
  | { readonly type: 'never'; readonly result: TargetResult; readonly hostKey?: string | undefined };

export type Looker = () => Promise<Look>;

export function never(result: TargetResult): Look {
  return { type: 'never', result };
}
