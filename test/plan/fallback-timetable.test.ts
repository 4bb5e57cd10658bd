import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fallbackTimetable, lengthOfFallback } from '../../source/plan/fallback-timetable.ts';
import { fallbackLength, timelineOf } from '../../source/plan/schedule.ts';
import { timetableOf } from '../../source/plan/timetable.ts';
import { anyPlan } from '../helpers/any-plan.ts';
import { planOf } from './write-plan.ts';

const minute = 60_000;
const none: ReadonlySet<string> = new Set();

/** The fallback of 18 August 2009: a long restore, beside it a deploy, and after both the servers one by one. */
const august = planOf({
  fallback: [
    '- (D + 0 DBA) Stop {#stop}',
    '- (D + 2m DBA) Restore {#restore for=43m}',
    '- (D + 2m DBA) Properties {#properties}',
    '- (D + 5m DBA) Deploy {#deploy after=stop for=10m}',
    '- (D + 50m DBA) Start {#start after=restore,properties,deploy}',
    '- (D + 55m DBA) Open {#open for=0}',
  ].join('\n'),
});
const lengthWithout = (...ids: readonly string[]): number =>
  lengthOfFallback(august, { without: new Set(ids) }) / minute;

test('what is not done takes no time, and what waits for it comes so much earlier', () => {
  expect(lengthWithout()).toBe(55);
  expect(lengthWithout('restore')).toBe(25);
  expect(lengthWithout('restore', 'deploy')).toBe(15);
  expect(lengthWithout('deploy')).toBe(55);
  expect(lengthWithout('stop', 'restore', 'properties', 'deploy', 'start', 'open')).toBe(0);
});

test('the planned distance to what a step waits for stays', () => {
  const slots = fallbackTimetable(august, { without: new Set(['restore']) });
  expect(slots.get('deploy')).toEqual({ begins: 5 * minute, ends: 15 * minute });
  expect(slots.get('start')).toEqual({ begins: 20 * minute, ends: 25 * minute });
  expect(slots.get('restore')?.begins).toBe(slots.get('restore')?.ends);
});

test('a length that is known to be longer counts, a shorter one does not', () => {
  const lengths = (ms: number) =>
    lengthOfFallback(august, { without: none, lengths: new Map([['restore', ms]]) });
  expect(lengths(53 * minute)).toBe(65 * minute);
  expect(lengths(3 * minute)).toBe(55 * minute);
});

test('with nothing left out it is the timetable of the plan; leaving out makes nothing later', () => {
  fc.assert(
    fc.property(anyPlan, fc.array(fc.nat({ max: 6 })), (plan, out) => {
      const steps = timelineOf(plan, 'fallback')?.steps ?? [];
      const whole = fallbackTimetable(plan, { without: none });
      for (const { id } of steps) expect(whole.get(id)).toEqual(timetableOf(plan).get(id));
      expect(lengthOfFallback(plan, { without: none })).toBe(fallbackLength(plan) ?? 0);
      const without = new Set(out.flatMap((index) => steps[index]?.id ?? []));
      const left = fallbackTimetable(plan, { without });
      for (const { id, after } of steps) {
        expect(left.get(id)?.ends).toBeLessThanOrEqual(whole.get(id)?.ends ?? 0);
        for (const other of after)
          expect(left.get(id)?.begins).toBeGreaterThanOrEqual(left.get(other)?.ends ?? Number.NaN);
      }
    }),
  );
});
