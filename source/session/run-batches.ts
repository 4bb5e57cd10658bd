import { LEFT, type Performed } from '../execute/executor.ts';
import { onlyLooks, outlivesGonogo } from '../plan/action-nature.ts';
import { allowedFailures, batchesOf } from '../plan/batches.ts';
import { type Action, watchedTarget } from '../plan/plan.ts';
import { formatTimeOfDay } from '../plan/zone.ts';
import type { TargetResult } from '../run/facts.ts';
import { isActive } from '../run/select.ts';
import { isOk } from '../run/target-result.ts';
import type { AttemptWork } from './attempt-work.ts';
import { jobOf } from './job.ts';

export type BatchesWork = {
  readonly work: AttemptWork;
  readonly action: Action;
  /** In order. */
  readonly targets: readonly string[];
  /** Results from before; undefined: the action has just begun. */
  readonly known: Readonly<Record<string, TargetResult>> | undefined;
  /** Nobody was here since then, for long: what has not begun does not begin by itself. Epoch milliseconds. */
  readonly missed: number | undefined;
};

export type BatchesEnd =
  | typeof LEFT
  | {
      readonly type: 'ended';
      readonly results: Readonly<Record<string, TargetResult>>;
      /** When the last batch that was open had ended; undefined: somebody saw it end. */
      readonly endedAt: number | undefined;
    };

/** One action on its targets, batch after batch, until too many have failed. Every target has a result at the end. */
export async function runBatches(batches: BatchesWork): Promise<BatchesEnd> {
  const { work, action, targets, known } = batches;
  const results: Record<string, TargetResult> = { ...known };
  const allowed = allowedFailures(action.maxFail, targets.length);
  const ordered = known === undefined ? new Set<string>() : orderedBefore(work, action);
  // The batch that was under way may have been ordered on all of its targets.
  let first = known !== undefined;
  let endedAt: number | undefined;
  let why: TargetResult | undefined;
  for (const batch of batchesOf(targets, action.batch)) {
    const open = batch.filter((target) => results[target] === undefined);
    if (open.length === 0) continue;
    const begun = first ? open : open.filter((target) => ordered.has(target));
    // What keeps one batch from beginning keeps all after it.
    if (begun.length < open.length) why ??= whyNotBegun(batches, results, allowed);
    const not = why;
    const ends = await Promise.all(
      open.map(async (target) => {
        const attach = begun.includes(target);
        const end =
          attach || not === undefined ? await perform({ work, action, target, attach }) : { result: not };
        return [target, await finish(batches, target, end)] as const;
      }),
    );
    for (const [target, end] of ends) {
      if (end === LEFT) return LEFT;
      results[target] = end.result;
    }
    endedAt = lastOf(ends.map(([, end]) => (end === LEFT ? undefined : end.endedAt)));
    first = false;
  }
  return { type: 'ended', results, endedAt };
}

/** Undefined where somebody saw one of them happen. */
function lastOf(moments: readonly (number | undefined)[]): number | undefined {
  const known = moments.filter((at) => at !== undefined);
  return known.length === moments.length ? Math.max(...known) : undefined;
}

/** What was lost may have been in several batches, and all of it is looked for again, never begun again. */
function orderedBefore({ options, step, attempt }: AttemptWork, action: Action): ReadonlySet<string> {
  const targets = options.history().flatMap(({ event }) => {
    if (event.type !== 'target.launched' && event.type !== 'target.finished') return [];
    const same = event.step === step.id && event.attempt === attempt && event.action === action.index;
    return same ? [event.target] : [];
  });
  return new Set(targets);
}

type Perform = {
  readonly work: AttemptWork;
  readonly action: Action;
  readonly target: string;
  readonly attach: boolean;
};

async function perform({ work, action, target, attach }: Perform): Promise<Performed> {
  if (attach && !outlivesGonogo(action)) return { result: cutOff(action) };
  const end = await work.options.executor.perform(
    jobOf({ work, action, target, mode: attach ? 'attach' : 'start' }),
  );
  work.onLink(target, undefined);
  return end;
}

/** What is known of what ran in a program that is gone. */
export function cutOff(action: Action): TargetResult {
  if (action.kind === 'copy') {
    const reason = 'gonogo ended while this was copied: each file is the old one or the whole new one';
    return { type: 'lost', reason: `${reason}, and copying again is safe` };
  }
  if (!onlyLooks(action)) return { type: 'lost', reason: 'gonogo ended while this ran' };
  return {
    type: 'failed',
    reason: 'gonogo ended while this only looked: nothing was changed, and it is safe to start it again',
  };
}

async function finish({ work, action }: BatchesWork, target: string, end: Performed): Promise<Performed> {
  if (end === LEFT) return LEFT;
  const { options, step, attempt } = work;
  const place = { step: step.id, attempt, action: action.index };
  const output = options.pump.digest({ ...place, target });
  const watched = watchedTarget(action);
  const said = watched === undefined ? undefined : options.pump.digest({ ...place, target: watched });
  const aside =
    watched === undefined || said === undefined || said.stdout.bytes === 0
      ? {}
      : { aside: { target: watched, output: said } };
  // Output is durable before the result that refers to it.
  await options.flush();
  const told = await options.report({
    type: 'finish-target',
    ...place,
    target,
    ...end,
    output,
    ...aside,
  });
  return told.type === 'left' ? LEFT : end;
}

function whyNotBegun(
  { work, targets, missed }: BatchesWork,
  results: Readonly<Record<string, TargetResult>>,
  allowed: number,
): TargetResult | undefined {
  if (work.stop.aborted) return { type: 'stopped' };
  const state = work.options.state();
  if (!isActive(state, work.step.timeline)) return notBegun('D was called before it');
  const failed = Object.values(results).filter((result) => !isOk(result)).length;
  if (failed > allowed) {
    return notBegun(
      `${failed} of ${targets.length} failed, and ${allowed === 0 ? 'none' : `only ${allowed}`} may`,
    );
  }
  if (missed === undefined) return undefined;
  const time = formatTimeOfDay(missed, state.schedule.zone);
  return notBegun(`nobody was here from ${time} on to see the batch before it`);
}

function notBegun(why: string): TargetResult {
  return { type: 'refused', reason: `not begun: ${why}` };
}
