import type { Step } from '../../plan/plan.ts';
import type { RunState, StepState } from '../../run/state.ts';
import { stepState } from '../../run/timing.ts';
import type { Identity } from '../../session/session.ts';

/** What a question is made from. */
export type Asker = {
  readonly state: RunState;
  readonly identity: Identity;
  /** Session's clock, epoch milliseconds. */
  readonly now: number;
};

export type StepAsker = Asker & { readonly step: Step; readonly own: StepState };

export function aboutStep(asker: Asker, step: Step): StepAsker {
  return { ...asker, step, own: stepState(asker.state, step.id) };
}

/** `6 Restart the head node` */
export function nameOf(step: Step): string {
  return `${step.number} ${step.title}`;
}

/** `QC`, as the plan's people read it. */
export function roleLabel(state: RunState, role: string): string {
  return state.plan.roles.find(({ id }) => id === role)?.label ?? role;
}

/** `QC (Sandra)` */
export function rolePerson(state: RunState, role: string): string {
  const found = state.plan.roles.find(({ id }) => id === role);
  return found === undefined ? role : `${found.label} (${found.person})`;
}
