import { afterEach, beforeEach, expect, test } from 'vitest';
import { augustPlan, beginNight, type Night } from './night.ts';
import { enter, operatorAt } from './operator.ts';
import { expectBack, expectReleased, jobsLeft } from './outcome.ts';

let night: Night;
beforeEach(async () => {
  night = await beginNight();
});
afterEach(() => night.end());

const before = [
  'Check every server',
  'Set the database marker',
  'Close servers, stop Sakai',
  'Back up the database',
];
const head = ['Deploy to the head node', 'Start the head node'];
const back = [
  'Bring back properties 018',
  'Deploy the previous release',
  'Restart the head node',
  'Check the database marker',
  'Restart the other servers',
  'Open smartsite-prod again',
];
const rest = [
  'Deploy to the other servers',
  'Start the other servers',
  'Open smartsite-prod',
  'Send the release mail',
];

test('the whole window by keys, to go', { timeout: 180_000 }, async () => {
  const { lab, screen } = night;
  const terminal = screen(['run', augustPlan, '--start', '-75m']);
  const operator = operatorAt(terminal);
  await operator.passPreflight();
  for (const title of before) await operator.start(title);
  // It is so late that from here on going back would end after the window.
  await operator.startLate('Run the gradebook scripts', 'scripts');
  for (const title of head) await operator.start(title);

  await operator.start('Verification');
  await terminal.waitFor(/to check/);
  for (let item = 1; item <= 4; item += 1) {
    operator.press('p');
    await terminal.waitFor((rows) => rows.filter((row) => /passed/.test(row.slice(58))).length >= item, {
      what: `${item} items passed`,
    });
  }
  operator.press(enter);
  await operator.asked(/Type go or no-go/);
  await operator.type('go');

  for (const title of rest) await operator.start(title);
  await terminal.waitFor(/every step is settled|e end|End the run/i, { timeout: 60_000 });
  await terminal.waitFor((rows) => rows.some((row) => /✔ S\+70m/.test(row)), {
    timeout: 60_000,
    what: 'the mail sent',
  });
  expect(await jobsLeft(lab)).not.toEqual([]);
  operator.press('e');
  await operator.asked(/End the run: GO/);
  await operator.type('go');
  await terminal.waitFor(/GO/);
  operator.press('q');
  expect(await terminal.exit).toEqual({ code: 0, signal: undefined });
  expect(await jobsLeft(lab)).toEqual([]);

  await expectReleased(lab);
  const [mail] = lab.mail.mails;
  expect(mail?.raw).toMatch(/Subject: Gradebook 2 is in production/);
  expect(mail?.raw).toMatch(/Back up the database/);
});

test('a failing verification goes back by keys, and the marker proves the restored database', {
  timeout: 240_000,
}, async () => {
  const { lab, screen } = night;
  const terminal = screen(['run', augustPlan, '--start', '-75m']);
  const operator = operatorAt(terminal);
  await operator.passPreflight();
  for (const title of before) await operator.start(title);
  // It is so late that from here on going back would end after the window.
  await operator.startLate('Run the gradebook scripts', 'scripts');
  for (const title of head) await operator.start(title);
  await operator.start('Verification');
  await terminal.waitFor(/to check/);
  expect(await lab.database.changed()).toBe(true);

  operator.press('x');
  await operator.asked(/wrong/);
  await operator.type('grades are gone');
  await terminal.waitFor(/failed/);
  operator.press('f');
  await operator.asked(/Why fall back/);
  await operator.type('grades are gone');
  await operator.asked(/Type fall back/);
  // The question changed: what is typed now answers this one.
  await operator.type('fall back');
  await terminal.waitFor(/D\+00:00/);

  await operator.start('Stop Sakai on all servers');
  await operator.start('Restore the database');
  await operator.at('Restore the database');
  await terminal.waitFor(/to check/, { timeout: 60_000 });
  operator.press(enter);
  await operator.asked(/Type dba/);
  await operator.type('dba');
  for (const title of back) await operator.start(title);
  await terminal.waitFor((rows) => rows.some((row) => /✔ D\+65m/.test(row)), {
    timeout: 60_000,
    what: 'the last step',
  });
  operator.press('e');
  await operator.asked(/End the run: FELL BACK/);
  await operator.type('end');
  await terminal.waitFor(/FELL BACK/);
  operator.press('q');
  expect(await terminal.exit).toEqual({ code: 6, signal: undefined });
  expect(terminal.text()).toMatch(/Run [0-9A-Z]{4} ended: FELL BACK/);

  await expectBack(lab);
});
