import { stepsOf } from '../plan/plan.ts';
import type { MarkerFact } from './facts.ts';
import type { RunState } from './state.ts';

/** What was set and not taken back: the steps that set it are undone by steps of the fallback that are done. */
export function standingMarkers({ plan, steps, markers }: RunState): Readonly<Record<string, MarkerFact>> {
  const undone = new Set(
    stepsOf(plan)
      .filter(({ id, timeline }) => timeline === 'fallback' && steps[id]?.status === 'done')
      .flatMap(({ undoes }) => undoes),
  );
  const isTakenBack = (name: string): boolean => {
    const setters = stepsOf(plan).filter(({ actions }) =>
      actions.some(({ marker }) => marker?.verb === 'set' && marker.name === name),
    );
    return setters.length > 0 && setters.every(({ id }) => undone.has(id));
  };
  return Object.fromEntries(Object.entries(markers).filter(([name]) => !isTakenBack(name)));
}
