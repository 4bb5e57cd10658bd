import { type Action, type Step, stepsOf } from '../plan/plan.ts';
import type { Recorded } from '../run/event.ts';
import type { Attempt, RunState } from '../run/state.ts';
import { stepState } from '../run/timing.ts';
import type { BrokenLink, Session } from './session.ts';

/** What runs, and yet nothing is heard of. It is shown; nothing is ever stopped by it. */
export type Silences = {
  readonly links: readonly BrokenLink[];
  /** Targets that have printed nothing for longer than the plan's `silence=`. */
  readonly quiet: readonly QuietTarget[];
};

export type QuietTarget = {
  readonly step: string;
  readonly target: string;
  /** When it last printed, or began; epoch milliseconds of the session's clock. */
  readonly since: number;
};

export const noSilences: Silences = { links: [], quiet: [] };

/** A tick is not an event: worked out anew from what is known, whenever somebody looks. */
export function silencesOf(
  session: Pick<Session, 'state' | 'links' | 'logs' | 'history'>,
  now: number,
): Silences {
  const links = session.links();
  // Whoever can't be reached can't be heard: that is said once.
  const cut = new Set(links.map(keyOf));
  const quiet = watched(session.state())
    .flatMap((running) => quietTargets(session, running, now))
    .filter((target) => !cut.has(keyOf(target)));
  return links.length === 0 && quiet.length === 0 ? noSilences : { links, quiet };
}

function keyOf({ step, target }: Pick<QuietTarget, 'step' | 'target'>): string {
  return `${step}\n${target}`;
}

/** The part of it that is about one step. */
export function silencesIn({ links, quiet }: Silences, step: string): Silences {
  if (links.length === 0 && quiet.length === 0) return noSilences;
  return {
    links: links.filter((link) => link.step === step),
    quiet: quiet.filter((target) => target.step === step),
  };
}

type Running = { readonly step: Step; readonly attempt: Attempt; readonly action: Action };

/** Actions under way whose plan says how long they may be silent. */
function watched(state: RunState): readonly Running[] {
  return stepsOf(state.plan).flatMap((step) => {
    const own = stepState(state, step.id);
    const attempt = own.attempts.at(-1);
    const action = step.actions[attempt?.action ?? -1];
    if (own.status !== 'running' || attempt === undefined || action?.silence === undefined) return [];
    return { step, attempt, action };
  });
}

function quietTargets(
  { logs, history }: Pick<Session, 'logs' | 'history'>,
  { step, attempt, action }: Running,
  now: number,
): readonly QuietTarget[] {
  const { silence = Number.POSITIVE_INFINITY } = action;
  const { actionStartedAt = attempt.startedAt } = attempt;
  const open = attempt.actionTargets.filter((target) => attempt.targets[target] === undefined);
  if (open.length === 0 || now - actionStartedAt <= silence) return [];
  const launches = launchTimes(history(), { step: step.id, attempt: attempt.number });
  return open.flatMap((target) => {
    const launched = launches.get(target);
    // Where some have said that they began, the others wait for their turn.
    if (launches.size > 0 && launched === undefined) return [];
    const since = Math.max(launched ?? actionStartedAt, logs.lastAt(step.id, target) ?? 0);
    return now - since > silence ? { step: step.id, target, since } : [];
  });
}

/** When each target of the action under way said that it began: batches begin one after the other. */
function launchTimes(
  history: readonly Recorded[],
  { step, attempt }: { readonly step: string; readonly attempt: number },
): ReadonlyMap<string, number> {
  const begun = history.findLastIndex(
    ({ event }) => event.type === 'action.started' && event.step === step && event.attempt === attempt,
  );
  return new Map(
    history.slice(Math.max(0, begun)).flatMap(({ at, event }) => {
      const ours = event.type === 'target.launched' && event.step === step && event.attempt === attempt;
      return ours ? [[event.target, at] as const] : [];
    }),
  );
}
