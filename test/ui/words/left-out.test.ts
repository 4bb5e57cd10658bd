import { expect, test } from 'vitest';
import { findStep } from '../../../source/run/select.ts';
import { aboutStep } from '../../../source/ui/dialog/asker.ts';
import { fallbackDialog } from '../../../source/ui/dialog/fallback-dialogs.ts';
import { endDialog } from '../../../source/ui/dialog/run-dialogs.ts';
import { startDialog, stopDialog } from '../../../source/ui/dialog/step-dialogs.ts';
import { leftOutLines } from '../../../source/ui/words/left-out.ts';
import { createFakeSession, type FakeSession } from '../../helpers/fake-session.ts';
import { makePlan, sh, start } from '../../helpers/plan.ts';

const hosts = ['web1', 'web2', 'web3', 'web4'];
const actions = [sh(hosts, { text: 'stop it\n\nwait\nlook' })];
const plan = {
  ...makePlan({
    main: [{ id: 'deploy', title: 'Deploy', actions }],
    fallback: [{ id: 'restore', title: 'Restore', actions: [sh(hosts)] }],
  }),
  hosts,
};

/** web1 was worked on and then left out; web3 and web4 never took part. */
function open(): FakeSession {
  const session = createFakeSession({ plan });
  const base = { step: 'deploy', attempt: 1 } as const;
  session.record(
    { type: 'host.excluded', host: 'web3', reason: 'no power', by: 'x' },
    { type: 'host.excluded', host: 'web4', reason: 'no power', by: 'x' },
    { type: 'step.started', ...base, by: 'x', reason: undefined, missing: [] },
    { type: 'action.started', ...base, action: 0, targets: ['web1', 'web2'] },
    {
      type: 'target.launched',
      ...base,
      action: 0,
      target: 'web1',
      hostKey: undefined,
      pid: 1,
      sha256: undefined,
    },
    { type: 'attempt.finished', ...base, outcome: 'failed', detail: '' },
    { type: 'host.excluded', host: 'web1', reason: 'disk full', by: 'x' },
  );
  return session;
}

const asker = (session: FakeSession) => ({
  state: session.state(),
  identity: session.identity,
  now: start,
});

test('going back names every host that is left out, folded, and where something was done', () => {
  const now = asker(open());
  const body = fallbackDialog(now).body(now);
  expect(body).toContain('web[3-4] are left out: nothing is taken back there (no power).');
  expect(body).toContain('web1 is left out: nothing is taken back there (disk full); worked on in this run.');
});

test('so does the end, whether it aborts the run or not', () => {
  const session = open();
  const body = () => endDialog(asker(session)).body(asker(session));
  expect(body()[0]).toContain('The run ends here');
  expect(body()).toContain(
    'web1 is left out: nothing was done there since 05:00 (disk full); worked on in this run.',
  );
  session.record(
    { type: 'fallback.called', reason: 'x', by: 'x', step: undefined },
    { type: 'step.skipped', step: 'restore', reason: 'x', by: 'x' },
  );
  expect(body()[0]).toContain('Everything is settled');
  expect(body()).toContain(
    'web1 is left out: nothing was taken back there (disk full); worked on in this run.',
  );
});

test('what was done there before the run was taken back to an earlier step is not forgotten', () => {
  const session = open();
  const reason = 'once more';
  session.record({ type: 'run.recycled', to: 'deploy', steps: ['deploy'], setBack: 0, reason, by: 'x' });
  const now = asker(session);
  const words = 'web1 is left out: nothing is taken back there (disk full); worked on in this run.';
  expect(fallbackDialog(now).body(now)).toContain(words);
});

test('where no host is left out nothing is said', () => {
  expect(leftOutLines(createFakeSession({ plan }).state(), 'end')).toEqual([]);
});

test('a start shows what runs, as it runs', () => {
  const session = createFakeSession({ plan });
  const dialog = () => {
    const now = asker(session);
    return startDialog(aboutStep(now, findStep(now.state, 'deploy') ?? expect.fail()));
  };
  expect(dialog().code?.map(({ text }) => text)).toEqual(['sh:', '  stop it', '  wait', '  look']);
  session.record({
    type: 'action.edited',
    step: 'deploy',
    action: 0,
    text: 'wait',
    diff: '',
    reason: 'x',
    by: 'x',
  });
  expect(dialog().code?.map(({ text }) => text)).toEqual(['sh, EDITED for this run:', '  wait']);
});

test('a stop says which hosts can not be told', () => {
  const now = asker(open());
  const dialog = stopDialog(aboutStep(now, findStep(now.state, 'deploy') ?? expect.fail()));
  const link = { since: start, reason: 'no answer' };
  const links = [
    { step: 'deploy', target: 'web1', ...link },
    { step: 'deploy', target: 'web2', ...link },
    { step: 'restore', target: 'web3', ...link },
  ];
  expect(dialog.body(now).length).toBe(1);
  expect(dialog.body({ ...now, links })[1]).toMatch(/^web\[1-2\] can not be told now: .* 30 s.* unknown/);
});
