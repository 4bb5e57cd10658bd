import { expect, test } from 'vitest';
import { parseStepHead } from '../../source/plan/step-line.ts';

const MINUTE = 60_000;

test.each([
  ['S - 10m Release', 'S', -10, ['Release']],
  ['S - 10 min Sandra', 'S', -10, ['Sandra']],
  ['S + 0 min Programmer', 'S', 0, ['Programmer']],
  ['S + 0 Programmer', 'S', 0, ['Programmer']],
  ['S+35m Programmer', 'S', 35, ['Programmer']],
  ['s + 1h30m MW Developer', 'S', 90, ['MW Developer']],
  ['S + 1h 30 min QC', 'S', 90, ['QC']],
  ['S + 65 minutes Sandra', 'S', 65, ['Sandra']],
  ['S + 1d DBA', 'S', 24 * 60, ['DBA']],
  ['S \u2212 10m QC', 'S', -10, ['QC']],
  ['S \u2013 10m QC', 'S', -10, ['QC']],
  ['D + 2m DBA + Programmer', 'D', 2, ['DBA', 'Programmer']],
  ['D + 0', 'D', 0, []],
  ['  S  +  5m   Thomas   Amsler ', 'S', 5, ['Thomas Amsler']],
  ['S - 0 QC', 'S', 0, ['QC']],
  ['Programmer', undefined, undefined, ['Programmer']],
  ['Sandra + Prabhu', undefined, undefined, ['Sandra', 'Prabhu']],
  ['', undefined, undefined, []],
])('reads (%s)', (inner, anchor, minutes, names) => {
  const result = parseStepHead(inner, 10);
  expect(result.type).toBe('head');
  if (result.type !== 'head') return;
  expect(result.head.anchor).toBe(anchor);
  expect(result.head.offset).toBe(minutes === undefined ? undefined : minutes * MINUTE);
  expect(result.head.owners.map(({ name }) => name)).toEqual(names);
});

test('says where each owner stands', () => {
  const inner = 'D + 2m DBA +  QC';
  const result = parseStepHead(inner, 10);
  const places = result.type === 'head' ? result.head.owners.map(({ offset }) => offset - 10) : [];
  expect(places).toEqual([inner.indexOf('DBA'), inner.indexOf('QC')]);
});

test.each([
  ['S Programmer?', undefined],
  ['S + Programmer', 'the offset after `S +` is left empty'],
  ['S - MW Developer', 'the offset after `S -` is left empty'],
  ['D+', 'the offset after `D+` is left empty'],
  ['S + TBD QC', '`TBD` is no offset'],
  ['S + ?? QC', '`??` is no offset'],
  ['S + 35 Programmer', 'the offset `35` has no unit'],
  ['S + 35mm QC', '`35mm` is no offset'],
  ['S + 30m1h QC', '`30m1h` is no offset'],
  ['S + 9999d QC', '`9999d` is no offset'],
  ['S', 'the offset after `S` is left empty'],
  ['D - 5m DBA', 'a step before D'],
  ['05:30 Robin', 'not a time of day'],
  ['5:50am - 5:55am, Vik', 'not a time of day'],
  ['35m Programmer', 'is no anchor'],
])('(%s) at fault: %s', (inner, message) => {
  const result = parseStepHead(inner, 0);
  if (message === undefined) expect(result.type).toBe('head');
  else {
    const finding = expect.objectContaining({ message: expect.stringContaining(message) });
    expect(result).toMatchObject({ type: 'invalid', finding });
  }
});
