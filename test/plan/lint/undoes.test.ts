import { expect, test } from 'vitest';
import { findUndoes } from '../../../source/plan/lint/undoes.ts';
import { fence, find, steps } from './find.ts';

const step = (line: string, command: string, on = '@app') => `- ${line}\n${fence(`sh on=${on}`, command)}`;
const scripts = `- (S + 5m DBA) Apply the scripts {#scripts}\n${fence('sql on=sakai', 'alter table a add b int')}`;
const deploy = step('(S + 10m Programmer) Deploy {#deploy for=5m}', 'set-up new');
const restore = (braces = '') =>
  `- (D + 2m DBA) Restore the database {#restore for=5m ${braces}}\n${fence('sql on=sakai', 'drop table a')}`;
const back = (braces = '') => step(`(D + 5m Programmer) Old release {#back for=5m ${braces}}`, 'set-up old');

test('a step that says not what it undoes, beside one that does', () => {
  const parts = { main: steps(scripts, deploy), fallback: steps(restore('undoes=scripts'), back()) };
  expect(find(findUndoes, parts)).toEqual([
    {
      at: 'Old release',
      message: 'this step says not what it undoes, and nothing undoes `deploy`',
      mend: 'add `undoes=deploy`, where that is so; then it is left out when there is nothing to undo',
    },
  ]);
});

test('a fallback in which no step says it', () => {
  expect(find(findUndoes, { main: steps(scripts, deploy), fallback: steps(restore(), back()) })).toEqual([
    {
      at: '## Fall-back procedure',
      message: 'no step here says what it undoes, so all of them are needed at every D',
      mend: 'write it down where it is so: `{undoes=scripts}`',
    },
  ]);
});

test.each([
  [
    'everything is undone, and one more step puts things right',
    steps(
      restore('undoes=scripts'),
      back('undoes=deploy'),
      step('(D + 6m QC) Settings back {for=1m}', 'mv a b'),
    ),
  ],
  [
    'stops, starts, doors, looks, mails and markers',
    steps(
      restore('undoes=scripts'),
      step('(D + 0 QC) Stop all servers {#a}', 'sakai stop'),
      step('(D + 1m QC) Restart the head node {#b}', 'sakai start'),
      step('(D + 2m QC) Take the servers out of maintenance mode {#c}', 'door open'),
      step('(D + 3m QC) Look at the log {#d}', 'tail log'),
      step('(D + 3m QC) Which release {#e}', 'cat release.txt && ls -l'),
      `- (D + 4m QC) Say so {#f}\n${fence('mail', 'We went back.')}`,
      `- (D + 5m QC) As before {#g for=1m}\n${fence('marker on=sakai', 'set back')}`,
    ),
  ],
  ['work by hand', steps(restore('undoes=scripts'), '- (D + 5m QC) Deploy the old release {for=5m}')],
])('says enough: %s', (_, fallback) => {
  expect(find(findUndoes, { main: steps(scripts, deploy), fallback })).toEqual([]);
});

test('what has no return is not waited for', () => {
  const main = steps(scripts, deploy.replace('#deploy', '#deploy no-return'));
  expect(find(findUndoes, { main, fallback: steps(restore('undoes=scripts'), back()) })).toEqual([]);
});

test('where nothing is changed, nothing is undone', () => {
  const main = steps(
    step('(S + 0 QC) Stop all servers {#stop}', 'sakai stop'),
    step('(S + 5m QC) Back up {#backup for=1m}', 'dump'),
  );
  expect(find(findUndoes, { main, fallback: back() })).toEqual([]);
});
