import { type Step, targetsOf } from '../plan/plan.ts';
import { allAttempts } from '../run/attempt.ts';
import type { Command } from '../run/command.ts';
import { fallbackRefusal } from '../run/decide-fallback.ts';
import { forecast } from '../run/forecast.ts';
import { includedTargets } from '../run/open-work.ts';
import { missingFor } from '../run/readiness.ts';
import { isSettled } from '../run/select.ts';
import type { Attempt, RunState, StepState } from '../run/state.ts';
import { isOk } from '../run/target-result.ts';
import { stepState } from '../run/timing.ts';
import { wayBack } from '../run/way-back.ts';
import { foldTargets, nameOf } from '../run/words.ts';
import type { Move, Situation } from './person.ts';

/** `give-up`: the run can't go on, and can't go back. */
export type Trouble = Move | { readonly type: 'give-up'; readonly reason: string };

/**
 * What a sensible person does about a step that went wrong: looks, leaves a lost host out, tries what is open once
 * more, and goes back while there is time. Undefined: nothing is wrong with it.
 */
export function troubleWith(situation: Situation, step: Step): Trouble | undefined {
  const { state } = situation;
  const own = stepState(state, step.id);
  switch (own.status) {
    case 'unknown':
      return settle(situation, step, own);
    case 'failed':
      return mend(situation, step, own);
    case 'waiting': {
      if (step.after.some((id) => !isSettled(state, id))) return undefined;
      const isReady = missingFor(state, step, situation.now).length === 0;
      return isReady ? withoutPlace(situation, step) : undefined;
    }
    default:
      return undefined;
  }
}

const lookingMs = 2 * 60_000;
const ponderingMs = 60_000;

function settle({ state, now, by }: Situation, step: Step, own: StepState): Trouble {
  const attempt = own.attempts.at(-1);
  const until = (attempt?.endedAt ?? now) + lookingMs;
  if (now < until) return { type: 'wait', until };
  const lost = lostHosts(state, attempt);
  const where = lost.length === 0 ? '' : ` on ${foldTargets(lost)}`;
  const reason = `rehearsed: looked${where}, and its work has not come to an end`;
  return command({ type: 'settle', step: step.id, outcome: 'failed', reason, by });
}

function mend(situation: Situation, step: Step, own: StepState): Trouble {
  const { state, now, by } = situation;
  const [host] = lostHosts(state, own.attempts.at(-1));
  if (host !== undefined) {
    return command({ type: 'exclude', host, reason: 'rehearsed: it can no longer be reached', by });
  }
  // Whoever settled what was unknown has looked already.
  const until = own.attempts.at(-1)?.settled === undefined ? (failedAt(own) ?? now) + ponderingMs : now;
  if (now < until) return { type: 'wait', until };
  const stranded = withoutPlace(situation, step);
  if (stranded !== undefined) return stranded;
  const failures = own.attempts.filter((attempt) => !isByLostHost(state, attempt)).length;
  if (failures > 1) return surrender(situation, step, `${nameOf(step)} failed twice`);
  const again = now + situation.people.patience(step, own.attempts.length + 1);
  if (step.decision && canGoBack(situation, now) && !canGoBack(situation, again)) {
    return surrender(situation, step, `${nameOf(step)} failed, and there is no time to look again`);
  }
  const reason = missingFor(state, step, now).length > 0 ? 'rehearsed: it is tried once more' : undefined;
  return command({ type: 'start', step: step.id, open: true, reason, by });
}

/** Undefined before its first attempt. */
function failedAt({ attempts, answers, votes }: StepState): number | undefined {
  const attempt = attempts.at(-1);
  const moments = [...Object.values(answers), ...Object.values(votes)].map(({ at }) => at);
  return attempt === undefined ? undefined : Math.max(attempt.endedAt ?? attempt.startedAt, ...moments);
}

/** A step is not done because its only host was left out. */
function withoutPlace(situation: Situation, step: Step): Trouble | undefined {
  const { state } = situation;
  const stranded = step.actions.find(
    (action) => targetsOf(action.on).length > 0 && includedTargets(state, action).length === 0,
  );
  if (stranded === undefined) return undefined;
  const places = foldTargets(targetsOf(stranded.on));
  return surrender(situation, step, `${nameOf(step)} can't be done without ${places}`);
}

/** Back, while that ends inside the window; on without the step otherwise, if that can be. */
function surrender(situation: Situation, step: Step, why: string): Trouble {
  const { state, now, by } = situation;
  const reason = `rehearsed: ${why}`;
  if (step.timeline !== 'fallback') {
    // What failed before S has nothing to undo: the release is put off, once all that runs has ended.
    const since = failedAt(stepState(state, step.id)) ?? now;
    if (since < state.schedule.start) return { type: 'give-up', reason };
    if (canGoBack(situation, now)) return command({ type: 'fallback', reason, by });
  }
  if (!step.required && !step.decision) return command({ type: 'skip', step: step.id, reason, by });
  if (step.actions.length > 0) return command({ type: 'do-by-hand', step: step.id, reason, by });
  return { type: 'give-up', reason };
}

/** Whether a fallback called at that moment leads home inside the window, as things stand. */
function canGoBack({ state, usuals }: Situation, now: number): boolean {
  const facts = { state, now, usuals };
  const way = wayBack({ ...facts, forecast: forecast(facts) });
  if (way === undefined || way.noReturn !== undefined) return false;
  return fallbackRefusal(state, now) === undefined && now < way.lastSafe;
}

function command(asked: Command): Trouble {
  return { type: 'command', command: asked };
}

/** Hosts that this attempt could not reach, because the run lost them, and that are not left out yet. */
function lostHosts({ plan, excluded, steps }: RunState, attempt: Attempt | undefined): readonly string[] {
  const wasLost = (host: string) =>
    Object.values(steps).some((own) =>
      allAttempts(own).some(({ targets }) => targets[host]?.type === 'lost'),
    );
  return Object.entries(attempt?.targets ?? {}).flatMap(([target, result]) => {
    const isAway = result?.type === 'lost' || (result?.type === 'refused' && wasLost(target));
    return isAway && plan.hosts.includes(target) && !Object.hasOwn(excluded, target) ? [target] : [];
  });
}

function isByLostHost({ excluded }: RunState, { targets }: Attempt): boolean {
  return Object.entries(targets).some(
    ([target, result]) => result !== undefined && !isOk(result) && Object.hasOwn(excluded, target),
  );
}
