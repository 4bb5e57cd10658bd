import { expect, test } from 'vitest';
import type { RunEvent } from '../../source/run/event.ts';
import type { TargetResult } from '../../source/run/facts.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { markOf, moreText, previousEnd, since, sinceText, sinceTime } from '../../source/session/since.ts';
import { countWords } from '../../source/session/since-kinds.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';

const hosts = ['node1', 'node2', 'node3', 'node4', 'node5', 'node6'];

function open() {
  const plan = makePlan({
    main: [
      { id: 'stop', title: 'Stop the servers', actions: [sh(['web1'])] },
      { id: 'deploy', title: 'Deploy to the rest', actions: [sh(hosts)] },
      {
        id: 'verify',
        title: 'Verify',
        checklist: [1, 2, 3].map((number) => ({ number, text: `Item ${number}`, line: 1, owners: [] })),
        confirm: ['qc'],
      },
      { id: 'decide', title: 'Decide', decision: true, poll: ['qc', 'dba'] },
    ],
    fallback: [{ id: 'restore', title: 'Restore' }],
  });
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  const from = markOf(session);
  const look = (more: { most?: number; links?: ReturnType<typeof session.links> } = {}) =>
    since({ history: session.history(), state: session.state(), from, ...more });
  return {
    session,
    clock,
    look,
    /** A minute later each. */
    record: (...events: readonly RunEvent[]) => {
      for (const event of events) {
        clock.advance(minute);
        session.record(event);
      }
    },
    lines: (more = {}) => look(more).lines.map((line) => sinceText(line, plan.window.zone)),
    counts: () => countWords(look().counts),
  };
}

const begun = (step: string, attempt = 1, by = 'Thomas'): RunEvent => {
  return { type: 'step.started', step, attempt, by, reason: undefined, missing: [] };
};
const ended = (
  step: string,
  outcome: 'succeeded' | 'failed' | 'stopped' | 'unknown',
  detail = '',
  attempt = 1,
): RunEvent => ({ type: 'attempt.finished', step, attempt, outcome, detail });
const runsOn = (step: string, targets: readonly string[]): RunEvent => {
  return { type: 'action.started', step, attempt: 1, action: 0, targets };
};
const target = (step: string, name: string, code = 0): RunEvent => {
  const result: TargetResult = { type: 'exited', code };
  return {
    type: 'target.finished',
    step,
    attempt: 1,
    action: 0,
    target: name,
    result,
    hostKey: undefined,
    marker: undefined,
  };
};

test('nothing happened: no lines, and opening or closing a session is nothing', () => {
  const { session, look } = open();
  expect(look()).toMatchObject({ lines: [], more: [], counts: [] });
  session.record(
    { type: 'session.closed', by: 'Thomas' },
    { type: 'session.opened', by: 'Thomas', host: 'here', pid: 1, sshConfig: undefined },
  );
  expect(look().lines).toEqual([]);
});

test('a step that began and ended is told once, as ended; one that still runs as started', () => {
  const { record, lines, counts } = open();
  record(begun('stop'), runsOn('stop', ['web1']), target('stop', 'web1'), ended('stop', 'succeeded'));
  record(begun('deploy', 1, 'auto'), runsOn('deploy', hosts), target('deploy', 'node1'));
  expect(lines()).toEqual([
    '05:04  1 Stop the servers: done',
    '05:05  2 Deploy to the rest: started by auto, still running, 1 of 6 ok',
  ]);
  expect(counts()).toBe('1 done, 1 started');
});

test('what was seen before is not told again', () => {
  const { session, record } = open();
  record(begun('stop'), ended('stop', 'succeeded'));
  const from = markOf(session);
  record(begun('deploy'));
  const found = since({ history: session.history(), state: session.state(), from });
  expect(found.lines.map(({ text }) => text)).toEqual([
    '2 Deploy to the rest: started by Thomas, still running',
  ]);
  expect(found.from).toBe(start + 2 * minute);
});

test('many hosts are one line: while it runs, when it has failed, and when some may fail', () => {
  const { record, lines, counts } = open();
  record(begun('deploy'), runsOn('deploy', hosts));
  record(target('deploy', 'node4', 1), target('deploy', 'node1'), target('deploy', 'node2'));
  expect(lines()).toEqual([
    '05:03  2 Deploy to the rest: still running, 2 of 6 ok, node4: exit 1',
    '05:01  2 Deploy to the rest: started by Thomas, still running, 2 of 6 ok, node4: exit 1',
  ]);
  record(target('deploy', 'node3'), target('deploy', 'node5'), target('deploy', 'node6'));
  record(ended('deploy', 'failed', 'node4: exit 1'));
  expect(lines()).toEqual(['05:09  2 Deploy to the rest: FAILED, node4: exit 1, 5 of 6 ok']);
  expect(counts()).toBe('1 FAILED');
});

test('a step that may lose some of its hosts is done, and says which', () => {
  const { record, lines } = open();
  record(begun('deploy'), runsOn('deploy', hosts.slice(0, 2)));
  record(target('deploy', 'node1'), target('deploy', 'node2', 3), ended('deploy', 'succeeded'));
  expect(lines()).toEqual(['05:05  2 Deploy to the rest: done, 1 of 2 ok, node2: exit 3']);
});

test('what is said of a step after it was done does not make it done again', () => {
  const { session, record, lines } = open();
  record(begun('stop'), ended('stop', 'succeeded'));
  const from = markOf(session);
  const note = { type: 'note.added', step: 'stop', by: 'Sandra' } as const;
  record({ ...note, text: 'it took long' });
  expect(lines()).toEqual([
    '05:02  1 Stop the servers: done',
    '05:03  note by Sandra on 1 Stop the servers: it took long',
  ]);
  const later = since({ history: session.history(), state: session.state(), from });
  expect(later.lines.map(({ kind }) => kind)).toEqual(['note']);
});

test('what ends a step all in one moment makes it done once', () => {
  const { session, lines } = open();
  const answer = {
    type: 'item.answered',
    step: 'verify',
    answer: 'passed',
    note: undefined,
    by: 'Sandra',
  } as const;
  session.record(begun('verify'), ended('verify', 'succeeded'));
  session.record({ ...answer, item: 1 }, { ...answer, item: 2 }, { ...answer, item: 3 });
  session.record({ type: 'step.confirmed', step: 'verify', role: 'qc', by: 'Sandra', level: 'word' });
  expect(lines()).toEqual([
    '05:00  3 Verify: done',
    '05:00  3 Verify: 3 of 3 items answered, last by Sandra',
    '05:00  3 Verify: confirmed by QC (Sandra)',
  ]);
});

test('a failure stays although the next attempt ended well', () => {
  const { record, lines, counts } = open();
  record(begun('stop'), ended('stop', 'failed', 'web1: exit 1'), begun('stop', 2));
  record(ended('stop', 'succeeded', '', 2));
  expect(lines()).toEqual([
    '05:02  1 Stop the servers: FAILED, web1: exit 1',
    '05:04  1 Stop the servers: done',
  ]);
  expect(counts()).toBe('1 FAILED, 1 done');
});

test('what waits for people says for whom; answers, signatures and votes name the person', () => {
  const { record, lines } = open();
  record(begun('verify'), ended('verify', 'succeeded'));
  expect(lines()).toEqual(['05:02  3 Verify: waits for 3 items, QC (Sandra)']);
  const answer = { type: 'item.answered', step: 'verify', by: 'Sandra' } as const;
  record({ ...answer, item: 1, answer: 'passed', note: undefined });
  record({ ...answer, item: 2, answer: 'failed', note: 'grades are missing' });
  record({ type: 'step.confirmed', step: 'verify', role: 'qc', by: 'Sandra', level: 'word' });
  expect(lines()).toEqual([
    '05:04  3 Verify: item 2 failed, says Sandra: grades are missing',
    '05:03  3 Verify: 2 of 3 items answered, last by Sandra',
    '05:05  3 Verify: confirmed by QC (Sandra)',
  ]);
});

test('the most important comes first, whenever it was', () => {
  const { record, lines, counts } = open();
  record({ type: 'note.added', step: undefined, text: 'the pager is quiet', by: 'Sandra' });
  record(begun('stop'), ended('stop', 'succeeded'), begun('deploy'), ended('deploy', 'unknown'));
  record(begun('decide'), ended('decide', 'succeeded'));
  const vote = { type: 'vote.cast', step: 'decide', by: 'x', level: 'word' } as const;
  record({ ...vote, role: 'qc', verdict: 'go' }, { ...vote, role: 'dba', verdict: 'no-go' });
  record({ type: 'hold.called', reason: 'a lock', by: 'Prabhu' }, { type: 'hold.released', by: 'Prabhu' });
  record({ type: 'fallback.called', reason: 'no-go', by: 'Prabhu', step: 'decide' });
  expect(lines().map((line) => line.slice(7))).toEqual([
    '2 Deploy to the rest: UNKNOWN',
    '4 Decide: DBA (Prabhu) says NO-GO',
    'FALLBACK called by Prabhu: no-go',
    'HELD by Prabhu: a lock',
    '1 Stop the servers: done',
    'the hold was released by Prabhu',
    '4 Decide: QC (Sandra) says GO',
    'note by Sandra: the pager is quiet',
  ]);
  expect(counts()).toBe('1 UNKNOWN, 1 NO-GO, 1 FALLBACK, 1 hold, 1 done, 1 change, 1 signed, 1 note');
});

test('skips, work by hand and a way back to an earlier step keep their reasons', () => {
  const { record, lines } = open();
  record({ type: 'step.skipped', step: 'stop', reason: 'they are down', by: 'Thomas' });
  record({ type: 'step.done-by-hand', step: 'deploy', attempt: 1, reason: 'by rsync', by: 'Thomas' });
  expect(lines()).toEqual([
    '05:02  2 Deploy to the rest: done',
    '05:01  1 Stop the servers: skipped by Thomas: they are down',
    '05:02  2 Deploy to the rest: done by hand, says Thomas: by rsync',
  ]);
  record({
    type: 'run.recycled',
    to: 'stop',
    steps: ['stop'],
    setBack: 0,
    reason: 'a bad tag',
    by: 'Sandra',
  });
  expect(lines()[0]).toBe('05:03  BACK TO 1 Stop the servers, by Sandra: a bad tag');
});

test('links that broke meanwhile are one line; those broken before are none', () => {
  const { record, lines, clock } = open();
  record(begun('deploy'));
  const link = { step: 'deploy', reason: 'no answer' };
  const links = [
    { ...link, target: 'node2', since: clock.now() },
    { ...link, target: 'node3', since: clock.now() + 1000 },
    { ...link, target: 'node4', since: start - 1000 },
  ];
  expect(lines({ links })[0]).toBe('05:01  no word from node[2-3]; gonogo tries again');
});

test('what has no room is counted', () => {
  const { record, look } = open();
  record(begun('stop'), ended('stop', 'succeeded'));
  for (const text of ['one', 'two', 'three']) {
    record({ type: 'note.added', step: undefined, text, by: 'Sandra' });
  }
  expect(look({ most: 4 }).lines).toHaveLength(4);
  expect(moreText(look({ most: 4 }))).toBeUndefined();
  const found = look({ most: 3 });
  expect(found.lines.map(({ kind }) => kind)).toEqual(['done', 'note']);
  expect(moreText(found)).toBe('and 2 more: 2 notes');
});

test('a session knows where the one before it ended, closed or killed', () => {
  const { session, clock, record } = open();
  const opening = {
    type: 'session.opened',
    by: 'Thomas',
    host: 'here',
    pid: 1,
    sshConfig: undefined,
  } as const;
  record(opening);
  expect(previousEnd(session.history())).toBeUndefined();
  record(begun('stop'));
  const cut = { seq: 3, at: clock.now() };
  record(opening, ended('stop', 'failed', 'web1: exit 1'));
  expect(previousEnd(session.history())).toEqual(cut);
  record({ type: 'session.closed', by: 'Thomas' });
  const closed = { seq: 6, at: clock.now() };
  record(opening);
  expect(previousEnd(session.history())).toEqual(closed);
});

test('what the preflight said as the session was opened is no news', () => {
  const { session, record, lines } = open();
  const opening = {
    type: 'session.opened',
    by: 'Thomas',
    host: 'here',
    pid: 1,
    sshConfig: undefined,
  } as const;
  const note = { type: 'note.added', step: undefined, by: 'Thomas' } as const;
  record(opening);
  session.record({ ...note, text: 'preflight: GO' });
  record({ ...note, text: 'a word' }, opening);
  session.record({ ...note, text: 'this machine slept', by: 'gonogo' });
  record(opening, { ...note, text: 'good morning' });
  expect(lines()).toEqual([
    '05:02  note by Thomas: a word',
    '05:03  note by gonogo: this machine slept',
    '05:05  note by Thomas: good morning',
  ]);
});

test('a time of another day has its date', () => {
  const { look } = open();
  const zone = 'America/Los_Angeles';
  expect(sinceTime(look(), start + 60 * minute, zone)).toBe('05:00');
  expect(sinceTime(look(), start + 13 * 60 * minute, zone)).toBe('2009-08-18 05:00:00 PDT');
});
