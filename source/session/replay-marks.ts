import type { StoredEvent } from '../journal/journal.ts';
import { type Plan, stepsOf } from '../plan/plan.ts';
import type { ReplayMark } from './session.ts';

/** The moments one wants to jump to, in order. */
export function marksOf(events: readonly StoredEvent[], plan: Plan): readonly ReplayMark[] {
  const titles = new Map(stepsOf(plan).map((step) => [step.id, `${step.number} ${step.title}`]));
  return events.flatMap(({ at, event }): readonly ReplayMark[] => {
    switch (event.type) {
      case 'step.started':
        return [{ at, kind: 'step', step: event.step, label: titles.get(event.step) ?? event.step }];
      case 'attempt.finished':
        if (event.outcome === 'succeeded') return [];
        return [
          {
            at,
            kind: 'failure',
            step: event.step,
            label: `${titles.get(event.step)}: ${event.outcome}`,
          },
        ];
      case 'vote.cast':
        return [{ at, kind: 'decision', step: event.step, label: `${event.role}: ${event.verdict}` }];
      case 'fallback.called':
        return [{ at, kind: 'decision', step: undefined, label: 'fallback called' }];
      case 'note.added':
        return [{ at, kind: 'note', step: event.step, label: event.text }];
      case 'run.ended':
        return [{ at, kind: 'end', step: undefined, label: event.outcome }];
      default:
        return [];
    }
  });
}
