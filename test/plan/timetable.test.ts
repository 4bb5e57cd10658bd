import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf } from '../../source/plan/plan.ts';
import { timelineOf } from '../../source/plan/schedule.ts';
import { criticalPath, timetableOf } from '../../source/plan/timetable.ts';
import { anyPlan } from '../helpers/any-plan.ts';
import { planOf } from './write-plan.ts';

const minute = 60_000;

test('a step begins at its offset, or once all that it waits for has ended', () => {
  const main = [
    '- (S + 0 QC) A {#a for=10m}',
    '- (S + 5m QC) B {#b for=1m}',
    '- (S + 20m QC) C {#c after=a for=2m}',
  ].join('\n');
  const slots = timetableOf(planOf({ main }));
  expect(slots.get('a')).toEqual({ begins: 0, ends: 10 * minute });
  expect(slots.get('b')).toEqual({ begins: 10 * minute, ends: 11 * minute });
  expect(slots.get('c')).toEqual({ begins: 20 * minute, ends: 22 * minute });
});

test('what has no time is not in it', () => {
  const slots = timetableOf(planOf({ preparation: '- (QC) Read the page {#read}' }));
  expect([...slots.keys()]).toEqual(['look', 'back']);
});

test('nothing begins before its offset, nor before the last that it waits for has ended, nor later', () => {
  fc.assert(
    fc.property(anyPlan, (plan) => {
      const slots = timetableOf(plan);
      for (const { id, offset = 0, duration, after } of stepsOf(plan)) {
        const ready = Math.max(offset, ...after.map((other) => slots.get(other)?.ends ?? Number.NaN));
        expect(slots.get(id)).toEqual({ begins: ready, ends: ready + duration });
      }
    }),
  );
});

test('the critical path goes back from the end as far as nobody has a minute to spare', () => {
  const main = [
    '- (S + 0 QC) A {#a for=10m}',
    '- (S + 0 QC) B {#b for=4m}',
    '- (S + 10m QC) C {#c for=5m}',
    '- (S + 20m QC) D {#d for=5m}',
    '- (S + 25m QC) E {#e for=5m}',
  ].join('\n');
  const plan = planOf({ main });
  const path = (): readonly string[] =>
    criticalPath(plan, timelineOf(plan, 'main')?.steps ?? []).map(({ id }) => id);
  expect(path()).toEqual(['d', 'e']);
  expect(criticalPath(plan, [])).toEqual([]);
});
