import { expect, test, vi } from 'vitest';
import type { Step } from '../../../source/plan/plan.ts';
import type { RunEvent } from '../../../source/run/event.ts';
import type { TargetResult } from '../../../source/run/facts.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { control } from '../../helpers/control.ts';
import type { FakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const hosts = ['n1', 'n2', 'n3', 'n4'];

/** Three actions on four hosts. */
function planWith(more: Partial<Step> = {}) {
  const actions = ['one', 'two', 'three'].map((text, index) => ({ ...sh(hosts, { text }), index }));
  const plan = makePlan({
    main: [{ id: 'deploy', title: 'Deploy', actions, confirm: ['qc'], ...more }],
    fallback: [{ id: 'restore', title: 'Restore' }],
  });
  return { ...plan, hosts };
}

const ok: TargetResult = { type: 'exited', code: 0 };
const bad: TargetResult = { type: 'exited', code: 3 };

/** Action two fails on some hosts. */
function fail(session: FakeSession, failing: readonly string[] = ['n2', 'n4']): void {
  const base = { step: 'deploy', attempt: 1 } as const;
  const finished = (action: number, target: string, result: TargetResult): RunEvent => {
    return {
      type: 'target.finished',
      ...base,
      action,
      target,
      result,
      hostKey: undefined,
      marker: undefined,
    };
  };
  session.record(
    { type: 'step.started', ...base, by: 'Thomas', reason: undefined, missing: [] },
    { type: 'action.started', ...base, action: 0, targets: hosts },
    ...hosts.map((host) => finished(0, host, ok)),
    { type: 'action.started', ...base, action: 1, targets: hosts },
    ...hosts.map((host) => finished(1, host, failing.includes(host) ? bad : ok)),
    { type: 'attempt.finished', ...base, outcome: 'failed', detail: 'n[2,4]: exit 3' },
  );
}

function open(more: Partial<Step> = {}, options: Parameters<typeof control>[0] = {}) {
  const controlled = control({ plan: planWith(more), ...options });
  fail(controlled.session);
  return controlled;
}

test.each(['r', 'enter'])('%s on a failed step shows what failed where, and every way on', (key) => {
  const { keys, title, body, choices, controller } = open();
  keys(key);
  expect(title()).toBe('FAILED: 1 Deploy');
  expect(body()).toBe('Attempt 1: n[2,4]: exit 3');
  expect(controller.view().dialog?.spec.code).toEqual([
    { text: 'action 2 of 3, sh:', tone: 'dim' },
    { text: '  two' },
  ]);
  expect(choices()).toEqual([
    'a all again: all 3 actions run again',
    'o only what is open: action 2 of 3 on n[2,4], then the one after it',
    'e edit the command first, for this run only',
    'x leave a host out, or take it in again',
    'd done by hand: you did its work by other means',
    's skip it: it is not done in this run',
    'h hold the run: nothing else starts',
    'f FALL BACK: D is now',
  ]);
});

test('only what is open is started again, and the question says what that is', () => {
  const { keys, wait, session, body } = open();
  keys('r');
  wait();
  keys('o');
  expect(session.sent).toEqual([]);
  expect(body()).toBe(
    'This will be attempt 2; only what is open: action 2 of 3 on n[2,4], then the one after it.',
  );
  keys('y');
  expect(session.sent).toEqual([]);
  wait();
  keys('y');
  expect(session.sent).toEqual([
    { type: 'start', step: 'deploy', by: 'Thomas', reason: undefined, open: true },
  ]);
  expect(session.state().steps.deploy?.attempts[1]).toMatchObject({ from: 1, only: ['n2', 'n4'] });
});

test('all again starts everything', () => {
  const { keys, wait, session, body } = open();
  keys('r');
  wait();
  keys('a');
  expect(body()).toContain('everything in it runs again');
  wait();
  keys('y');
  expect(session.state().steps.deploy?.attempts[1]).toMatchObject({ from: 0, only: undefined });
});

test('where everything is open there are no two names for the same', () => {
  const plan = planWith();
  const { keys, session, choices } = control({
    plan: makePlan({ main: [{ id: 'deploy', actions: [sh(['web1'])] }] }),
  });
  expect(plan.hosts.length).toBe(4);
  session.record(
    { type: 'step.started', step: 'deploy', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'action.started', step: 'deploy', attempt: 1, action: 0, targets: ['web1'] },
    {
      type: 'target.finished',
      step: 'deploy',
      attempt: 1,
      action: 0,
      target: 'web1',
      result: bad,
      hostKey: undefined,
      marker: undefined,
    },
    { type: 'attempt.finished', step: 'deploy', attempt: 1, outcome: 'failed', detail: 'web1: exit 3' },
  );
  keys('r');
  expect(choices().map((choice) => choice[0])).toEqual(['a', 'e', 'x', 'd', 's', 'h']);
});

test('a required step offers no skip, and says so', () => {
  const { keys, choices, body, controller } = open({ required: true });
  keys('s');
  expect(controller.view().message?.text).toBe('it is required: it can be done again, not skipped');
  keys('r');
  expect(choices().some((choice) => choice.startsWith('s'))).toBe(false);
  expect(body()).toContain('It is required');
});

test('a way that can not be taken is dim, and says why when its key is pressed', () => {
  const { keys, wait, choices, controller, session } = open({}, { clock: createManualClock(start - minute) });
  session.record({ type: 'hold.called', reason: 'the network is down', by: 'Sandra' });
  keys('r');
  expect(choices()).toContain('a all again: all 3 actions run again [the run is held: the network is down]');
  expect(choices()).toContain('h release the hold');
  expect(choices()).toContain(
    'f FALL BACK: D is now [the fallback can be called from S on; before it, end the run]',
  );
  wait();
  keys('a');
  expect(controller.view().dialog?.hint).toBe('the run is held: the network is down');
  expect(session.sent).toEqual([]);
});

test('hosts that failed are left out together, and the question how it goes on comes back', async () => {
  const { keys, wait, line, choices, session, title, controller } = open();
  const ask = () => controller.view().dialog?.stage.ask;
  keys('r');
  wait();
  keys('x');
  expect(choices()).toEqual([
    'a all 2 that did not end well: n[2,4]',
    'b ✖ n2 (its log is open)',
    'c ✖ n4',
    'd n1',
    'e n3',
  ]);
  wait();
  keys('a');
  line('they are on fire');
  expect(session.sent).toEqual([{ type: 'exclude', host: 'n2', reason: 'they are on fire', by: 'Thomas' }]);
  await vi.waitFor(() => expect(title()).toBe('FAILED: 1 Deploy'));
  expect(Object.keys(session.state().excluded)).toEqual(['n2', 'n4']);
  expect(choices()).toContain('o only what is open: action 3 of 3 on n[1,3]');
  wait();
  keys('x');
  expect(choices()).toContain('b ✖ n2: take it in again (its log is open)');
  wait();
  keys('b');
  expect(ask()).toBe('Why is n2 taken in again?');
  line('it burns no more');
  await vi.waitFor(() => expect(session.state().excluded).not.toHaveProperty('n2'));
});

test('done by hand takes a reason', async () => {
  const { keys, wait, line, session, body } = open();
  keys('r');
  wait();
  keys('d');
  expect(body()).toBe(
    'You say that its work was done by other means: gonogo runs nothing. What people check and sign still follows.',
  );
  line('copied by scp');
  expect(session.sent).toEqual([
    { type: 'do-by-hand', step: 'deploy', reason: 'copied by scp', by: 'Thomas' },
  ]);
  await vi.waitFor(() => expect(session.state().steps.deploy?.status).toBe('checking'));
});

test('a step whose turn has not come is done by hand only with its own word', () => {
  const plan = makePlan({
    main: [{ id: 'first' }, { id: 'second', after: ['first'], offset: 10 * minute, actions: [sh()] }],
  });
  const { keys, line, session, body } = control({ plan });
  keys('j', 'd');
  expect(body()).toContain(
    'It is not its turn: it waits for 1 Step first, which is not started; it is due in 10m',
  );
  line('done last night');
  expect(session.sent).toEqual([]);
  line('second');
  expect(session.sent).toMatchObject([{ type: 'do-by-hand', step: 'second', reason: 'done last night' }]);
});

test('h holds the run with a reason and lets it go with a key', () => {
  const { keys, wait, line, session, body } = control();
  keys('h');
  expect(body()).toContain('Nothing is running.');
  line('waiting for the network team');
  expect(session.state().held).toMatchObject({ reason: 'waiting for the network team', by: 'Thomas' });
  keys('h');
  expect(body()).toContain('Held since 05:00:00 by Thomas: waiting for the network team');
  wait();
  keys('y');
  expect(session.state().held).toBeUndefined();
});

test('a critical step takes its word in each of its ways', () => {
  const { keys, wait, line, session } = open({ critical: true });
  keys('r');
  wait();
  keys('o');
  wait();
  keys('y', 'enter');
  expect(session.sent).toEqual([]);
  line('deploy');
  expect(session.sent).toMatchObject([{ type: 'start', open: true }]);
});

test('what has changed while the panel was open is refused in the panel', () => {
  const { keys, wait, session, controller, title } = open();
  keys('r');
  wait();
  session.record({
    type: 'step.started',
    step: 'deploy',
    attempt: 2,
    by: 'x',
    reason: undefined,
    missing: [],
  });
  keys('a');
  expect(title()).toBe('FAILED: 1 Deploy');
  expect(controller.view().dialog?.hint).toBe('it is running');
  expect(session.sent).toEqual([]);
});

test('an unknown step: looked for once more, or settled as failed with the ways on after it', async () => {
  const { keys, line, session, body, title, controller } = control({ plan: planWith() });
  const lost = {
    type: 'attempt.finished',
    step: 'deploy',
    attempt: 1,
    outcome: 'unknown',
    detail: 'lost',
  } as const;
  session.record(
    { type: 'step.started', step: 'deploy', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'action.started', step: 'deploy', attempt: 1, action: 0, targets: ['n1'] },
    lost,
  );
  keys('enter');
  expect(body()).toContain('look: look for it on the host once more');
  expect(controller.view().dialog?.stage.ask).toBe('Type succeeded, failed, retry or look');
  line('look');
  expect(session.sent).toEqual([{ type: 'reattach', step: 'deploy', by: 'Thomas' }]);
  await vi.waitFor(() => expect(session.state().steps.deploy?.status).toBe('running'));
  session.record(lost);
  keys('u');
  line('retry');
  line('the host was rebooted');
  expect(session.sent[1]).toMatchObject({
    type: 'settle',
    outcome: 'failed',
    reason: 'the host was rebooted',
  });
  await vi.waitFor(() => expect(title()).toBe('FAILED: 1 Deploy'));
  expect(body()).toContain('settled as failed by Thomas: the host was rebooted');
});

test('what leaves nothing behind is not looked for', () => {
  const plan = makePlan({ main: [{ id: 'sql', actions: [{ ...sh(), kind: 'sql' }] }] });
  const { keys, session, controller } = control({ plan });
  session.record(
    { type: 'step.started', step: 'sql', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'action.started', step: 'sql', attempt: 1, action: 0, targets: ['db:sakai'] },
    { type: 'attempt.finished', step: 'sql', attempt: 1, outcome: 'unknown', detail: 'lost' },
  );
  keys('u');
  expect(controller.view().dialog?.stage).toMatchObject({ words: ['succeeded', 'failed', 'retry'] });
});

test('leaving says what goes on without gonogo and what is cut off', () => {
  const plan = makePlan({
    main: [
      { id: 'files', actions: [sh(['web1']), { ...sh(['web1']), index: 1 }] },
      { id: 'sql', actions: [{ ...sh(), kind: 'sql' }] },
    ],
  });
  const { keys, session, body } = control({ plan });
  for (const step of ['files', 'sql'])
    session.record(
      { type: 'step.started', step, attempt: 1, by: 'x', reason: undefined, missing: [] },
      { type: 'action.started', step, attempt: 1, action: 0, targets: ['web1'] },
    );
  keys('q');
  expect(body()).toContain('Goes on without gonogo, and is found again with all it wrote: 1 Step files.');
  expect(body()).toContain('Only the action under way; those after it wait for you: 1 Step files.');
  expect(body()).toContain('Cut off, and unknown when you come back: 2 Step sql.');
});
