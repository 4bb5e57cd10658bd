import { expect, test } from 'vitest';
import type { RunEvent } from '../../source/run/event.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { absentMs, watchAbsence } from '../../source/ui/absence.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { minute, start } from '../helpers/plan.ts';

const note = (text: string): RunEvent => ({ type: 'note.added', step: undefined, text, by: 'Sandra' });
const opened: RunEvent = { type: 'session.opened', by: 'Thomas', host: 'here', pid: 1, sshConfig: undefined };

function open({
  before = [],
  kind = 'live',
}: {
  before?: readonly RunEvent[];
  kind?: 'live' | 'replay';
} = {}) {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan: makeAugustPlan(), clock, kind });
  session.record(...before);
  const time = { wall: 0, calendar: 0 };
  const absence = watchAbsence(session, { wall: () => time.wall, calendar: () => time.calendar });
  return {
    session,
    clock,
    time,
    missed: () => absence.missed()?.lines.map(({ text }) => text),
    key: (asked = false) => absence.keyed({ asked, most: 12 })?.lines.map(({ text }) => text),
  };
}

test('while keys are pressed nothing is missed', () => {
  const { session, time, missed, key } = open();
  time.wall += absentMs - 1;
  session.record(note('one'));
  expect([missed(), key()]).toEqual([undefined, undefined]);
  time.wall += absentMs - 1;
  expect([missed(), key()]).toEqual([undefined, undefined]);
});

test('after minutes without a key the next one is told what happened, once', () => {
  const { session, time, missed, key } = open();
  key();
  session.record(note('one'));
  time.wall += absentMs;
  expect(missed()).toEqual(['note by Sandra: one']);
  expect(key()).toEqual(['note by Sandra: one']);
  expect([missed(), key()]).toEqual([undefined, undefined]);
  time.wall += absentMs;
  expect([missed(), key()]).toEqual([undefined, undefined]);
});

test('a key after minutes in which nothing happened is a key like any other', () => {
  const { session, time, missed, key } = open();
  time.wall += 10 * absentMs;
  expect([missed(), key()]).toEqual([undefined, undefined]);
  session.record(note('one'));
  expect([missed(), key()]).toEqual([undefined, undefined]);
});

test('a machine that slept was away, too; a clock that was set back does not hide it', () => {
  const { session, time, missed } = open();
  session.record(note('one'));
  time.calendar += 10 * minute;
  expect(missed()).toEqual(['note by Sandra: one']);
  time.calendar = -60 * minute;
  expect(missed()).toBeUndefined();
  time.wall += absentMs;
  expect(missed()).toEqual(['note by Sandra: one']);
});

test('an open question comes first: what was missed is still owed after it', () => {
  const { session, time, missed, key } = open();
  session.record(note('one'));
  time.wall += absentMs;
  expect(key(true)).toBeUndefined();
  session.record(note('two'));
  expect(key(true)).toBeUndefined();
  expect(missed()).toEqual(['note by Sandra: one', 'note by Sandra: two']);
  expect(key()).toEqual(['note by Sandra: one', 'note by Sandra: two']);
  expect(missed()).toBeUndefined();
});

test('whoever joins a run hears of it what the session before did not, at the first key, however soon', () => {
  const before = [opened, note('seen'), opened];
  const { session, missed, key } = open({ before });
  expect(missed()).toBeUndefined();
  session.record(note('found again'));
  expect(missed()).toEqual(['note by Sandra: found again']);
  expect(key()).toEqual(['note by Sandra: found again']);
  session.record(note('later'));
  expect(missed()).toBeUndefined();
});

test('the first session of a run has missed nothing, and a replay never does', () => {
  const first = open({ before: [opened] });
  first.session.record(note('one'));
  expect(first.missed()).toBeUndefined();
  const replay = open({ before: [opened, opened], kind: 'replay' });
  replay.session.record(note('one'));
  replay.time.wall += absentMs;
  expect([replay.missed(), replay.key()]).toEqual([undefined, undefined]);
});
