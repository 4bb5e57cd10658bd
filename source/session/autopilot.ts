import type { Step } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import type { Command } from '../run/command.ts';
import { checksToBegin, checksUnderWay } from '../run/item-check.ts';
import { missingFor } from '../run/readiness.ts';
import { isSettled, unsettledSteps } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { dueAt, stepState } from '../run/timing.ts';
import { type Attention, createAttention } from './attention.ts';
import type { Clock } from './clock.ts';
import { type Move, type People, personMove } from './person.ts';
import type { Identity, SendResult } from './session.ts';

export type AutopilotOptions = {
  /** `plan`: starts steps with `auto` when they are ready and due. `all`: does everything a person would. */
  readonly mode: 'plan' | 'all';
  /** Only for `all`; who answers at once where it is missing. */
  readonly people?: People | undefined;
  readonly usuals?: Usuals | undefined;
  readonly state: () => RunState;
  readonly send: (command: Command) => Promise<SendResult>;
  readonly clock: Clock;
  readonly identity: Identity;
};

/**
 * Gives the commands that need no person, or all of them. With `plan` what failed is left to a person, and so is an
 * `auto` step whose time passed while nobody watched.
 */
export function startAutopilot(options: AutopilotOptions): {
  readonly wake: () => void;
  readonly stop: () => void;
} {
  const { clock } = options;
  let stopped = false;
  let busy = false;
  let again = false;
  let cancel = (): void => undefined;
  const attention = createAttention(clock);

  async function act(): Promise<void> {
    if (busy || stopped) {
      again = true;
      return;
    }
    busy = true;
    cancel();
    let until: number | undefined;
    do {
      again = false;
      attention.look();
      const move = nextMove(options, attention);
      if (move.type === 'wait') until = move.until;
      else if ((await options.send(move.command)).type === 'accepted') again = true;
    } while (again && !stopped);
    busy = false;
    if (!stopped) cancel = clock.after(untilNext(until, clock), () => void act());
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
const minWallMs = 20;

/** A tick; less where something falls due before it. */
function untilNext(until: number | undefined, clock: Clock): number {
  const tick = Math.max(tickMs, minWallMs * clock.speed());
  return until === undefined ? tick : Math.min(tick, Math.max(1, until - clock.now()));
}

function nextMove(
  { mode, people = prompt, usuals, state: read, clock, identity }: AutopilotOptions,
  attention: Attention,
): Move {
  const state = read();
  const now = clock.now();
  const check = checkMove(state, mode, attention);
  if (check !== undefined) return check;
  return mode === 'all'
    ? personMove({ state, now, by: identity.person, people, usuals })
    : planMove({ state, now, attention });
}

/**
 * Checks come before answers: those marked `auto`, and all of them where nobody else asks for them. Where the work
 * ended while nobody watched, a person asks.
 */
function checkMove(state: RunState, mode: AutopilotOptions['mode'], attention: Attention): Move | undefined {
  if (state.ended !== undefined) return undefined;
  for (const step of unsettledSteps(state)) {
    const own = stepState(state, step.id);
    if (own.status !== 'checking') continue;
    if (mode === 'plan' && attention.missed(own.attempts.at(-1)?.endedAt ?? 0)) continue;
    const [item] = checksToBegin(state, step, { own, all: mode === 'all' });
    if (item === undefined) continue;
    return { type: 'command', command: { type: 'check', step: step.id, item: item.number, by: 'auto' } };
  }
  const busy = mode === 'all' && checksUnderWay(state).length > 0;
  return busy ? { type: 'wait', until: undefined } : undefined;
}

const prompt: People = { patience: () => 0 };

type Watched = { readonly state: RunState; readonly now: number; readonly attention: Attention };

function planMove({ state, now, attention }: Watched): Move {
  if (state.ended !== undefined || state.held !== undefined) return { type: 'wait', until: undefined };
  const open = unsettledSteps(state);
  const step = open.find((each) => isToStart({ state, now, attention }, each));
  if (step !== undefined) return { type: 'command', command: { type: 'start', step: step.id, by: 'auto' } };
  const later = open.flatMap((each) => {
    const due = dueAt(state, each, now) ?? now;
    return due > now ? [due] : [];
  });
  return { type: 'wait', until: later.length === 0 ? undefined : Math.min(...later) };
}

function isToStart({ state, now, attention }: Watched, step: Step): boolean {
  // What can't be undone is always begun by a person.
  const due = dueAt(state, step, now) ?? now;
  if (!step.auto || step.noReturn || now < due || attention.missed(due)) return false;
  if (stepState(state, step.id).status !== 'waiting') return false;
  // Cheaper than the words for all that is missing.
  if (step.after.some((id) => !isSettled(state, id))) return false;
  return missingFor(state, step, now).length === 0;
}
