import { expect } from 'vitest';
import type { Plan } from '../../source/plan/plan.ts';
import type { Command } from '../../source/run/command.ts';
import { decide } from '../../source/run/decide.ts';
import type { Recorded, RunEvent } from '../../source/run/event.ts';
import { createState, reduce } from '../../source/run/reduce.ts';
import type { RunState } from '../../source/run/state.ts';
import { start } from '../helpers/plan.ts';

/** Given commands that are taken, when one more is given, then these events or this refusal follow. */
export function given(plan: Plan, ...commands: readonly Given[]): Scenario {
  let state = createState(plan, created(plan));
  let now = start;
  for (const entry of commands) {
    if (typeof entry === 'number') now = start + entry;
    else state = take(state, entry, now);
  }
  return {
    state,
    when: (command) => {
      const decision = decide(state, command, now);
      return {
        gives: (...events) => {
          expect(decision).toEqual({ type: 'accepted', events });
          return take(state, command, now);
        },
        refused: (pattern, code = 'not-now') => {
          if (decision.type !== 'refused') throw new Error(`accepted: ${JSON.stringify(decision.events)}`);
          const { refusal } = decision;
          expect(refusal.code).toBe(code);
          expect([refusal.message, ...refusal.missing].join('\n')).toMatch(pattern);
        },
      };
    },
  };
}

/** A command, or the moment from which the next ones are given, in milliseconds after S. */
export type Given = Command | number;

export type Scenario = {
  readonly state: RunState;
  readonly when: (command: Command) => {
    readonly gives: (...events: readonly RunEvent[]) => RunState;
    readonly refused: (pattern: RegExp, code?: string) => void;
  };
};

export function take(state: RunState, command: Command, now: number): RunState {
  const decision = decide(state, command, now);
  if (decision.type === 'refused') throw new Error(`refused: ${JSON.stringify(decision.refusal)}`);
  return decision.events.reduce<RunState>(
    (before, event) => reduce(before, { seq: before.version + 1, at: now, event }),
    state,
  );
}

export function created(plan: Plan): Recorded {
  const { start: s, opens, closes, zone } = plan.window;
  return {
    seq: 1,
    at: start,
    event: {
      type: 'run.created',
      mode: 'live',
      planFile: plan.file,
      planText: '',
      planSha256: '',
      schedule: { start: s, opens, closes, zone },
      seed: undefined,
      tool: { version: '0', node: '0' },
      host: 'here',
      by: 'Thomas',
    },
  };
}

export const by = 'Thomas';

export function startStep(step: string, reason?: string): Command {
  return { type: 'start', step, by, reason };
}

/** The reports of an attempt that ends as given, on one target of its only action. */
export function ended(
  step: string,
  outcome: 'succeeded' | 'failed' | 'unknown',
  attempt = 1,
): readonly Command[] {
  return [{ type: 'finish-attempt', step, attempt, outcome, detail: outcome }];
}
