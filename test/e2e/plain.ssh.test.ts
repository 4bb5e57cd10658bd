import { afterEach, beforeEach, expect, test } from 'vitest';
import { augustPlan, beginNight, type Night } from './night.ts';
import { expectBack, expectReleased } from './outcome.ts';

let night: Night;
beforeEach(async () => {
  night = await beginNight();
});
afterEach(() => night.end());

const run = ['run', augustPlan, '--start', '-75m', '--plain', '--as', 'Thomas'];
const untilVerification = [
  'preflight',
  'marker',
  'stop',
  'backup',
  'scripts',
  'deploy-head',
  'start-head',
].flatMap((step) => [`start ${step}`, `wait ${step}`]);

test('the whole window by lines, to go', { timeout: 120_000 }, async () => {
  const { lab, plain } = night;
  const { code, out, err } = await plain(run, [
    ...untilVerification,
    'start verify',
    'pass 1',
    'pass 2',
    'pass 3 seen by two of us',
    'pass 4',
    'go qc',
    ...['deploy-rest', 'start-rest', 'open', 'mail'].flatMap((step) => [`start ${step}`, `wait ${step}`]),
    'end',
  ]);
  expect([code, err], out).toEqual([0, '']);
  expect(out).toMatch(/sakaiprod3 \| /);
  await expectReleased(lab);
  expect(lab.mail.mails).toHaveLength(1);

  const status = await plain(['status', 'last'], []);
  expect(status.code).toBe(0);
  expect(status.out).toMatch(/seen by two of us/);
  const log = await plain(['log', 'last', 'deploy-rest', '--host', 'sakaiprod3'], []);
  expect(log.out).toMatch(/^\d\d:\d\d:\d\d deploy-rest sakaiprod3 \| .*smartsite-019/m);
  const replay = await plain(['replay', 'last', '--speed', '600', '--plain'], []);
  expect(replay.code).toBe(0);
  expect(replay.out).toMatch(/Deploy to the other servers/);
});

test('a failed item, the fallback by lines, and the marker proves the restored database', {
  timeout: 120_000,
}, async () => {
  const { lab, plain } = night;
  const early = 'because the lab is quick';
  const { code, out } = await plain(run, [
    ...untilVerification,
    'start verify',
    'pass 1',
    'fail 2 grades are gone',
    'fallback grades are gone',
    'start deploy-rest',
    'start back-stop',
    'wait back-stop',
    `start restore ${early}`,
    'wait restore',
    'confirm dba restore',
    ...[
      'back-properties',
      'back-deploy',
      'back-start-head',
      'back-marker',
      'back-start-rest',
      'back-open',
    ].flatMap((step) => [`start ${step} ${early}`, `wait ${step}`]),
    'end',
  ]);
  expect(code, out).toBe(6);
  expect(out).toMatch(/frozen/);
  await expectBack(lab);
  expect(lab.mail.mails).toEqual([]);
});

test('a marker check fails on a database that was not restored', { timeout: 120_000 }, async () => {
  const { code, out } = await night.plain(run, [
    ...untilVerification,
    'fallback to see the marker fail',
    'start back-marker because of the test',
    'wait back-marker',
    'end tried enough',
  ]);
  expect(code, out).toBe(7);
  expect(out).toMatch(/gradebook2-scripts/);
});

test('a host that fails is named, tried again and comes through', { timeout: 120_000 }, async () => {
  const { lab, plain } = night;
  await lab.fault({ host: 'sakaiprod1', kind: 'deploy-fails' });
  const first = await plain(run, [
    ...untilVerification.slice(0, -4),
    'start deploy-head',
    'wait deploy-head',
    'quit',
  ]);
  expect(first.code, first.out).toBe(8);
  expect(first.out).toMatch(/sakaiprod1: exit \d/);
  await lab.fault({ host: 'sakaiprod1', kind: 'deploy-fails' }, false);
  const second = await plain(
    ['run', augustPlan, '--plain', '--as', 'Thomas'],
    ['retry deploy-head', 'wait deploy-head', 'end seen'],
  );
  expect(second.code, second.out).toBe(7);
  expect(await lab.host('sakaiprod1').deployedTag()).toBe('smartsite-019');
});
