import { expect, test } from 'vitest';
import { parseStart } from '../../source/cli/start-time.ts';

const zone = 'America/Los_Angeles';
const minute = 60_000;
/** 18 August 2009, 22:30 in Los Angeles, which is the 19th in UTC. */
const now = Date.parse('2009-08-18T22:30:00-07:00');
const parse = (text: string) => parseStart({ text, now, zone });

test.each([
  ['now', now],
  [' now ', now],
  ['+10m', now + 10 * minute],
  ['-75m', now - 75 * minute],
  ['+1h30m', now + 90 * minute],
])('%j counts from now', (text, at) => {
  expect(parse(text)).toBe(at);
});

test.each([
  ['05:00', '2009-08-18T05:00:00-07:00'],
  ['5:00', '2009-08-18T05:00:00-07:00'],
  ['2026-11-24 05:00', '2026-11-24T05:00:00-08:00'],
  ['2026-11-24T05:00', '2026-11-24T05:00:00-08:00'],
  ['2026-11-24T05:00-05:00', '2026-11-24T05:00:00-05:00'],
  ['2026-11-24T05:00:30Z', '2026-11-24T05:00:30Z'],
  ['2028-02-29 05:00', '2028-02-29T05:00:00-08:00'],
  ['2028-02-29T05:00+05:30', '2028-02-28T23:30:00Z'],
])("%j is a time in the plan's zone, or in its own", (text, iso) => {
  expect(parse(text)).toBe(Date.parse(iso));
});

test.each([
  '',
  'soon',
  '+',
  '+10',
  '10m',
  '25:00',
  '2009-13-01 05:00',
  '2009-03-08 02:30',
  '2009-11-01 01:30',
  '2027-02-29 05:00',
  '2027-02-29T05:00Z',
  '2028-02-30T05:00-08:00',
])('%j is no one time', (text) => {
  expect(parse(text)).toBeUndefined();
});
