import { expect, test } from 'vitest';
import {
  changes,
  changesSomething,
  closes,
  isCheck,
  leavesTraces,
  opens,
  verifies,
} from '../../../source/plan/lint/nature.ts';
import type { Step } from '../../../source/plan/plan.ts';
import { makePlan, sh } from '../../helpers/plan.ts';

function step(title: string, more: Partial<Step> = {}): Step {
  const [made] = makePlan({ main: [{ id: 'a', title, ...more }] }).timelines[0]?.steps ?? [];
  if (made === undefined) throw new Error('no step');
  return made;
}

test.each([
  ['Deploy sakai release tag to sakaiprod1', { changes: true, leavesTraces: true }],
  ['Apply DB scripts', { changes: true, leavesTraces: true }],
  ['Old settings back', { changes: true, leavesTraces: true }],
  ['Check out the release tag on all servers', { changes: true, leavesTraces: true }],
  ['Copy the backed up binaries back and restart', { changes: true, leavesTraces: true }],
  ['Deploy the warning page', { changes: true, leavesTraces: true }],
  ['Post-deploy script', { changes: true, leavesTraces: true }],
  ['Ready the balancer', { changes: true, leavesTraces: true }],
  ['Restart the sakai instance', { changes: true, leavesTraces: false }],
  ['Put all servers into maintenance mode and shut down Sakai', { changes: true, leavesTraces: false }],
  ['Take smartsite-prod out of maintenance mode', { changes: true, leavesTraces: false }],
  ['Backup production DB', { changes: false, leavesTraces: false }],
  ['Verification', { changes: false, leavesTraces: false }],
  ['Check that the deployment is complete', { changes: false, leavesTraces: false }],
  ['Send Release Management email', { changes: false, leavesTraces: false }],
  ['Go / No Go', { changes: false, leavesTraces: false }],
])('by hand: %s', (title, expected) => {
  const made = step(title);
  expect({ changes: changes(made), leavesTraces: leavesTraces(made) }).toEqual(expected);
});

test('a decision and a hold change nothing', () => {
  expect(changes(step('Deploy', { decision: true }))).toBe(false);
  expect(changes(step('Deploy', { hold: true }))).toBe(false);
});

test.each([
  ['sakai status && ls config-staging/a config-staging/b', false],
  ['cat release.txt | head -n 1 2>/dev/null', false],
  ['set -e\n# what is there\nif grep -q x file; then\n  echo there\nfi', false],
  ['curl -fsS https://example.org/', false],
  ['sudo -n systemctl is-active sakai', false],
  ['./smoke-tests.sh head', false],
  ['curl -X POST https://example.org/', true],
  ['echo new > release.txt', true],
  ['grep -q x file && sed -i s/x/y/ file', true],
  ['rm list', true],
  ['set-up new', true],
  ['sakai start', true],
])('a command changes something: %j %s', (text, expected) => {
  expect(changesSomething(sh(['web1'], { text }))).toBe(expected);
});

test.each([
  ['SELECT count(*) FROM site', false],
  ["select 'delete' as word -- update", false],
  ['SELECT last_update FROM site', false],
  ['UPDATE tool SET place = 1', true],
  ['with gone as (delete from a returning *) select 1', true],
  ['do $$ begin end $$', true],
])('a statement changes something: %j %s', (text, expected) => {
  expect(changesSomething(sh([], { kind: 'sql', text }))).toBe(expected);
});

test('markers and mails change nothing that runs', () => {
  expect(changesSomething(sh([], { kind: 'marker' }))).toBe(false);
  expect(changesSomething(sh([], { kind: 'mail' }))).toBe(false);
});

test('a check is one by its title, or by all that it runs', () => {
  expect(isCheck(step('Verify the servers', { actions: [sh(['web1'], { text: 'own-script' })] }))).toBe(true);
  expect(isCheck(step('All servers', { actions: [sh(['web1'], { text: 'uptime' })] }))).toBe(true);
  expect(isCheck(step('All servers', { actions: [sh(['web1'], { text: 'reboot' })] }))).toBe(false);
  expect(isCheck(step('All servers'))).toBe(false);
});

test('a step verifies with a checklist, a marker, or in so many words', () => {
  const item = { number: 1, text: 'It works', line: 2, owners: [] };
  const marker = (verb: 'set' | 'check') =>
    step('Marker', { actions: [sh([], { kind: 'marker', marker: { verb, name: 'm' } })] });
  expect(verifies(step('All servers', { checklist: [item] }))).toBe(true);
  expect([verifies(marker('check')), verifies(marker('set'))]).toEqual([true, false]);
  expect(verifies(step('Start prod1 and look for errors'))).toBe(true);
  expect(verifies(step('Check out the tag'))).toBe(false);
  expect(verifies(step('Deploy'))).toBe(false);
});

test.each([
  ['Maintenance mode, stop all', [true, false]],
  ['Maintenance mode off', [false, true]],
  ['Maintenance mode on', [true, false]],
  ['Close sakaiprod1', [true, false]],
  ['Close the ticket', [false, false]],
  ['Open it to the public', [false, true]],
  ['Take it out of maintenance', [false, true]],
  ['Maintenance on, restart, maintenance off', [false, true]],
  ['Renew the openssl certificates', [false, false]],
])('doors: %s', (title, expected) => {
  const made = step(title);
  expect([closes(made), opens(made)]).toEqual(expected);
});
