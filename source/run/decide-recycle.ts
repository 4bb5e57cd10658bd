import { networkOf } from '../plan/network.ts';
import { type Step, stepsOf } from '../plan/plan.ts';
import type { Command, Decision } from './command.ts';
import { accept, isBlank, needsReason, refuse } from './refusal.ts';
import { findStep, isActive } from './select.ts';
import type { RunState } from './state.ts';
import { dueAt, stepState } from './timing.ts';
import { isLeftOut } from './waiting.ts';
import { hasBegun } from './way-back.ts';
import { nameOf } from './words.ts';

/** Back to an earlier step, as in a countdown: its clock goes back to where the step is due, the window's doesn't. */
export function decideRecycle(
  state: RunState,
  { to, reason, by }: Extract<Command, { type: 'recycle' }>,
  now: number,
): Decision {
  const step = findStep(state, to);
  if (step === undefined) return refuse(`no step ${to} in this plan`, 'unknown-step');
  if (state.ended !== undefined) return refuse('the run has ended');
  if (!isActive(state, step.timeline)) return refuse('its timeline is not the one that is worked on');
  const steps = recycledSteps(state, step);
  if (!steps.includes(step)) return refuse('it has not begun: there is nothing to go back to');
  const busy = steps.find(({ id }) => ['running', 'unknown'].includes(stepState(state, id).status));
  if (busy !== undefined) {
    const running = stepState(state, busy.id).status === 'running';
    return refuse(`${nameOf(busy)} ${running ? 'is running: stop it first' : 'is unknown: settle it first'}`);
  }
  const passed = steps.find(({ id, noReturn }) => noReturn && hasBegun(state, id));
  if (passed !== undefined) return refuse(`${nameOf(passed)} can't be undone, and has begun`);
  if (isBlank(reason)) return needsReason('going back to an earlier step needs a reason');
  return accept({
    type: 'run.recycled',
    to: step.id,
    steps: steps.map(({ id }) => id),
    setBack: setBackTo(state, step, now),
    reason: reason.trim(),
    by,
  });
}

/**
 * This step and all that wait for it, near or far, as far as they have begun or were settled; in the plan's order. What
 * was not needed of the fallback when it was called stays left out.
 */
function recycledSteps(state: RunState, to: Step): readonly Step[] {
  const { plan } = state;
  const { nodes, first, before, at } = networkOf(plan);
  const reached = new Uint8Array(nodes.length);
  nodes.forEach((_, place) => {
    if (place === at.get(to.id)) reached[place] = 1;
    for (let edge = first[place] ?? 0; edge < (first[place + 1] ?? 0); edge += 1) {
      if (reached[before[edge] ?? 0] === 1) reached[place] = 1;
    }
  });
  return stepsOf(plan).filter((step) => {
    if (reached[at.get(step.id) ?? -1] !== 1 || stepState(state, step.id).status === 'waiting') return false;
    return step.id === to.id || !isLeftOut(state, step);
  });
}

/** Milliseconds that passed since the step was due: its clock goes back so far. Before S nothing moves an appointment. */
function setBackTo(state: RunState, step: Step, now: number): number {
  const due = dueAt(state, step, now);
  return due === undefined || now < state.schedule.start ? 0 : Math.max(0, now - due);
}
