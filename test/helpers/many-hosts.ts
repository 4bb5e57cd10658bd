import type { Action } from '../../source/plan/plan.ts';
import type { RunEvent } from '../../source/run/event.ts';
import type { TargetResult } from '../../source/run/facts.ts';
import { findStep } from '../../source/run/select.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { createFakeSession } from './fake-session.ts';
import { makePlan, minute, sh, start } from './plan.ts';

export function nodes(count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `node${index + 1}`);
}

/** A plan whose step `deploy` runs on these hosts, and that step under way since S + 2m. */
export function startOnHosts(hosts: readonly string[], action: Partial<Action> = {}) {
  const clock = createManualClock(start + 2 * minute);
  const plan = makePlan({
    main: [
      {
        id: 'deploy',
        title: 'Deploy the release to every node',
        instructions: ['Look at the load balancer first.'],
        actions: [sh(hosts, { text: 'deploy.sh', ...action })],
      },
      { id: 'after', title: 'Take them into service', offset: 10 * minute, after: ['deploy'] },
    ],
  });
  const session = createFakeSession({ plan: { ...plan, hosts }, clock });
  session.record(started(1), begun(1, hosts));
  const step = findStep(session.state(), 'deploy');
  if (step === undefined) throw new Error('no step deploy');
  return { session, clock, step };
}

export function started(attempt: number, more: Partial<RunEvent & { type: 'step.started' }> = {}): RunEvent {
  const who = { by: 'Thomas', reason: undefined, missing: [] };
  return { type: 'step.started', step: 'deploy', attempt, ...who, ...more };
}

export function begun(attempt: number, targets: readonly string[], action = 0): RunEvent {
  return { type: 'action.started', step: 'deploy', attempt, action, targets };
}

export function launched(target: string, attempt = 1): RunEvent {
  const facts = { hostKey: undefined, pid: 1, sha256: undefined };
  return { type: 'target.launched', step: 'deploy', attempt, action: 0, target, ...facts };
}

/** A number is an exit code. */
export function ended(target: string, how: number | TargetResult, attempt = 1): RunEvent {
  const result = typeof how === 'number' ? ({ type: 'exited', code: how } as const) : how;
  const facts = { hostKey: undefined, marker: undefined };
  return { type: 'target.finished', step: 'deploy', attempt, action: 0, target, result, ...facts };
}

export function finished(attempt: number, outcome: 'succeeded' | 'failed' | 'unknown' | 'stopped'): RunEvent {
  return { type: 'attempt.finished', step: 'deploy', attempt, outcome, detail: '' };
}
