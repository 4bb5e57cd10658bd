import { expect, test } from 'vitest';
import { datesIn, moveDates } from '../../../source/plan/template/move-dates.ts';

const moves = [
  { from: '2009-08-18', to: '2009-09-15' },
  { from: '2009-08-19', to: '2009-09-16' },
];

test.each([
  ['2009-08-18 05:00', '2009-09-15 05:00'],
  ['release-2009-08-18', 'release-2009-09-15'],
  ['v20090818', 'v20090915'],
  ['2009_08_18.tgz', '2009_09_15.tgz'],
  ['2009/08/18', '2009/09/15'],
  ['August 18, 2009', 'September 15, 2009'],
  ['Tuesday, August 18th, 2009', 'Tuesday, September 15th, 2009'],
  ['Wed, 19 Aug 2009', 'Wed, 16 Sep 2009'],
  ['18th of August', '15th of September'],
  ['18. August 2009', '15. September 2009'],
  ['release-august-18-2009', 'release-september-15-2009'],
  ['AUGUST 18', 'SEPTEMBER 15'],
  ['18.8.2009 and 18.08.2009', '15.9.2009 and 15.09.2009'],
  ['8/18/2009 and 18/08/2009', '9/15/2009 and 15/09/2009'],
  ['2009-08-18 to 2009-08-19', '2009-09-15 to 2009-09-16'],
])('%j becomes %j', (text, moved) => {
  expect(moveDates(text, moves).text).toBe(moved);
});

test.each([
  '2009-08-11',
  'August 18, 2008',
  '12009-08-181',
  '200908181200',
  'maugust 18',
  'August 181',
  'August 2009',
])('%j is another day, or none', (text) => {
  expect(moveDates(text, moves)).toEqual({ text, moved: [] });
});

test('a date that could be two is left', () => {
  const nine = [{ from: '2009-08-09', to: '2009-09-13' }];
  expect(moveDates('08/09/2009, 09/08/2009', nine).text).toBe('08/09/2009, 09/08/2009');
  expect(moveDates('9.8.2009', nine).text).toBe('13.9.2009');
});

test('weekdays move with their date', () => {
  const friday = [{ from: '2009-08-18', to: '2009-09-18' }];
  expect(moveDates('Tuesday, 2009-08-18; Tue 18 Aug', friday).text).toBe('Friday, 2009-09-18; Fri 18 Sep');
});

test('says where the days of a text are', () => {
  const text = 'on 2009-08-11, not 12345678, nor 2009-13-11; 11 August 2009';
  expect(datesIn(text).map(({ written }) => written)).toEqual(['2009-08-11', '11 August 2009']);
});
