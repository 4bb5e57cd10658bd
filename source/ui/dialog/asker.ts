import type { Step } from '../../plan/plan.ts';
import type { Usuals } from '../../plan/usual.ts';
import type { RunState, StepState } from '../../run/state.ts';
import { stepState } from '../../run/timing.ts';
import type { BrokenLink, Identity } from '../../session/session.ts';

/** What a question is made from, and what it looks at again when it is drawn and when it is answered. */
export type Asker = {
  readonly state: RunState;
  readonly identity: Identity;
  /** Session's clock, epoch milliseconds. */
  readonly now: number;
  readonly usuals?: Usuals | undefined;
  /** Ways to hosts that are broken now. */
  readonly links?: readonly BrokenLink[] | undefined;
};

export type StepAsker = Asker & { readonly step: Step; readonly own: StepState };

export function aboutStep(asker: Asker, step: Step): StepAsker {
  return { ...asker, step, own: stepState(asker.state, step.id) };
}
