import { expect, test } from 'vitest';
import { readHead } from '../../../source/plan/import/step-head.ts';

const minute = 60_000;

function read(text: string) {
  const head = readHead(text);
  if (head === undefined) return undefined;
  const show = (moment: typeof head.from) => {
    if (moment === undefined) return '';
    return moment.type === 'clock' ? `at ${moment.minute}` : `${moment.anchor} ${moment.ms / minute}`;
  };
  const { from, until, owner, length, open, vague } = head;
  return [
    show(from),
    show(until),
    owner,
    ...(length === undefined ? [] : [length / minute]),
    ...(open ? ['open'] : []),
    ...(vague ? ['vague'] : []),
  ].join(' | ');
}

test.each([
  ['S - 10 min Sandra', 'S -10 |  | Sandra'],
  ['S + 0 min Programmer', 'S 0 |  | Programmer'],
  ['S+0:35, QA', 'S 35 |  | QA'],
  ['S + 1.5h QA', 'S 90 |  | QA'],
  ['S+5 DBA', 'S 5 |  | DBA | vague'],
  ['T\u221230m Ops', 'S -30 |  | Ops'],
  ['D \u2013 0m DBA', 'D 0 |  | DBA'],
  ['S + 5m - S + 10m, Vik', 'S 5 | S 10 | Vik'],
  ['S + 5m \u2013 10m, Vik', 'S 5 | S 10 | Vik'],
  ['+ 35 min Ann', 'S 35 |  | Ann | vague'],
  ['S, Everyone', 'S 0 |  | Everyone | vague'],
  ['S Programmer', ' |  | Programmer | open | vague'],
  ['S + TBD Casey', ' |  | Casey | open | vague'],
  ['04:55 Robin', 'at 295 |  | Robin'],
  ['5:30am \u2013 5:35am, Vik', 'at 330 | at 335 | Vik'],
  ['6:06 pm to 6:15pm, Vik', 'at 1086 | at 1095 | Vik'],
  ['12:15am', 'at 15 |  | '],
  ['05:00, 10 min, Casey', 'at 300 |  | Casey | 10'],
  ['0530 Pat', 'at 330 |  | Pat | vague'],
  ['Robin', undefined],
  ['25:99 Pat', undefined],
  ['Q + 5m Pat', undefined],
  ['7 servers', undefined],
  ['2009-03-31', undefined],
])('%s', (text, expected) => {
  expect(read(text)).toBe(expected);
});
