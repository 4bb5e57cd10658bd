import { expect, test } from 'vitest';
import { stepsOf } from '../../source/plan/plan.ts';
import {
  earlierSteps,
  fallbackLength,
  lastSafeFallback,
  plannedAt,
  spanOf,
  timelineOf,
} from '../../source/plan/schedule.ts';
import { planOf, stepOf } from './write-plan.ts';

const MINUTE = 60_000;
const S = Date.UTC(2009, 7, 18, 12);

/** The fallback of 18 August 2009 in offsets, and the first steps of its window. */
const august = {
  main: ['- (S - 10m QC) A {#a}', '- (S + 0 QC) B {#b}', '- (S + 70m QC) C {#c for=5m}'].join('\n'),
  fallback: ['0', '2m', '5m', '50m', '55m', '60m', '65m']
    .map(
      (offset, index) =>
        `- (D + ${offset} DBA) Step ${index} {#d${index}${offset === '65m' ? ' for=0' : ''}}`,
    )
    .join('\n'),
};

test('18 August: the fallback takes 65 minutes, and the last safe D is S + 55', () => {
  const plan = planOf(august);
  expect(fallbackLength(plan)).toBe(65 * MINUTE);
  expect(lastSafeFallback(plan)).toBe(S + 55 * MINUTE);
  expect(lastSafeFallback(plan, { closes: S + 65 * MINUTE })).toBe(S);
});

test('the span of a timeline goes from its first due time to its last planned end', () => {
  const plan = planOf(august);
  const main = timelineOf(plan, 'main');
  expect(main && spanOf(plan, main)).toEqual({ begins: -10 * MINUTE, ends: 75 * MINUTE });
});

test('a long step in the middle moves what waits for it, and may end last where nothing does', () => {
  const waits = planOf({ fallback: '- (D + 0 DBA) A {for=90m}\n- (D + 5m DBA) B {for=1m}' });
  expect(fallbackLength(waits)).toBe(91 * MINUTE);
  const apart = planOf({
    fallback: '- (D + 0 DBA) A {for=90m}\n- (D + 5m DBA) B {for=1m after=c}\n- (D + 0m DBA) C {#c for=1m}',
  });
  expect(fallbackLength(apart)).toBe(90 * MINUTE);
});

test('a timeline without due times has no span', () => {
  const plan = planOf({ preparation: '- (QC) Read the page' });
  const preparation = timelineOf(plan, 'preparation');
  expect(preparation && spanOf(plan, preparation)).toBeUndefined();
});

test('steps of the fallback are due once D is known', () => {
  const step = stepOf(august, 'd1');
  expect(plannedAt(step, { start: S })).toBeUndefined();
  expect(plannedAt(step, { start: S, decision: S + MINUTE })).toBe(S + 3 * MINUTE);
  expect(plannedAt(stepOf(august, 'a'), { start: S })).toBe(S - 10 * MINUTE);
});

test('knows what a step would wait for', () => {
  const steps = stepsOf(planOf(august));
  const earlier = (id: string) => earlierSteps(stepOf(august, id), steps).map((step) => step.id);
  expect(earlier('c')).toEqual(['a', 'b']);
  expect(earlier('d2')).toEqual(['d0', 'd1']);
  expect(earlier('a')).toEqual([]);
});
