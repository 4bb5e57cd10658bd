import { expect, test } from 'vitest';
import { findStep } from '../../source/run/select.ts';
import { foldStates, hostStates, silenceWords } from '../../source/session/host-states.ts';
import { silencesOf } from '../../source/session/silences.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { begun, ended, finished, nodes, started, startOnHosts } from '../helpers/many-hosts.ts';
import { makePlan, sh } from '../helpers/plan.ts';

function open(...args: Parameters<typeof startOnHosts>) {
  const { session, clock, step } = startOnHosts(...args);
  const states = (written: readonly string[] = []) => {
    const now = clock.now();
    return hostStates({ state: session.state(), step, silences: silencesOf(session, now), now, written });
  };
  const words = () => states().map(({ target, phase, words }) => `${target} ${phase}: ${words}`);
  return { session, clock, states, words };
}

test('every way a host can have ended', () => {
  const { session, words } = open(nodes(7));
  session.record(
    ended('node1', 0),
    ended('node2', 137),
    ended('node3', { type: 'lost', reason: 'reset' }),
    ended('node4', { type: 'refused', reason: 'its key is not known' }),
    ended('node5', { type: 'timed-out', after: 300_000 }),
    ended('node6', { type: 'stopped' }),
  );
  expect(words()).toEqual([
    'node1 ok: ok',
    'node2 failed: exit 137 (SIGKILL)',
    'node3 unknown: lost: reset',
    'node4 refused: its key is not known',
    'node5 failed: timed out after 5m',
    'node6 failed: stopped',
    'node7 running: running',
  ]);
  session.record(finished(1, 'unknown'));
  expect(words().at(-1)).toBe('node7 unknown: unknown');
});

test('a later batch waits until the one before it has ended', () => {
  const { session, states } = open(nodes(5), {
    batch: [
      { type: 'count', value: 1 },
      { type: 'count', value: 2 },
    ],
  });
  const phases = () => states().map(({ phase }) => phase);
  expect(phases()).toEqual(['running', 'waiting', 'waiting', 'waiting', 'waiting']);
  session.record(ended('node1', 0), ended('node2', 0));
  expect(phases()).toEqual(['ok', 'ok', 'running', 'waiting', 'waiting']);
  session.record(ended('node3', 1));
  expect(phases()).toEqual(['ok', 'ok', 'failed', 'running', 'running']);
});

test('a retry of some hosts leaves what the others came to', () => {
  const { session, words } = open(nodes(3));
  session.record(ended('node1', 0), ended('node2', 1), ended('node3', 1), finished(1, 'failed'));
  session.record(started(2, { from: 0, targets: ['node2', 'node3'] }));
  expect(words()).toEqual(['node1 ok: ok', 'node2 waiting: waiting', 'node3 waiting: waiting']);
  session.record(begun(2, ['node2', 'node3']), ended('node2', 0, 2));
  expect(words()).toEqual(['node1 ok: ok', 'node2 ok: ok', 'node3 running: running']);
});

test('a retry of everything forgets what came before', () => {
  const { session, words } = open(nodes(2));
  session.record(ended('node1', 0), ended('node2', 1), finished(1, 'failed'), started(2));
  expect(words()).toEqual(['node1 waiting: waiting', 'node2 waiting: waiting']);
  session.record(finished(2, 'stopped'));
  expect(words()).toEqual(['node1 waiting: not begun', 'node2 waiting: not begun']);
});

test('a host that was left out, unless something still runs there', () => {
  const { session, words } = open(nodes(2));
  const leaveOut = { type: 'host.excluded', reason: 'x', by: 'x' } as const;
  session.record({ ...leaveOut, host: 'node1' }, { ...leaveOut, host: 'node2' }, ended('node2', 1));
  expect(words()).toEqual(['node1 running: running', 'node2 left-out: left out']);
});

test('work done by hand', () => {
  const { session, words } = open(nodes(2));
  session.record(ended('node1', 0), ended('node2', 1), finished(1, 'failed'));
  session.record({ type: 'step.done-by-hand', step: 'deploy', attempt: 2, reason: 'x', by: 'x' });
  expect(words()).toEqual(['node1 ok: done by hand', 'node2 ok: done by hand']);
});

test('a broken link says for how long; the host runs on', () => {
  const { session, clock, words } = open(nodes(2));
  session.setLinks([{ step: 'deploy', target: 'node2', since: clock.now() - 12_900, reason: 'no answer' }]);
  expect(words()).toEqual(['node1 running: running', 'node2 cut: link: silent 12 s']);
  session.record(ended('node2', 0));
  expect(words()[1]).toBe('node2 ok: ok');
});

test('hosts in the same state are named together', () => {
  const { session, states } = open(nodes(4));
  session.record(ended('node2', 1), ended('node4', 1));
  expect(foldStates(states())).toEqual(['node[1,3] running', 'node[2,4] exit 1']);
});

test('how long nothing was heard', () => {
  expect([0, 999, 12_000, 119_000, 180_000].map(silenceWords)).toEqual([
    '0 s',
    '0 s',
    '12 s',
    '119 s',
    '3 min',
  ]);
});

test('where only a check of the checklist looks, its last look says how the host is', () => {
  const item = { number: 1, text: 'It answers', line: 1, owners: [] };
  const checklist = [{ ...item, check: { action: sh(['web1', 'web2']), auto: false } }];
  const session = createFakeSession({ plan: makePlan({ main: [{ id: 'verify', checklist }] }) });
  const words = () => {
    const state = session.state();
    const step = findStep(state, 'verify');
    if (step === undefined) throw new Error('no step');
    const facts = { state, step, silences: silencesOf(session, 0), now: 0, written: [] };
    return hostStates(facts).map(({ target, phase, words: said }) => `${target} ${phase}: ${said}`);
  };
  expect(words()).toEqual([]);
  const about = { step: 'verify', attempt: 1, item: 1, check: 1 };
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
    { type: 'check.started', ...about, targets: ['web1', 'web2'], by: 'x' },
  );
  expect(words()).toEqual(['web1 running: running', 'web2 running: running']);
  session.record({
    type: 'check.finished',
    ...about,
    results: [
      { target: 'web1', result: { type: 'exited', code: 0 }, took: 1 },
      { target: 'web2', result: { type: 'exited', code: 3 }, took: 1 },
    ],
  });
  expect(words()).toEqual(['web1 ok: ok', 'web2 failed: exit 3']);
});
