import { type Plan, stepsOf } from '../plan/plan.ts';
import type { Recorded } from '../run/event.ts';
import type { ReplayMark } from './session.ts';

/** The moments one wants to jump to, in order. */
export function marksOf(events: readonly Recorded[], plan: Plan): readonly ReplayMark[] {
  const titles = new Map(stepsOf(plan).map((step) => [step.id, `${step.number} ${step.title}`]));
  return events.flatMap(({ at, event }): readonly ReplayMark[] => {
    switch (event.type) {
      case 'step.started':
      case 'step.done-by-hand':
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
      case 'hold.called':
        return [{ at, kind: 'decision', step: undefined, label: `held: ${event.reason}` }];
      case 'hold.released':
        return [{ at, kind: 'decision', step: undefined, label: 'hold released' }];
      case 'host.excluded':
        return [{ at, kind: 'decision', step: undefined, label: `${event.host} left out` }];
      case 'host.included':
        return [{ at, kind: 'decision', step: undefined, label: `${event.host} taken in again` }];
      case 'action.edited':
        return [{ at, kind: 'note', step: event.step, label: `edited: ${event.reason}` }];
      case 'attempt.reattached':
        return [{ at, kind: 'note', step: event.step, label: 'looked for once more' }];
      case 'shell.opened':
        return [{ at, kind: 'note', step: event.step, label: `shell on ${event.host}` }];
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
