import { expect, test } from 'vitest';
import {
  findZone,
  formatDate,
  formatIso,
  formatMoment,
  formatTime,
  formatTimeOfDay,
  nextDay,
  toEpoch,
  zoneAbbreviation,
} from '../../source/plan/zone.ts';

const LA = 'America/Los_Angeles';
const FIVE = Date.UTC(2009, 7, 18, 12);

test('finds a zone by its name, in any case', () => {
  expect(findZone('america/los_angeles')).toEqual({ type: 'zone', zone: LA });
  expect(findZone('UTC')).toEqual({ type: 'zone', zone: 'UTC' });
});

test.each(['+02:00', 'PST', 'Nowhere', 'America/Los Angeles', ''])('%s names no zone', (name) => {
  expect(findZone(name).type).toBe('unknown');
});

test('suggests the zone that was meant', () => {
  expect(findZone('America/Los_Angles')).toEqual({ type: 'unknown', suggestion: LA });
});

test('reads a wall clock time', () => {
  expect(toEpoch({ date: '2009-08-18', time: '05:00' }, LA)).toEqual({ type: 'time', at: FIVE });
  expect(toEpoch({ date: '2009-08-18', time: '5:00' }, LA)).toEqual({ type: 'time', at: FIVE });
});

test.each([
  ['2009-03-08', '02:30', 'does not exist'],
  ['2009-11-01', '01:30', 'happens twice'],
  ['2009-02-30', '05:00', 'there is no 2009-02-30'],
  ['2009-08-18', '24:00', 'there is no'],
  ['2009-08-18', '25:00', 'there is no'],
])('refuses %s %s', (date, time, message) => {
  const result = toEpoch({ date, time }, LA);
  expect(result).toMatchObject({ type: 'invalid', message: expect.stringContaining(message) });
});

test('formats in the zone, not in that of the machine', () => {
  expect(formatTime(FIVE, LA)).toBe('05:00');
  expect(formatTime(FIVE - 5 * 3_600_000, LA)).toBe('00:00');
  expect(formatTimeOfDay(FIVE + 17_000, LA)).toBe('05:00:17');
  expect(formatDate(FIVE - 6 * 3_600_000, LA)).toBe('2009-08-17');
  expect(formatIso(FIVE, LA)).toBe('2009-08-18T05:00:00-07:00');
  expect(zoneAbbreviation(FIVE, LA)).toBe('PDT');
  expect(formatMoment(FIVE + 17_000, LA)).toBe('2009-08-18 05:00:17 PDT');
  expect(nextDay('2009-12-31')).toBe('2010-01-01');
});
