import type { Step } from '../plan/plan.ts';
import type { Command } from '../run/command.ts';
import { missingFor } from '../run/readiness.ts';
import { isSettled, unsettledSteps } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { openConfirmations, openItems, openVotes } from '../run/status.ts';
import { dueAt, stepState } from '../run/timing.ts';
import type { Clock } from './clock.ts';
import type { Identity, SendResult } from './session.ts';

export type AutopilotOptions = {
  /** `plan`: starts steps with `auto` when they are ready and due. `all`: does everything a person would. */
  readonly mode: 'plan' | 'all';
  readonly state: () => RunState;
  readonly send: (command: Command) => Promise<SendResult>;
  readonly clock: Clock;
  readonly identity: Identity;
};

/** Gives the commands that need no person. What failed is left to one, and so is an `auto` step whose time passed while nobody watched. */
export function startAutopilot(options: AutopilotOptions): {
  readonly wake: () => void;
  readonly stop: () => void;
} {
  const { clock } = options;
  let stopped = false;
  let busy = false;
  let again = false;
  let cancel = (): void => undefined;
  let watchedSince = clock.now();
  let lastTick = watchedSince;

  async function act(): Promise<void> {
    if (busy || stopped) {
      again = true;
      return;
    }
    busy = true;
    cancel();
    const now = clock.now();
    // The machine slept, or the clock was set: deadlines in between were missed, not met.
    if (now - lastTick > gapMs * clock.speed() || now < lastTick) watchedSince = now;
    lastTick = now;
    do {
      again = false;
      const command = nextCommand(options, watchedSince);
      if (command !== undefined && (await options.send(command)).type === 'accepted') again = true;
    } while (again && !stopped);
    busy = false;
    if (!stopped) cancel = clock.after(Math.max(tickMs, minWallMs * clock.speed()), () => void act());
  }

  void act();
  return {
    wake: () => void act(),
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}

const tickMs = 1000;
const gapMs = 10_000;
const missedMs = 60_000;
const minWallMs = 20;

function nextCommand(
  { mode, state: read, clock, identity }: AutopilotOptions,
  watchedSince: number,
): Command | undefined {
  const state = read();
  if (state.ended !== undefined || state.held !== undefined) return undefined;
  const by = mode === 'all' ? identity.person : 'auto';
  const open = unsettledSteps(state);
  for (const step of open) {
    const command =
      startOf({ state, step, now: clock.now(), by, mode, watchedSince }) ??
      (mode === 'all' ? checkOf(state, step, by) : undefined);
    if (command !== undefined) return command;
  }
  return mode === 'all' && open.length === 0 ? { type: 'end', by } : undefined;
}

type StartSituation = {
  readonly state: RunState;
  readonly step: Step;
  readonly now: number;
  readonly by: string;
  readonly mode: 'plan' | 'all';
  readonly watchedSince: number;
};

function startOf({ state, step, now, by, mode, watchedSince }: StartSituation): Command | undefined {
  if (mode === 'plan' && (!step.auto || (dueAt(state, step) ?? now) < watchedSince - missedMs))
    return undefined;
  if (stepState(state, step.id).status !== 'waiting') return undefined;
  // Cheaper than the words for all that is missing.
  if (step.after.some((id) => !isSettled(state, id))) return undefined;
  return missingFor(state, step, now).length === 0 ? { type: 'start', step: step.id, by } : undefined;
}

function checkOf(state: RunState, step: Step, by: string): Command | undefined {
  const own = stepState(state, step.id);
  if (own.status !== 'checking') return undefined;
  const [item] = openItems(step, own);
  if (item !== undefined) return { type: 'answer', step: step.id, item, answer: 'passed', by };
  const [role] = openConfirmations(step, own);
  if (role !== undefined) return { type: 'confirm', step: step.id, role, by };
  const [voter] = openVotes(step, own);
  return voter === undefined ? undefined : { type: 'vote', step: step.id, role: voter, verdict: 'go', by };
}
