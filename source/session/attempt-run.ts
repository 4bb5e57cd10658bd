import { LEFT } from '../execute/executor.ts';
import type { Action } from '../plan/plan.ts';
import { formatTimeOfDay } from '../plan/zone.ts';
import type { AttemptOutcome, TargetResult } from '../run/facts.ts';
import { attemptTargets } from '../run/open-work.ts';
import type { Attempt } from '../run/state.ts';
import { isOk } from '../run/target-result.ts';
import { attemptOutcome, describeResults } from './attempt-outcome.ts';
import { type AttemptWork, currentAttempt } from './attempt-work.ts';
import { type BatchesEnd, runBatches } from './run-batches.ts';

export type AttemptEnd = { readonly outcome: AttemptOutcome; readonly detail: string };

/** All actions in order, or until the first that doesn't end well. `LEFT`: it goes on without this session. */
export async function runAttempt(work: AttemptWork): Promise<AttemptEnd | typeof LEFT> {
  const { step, stop, resumed } = work;
  const away = resumed ? absence(work) : undefined;
  let unseen: Unseen | undefined = away === undefined ? undefined : { from: away };
  const first = currentAttempt(work);
  const underWay = resumed && first.action >= first.from;
  for (const action of step.actions.slice(underWay ? first.action : first.from)) {
    const taken = underWay && action.index === first.action;
    if (stop.aborted && !taken) return stopped(`stopped before action ${action.index + 1}`);
    if (!taken && unseen !== undefined) return missed(work, action, unseen);
    const end = await runAction(work, action, taken ? { known: knownResults(first), away } : undefined);
    if (end === LEFT) return LEFT;
    if (end.type === 'refused') return stopped(end.reason);
    const results = Object.values(end.results);
    if (!results.every(isOk)) {
      return { outcome: attemptOutcome(results), detail: describeResults(end.results) };
    }
    if (!taken) unseen = undefined;
    else if (end.endedAt !== undefined)
      unseen = isLong(work, end.endedAt) ? { endedAt: end.endedAt } : undefined;
  }
  return {
    outcome: 'succeeded',
    detail: currentAttempt(work).action < first.from ? 'nothing was left to run' : '',
  };
}

type ActionEnd = BatchesEnd | { readonly type: 'refused'; readonly reason: string };

type Known = Readonly<Record<string, TargetResult>>;
/** What was under way before, and since when nobody was here, where that was long. */
type Taken = { readonly known: Known; readonly away: number | undefined };

/** What nobody was here to see: how the last action ended, or how it began. Epoch milliseconds. */
type Unseen = { readonly endedAt: number } | { readonly from: number };

/** Nothing is performed whose beginning was not recorded: D may have been called, or the session left. */
async function runAction(work: AttemptWork, action: Action, taken: Taken | undefined): Promise<ActionEnd> {
  const { options, step, attempt } = work;
  if (taken !== undefined) {
    const { actionTargets: targets } = currentAttempt(work);
    return runBatches({ work, action, targets, known: taken.known, missed: taken.away });
  }
  const targets = attemptTargets({ state: options.state(), step, attempt: currentAttempt(work), action });
  const report = { type: 'begin-action', step: step.id, attempt, action: action.index, targets } as const;
  const begun = await options.report(report);
  if (begun.type === 'left') return LEFT;
  if (begun.type === 'refused') return { type: 'refused', reason: begun.refusal.message };
  return runBatches({ work, action, targets, known: undefined, missed: undefined });
}

function knownResults({ actionTargets, targets }: Attempt): Known {
  return Object.fromEntries(
    actionTargets.flatMap((target) => {
      const result = targets[target];
      return result === undefined ? [] : [[target, result]];
    }),
  );
}

/** Since when nobody was here to see this step, epoch milliseconds; undefined: that was not long. */
function absence(work: AttemptWork): number | undefined {
  const { options, step } = work;
  const last = options.history().findLast(({ event }) => 'step' in event && event.step === step.id);
  const since = Math.max(last?.at ?? 0, options.lastSign);
  return isLong(work, since) ? since : undefined;
}

/** Whoever comes back after a while decides what begins next: the world went on without them. */
function isLong({ options }: AttemptWork, since: number): boolean {
  return options.clock.now() - since > longAbsence;
}

const longAbsence = 60_000;

function missed({ options, step }: AttemptWork, action: Action, unseen: Unseen): AttemptEnd {
  const timeOf = (at: number) => formatTimeOfDay(at, options.state().schedule.zone);
  const place = `action ${action.index} of ${step.actions.length}`;
  const rest = 'the rest has not begun';
  if ('endedAt' in unseen)
    return stopped(`${place} ended well at ${timeOf(unseen.endedAt)}, with nobody here; ${rest}`);
  const from = timeOf(unseen.from);
  return stopped(
    action.index === 0
      ? `gonogo ended at ${from}, before its first action; ${rest}`
      : `${place} ended well; nobody was here from ${from} on for a while, so ${rest}`,
  );
}

function stopped(detail: string): AttemptEnd {
  return { outcome: 'stopped', detail };
}
