import { type Step, stepsOf } from '../plan/plan.ts';
import type { Usuals } from '../plan/usual.ts';
import { allAttempts } from '../run/attempt.ts';
import type { Recorded } from '../run/event.ts';
import type { RunOutcome } from '../run/facts.ts';
import type { Fault } from '../run/fault.ts';
import { forecast } from '../run/forecast.ts';
import { createState, reduce } from '../run/reduce.ts';
import { findStep, isActive } from '../run/select.ts';
import type { RunState, StepStatus } from '../run/state.ts';
import { plannedSlot, stepState } from '../run/timing.ts';
import { wayBack } from '../run/way-back.ts';
import { type Question, questionsOf } from './rehearsal-questions.ts';

/** What a rehearsal showed. Times are epoch milliseconds, lengths milliseconds. */
export type RehearsalReport = {
  readonly outcome: RunOutcome | undefined;
  readonly reason: string | undefined;
  readonly ended: number;
  readonly start: number;
  readonly closes: number;
  readonly seed: number | undefined;
  readonly faults: readonly Fault[];
  readonly steps: readonly StepReport[];
  /** When each decision fell, and when somebody went back. */
  readonly decisions: readonly DecisionReport[];
  readonly asked: readonly AskedReport[];
  readonly questions: readonly Question[];
};

export type StepReport = {
  readonly step: Step;
  readonly status: StepStatus;
  readonly attempts: number;
  /** Undefined without an offset. */
  readonly planned: number | undefined;
  /** Undefined where it never began. */
  readonly began: number | undefined;
  /** From its first beginning until it was settled. */
  readonly took: number | undefined;
  readonly plannedLength: number;
  /** How much later than planned it was settled; less than zero: earlier. */
  readonly drift: number | undefined;
};

export type DecisionReport = {
  /** Undefined where the fallback was called without a vote. */
  readonly step: Step | undefined;
  readonly verdict: 'go' | 'back';
  readonly at: number;
  /** The last safe fallback as it stood then; undefined without a way back. */
  readonly lastSafe: number | undefined;
};

/** How often a role was asked what; undefined: nobody in particular. */
export type AskedReport = {
  readonly role: string | undefined;
  readonly counts: Readonly<Record<Question['kind'], number>>;
};

export type RehearsalFacts = {
  readonly state: RunState;
  /** Everything recorded in the run. */
  readonly history: readonly Recorded[];
  /** How long steps usually take; the last safe fallback depends on it. */
  readonly usuals?: Usuals | undefined;
};

export function rehearsalReport(facts: RehearsalFacts): RehearsalReport {
  const { state, history } = facts;
  const { plan, schedule, ended, seed } = state;
  const created = history[0]?.event;
  const questions = questionsOf(plan, history);
  return {
    outcome: ended?.outcome,
    reason: ended?.reason,
    ended: ended?.at ?? history.at(-1)?.at ?? state.createdAt,
    start: schedule.start,
    closes: schedule.closes,
    seed,
    faults: created?.type === 'run.created' ? (created.faults ?? []) : [],
    steps: stepsOf(plan)
      .filter((step) => step.timeline !== 'fallback' || isActive(state, step.timeline))
      .map((step) => stepReport(state, step)),
    decisions: decisionsIn(facts),
    asked: countsOf(
      plan.roles.map(({ id }) => id),
      questions,
    ),
    questions,
  };
}

function stepReport(state: RunState, step: Step): StepReport {
  const own = stepState(state, step.id);
  const { status, settledAt } = own;
  const all = allAttempts(own);
  const planned = plannedSlot(state, step);
  const began = all[0]?.startedAt;
  const isOver = began !== undefined && settledAt !== undefined;
  return {
    step,
    status,
    attempts: all.length,
    planned: planned?.begins,
    began,
    took: isOver ? settledAt - began : undefined,
    plannedLength: step.duration,
    drift: isOver && planned !== undefined ? settledAt - planned.ends : undefined,
  };
}

/** The state before each decision says how late it could have fallen. */
function decisionsIn({ state: end, history, usuals }: RehearsalFacts): readonly DecisionReport[] {
  const [first, ...rest] = history;
  if (first === undefined) return [];
  const decisions: DecisionReport[] = [];
  let state = createState(end.plan, first);
  for (const recorded of rest) {
    const before = state;
    state = reduce(before, recorded);
    const { at, event } = recorded;
    const lastSafe = () => {
      const facts = { state: before, now: at, usuals };
      return wayBack({ ...facts, forecast: forecast(facts) })?.lastSafe;
    };
    if (event.type === 'fallback.called') {
      const step = event.step === undefined ? undefined : findStep(end, event.step);
      decisions.push({ step, verdict: 'back', at, lastSafe: lastSafe() });
    }
    if (event.type === 'vote.cast' && stepState(state, event.step).status === 'done') {
      const step = findStep(end, event.step);
      decisions.push({ step, verdict: 'go', at, lastSafe: lastSafe() });
    }
  }
  return decisions;
}

function countsOf(roles: readonly string[], questions: readonly Question[]): readonly AskedReport[] {
  return [...roles, undefined].flatMap((role) => {
    const own = questions.filter((question) => question.role === role);
    if (own.length === 0) return [];
    const count = (kind: Question['kind']) => own.filter((question) => question.kind === kind).length;
    const counts = {
      start: count('start'),
      answer: count('answer'),
      confirmation: count('confirmation'),
      vote: count('vote'),
      trouble: count('trouble'),
    };
    return [{ role, counts }];
  });
}
