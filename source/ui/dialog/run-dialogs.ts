import type { Step } from '../../plan/plan.ts';
import { runningSteps } from '../../run/select.ts';
import type { RunState } from '../../run/state.ts';
import { loudOutcome, nameOf } from '../../run/words.ts';
import { endingOf } from '../words/ending.ts';
import { leavingLines } from '../words/leaving.ts';
import { leftOutLines } from '../words/left-out.ts';
import type { Asker } from './asker.ts';
import type { DialogSpec, Stage } from './dialog.ts';
import { reasonStage, sending } from './step-dialogs.ts';

/** Ends the run as what it has become, or aborts it where something is open. */
export function endDialog({ state, identity, now }: Asker): DialogSpec {
  const by = identity.person;
  const { outcome, word, open } = endingOf(state, now);
  const aborts = outcome === 'aborted';
  const wordStage: Stage = { type: 'word', ask: `Type ${word}`, words: [word] };
  return {
    title: aborts ? 'ABORT the run' : `End the run: ${loudOutcome(outcome)}`,
    danger: aborts,
    step: undefined,
    body: (now) => [
      ...(aborts
        ? [
            'The run ends here and can not be taken up again. Nothing is undone.',
            `Open: ${open.slice(0, 3).join('; ')}${open.length > 3 ? ` and ${open.length - 3} more` : ''}.`,
          ]
        : ['Everything is settled. After this nothing can be added to the run.']),
      ...leftOutLines(now.state, 'end').map((line) => `${line}.`),
    ],
    next: (answers) => {
      if (aborts && answers[0] === undefined) return reasonStage('Why is it aborted?');
      if (answers[aborts ? 1 : 0] === undefined) return wordStage;
      return sending({ type: 'end', by, reason: aborts ? answers[0] : undefined });
    },
  };
}

/** Both `q` and Ctrl-C ask this: leaving never ends the run. A step that has started since is asked about anew. */
export function leaveDialog({ state }: Asker, run: string): DialogSpec {
  const known = runningSteps(state);
  return {
    title: 'Leave the screen?',
    danger: known.length > 0,
    step: undefined,
    body: (now) => [
      `The run stays open. Come back with: gonogo join ${run}`,
      ...leavingLines(now.state),
      'No step starts by itself until somebody is back.',
    ],
    next: ([answer], now) => {
      if (answer === undefined) {
        return known.length === 0
          ? { type: 'key', ask: 'Press y to leave, esc to stay', keys: ['y'] }
          : { type: 'word', ask: 'Type leave, or press esc to stay', words: ['leave'] };
      }
      const since = startedSince(known, now.state);
      if (since.length === 0) return { type: 'leave' };
      const why = `${since.map(nameOf).join(', ')} has started meanwhile: leave all the same?`;
      return { type: 'anew', spec: leaveDialog(now, run), why };
    },
  };
}

function startedSince(known: readonly Step[], state: RunState): readonly Step[] {
  return runningSteps(state).filter(({ id }) => known.every((other) => other.id !== id));
}
