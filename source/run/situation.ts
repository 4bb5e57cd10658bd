import type { Step } from '../plan/plan.ts';
import type { RunState, StepState } from './state.ts';

/** What a decision about one step looks at. */
export type StepSituation = {
  readonly state: RunState;
  readonly step: Step;
  readonly own: StepState;
  readonly now: number;
};
