import fc from 'fast-check';
import { type Plan, stepsOf } from '../../source/plan/plan.ts';
import type { Command } from '../../source/run/command.ts';
import { decide } from '../../source/run/decide.ts';
import { createState, reduce } from '../../source/run/reduce.ts';
import { findStep } from '../../source/run/select.ts';
import type { RunState } from '../../source/run/state.ts';
import { anyPlan } from '../helpers/any-plan.ts';
import { minute, start } from '../helpers/plan.ts';
import { by, created } from './scenario.ts';

export type Moment = { readonly state: RunState; readonly now: number };
export type AnyRun = { readonly plan: Plan; readonly states: readonly Moment[] };

type Move = { readonly wait: number; readonly step: number; readonly type: (typeof moves)[number] };

const moves = [
  ...['start', 'start', 'start', 'end', 'end', 'end', 'confirm', 'confirm'],
  ...['fail', 'skip', 'hold', 'release', 'recycle', 'fallback'],
] as const;

const move: fc.Arbitrary<Move> = fc.record({
  wait: fc.integer({ min: 0, max: 9 }),
  step: fc.nat({ max: 13 }),
  type: fc.constantFrom(...moves),
});

/** A run of any plan in which anything happens; each moment of it, from the first. */
export const anyRun: fc.Arbitrary<AnyRun> = fc
  .tuple(anyPlan, fc.integer({ min: -20, max: 10 }), fc.array(move, { maxLength: 40 }))
  .map(([plan, from, list]) => {
    let state = createState(plan, created(plan));
    let now = start + from * minute;
    const states: Moment[] = [{ state, now }];
    for (const one of list) {
      now += one.wait * minute;
      const command = commandOf(state, one);
      const decision = command === undefined ? undefined : decide(state, command, now);
      if (decision?.type === 'accepted') {
        for (const event of decision.events)
          state = reduce(state, { seq: state.version + 1, at: now, event });
      }
      states.push({ state, now });
    }
    return { plan, states };
  });

function commandOf(state: RunState, { step: index, type }: Move): Command | undefined {
  const steps = stepsOf(state.plan);
  const id = steps[index % steps.length]?.id ?? '';
  const reason = 'because';
  switch (type) {
    case 'start':
      return { type, step: id, reason, by };
    case 'skip':
      return { type, step: id, reason, by };
    case 'end':
    case 'fail': {
      const attempt = state.steps[id]?.attempts.at(-1)?.number ?? 1;
      const outcome = type === 'end' ? 'succeeded' : 'unknown';
      return { type: 'finish-attempt', step: id, attempt, outcome, detail: '' };
    }
    case 'confirm':
      return { type, step: id, role: findStep(state, id)?.confirm[0] ?? 'qc', by };
    case 'hold':
      return { type, reason, by };
    case 'recycle':
      return { type, to: id, reason, by };
    case 'fallback':
      return { type, reason, by };
    default:
      return { type: 'release', by };
  }
}
