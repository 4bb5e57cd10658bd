import { expect, test } from 'vitest';
import { nextInMonth, parseDay, placeInMonth } from '../../../source/plan/template/calendar.ts';

test.each([
  ['2009-08-18', '2009-08-20', '2009-09-15', 'third Tuesday'],
  ['2009-12-15', '2009-12-15', '2010-01-19', 'third Tuesday'],
  ['2009-08-18', '2026-11-30', '2026-12-15', 'third Tuesday'],
  // No fifth Saturday in September: the fourth.
  ['2009-08-29', '2009-08-30', '2009-09-26', 'fourth Saturday'],
  ['2009-08-01', '2009-09-05', '2009-10-03', 'first Saturday'],
])('after %s, on %s, comes %s', (day, today, next, place) => {
  expect(nextInMonth(day, today)).toBe(next);
  expect(placeInMonth(next)).toBe(place);
});

test.each(['2009-02-30', '2009-13-01', '2009-1-1', 'tomorrow', ''])('%j is no day', (text) => {
  expect(parseDay(text)).toBeUndefined();
});
