import type { RunEvent } from '../run/event.ts';
import { findStep } from '../run/select.ts';
import type { RunState } from '../run/state.ts';
import { dueAt } from '../run/timing.ts';
import { answerWords, foldTargets } from '../run/words.ts';
import type { Told } from './deviations.ts';
import { tookWords } from './step-words.ts';

type AboutStep = Extract<
  RunEvent,
  {
    readonly type:
      | 'step.started'
      | 'step.done-by-hand'
      | 'step.skipped'
      | 'action.edited'
      | 'attempt.finished'
      | 'attempt.settled'
      | 'attempt.reattached'
      | 'stop.requested'
      | 'item.answered';
  }
>;

type Facts<Event> = { readonly event: Event; readonly at: number; readonly state: RunState };

export function isAboutStep(event: RunEvent): event is AboutStep {
  return about.has(event.type);
}

const about: ReadonlySet<string> = new Set<AboutStep['type']>([
  'step.started',
  'step.done-by-hand',
  'step.skipped',
  'action.edited',
  'attempt.finished',
  'attempt.settled',
  'attempt.reattached',
  'stop.requested',
  'item.answered',
]);

/** What of an event about one step was not as the plan has it. */
export function stepDeviation({ event, at, state }: Facts<AboutStep>): readonly Told[] {
  switch (event.type) {
    case 'step.started':
      return [...lateStart({ event, at, state }), ...retry(event), ...againstRule(event)];
    case 'step.done-by-hand':
      return [
        ...lateStart({ event, at, state }),
        { kind: 'by hand', what: 'did it by hand', reason: event.reason },
      ];
    case 'step.skipped':
      return [{ kind: 'skipped', what: 'skipped it', reason: event.reason }];
    case 'action.edited':
      return [
        {
          kind: 'edited',
          what: `edited action ${event.action + 1} for this run`,
          reason: event.reason,
          diff: event.diff,
        },
      ];
    case 'attempt.finished':
      if (event.outcome === 'succeeded') return [];
      return [{ kind: 'not well', what: withDetail(endings[event.outcome](event.attempt), event.detail) }];
    case 'attempt.settled':
      return [
        {
          kind: 'settled',
          what: `settled attempt ${event.attempt} as ${event.outcome}`,
          reason: event.reason,
        },
      ];
    case 'attempt.reattached':
      return [{ kind: 'looked again', what: `had attempt ${event.attempt} looked for once more` }];
    case 'stop.requested':
      return [{ kind: 'stopped', what: `asked to stop attempt ${event.attempt}` }];
    case 'item.answered':
      if (event.answer === 'passed') return [];
      return [{ kind: 'check failed', what: itemWords(event, state), reason: event.note }];
  }
}

const endings = {
  failed: (attempt: number) => `attempt ${attempt} failed`,
  stopped: (attempt: number) => `attempt ${attempt} was stopped`,
  unknown: (attempt: number) => `nobody knew how attempt ${attempt} ended`,
} as const;

const NOT_WORTH_SAYING = 60_000;

/** Against the clock that stops at holds: what a hold moved is not late. */
function lateStart({
  event,
  at,
  state,
}: Facts<{ readonly step: string; readonly attempt: number }>): readonly Told[] {
  const step = findStep(state, event.step);
  const due = step === undefined ? undefined : dueAt(state, step, at);
  if (event.attempt > 1 || due === undefined || at - due < NOT_WORTH_SAYING) return [];
  return [{ kind: 'late', what: `began ${tookWords(at - due)} late` }];
}

function retry({ attempt, from = 0, targets }: Extract<RunEvent, { type: 'step.started' }>): readonly Told[] {
  if (attempt === 1) return [];
  const part = [
    ...(from > 0 ? [`from action ${from + 1}`] : []),
    ...(targets === undefined ? [] : [`on ${foldTargets(targets)}`]),
  ].join(', ');
  return [{ kind: 'retried', what: `began attempt ${attempt}${part === '' ? '' : `, only ${part}`}` }];
}

function againstRule({ reason, missing }: Extract<RunEvent, { type: 'step.started' }>): readonly Told[] {
  if (reason === undefined) return [];
  return [
    {
      kind: 'against the rule',
      what: withDetail('started it although not ready', missing.join('; ')),
      reason,
    },
  ];
}

function itemWords(
  { step, item, answer }: Extract<RunEvent, { type: 'item.answered' }>,
  state: RunState,
): string {
  const text = findStep(state, step)?.checklist.find(({ number }) => number === item)?.text ?? '';
  return withDetail(`said of check ${item}: ${answerWords[answer]}`, text);
}

function withDetail(what: string, detail: string): string {
  return detail === '' ? what : `${what}: ${detail}`;
}
