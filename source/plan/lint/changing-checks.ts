import type { Finding } from '../problem-list.ts';
import type { Look } from './look.ts';
import { changesSomething } from './nature.ts';

/** Checks in a checklist that seem to do more than look: one key runs them, and again at every doubt. */
export function findChangingChecks({ steps, places }: Look): readonly Finding[] {
  return steps.flatMap(({ checklist }) =>
    checklist.flatMap(({ check }) => {
      if (check === undefined || !changesSomething(check.action)) return [];
      const message = 'this check seems to change something, and one key runs it, as often as anybody likes';
      return [{ ...places.action(check.action), message, mend: 'make a step of it, or look only' }];
    }),
  );
}
