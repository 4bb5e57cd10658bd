import { type Plan, type Step, stepsOf } from '../plan/plan.ts';
import { byHand, doneWith, freshAttempt, withoutLost } from './attempt.ts';
import type { Recorded, RunEvent } from './event.ts';
import { withCheckFinished, withCheckStarted } from './item-check.ts';
import { findStep } from './select.ts';
import type { Attempt, Reasoned, RunState, StepState } from './state.ts';
import { statusOf } from './status.ts';

/** The state right after `run.created`, which must be the first event of every run. */
export function createState(plan: Plan, first: Recorded): RunState {
  if (first.event.type !== 'run.created')
    throw new Error(`a run begins with run.created, not ${first.event.type}`);
  return {
    plan,
    mode: first.event.mode,
    schedule: first.event.schedule,
    seed: first.event.seed,
    version: first.seq,
    createdAt: first.at,
    fallback: undefined,
    steps: Object.fromEntries(stepsOf(plan).map((step) => [step.id, freshStep(step.id)])),
    markers: {},
    notes: [],
    clock: { stops: [], setBacks: [] },
    held: undefined,
    excluded: {},
    ended: undefined,
  };
}

/** The state after all that was recorded of a run, which is `run.created` at least. */
export function stateAfter(plan: Plan, history: readonly Recorded[]): RunState {
  const [first, ...rest] = history;
  if (first === undefined) throw new Error('a run without events');
  return rest.reduce<RunState>(reduce, createState(plan, first));
}

/** Folds one event into the state. Pure; the state before stays as it was. */
export function reduce(state: RunState, recorded: Recorded): RunState {
  return { ...apply(state, recorded), version: recorded.seq };
}

function apply(state: RunState, { at, event }: Recorded): RunState {
  switch (event.type) {
    case 'run.created':
      throw new Error('run.created comes once, first');
    case 'session.opened':
    case 'session.closed':
    case 'shell.opened':
    case 'shell.closed':
    case 'record.signed':
      return state;
    case 'host.excluded':
      return { ...state, excluded: { ...state.excluded, [event.host]: reasoned(event, at) } };
    case 'host.included': {
      const { [event.host]: _, ...excluded } = state.excluded;
      return { ...state, excluded };
    }
    case 'hold.called':
      return {
        ...state,
        held: reasoned(event, at),
        clock: { ...state.clock, stops: [...state.clock.stops, { from: at, until: undefined }] },
      };
    case 'hold.released':
      return released(state, at);
    case 'run.recycled':
      return recycled(state, event, at);
    case 'note.added':
      return { ...state, notes: [...state.notes, { at, by: event.by, step: event.step, text: event.text }] };
    case 'fallback.called':
      return { ...released(state, at), fallback: reasoned(event, at) };
    case 'run.ended':
      return { ...state, ended: { at, outcome: event.outcome, reason: event.reason } };
    case 'target.finished':
      return withMarker(withStep(state, at, event), event.marker);
    default:
      return withStep(state, at, event);
  }
}

type StepEvent = Extract<
  RunEvent,
  {
    step: string;
    type: Exclude<
      RunEvent['type'],
      'note.added' | 'fallback.called' | 'shell.opened' | 'shell.closed' | 'run.recycled'
    >;
  }
>;

function reasoned({ reason, by }: { readonly reason: string; readonly by: string }, at: number): Reasoned {
  return { reason, by, at };
}

function released(state: RunState, at: number): RunState {
  const stops = state.clock.stops.map((stop) => ({ ...stop, until: stop.until ?? at }));
  return { ...state, held: undefined, clock: { ...state.clock, stops } };
}

function recycled(state: RunState, event: Extract<RunEvent, { type: 'run.recycled' }>, at: number): RunState {
  const steps = Object.fromEntries(
    event.steps.flatMap((id) => {
      const own = state.steps[id];
      if (own === undefined) return [];
      return [[id, { ...anew(own), earlier: [...own.earlier, ...own.attempts] }] as const];
    }),
  );
  const setBacks = [...state.clock.setBacks, { at, by: event.setBack }];
  return { ...state, steps: { ...state.steps, ...steps }, clock: { ...state.clock, setBacks } };
}

function withStep(state: RunState, at: number, event: StepEvent): RunState {
  const before = state.steps[event.step];
  const step = findStep(state, event.step);
  if (before === undefined || step === undefined) throw new Error(`no step ${event.step} in this plan`);
  const after = settle(step, applyToStep(before, at, event), at);
  return { ...state, steps: { ...state.steps, [event.step]: after } };
}

function settle(step: Step, own: StepState, at: number): StepState {
  const status = statusOf(step, own);
  const settled = status === 'done' || status === 'skipped';
  return { ...own, status, settledAt: settled ? (own.settledAt ?? at) : undefined };
}

function applyToStep(own: StepState, at: number, event: StepEvent): StepState {
  switch (event.type) {
    case 'step.started':
      // A new attempt begins from nothing: what was checked and signed before was about the last one.
      return { ...anew(own), attempts: [...own.attempts, freshAttempt(event, at, own.attempts.at(-1))] };
    case 'step.done-by-hand':
      return { ...anew(own), attempts: [...own.attempts, byHand(event, at)] };
    case 'action.edited': {
      const { text, diff } = event;
      return { ...own, edits: { ...own.edits, [event.action]: { ...reasoned(event, at), text, diff } } };
    }
    case 'action.started':
      return withAttempt(own, event.attempt, (attempt) => ({
        action: event.action,
        actionStartedAt: at,
        actionTargets: event.targets,
        launched: [],
        targets: {
          ...attempt.targets,
          ...Object.fromEntries(event.targets.map((target) => [target, undefined])),
        },
      }));
    case 'target.launched':
      return withAttempt(own, event.attempt, ({ launched }) => ({ launched: [...launched, event.target] }));
    case 'target.finished':
      return withAttempt(own, event.attempt, (attempt) => ({
        targets: { ...attempt.targets, [event.target]: event.result },
        done: doneWith(attempt.done, event),
      }));
    case 'stop.requested':
      return withAttempt(own, event.attempt, () => ({ stopRequested: true }));
    case 'attempt.finished':
      return withAttempt(own, event.attempt, () => ({
        outcome: event.outcome,
        detail: event.detail,
        endedAt: at,
      }));
    case 'attempt.settled':
      return withAttempt(own, event.attempt, () => ({
        settled: { outcome: event.outcome, reason: event.reason, by: event.by },
      }));
    case 'attempt.reattached':
      return withAttempt(own, event.attempt, (attempt) => ({
        outcome: undefined,
        detail: '',
        endedAt: undefined,
        targets: withoutLost(attempt.targets),
      }));
    case 'step.skipped':
      return { ...own, skipped: reasoned(event, at) };
    case 'item.answered': {
      const { answer, note, by } = event;
      const answers = { ...own.answers, [event.item]: { answer, note, by, at } };
      // What was signed is no longer what was found.
      const changed = own.answers[event.item]?.answer !== answer;
      return changed ? { ...own, answers, confirmations: {}, votes: {} } : { ...own, answers };
    }
    case 'check.started':
      return withCheckStarted(own, event, at);
    case 'check.finished':
      return withCheckFinished(own, event, at);
    case 'step.confirmed':
      return { ...own, confirmations: { ...own.confirmations, [event.role]: { by: event.by, at } } };
    case 'vote.cast':
      return { ...own, votes: { ...own.votes, [event.role]: { by: event.by, at, verdict: event.verdict } } };
    default: {
      const never: never = event;
      return never;
    }
  }
}

function withAttempt(
  own: StepState,
  number: number,
  change: (attempt: Attempt) => Partial<Attempt>,
): StepState {
  return {
    ...own,
    attempts: own.attempts.map((attempt) =>
      attempt.number === number ? { ...attempt, ...change(attempt) } : attempt,
    ),
  };
}

function withMarker(
  state: RunState,
  marker: Extract<RunEvent, { type: 'target.finished' }>['marker'],
): RunState {
  if (marker === undefined) return state;
  return { ...state, markers: { ...state.markers, [marker.name]: marker } };
}

function freshStep(id: string): StepState {
  return {
    id,
    status: 'waiting',
    attempts: [],
    earlier: [],
    answers: {},
    confirmations: {},
    votes: {},
    skipped: undefined,
    edits: {},
    settledAt: undefined,
  };
}

/** As before its first attempt, but for the attempts and what was changed for this run. */
function anew({ id, edits, earlier }: StepState): StepState {
  return { ...freshStep(id), edits, earlier };
}
