import { formatTimeOfDay } from '../../plan/zone.ts';
import { runningSteps, unsettledSteps } from '../../run/select.ts';
import { nameOf } from '../../run/words.ts';
import { heldWords, holdClockWords } from '../words/hold-words.ts';
import type { Asker } from './asker.ts';
import type { DialogSpec } from './dialog.ts';
import { reasonStage, sending } from './step-dialogs.ts';

/** Nothing starts until somebody lets go. */
export function holdDialog({ identity }: Asker): DialogSpec {
  return {
    title: 'HOLD the run',
    danger: true,
    step: undefined,
    body: ({ state, now }) => {
      const running = runningSteps(state).map(nameOf).join(', ');
      return [
        'Nothing starts until it is released: no step by hand, and none by itself.',
        holdClockWords(state, now),
        running === '' ? 'Nothing is running.' : `What runs goes on: ${running}.`,
      ];
    },
    next: ([reason]) =>
      reason === undefined
        ? reasonStage('Why is it held?')
        : sending({ type: 'hold', reason, by: identity.person }),
  };
}

export function releaseDialog({ identity }: Asker): DialogSpec {
  return {
    title: 'Release the hold',
    danger: false,
    step: undefined,
    body: (facts) => {
      const { state } = facts;
      const { held, schedule } = state;
      const automatic = unsettledSteps(state).some(({ auto }) => auto);
      return [
        ...(held === undefined
          ? []
          : [`Held since ${formatTimeOfDay(held.at, schedule.zone)} by ${held.by}: ${held.reason}`]),
        ...heldWords(facts),
        automatic
          ? 'Steps that start by themselves do so at once, where they are ready and due.'
          : 'Steps can be started again.',
      ];
    },
    next: ([key]) =>
      key === undefined
        ? { type: 'key', ask: 'Press y to release it, esc to keep it', keys: ['y'] }
        : sending({ type: 'release', by: identity.person }),
  };
}
