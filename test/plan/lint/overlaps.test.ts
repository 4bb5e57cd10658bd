import { expect, test } from 'vitest';
import { findOverlaps } from '../../../source/plan/lint/overlaps.ts';
import { find } from './find.ts';

const backUp = '- (S + 5m DBA) Back up {#backup for=20m}';

test('a step due while what it waits for still runs', () => {
  expect(find(findOverlaps, { main: `${backUp}\n- (S + 10m DBA) Migrate {for=5m}` })).toEqual([
    {
      at: 'S + 10m',
      message: 'this step waits for `backup`, which is planned to end 15m later',
      mend: 'begin it at S + 25m, plan less than `for=20m` there, or say what it waits for: `after=`',
    },
  ]);
});

test('on the way back, too; of several the one that ends last', () => {
  const fallback = [
    '- (D + 0 DBA) Restore {#restore for=40m}',
    '- (D + 5m DBA) Copy {#copy for=10m}',
    '- (D + 20m QC) Check {#check for=1m}',
  ].join('\n');
  expect(find(findOverlaps, { fallback }).map(({ at, message }) => `${at}: ${message}`)).toEqual([
    'D + 5m: this step waits for `restore`, which is planned to end 35m later',
    'D + 20m: this step waits for `restore`, which is planned to end 20m later',
  ]);
});

test.each([
  ['it ends in that minute', `${backUp}\n- (S + 25m DBA) Migrate {for=5m}`],
  [
    'nobody waits for it',
    `- (S + 0 DBA) Stop {#stop for=1m}\n${backUp}\n- (S + 10m DBA) Build {for=5m after=stop}`,
  ],
  ['the gap is its length', '- (S + 5m DBA) Back up {#backup}\n- (S + 10m DBA) Migrate {for=5m}'],
  ['it is a vote', '- (S + 5m DBA) Vote {decision for=20m}\n- (S + 10m DBA) Migrate {for=5m}'],
])('no finding where %s', (_, main) => {
  expect(find(findOverlaps, { main })).toEqual([]);
});
