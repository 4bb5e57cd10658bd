import type { Action, ChecklistItem, Step } from '../plan/plan.ts';
import type { RunEvent } from './event.ts';
import type { CheckResult } from './facts.ts';
import { includedTargets } from './open-work.ts';
import type { RunState, StepState } from './state.ts';
import { describeResult, isOk } from './target-result.ts';
import { foldTargets } from './words.ts';

/** The latest look of an item's own check in this attempt. It answers nothing: that is a person's. */
export type ItemCheck = {
  /** From 1, within the attempt. */
  readonly check: number;
  readonly attempt: number;
  readonly by: string;
  readonly startedAt: number;
  readonly targets: readonly string[];
  readonly endedAt: number | undefined;
  readonly results: readonly CheckResult[];
};

export type CheckStarted = Extract<RunEvent, { type: 'check.started' }>;
type Finished = Extract<RunEvent, { type: 'check.finished' }>;

export function withCheckStarted(own: StepState, event: CheckStarted, at: number): StepState {
  const { item, check, attempt, by, targets } = event;
  const begun: ItemCheck = { check, attempt, by, startedAt: at, targets, endedAt: undefined, results: [] };
  return { ...own, checks: { ...own.checks, [item]: begun } };
}

export function withCheckFinished(own: StepState, event: Finished, at: number): StepState {
  const before = own.checks?.[event.item];
  if (before === undefined || before.check !== event.check) return own;
  const ended = { ...before, endedAt: at, results: event.results };
  return { ...own, checks: { ...own.checks, [event.item]: ended } };
}

/** Under this number its jobs and its output stand beside the actions of the step: 3002 is the second look of item 3. */
export function checkAction(item: number, check: number): number {
  return item * 1_000 + check;
}

/** The items whose check looks by itself when the checklist opens (or any check, with `all`), and has not yet. */
export function checksToBegin(
  state: RunState,
  step: Step,
  { own, all }: { readonly own: StepState; readonly all: boolean },
): readonly ChecklistItem[] {
  return step.checklist.filter(
    ({ number, check }) =>
      check !== undefined &&
      (all || check.auto) &&
      own.checks?.[number] === undefined &&
      hasTargets(state, check.action),
  );
}

export function hasTargets(state: RunState, action: Action): boolean {
  return includedTargets(state, action).length > 0;
}

export function isUnderWay(check: ItemCheck | undefined): boolean {
  return check !== undefined && check.endedAt === undefined;
}

/** As they were begun; nobody has seen them end. */
export function checksUnderWay(state: RunState): readonly CheckStarted[] {
  return Object.values(state.steps).flatMap(({ id, checks = {} }) =>
    Object.entries(checks).flatMap(([item, known]) => {
      const { attempt, check, targets, by } = known;
      const begun = {
        type: 'check.started',
        step: id,
        item: Number(item),
        attempt,
        check,
        targets,
        by,
      } as const;
      return isUnderWay(known) ? [begun] : [];
    }),
  );
}

export function endedWell({ results }: ItemCheck): boolean {
  return results.every(({ result }) => isOk(result));
}

/** What went wrong, one text for all targets with the same: `web[1,3]: exit 1: no such file`; else `ok in 1.2 s`. */
export function checkWords(results: readonly CheckResult[]): readonly string[] {
  const bad = results.filter(({ result }) => !isOk(result));
  const longest = Math.max(0, ...results.map(({ took }) => took));
  const time = longest < 1_000 ? `${Math.round(longest)} ms` : `${(longest / 1_000).toFixed(1)} s`;
  if (bad.length === 0) return [`ok in ${time}`];
  const alike = Map.groupBy(bad, faultWords);
  const named = results.length > 1 || results.some(({ target }) => !/^(?:local$|db:)/.test(target));
  return [...alike].map(([words, same]) => {
    const places = foldTargets(same.map(({ target }) => target));
    return named ? `${places}: ${words}` : `${words} (${time})`;
  });
}

function faultWords({ result, line }: CheckResult): string {
  const how = describeResult(result);
  return line === undefined || 'reason' in result ? how : `${how}: ${line}`;
}
