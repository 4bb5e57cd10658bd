import { expect, test } from 'vitest';
import { errorsOf, stepOf, warningsOf } from './write-plan.ts';

test('what can not be undone is started by a person, whatever the plan says', () => {
  const main = '- (S + 0 QC) Open the site {#open for=1m auto no-return}';
  expect(errorsOf({ main })).toEqual([]);
  expect(warningsOf({ main })).toContainEqual({
    message: '`auto` has no effect on a step without return: a person starts it',
    mend: 'leave `auto` out',
    at: 'auto',
  });
  expect(stepOf({ main }, 'open')).toMatchObject({ auto: false, noReturn: true });
});

test.each(['auto', 'no-return'])('`%s` alone says what it says, without a warning', (flag) => {
  const main = `- (S + 0 QC) Open the site {#open for=1m ${flag}}`;
  expect(warningsOf({ main }).filter(({ at }) => at === flag)).toEqual([]);
  expect(stepOf({ main }, 'open')).toMatchObject({ auto: flag === 'auto', noReturn: flag === 'no-return' });
});
