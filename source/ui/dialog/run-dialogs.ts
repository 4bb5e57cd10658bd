import { formatDuration } from '../../plan/duration.ts';
import { fallbackLength } from '../../plan/schedule.ts';
import { formatTime } from '../../plan/zone.ts';
import { decide } from '../../run/decide.ts';
import { runningSteps } from '../../run/select.ts';

import { type Asker, nameOf } from './asker.ts';
import type { DialogSpec, Stage } from './dialog.ts';
import { reasonStage, sending } from './step-dialogs.ts';

/** Going back: what will happen, a reason, and two words. */
export function fallbackDialog({ state, identity, now }: Asker): DialogSpec {
  const steps = state.plan.timelines.find(({ kind }) => kind === 'fallback')?.steps.length ?? 0;
  const running = runningSteps(state);
  const { closes, zone } = state.schedule;
  const length = fallbackLength(state.plan) ?? 0;
  const over = now + length - closes;
  return {
    title: 'CALL THE FALLBACK',
    danger: true,
    step: undefined,
    body: [
      `D is the moment you confirm. No main step starts any more; ${steps} fallback steps begin.`,
      `They take ${formatDuration(length)} by plan: until ${formatTime(now + length, zone)}, ${
        over > 0
          ? `${formatDuration(over)} AFTER the window closes`
          : `${formatDuration(-over)} before the window closes`
      } (${formatTime(closes, zone)}).`,
      ...(running.length === 0 ? [] : [`Still running, and left to end: ${running.map(nameOf).join(', ')}.`]),
    ],
    next: ([reason, word]) => {
      if (reason === undefined) return reasonStage('Why fall back?');
      if (word === undefined) return { type: 'word', ask: 'Type fall back', words: ['fall back'] };
      return sending({ type: 'fallback', reason, by: identity.person });
    },
  };
}

/** Ends the run as what it has become, or aborts it where something is open. */
export function endDialog({ state, identity, now }: Asker): DialogSpec {
  const by = identity.person;
  const decision = decide(state, { type: 'end', by }, now);
  const ended =
    decision.type === 'accepted' ? decision.events.find(({ type }) => type === 'run.ended') : undefined;
  const outcome = ended?.type === 'run.ended' ? ended.outcome : 'aborted';
  const aborts = outcome === 'aborted';
  const word: Stage = { type: 'word', ask: `Type ${endWords[outcome]}`, words: [endWords[outcome]] };
  const open = decision.type === 'refused' ? decision.refusal.missing : [];
  return {
    title: aborts ? 'ABORT the run' : `End the run: ${outcomeWords[outcome]}`,
    danger: aborts,
    step: undefined,
    body: aborts
      ? [
          'The run ends here and can not be taken up again. Nothing is undone.',
          `Open: ${open.slice(0, 3).join('; ')}${open.length > 3 ? ` and ${open.length - 3} more` : ''}.`,
        ]
      : ['Everything is settled. After this nothing can be added to the run.'],
    next: (answers) => {
      if (aborts && answers[0] === undefined) return reasonStage('Why is it aborted?');
      if (answers[aborts ? 1 : 0] === undefined) return word;
      return sending({ type: 'end', by, reason: aborts ? answers[0] : undefined });
    },
  };
}

/** Both `q` and Ctrl-C ask this: leaving never ends the run. */
export function leaveDialog({ state }: Asker): DialogSpec {
  const running = runningSteps(state);
  return {
    title: 'Leave the screen?',
    danger: running.length > 0,
    step: undefined,
    body: [
      'The run stays open: come back with the same command.',
      ...(running.length === 0
        ? []
        : [
            `Running now, and lost from sight: ${running.map(nameOf).join(', ')}. It will come back as unknown.`,
          ]),
    ],
    next: ([answer]) => {
      if (answer !== undefined) return { type: 'leave' };
      return running.length === 0
        ? { type: 'key', ask: 'Press y to leave, esc to stay', keys: ['y'] }
        : { type: 'word', ask: 'Type leave, or press esc to stay', words: ['leave'] };
    },
  };
}

export const outcomeWords = {
  go: 'GO',
  'go-with-failures': 'GO, with failures',
  'fell-back': 'FELL BACK',
  'fell-back-with-failures': 'FELL BACK, with failures',
  aborted: 'ABORTED',
} as const;

const endWords = {
  go: 'go',
  'go-with-failures': 'end',
  'fell-back': 'end',
  'fell-back-with-failures': 'end',
  aborted: 'abort',
} as const;
