import { batchesOf } from '../plan/batches.ts';
import { formatDuration } from '../plan/duration.ts';
import { type Step, targetsOf, watchedTarget } from '../plan/plan.ts';
import type { TargetResult } from '../run/facts.ts';
import type { Attempt, RunState } from '../run/state.ts';
import { describeResult } from '../run/target-result.ts';
import { stepState } from '../run/timing.ts';
import { foldTargets } from '../run/words.ts';
import { type Silences, silencesIn } from './silences.ts';

/**
 * Where one target of a step is.
 * - `waiting`: it has not begun: its step or its batch has not, or never came to it
 * - `running`; `cut`: it runs, and the way to it is broken; `quiet`: it runs, and has printed nothing for too long
 * - `ok`, `failed`; `unknown`: it began, and nobody knows how it ended
 * - `refused`: it never began: no login, an unknown key, too many failed before it
 * - `left-out`: a person excluded it
 */
export type HostPhase =
  | 'waiting'
  | 'running'
  | 'cut'
  | 'quiet'
  | 'ok'
  | 'failed'
  | 'unknown'
  | 'refused'
  | 'left-out';

export type HostState = {
  readonly target: string;
  readonly phase: HostPhase;
  /** `exit 3`, `link: silent 12 s`, ... */
  readonly words: string;
  /** The attempt this is about: the latest one that was to run here. */
  readonly attempt: number | undefined;
};

export type HostFacts = {
  readonly state: RunState;
  readonly step: Step;
  readonly silences: Silences;
  readonly now: number;
  /** Targets that have written. */
  readonly written: readonly string[];
};

/** Where each of a step's targets is. */
export function hostStates(facts: HostFacts): readonly HostState[] {
  const { state, step } = facts;
  const { attempts } = stepState(state, step.id);
  const later = laterTargets(step, attempts.at(-1));
  const silent = silentWords(facts);
  return stepTargets(facts).map((target) => {
    const attempt = attemptFor(step, target, attempts);
    const found =
      watchPhase(facts, target) ?? checkPhase(facts, target) ?? phaseOf(target, { attempt, later, silent });
    const out = Object.hasOwn(state.excluded, target) && !goesOn.has(found.phase);
    const shown = out ? ({ phase: 'left-out', words: 'left out' } as const) : found;
    return { target, ...shown, attempt: attempt?.number };
  });
}

/** Every place a step has run on, is running on, or will, in the plan's order. */
export function stepTargets({
  state,
  step,
  written,
}: Pick<HostFacts, 'state' | 'step' | 'written'>): readonly string[] {
  const { attempts, checks = {} } = stepState(state, step.id);
  const planned = step.actions.flatMap(({ on }) => targetsOf(on));
  const looked = Object.values(checks).flatMap(({ targets }) => targets);
  return [...new Set([...planned, ...Object.keys(attempts.at(-1)?.targets ?? {}), ...looked, ...written])];
}

/** Phases of a target on which something runs. */
export const goesOn: ReadonlySet<HostPhase> = new Set(['running', 'cut', 'quiet']);

/** Phases that a person has to look at. */
export const inTrouble: ReadonlySet<HostPhase> = new Set(['failed', 'unknown', 'refused']);

/** `12 s`, `3 min`: how long nothing was heard. */
export function silenceWords(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
}

/** Targets with the same words together, `node[3,7] exit 1`, in the order of their first. */
export function foldStates(states: readonly HostState[]): readonly string[] {
  const byWords = Map.groupBy(states, ({ words }) => words);
  return [...byWords].map(([words, same]) => `${foldTargets(same.map(({ target }) => target))} ${words}`);
}

/** A retry of some hosts, or from some action on, leaves what the others came to before. */
function attemptFor(step: Step, target: string, attempts: readonly Attempt[]): Attempt | undefined {
  return attempts.findLast((attempt) => {
    if (target in attempt.targets || attempt.byHand) return true;
    if (attempt.from === 0 && attempt.only === undefined) return true;
    return attempt.outcome === undefined && willRunOn(step, target, attempt);
  });
}

function willRunOn({ actions }: Step, target: string, { from, only }: Attempt): boolean {
  return actions.some(({ index, on }) => {
    const listed = index === from && only !== undefined ? only : targetsOf(on);
    return index >= from && listed.includes(target);
  });
}

/** Targets of the action under way whose batch has not come. */
function laterTargets(step: Step, attempt: Attempt | undefined): ReadonlySet<string> {
  const action = step.actions[attempt?.action ?? -1];
  if (attempt === undefined || action === undefined) return new Set();
  const batches = batchesOf(attempt.actionTargets, action.batch);
  const current = batches.findIndex((batch) => batch.some((target) => attempt.targets[target] === undefined));
  return new Set(current < 0 ? [] : batches.slice(current + 1).flat());
}

type Silent = { readonly phase: 'cut' | 'quiet'; readonly words: string };

function silentWords({ silences, step, now }: HostFacts): ReadonlyMap<string, Silent> {
  const { links, quiet } = silencesIn(silences, step.id);
  return new Map<string, Silent>([
    ...quiet.map(({ target, since }) => {
      return [target, { phase: 'quiet', words: `no output for ${quietFor(now - since)}` }] as const;
    }),
    ...links.map(({ target, since }) => {
      return [target, { phase: 'cut', words: `link: silent ${silenceWords(now - since)}` }] as const;
    }),
  ]);
}

/** `90s`, `2m`, `1h5m`: in whole minutes once there are two of them. */
export function quietFor(ms: number): string {
  return ms < 120_000 ? `${Math.floor(ms / 1000)}s` : formatDuration(Math.floor(ms / 60_000) * 60_000);
}

type Known = {
  readonly attempt: Attempt | undefined;
  readonly later: ReadonlySet<string>;
  readonly silent: ReadonlyMap<string, Silent>;
};

type Phase = Pick<HostState, 'phase' | 'words'>;

function phaseOf(target: string, { attempt, later, silent }: Known): Phase {
  if (attempt === undefined) return { phase: 'waiting', words: 'waiting' };
  const result = attempt.targets[target];
  if (result !== undefined) return { phase: endPhase(result), words: describeResult(result) };
  if (attempt.byHand) return { phase: 'ok', words: 'done by hand' };
  const ordered = target in attempt.targets;
  if (attempt.outcome === undefined) {
    if (!ordered || later.has(target)) return { phase: 'waiting', words: 'waiting' };
    return silent.get(target) ?? { phase: 'running', words: 'running' };
  }
  return ordered ? { phase: 'unknown', words: 'unknown' } : { phase: 'waiting', words: 'not begun' };
}

/** What is only looked at from here has no result of its own. */
function watchPhase({ state, step }: Pick<HostFacts, 'state' | 'step'>, target: string): Phase | undefined {
  if (!step.actions.some((action) => watchedTarget(action) === target)) return undefined;
  if (step.actions.some(({ on }) => targetsOf(on).includes(target))) return undefined;
  const open = stepState(state, step.id).attempts.at(-1)?.outcome === undefined;
  return { phase: open ? 'running' : 'ok', words: watchedWords };
}

export const watchedWords = 'watched';

/** Where only checks of the checklist look, the latest of them says how it is. */
function checkPhase({ state, step }: Pick<HostFacts, 'state' | 'step'>, target: string): Phase | undefined {
  if (step.actions.some(({ on }) => targetsOf(on).includes(target))) return undefined;
  const looks = Object.values(stepState(state, step.id).checks ?? {}).filter(({ targets }) =>
    targets.includes(target),
  );
  const [last] = looks.sort((a, b) => b.startedAt - a.startedAt);
  if (last === undefined) return undefined;
  const result = last.results.find((each) => each.target === target)?.result;
  if (result === undefined) return { phase: 'running', words: 'running' };
  return { phase: endPhase(result), words: describeResult(result) };
}

function endPhase(result: TargetResult): HostPhase {
  switch (result.type) {
    case 'exited':
      return result.code === 0 ? 'ok' : 'failed';
    case 'refused':
      return 'refused';
    case 'lost':
      return 'unknown';
    default:
      return 'failed';
  }
}
