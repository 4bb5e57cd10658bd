import type { Anchor } from './plan.ts';

/** What a `wait` fence waits for. `$name` in a path or an address is still to be filled in. */
export type WaitFor =
  | { readonly type: 'offset'; readonly anchor: Anchor; readonly offset: number }
  /** `05:30`: the one that is nearest to S, in the plan's zone. */
  | { readonly type: 'time'; readonly time: string }
  /** `gone`: until it isn't there any more. */
  | { readonly type: 'file'; readonly path: string; readonly gone: boolean }
  | { readonly type: 'port'; readonly host: string; readonly port: string; readonly gone: boolean }
  /** `row`: the first row, cells joined by `|`; undefined: any row. */
  | { readonly type: 'query'; readonly sql: string; readonly row: string | undefined };

export type WaitAction = {
  readonly until: WaitFor;
  /** As written, on one line. */
  readonly text: string;
  /** Milliseconds from the end of a look to the next. */
  readonly interval: number;
};
