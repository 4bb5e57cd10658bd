import type { CheckResult } from './facts.ts';

/** What happens to the check that stands in a checklist item; it never answers the item. */
export type CheckEvent =
  | {
      readonly type: 'check.started';
      readonly step: string;
      readonly attempt: number;
      readonly item: number;
      /** From 1, within the attempt. */
      readonly check: number;
      readonly targets: readonly string[];
      readonly by: string;
    }
  | {
      readonly type: 'check.finished';
      readonly step: string;
      readonly attempt: number;
      readonly item: number;
      readonly check: number;
      readonly results: readonly CheckResult[];
    };
