import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  durationAt,
  formatClock,
  formatDuration,
  formatOffset,
  parseDuration,
} from '../../source/plan/duration.ts';

const MINUTE = 60_000;

test.each([
  ['35m', 35 * MINUTE],
  ['10 min', 10 * MINUTE],
  ['1h30m', 90 * MINUTE],
  ['1h 30 min', 90 * MINUTE],
  ['90s', 90_000],
  ['2 hours', 120 * MINUTE],
  ['1d', 24 * 60 * MINUTE],
  ['5 Minutes', 5 * MINUTE],
  ['0', 0],
  ['0m', 0],
])('reads %s', (text, ms) => {
  expect(parseDuration(text)).toBe(ms);
});

test.each(['', '35', 'm', '1.5h', '30m1h', '5m5m', '10 mins ago', '-5m', '0:30', '999999999d', '5mm'])(
  'refuses %s',
  (text) => {
    expect(parseDuration(text)).toBeUndefined();
  },
);

test('stops before the owner that follows', () => {
  expect(durationAt('35m Programmer')).toEqual({ ms: 35 * MINUTE, length: 3 });
  expect(durationAt('10 min Sandra')).toEqual({ ms: 10 * MINUTE, length: 6 });
  expect(durationAt('5 minutes Sandra')?.length).toBe(9);
  expect(durationAt('0 Programmer')).toEqual({ ms: 0, length: 1 });
});

test.each([
  [0, '0s'],
  [400, '0s'],
  [130_000, '2m10s'],
  [90 * MINUTE, '1h30m'],
  [60 * MINUTE + 34_000, '1h0m34s'],
  [-5 * MINUTE, '-5m'],
  [25 * 60 * MINUTE, '25h'],
])('formats %i as a duration', (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});

test.each([
  [42 * MINUTE + 17_000, '00:42:17'],
  [-10 * MINUTE, '-00:10:00'],
  [-1, '00:00:00'],
  [100 * 60 * MINUTE, '100:00:00'],
])('formats %i as a clock', (ms, text) => {
  expect(formatClock(ms)).toBe(text);
});

test.each([
  [35 * MINUTE, '+35m'],
  [-10 * MINUTE, '-10m'],
  [0, '+0'],
  [65 * MINUTE, '+65m'],
  [150_000, '+2m30s'],
  [26 * 60 * MINUTE, '+26h'],
])('formats %i as an offset', (ms, text) => {
  expect(formatOffset(ms)).toBe(text);
});

test('what is formatted is read back', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8_000_000 }), (seconds) => {
      expect(parseDuration(formatDuration(seconds * 1000))).toBe(seconds * 1000);
      expect(parseDuration(formatOffset(seconds * 1000).slice(1))).toBe(seconds * 1000);
    }),
  );
});
