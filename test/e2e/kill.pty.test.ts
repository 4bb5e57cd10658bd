import { afterEach, beforeEach, expect, test } from 'vitest';
import { augustPlan, beginNight, type Night } from './night.ts';
import { enter, operatorAt } from './operator.ts';

let night: Night;
beforeEach(async () => {
  night = await beginNight();
});
afterEach(() => night.end());

test('kill -9 in the middle of a step: the run comes back, that step unknown, its output kept', {
  timeout: 180_000,
}, async () => {
  const { lab, screen, plain } = night;
  await lab.fault({ host: 'sakaiprod1', kind: 'deploy-hangs' });
  const first = screen(['run', augustPlan, '--start', '-75m']);
  const before = operatorAt(first);
  await first.waitFor(/LIVE/);
  for (const title of ['Check every server', 'Set the database marker', 'Close servers, stop Sakai']) {
    await before.start(title);
  }
  await before.at('Back up the database');
  before.press('j');
  await before.at('Run the gradebook scripts');
  before.press('j');
  await before.startOver('Deploy to the head node', 'this test wants only this one', 'deploy-head');
  await first.waitFor(/waiting for the lock/, { timeout: 30_000 });

  const refused = await plain(['run', augustPlan, '--plain'], []);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringMatching(/open in another terminal \(process \d+/),
  ]);

  first.kill('SIGKILL');
  expect((await first.exit).signal).toBe('SIGKILL');
  const list = await plain(['runs'], []);
  expect(list.out).toMatch(/^[0-9A-Z]{4} +live .*open/m);

  // A hanging deployment that wrote to a dead connection is nobody's success.
  await lab.fault({ host: 'sakaiprod1', kind: 'deploy-hangs' }, false);
  const second = screen(['run', augustPlan]);
  const after = operatorAt(second);
  await after.at('Deploy to the head node');
  await second.waitFor(/unknown/);
  await second.waitFor(/waiting for the lock/);
  expect(second.text()).toMatch(/gonogo ended while this ran/);
  after.press(enter);
  await after.asked(/Type succeeded or failed/);
  await after.type('failed');
  await after.asked(/How do you know/);
  await after.type('looked on the host');
  await second.waitFor(/✖ failed/);
  after.press('r');
  await after.asked(/Why start it all the same/);
  await after.type('the host is well again');
  await after.asked(/not its turn/);
  await after.type('deploy-head');
  await second.waitFor(/✔ S\+35m/, { timeout: 60_000 });
  expect(await lab.host('sakaiprod1').deployedTag()).toBe('smartsite-019');

  after.press('q');
  await after.asked(/leave/);
  after.press('y');
  expect((await second.exit).code).toBe(8);
});
