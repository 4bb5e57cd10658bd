import { expect, test } from 'vitest';
import { nearestTime } from '../../source/plan/time-of-day.ts';
import { formatMoment } from '../../source/plan/zone.ts';

const zone = 'America/Los_Angeles';

test.each([
  ['2009-08-18T12:00:00Z', '05:30', '2009-08-18 05:30:00 PDT'],
  ['2009-08-18T12:00:00Z', '04:30', '2009-08-18 04:30:00 PDT'],
  ['2009-08-18T05:30:00Z', '00:15', '2009-08-18 00:15:00 PDT'],
  ['2009-08-18T08:00:00Z', '23:45', '2009-08-17 23:45:00 PDT'],
  ['2009-11-01T12:00:00Z', '5:00', '2009-11-01 05:00:00 PST'],
])('nearest to %s, %s is %s', (near, time, at) => {
  const found = nearestTime(time, { near: Date.parse(near), zone });
  expect(found === undefined ? undefined : formatMoment(found, zone)).toBe(at);
});

test('a time that the clocks leave out is not made up', () => {
  expect(nearestTime('02:30', { near: Date.parse('2009-03-08T12:00:00Z'), zone })).toBeUndefined();
});
