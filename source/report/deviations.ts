import { formatDuration } from '../plan/duration.ts';
import type { Recorded, RunEvent } from '../run/event.ts';
import { findStep, unsettledSteps } from '../run/select.ts';
import { foldTargets, nameOf, outcomeWords } from '../run/words.ts';
import type { RunRecord } from './record.ts';
import { isAboutStep, stepDeviation } from './step-deviations.ts';
import { counted, tookWords } from './step-words.ts';

/** What was not as the plan has it. Text of plans and people stands in it as it is: who prints makes it safe. */
export type Deviation = {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly kind: DeviationKind;
  /** Id of the step. */
  readonly step: string | undefined;
  readonly what: string;
  readonly reason: string | undefined;
  readonly by: string | undefined;
  /** Unified, of an edited command. */
  readonly diff: string | undefined;
};

export type DeviationKind =
  | 'skipped'
  | 'by hand'
  | 'edited'
  | 'retried'
  | 'not well'
  | 'settled'
  | 'late'
  | 'against the rule'
  | 'check failed'
  | 'stopped'
  | 'looked again'
  | 'fallback'
  | 'held'
  | 'recycled'
  | 'left out'
  | 'shell'
  | 'reopened'
  | 'aborted';

/** What is told of one event; the rest is the event's own. */
export type Told = Pick<Deviation, 'kind' | 'what'> & Partial<Pick<Deviation, 'reason' | 'diff'>>;

/** In the order of time. */
export function deviationsOf(record: RunRecord): readonly Deviation[] {
  return record.events.flatMap((recorded) => {
    const { at, event } = recorded;
    const told = isAboutStep(event)
      ? stepDeviation({ event, at, state: record.state })
      : runDeviation(record, recorded, event);
    return told.map((one) => ({
      at,
      step: 'step' in event ? event.step : undefined,
      by: 'by' in event ? event.by : undefined,
      reason: undefined,
      diff: undefined,
      ...one,
    }));
  });
}

function runDeviation(record: RunRecord, { at, seq }: Recorded, event: RunEvent): readonly Told[] {
  switch (event.type) {
    case 'fallback.called':
      return [{ kind: 'fallback', what: 'called the fallback', reason: event.reason }];
    case 'hold.called':
      return [{ kind: 'held', what: `held${heldFor(record, at)}`, reason: event.reason }];
    case 'run.recycled':
      return [{ kind: 'recycled', what: recycled(record, event), reason: event.reason }];
    case 'host.excluded':
      return [{ kind: 'left out', what: `left ${event.host} out`, reason: event.reason }];
    case 'host.included':
      return [{ kind: 'left out', what: `took ${event.host} in again`, reason: event.reason }];
    case 'shell.opened':
      return [{ kind: 'shell', what: `opened a shell on ${event.host}${openFor(record, seq, event.host)}` }];
    case 'session.opened':
      return reopened(record, seq, event);
    case 'run.ended':
      return event.outcome === 'aborted' ? [aborted(record, event)] : [];
    default:
      return [];
  }
}

function heldFor({ state }: RunRecord, at: number): string {
  const stop = state.clock.stops.find(({ from }) => from === at);
  return stop?.until === undefined ? ' to the end' : ` for ${tookWords(stop.until - at)}`;
}

function recycled({ state }: RunRecord, event: Extract<RunEvent, { type: 'run.recycled' }>): string {
  const step = findStep(state, event.to);
  const to = step === undefined ? event.to : nameOf(step);
  const back = event.setBack === 0 ? '' : `; the clock went back by ${formatDuration(event.setBack)}`;
  return `went back to ${to}, ${counted(event.steps.length, 'step')} began anew${back}`;
}

function openFor({ events }: RunRecord, seq: number, host: string): string {
  const next = events.find(
    ({ seq: later, event }) =>
      later > seq && (event.type === 'shell.closed' || event.type === 'shell.opened') && event.host === host,
  )?.event;
  return next?.type === 'shell.closed' ? ` for ${tookWords(next.after)}` : '';
}

/** The first session is the run's beginning; another one means that somebody left, or was cut off. */
function reopened(
  { events }: RunRecord,
  seq: number,
  { host }: Extract<RunEvent, { type: 'session.opened' }>,
): readonly Told[] {
  const before = events.filter(({ seq: earlier }) => earlier < seq).map(({ event }) => event.type);
  if (!before.includes('session.opened')) return [];
  const left = before.lastIndexOf('session.closed') > before.lastIndexOf('session.opened');
  return [
    {
      kind: 'reopened',
      what: `went on with the run on ${host}, ${left ? 'which had been left' : 'which had been cut off'}`,
    },
  ];
}

function aborted({ state }: RunRecord, event: Extract<RunEvent, { type: 'run.ended' }>): Told {
  const open = unsettledSteps(state).map(({ number }) => String(number));
  const numbers = foldTargets(open).replace(/^\[|\]$/g, '');
  const what = `ended the run, ${outcomeWords[event.outcome]}, with ${counted(open.length, 'step')} not settled: ${numbers}`;
  return { kind: 'aborted', what, reason: event.reason };
}
