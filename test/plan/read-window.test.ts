import { expect, test } from 'vitest';
import { lastSafeFallback, plannedAt } from '../../source/plan/schedule.ts';
import { timetableOf } from '../../source/plan/timetable.ts';
import { formatMoment } from '../../source/plan/zone.ts';
import { errorsOf, frontWith, planOf, stepOf } from './write-plan.ts';

const minute = 60_000;
const LA = 'America/Los_Angeles';

const front = (window: string, start?: string) => ({
  front: [
    frontWith('window', `window: ${window}`),
    ...(start === undefined ? [] : [`start: "${start}"`]),
  ].join('\n'),
});

/** Opens, S, closes and how long it is open, as people read it. */
function night(window: string, start?: string): readonly string[] {
  const { opens, closes, start: s, zone } = planOf(front(window, start)).window;
  return [...[opens, s, closes].map((at) => formatMoment(at, zone)), `${(closes - opens) / minute}m`];
}

test.each([
  [
    'spring forward in the middle of it: an hour less than the clock on the wall says',
    ['2026-03-08 01:30 - 04:00 America/Los_Angeles'],
    ['2026-03-08 01:30:00 PST', '2026-03-08 01:30:00 PST', '2026-03-08 04:00:00 PDT', '90m'],
  ],
  [
    'autumn back in the middle of it: an hour more',
    ['2026-11-01 00:30 - 03:00 America/Los_Angeles'],
    ['2026-11-01 00:30:00 PDT', '2026-11-01 00:30:00 PDT', '2026-11-01 03:00:00 PST', '210m'],
  ],
  [
    'S counted from the window, across the hour that is not there',
    ['2026-03-08 01:30 - 04:00 America/Los_Angeles', 'window + 45m'],
    ['2026-03-08 01:30:00 PST', '2026-03-08 03:15:00 PDT', '2026-03-08 04:00:00 PDT', '90m'],
  ],
  [
    'S counted from the window, into the hour that comes twice',
    ['2026-11-01 00:30 - 03:00 America/Los_Angeles', 'window + 1h45m'],
    ['2026-11-01 00:30:00 PDT', '2026-11-01 01:15:00 PST', '2026-11-01 03:00:00 PST', '210m'],
  ],
  [
    'S by the clock, after it was set',
    ['2026-11-01 00:30 - 03:00 America/Los_Angeles', '02:15'],
    ['2026-11-01 00:30:00 PDT', '2026-11-01 02:15:00 PST', '2026-11-01 03:00:00 PST', '210m'],
  ],
  [
    'over midnight, and the clocks change after it',
    ['2026-10-31 23:00 - 03:00 America/Los_Angeles', '02:00'],
    ['2026-10-31 23:00:00 PDT', '2026-11-01 02:00:00 PST', '2026-11-01 03:00:00 PST', '300m'],
  ],
  [
    'the clocks change at midnight itself, in Chile',
    ['2026-09-05 23:30 - 02:00 America/Santiago'],
    ['2026-09-05 23:30:00 GMT-4', '2026-09-05 23:30:00 GMT-4', '2026-09-06 02:00:00 GMT-3', '90m'],
  ],
  [
    'half an hour of summer time, on Lord Howe Island',
    ['2026-04-05 01:00 - 03:00 Australia/Lord_Howe'],
    ['2026-04-05 01:00:00 GMT+11', '2026-04-05 01:00:00 GMT+11', '2026-04-05 03:00:00 GMT+10:30', '150m'],
  ],
  [
    'a zone of half hours',
    ['2026-08-18 05:00 - 07:00 Asia/Kolkata', '05:30'],
    ['2026-08-18 05:00:00 GMT+5:30', '2026-08-18 05:30:00 GMT+5:30', '2026-08-18 07:00:00 GMT+5:30', '120m'],
  ],
  [
    'a zone of quarters',
    ['2026-08-18 23:45 - 00:15 Asia/Kathmandu'],
    ['2026-08-18 23:45:00 GMT+5:45', '2026-08-18 23:45:00 GMT+5:45', '2026-08-19 00:15:00 GMT+5:45', '30m'],
  ],
  [
    'on a leap day',
    ['2028-02-29 05:00 - 07:00 UTC'],
    ['2028-02-29 05:00:00 UTC', '2028-02-29 05:00:00 UTC', '2028-02-29 07:00:00 UTC', '120m'],
  ],
  [
    'into a leap day, with S in it',
    ['2028-02-28 23:00 - 01:00 UTC', '00:30'],
    ['2028-02-28 23:00:00 UTC', '2028-02-29 00:30:00 UTC', '2028-02-29 01:00:00 UTC', '120m'],
  ],
  [
    'out of a leap day',
    ['2028-02-29 23:00 - 01:00 UTC'],
    ['2028-02-29 23:00:00 UTC', '2028-02-29 23:00:00 UTC', '2028-03-01 01:00:00 UTC', '120m'],
  ],
  [
    'over the end of a February without one',
    ['2027-02-28 23:00 - 01:00 UTC'],
    ['2027-02-28 23:00:00 UTC', '2027-02-28 23:00:00 UTC', '2027-03-01 01:00:00 UTC', '120m'],
  ],
  [
    'over the end of a year, both days written out',
    ['2026-12-31 22:00 - 2027-01-01 02:00 Europe/Berlin', '2027-01-01 00:00'],
    ['2026-12-31 22:00:00 GMT+1', '2027-01-01 00:00:00 GMT+1', '2027-01-01 02:00:00 GMT+1', '240m'],
  ],
] as const)('%s', (_, [window, start], expected) => {
  expect(night(window, start)).toEqual(expected);
});

test.each([
  ['2026-03-08 02:30 - 04:00 America/Los_Angeles', undefined, '2026-03-08 02:30 does not exist'],
  ['2026-03-08 01:00 - 02:30 America/Los_Angeles', undefined, '2026-03-08 02:30 does not exist'],
  ['2026-11-01 00:30 - 01:30 America/Los_Angeles', undefined, '2026-11-01 01:30 happens twice'],
  ['2026-03-08 01:30 - 04:00 America/Los_Angeles', '02:30', '2026-03-08 02:30 does not exist'],
  ['2026-11-01 00:30 - 03:00 America/Los_Angeles', '01:30', '2026-11-01 01:30 happens twice'],
  ['2026-09-05 23:30 - 00:30 America/Santiago', undefined, '2026-09-06 00:30 does not exist'],
  ['2026-04-05 01:00 - 01:45 Australia/Lord_Howe', undefined, '2026-04-05 01:45 happens twice'],
  ['2027-02-29 05:00 - 07:00 UTC', undefined, 'there is no 2027-02-29 05:00'],
  ['2100-02-29 05:00 - 07:00 UTC', undefined, 'there is no 2100-02-29 05:00'],
])('window %s, start %s: refused', (window, start, message) => {
  expect(errorsOf(front(window, start))).toEqual([
    expect.objectContaining({ message: expect.stringContaining(message) }),
  ]);
});

const steps = {
  main: ['- (S + 0 QC) A {#a}', '- (S + 45m QC) B {#b}', '- (S + 75m QC) C {#c for=5m}'].join('\n'),
  fallback: '- (D + 0 QC) Back {#back for=40m}',
};

test.each([
  ['2026-03-08 01:30 - 04:00 America/Los_Angeles', '2026-03-08 03:15:00 PDT', '2026-03-08 03:20:00 PDT'],
  ['2026-11-01 00:30 - 03:00 America/Los_Angeles', '2026-11-01 01:15:00 PDT', '2026-11-01 02:20:00 PST'],
])(
  'window %s: offsets are minutes that pass, whatever the clock on the wall does',
  (window, due, lastSafe) => {
    const parts = { ...steps, ...front(window) };
    const plan = planOf(parts);
    expect(formatMoment(plannedAt(stepOf(parts, 'b'), plan.window) ?? 0, LA)).toBe(due);
    expect(timetableOf(plan).get('b')).toEqual({ begins: 45 * minute, ends: 75 * minute });
    expect(formatMoment(lastSafeFallback(plan) ?? 0, LA)).toBe(lastSafe);
  },
);
