import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePlan } from '../../source/plan/parse-plan.ts';
import type { Plan } from '../../source/plan/plan.ts';
import { stateAfter } from '../../source/run/reduce.ts';
import { createRecordedStates } from '../../source/session/recorded-states.ts';
import { type Golden, goldenJournals } from '../fixtures/journals/golden.ts';

function planOf({ events: [first] }: Golden): Plan {
  if (first?.event.type !== 'run.created') throw new Error('a run begins with run.created');
  const parsed = parsePlan({ text: first.event.planText, file: first.event.planFile });
  if (parsed.type !== 'parsed') throw new Error('the plan does not parse');
  return parsed.plan;
}

test.each(goldenJournals())('$name: any moment, by any way, is as if all before it were folded', (golden) => {
  const plan = planOf(golden);
  const { events } = golden;
  const from = events[0]?.at ?? 0;
  const until = events.at(-1)?.at ?? 0;
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 }), (moments) => {
      const states = createRecordedStates(plan, events);
      for (const moment of moments) {
        const at = from + ((until - from) * moment) / 1000;
        states.seek(at);
        const later = events.findIndex((event) => event.at > at);
        const before = events.slice(0, later === -1 ? undefined : later);
        expect(states.folded()).toBe(before.length);
        expect(states.state()).toEqual(stateAfter(plan, before));
      }
    }),
    { numRuns: 30 },
  );
});
