import { absorbsSlip, type Step } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import type { Command } from '../run/command.ts';
import { missingFor } from '../run/readiness.ts';
import { isSettled, runningSteps, unsettledSteps } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { openConfirmations, openItems, openVotes } from '../run/status.ts';
import { dueAt, holdEnd, stepState } from '../run/timing.ts';
import { troubleWith } from './trouble.ts';

/** How somebody who plays everybody in a rehearsal does. */
export type People = {
  /** Milliseconds from the end of an attempt's work until the last of its questions is answered. */
  readonly patience: (step: Step, attempt: number) => number;
  /** Whether what people do themselves in this attempt goes wrong; never where it is missing. */
  readonly fails?: ((step: Step, attempt: number) => boolean) | undefined;
};

/** What to ask for now, or when to look again: epoch milliseconds, undefined: when something has happened. */
export type Move =
  | { readonly type: 'command'; readonly command: Command }
  | { readonly type: 'wait'; readonly until: number | undefined };

export type Situation = {
  readonly state: RunState;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly by: string;
  readonly people: People;
  readonly usuals?: Usuals | undefined;
};

/** What a sensible person would do who does everything that is for people, and always comes to an end. */
export function personMove(situation: Situation): Move {
  const { state } = situation;
  if (state.ended !== undefined || state.held !== undefined) return whenever;
  const open = unsettledSteps(state);
  if (open.length === 0) return endMove(situation, undefined);
  const moves: Move[] = [];
  for (const step of open) {
    const trouble = troubleWith(situation, step);
    // Whoever is about to give the run up begins nothing more.
    if (trouble?.type === 'give-up') return endMove(situation, trouble.reason);
    const move = trouble ?? startMove(situation, step) ?? checkMove(situation, step);
    if (move !== undefined) moves.push(move);
  }
  return moves.find(({ type }) => type === 'command') ?? { type: 'wait', until: soonest(moves) };
}

const whenever: Move = { type: 'wait', until: undefined };

function endMove({ state, by }: Situation, reason: string | undefined): Move {
  return runningSteps(state).length > 0
    ? whenever
    : { type: 'command', command: { type: 'end', reason, by } };
}

function soonest(moves: readonly Move[]): number | undefined {
  const times = moves.flatMap((move) => (move.type === 'wait' ? (move.until ?? []) : []));
  return times.length === 0 ? undefined : Math.min(...times);
}

function startMove({ state, now, by }: Situation, step: Step): Move | undefined {
  if (stepState(state, step.id).status !== 'waiting') return undefined;
  // Cheaper than the words for all that is missing.
  if (step.after.some((id) => !isSettled(state, id))) return undefined;
  const due = dueAt(state, step, now);
  if (due !== undefined && now < due) return { type: 'wait', until: due };
  if (missingFor(state, step, now).length > 0) return undefined;
  return { type: 'command', command: { type: 'start', step: step.id, by } };
}

/** Questions are answered one after the other, the last one when the time that people take is over. */
function checkMove(situation: Situation, step: Step): Move | undefined {
  const { state, now, people } = situation;
  const own = stepState(state, step.id);
  const attempt = own.attempts.at(-1);
  if (own.status !== 'checking' || attempt === undefined) return undefined;
  const begins = attempt.endedAt ?? attempt.startedAt;
  const takes = absorbsSlip(step)
    ? Math.max(0, (holdEnd(state, step, now) ?? begins + step.duration) - begins)
    : people.patience(step, attempt.number);
  const open = [openItems(step, own), openConfirmations(step, own), openVotes(step, own)].flat().length;
  const all = step.checklist.length + step.confirm.length + step.poll.length;
  const at = Math.ceil(begins + (takes * (all - open + 1)) / all);
  if (now < at) return { type: 'wait', until: at };
  const isWrong = step.actions.length === 0 && people.fails?.(step, attempt.number) === true;
  return { type: 'command', command: answerTo(situation, step, isWrong) };
}

function answerTo({ state, by }: Situation, step: Step, isWrong: boolean): Command {
  const { id } = step;
  const own = stepState(state, id);
  const [item, ...moreItems] = openItems(step, own);
  if (item !== undefined) {
    const fails = isWrong && moreItems.length === 0;
    return fails
      ? { type: 'answer', step: id, item, answer: 'failed', note: 'failed, as rehearsed', by }
      : { type: 'answer', step: id, item, answer: 'passed', by };
  }
  const [role] = openConfirmations(step, own);
  if (role !== undefined) return { type: 'confirm', step: id, role, by };
  const [voter = ''] = openVotes(step, own);
  return isWrong
    ? { type: 'vote', step: id, role: voter, verdict: 'no-go', reason: 'no-go, as rehearsed', by }
    : { type: 'vote', step: id, role: voter, verdict: 'go', by };
}
