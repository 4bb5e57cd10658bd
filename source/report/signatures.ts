import type { ItemAnswer, Verdict } from '../run/facts.ts';
import { checkWords, endedWell, type ItemCheck } from '../run/item-check.ts';
import type { RunState } from '../run/state.ts';
import { roleLabel } from '../run/words.ts';
import type { RunRecord } from './record.ts';

/** Who said yes or no to what. */
export type SignatureFact = {
  /** Epoch milliseconds. */
  readonly at: number;
  /** Id of the step. */
  readonly step: string;
  readonly kind: 'confirmed' | Verdict;
  /** As the plan's people read it. */
  readonly role: string;
  /** Who typed it, and whom the plan names for the role. */
  readonly by: string;
  readonly person: string | undefined;
  /** How sure it is who it was: `word`, they said so at the keyboard. */
  readonly level: string;
  /** Whether it counted at the end: a new attempt, or another answer, takes back what was signed before. */
  readonly stands: boolean;
};

/** Confirmations and votes, in the order of time, those that were taken back too. */
export function signaturesOf({ events, state }: RunRecord): readonly SignatureFact[] {
  return events.flatMap(({ at, event }): readonly SignatureFact[] => {
    if (event.type !== 'step.confirmed' && event.type !== 'vote.cast') return [];
    const { step, role, by, level } = event;
    const own = state.steps[step];
    const isVote = event.type === 'vote.cast';
    const last = isVote ? own?.votes[role] : own?.confirmations[role];
    return [
      {
        at,
        step,
        kind: isVote ? event.verdict : 'confirmed',
        role: roleLabel(state, role),
        by,
        person: state.plan.roles.find(({ id }) => id === role)?.person,
        level,
        stands: last?.at === at && last.by === by,
      },
    ];
  });
}

export type ChecklistFact = {
  readonly step: string;
  readonly items: readonly {
    readonly number: number;
    readonly text: string;
    /** Undefined: nobody answered. */
    readonly answer: ItemAnswer | undefined;
    readonly note: string | undefined;
    readonly by: string | undefined;
    readonly at: number | undefined;
    /** What its own check found last, in words; it is no answer. */
    readonly check: { readonly well: boolean; readonly words: string; readonly at: number } | undefined;
  }[];
};

/** The checklists with their last answers. */
export function checklistsOf({ plan, steps }: RunState): readonly ChecklistFact[] {
  return plan.timelines
    .flatMap((timeline) => timeline.steps)
    .filter(({ checklist }) => checklist.length > 0)
    .map(({ id, checklist }) => ({
      step: id,
      items: checklist.map(({ number, text }) => {
        const answer = steps[id]?.answers[number];
        const { note, by, at } = answer ?? {};
        return {
          number,
          text,
          answer: answer?.answer,
          note,
          by,
          at,
          check: lookOf(steps[id]?.checks?.[number]),
        };
      }),
    }));
}

function lookOf(known: ItemCheck | undefined): ChecklistFact['items'][number]['check'] {
  if (known?.endedAt === undefined) return undefined;
  return { well: endedWell(known), words: checkWords(known.results).join('; '), at: known.endedAt };
}
