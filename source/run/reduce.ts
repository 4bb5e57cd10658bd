import { type Plan, type Step, stepsOf } from '../plan/plan.ts';
import type { Recorded, RunEvent } from './event.ts';
import { findStep } from './select.ts';
import type { Attempt, RunState, StepState } from './state.ts';
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
    ended: undefined,
  };
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
      return state;
    case 'note.added':
      return { ...state, notes: [...state.notes, { at, by: event.by, step: event.step, text: event.text }] };
    case 'fallback.called':
      return { ...state, fallback: { at, reason: event.reason, by: event.by } };
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
  { step: string; type: Exclude<RunEvent['type'], 'note.added' | 'fallback.called'> }
>;

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
      return { ...freshStep(own.id), attempts: [...own.attempts, freshAttempt(event, at)] };
    case 'action.started':
      return withAttempt(own, event.attempt, (attempt) => ({
        action: event.action,
        targets: {
          ...attempt.targets,
          ...Object.fromEntries(event.targets.map((target) => [target, undefined])),
        },
      }));
    case 'target.finished':
      return withAttempt(own, event.attempt, (attempt) => ({
        targets: { ...attempt.targets, [event.target]: event.result },
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
    case 'step.skipped':
      return { ...own, skipped: { reason: event.reason, by: event.by, at } };
    case 'item.answered': {
      const { answer, note, by } = event;
      const answers = { ...own.answers, [event.item]: { answer, note, by, at } };
      // What was signed is no longer what was found.
      const changed = own.answers[event.item]?.answer !== answer;
      return changed ? { ...own, answers, confirmations: {}, votes: {} } : { ...own, answers };
    }
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
    answers: {},
    confirmations: {},
    votes: {},
    skipped: undefined,
    settledAt: undefined,
  };
}

function freshAttempt(event: Extract<RunEvent, { type: 'step.started' }>, at: number): Attempt {
  return {
    number: event.attempt,
    startedAt: at,
    endedAt: undefined,
    by: event.by,
    reason: event.reason,
    outcome: undefined,
    detail: '',
    stopRequested: false,
    action: -1,
    targets: {},
    settled: undefined,
  };
}
