import { expect, test } from 'vitest';
import type { StoredEvent } from '../../source/journal/journal.ts';
import type { RunEvent } from '../../source/run/event.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { openReplay } from '../../source/session/replay.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { logLines, outputOf } from '../helpers/read-output.ts';
import { created } from '../run/scenario.ts';

const plan = makePlan({ main: [{ id: 'stop', actions: [sh(['web1'])] }] });
const events: readonly StoredEvent[] = [
  stored(1, 0, created(plan).event),
  stored(2, minute, {
    type: 'step.started',
    step: 'stop',
    attempt: 1,
    by: 'T',
    reason: undefined,
    missing: [],
  }),
  stored(3, 3 * minute, {
    type: 'attempt.finished',
    step: 'stop',
    attempt: 1,
    outcome: 'failed',
    detail: 'web1: exit 1',
  }),
];
const output = outputOf([
  {
    step: 'stop',
    attempt: 1,
    action: 0,
    target: 'web1',
    stream: 'stdout',
    at: start + 2 * minute,
    bytes: Buffer.from('x\n'),
  },
]);

function open(speed = 1, recorded = events) {
  const wall = createManualClock(0);
  const identity = { person: 'T', roles: [] };
  const session = openReplay({ run: 'R', plan, events: recorded, output, identity, speed, wall });
  session.subscribe(() => undefined);
  const { replay } = session;
  if (replay === undefined) throw new Error('no controls');
  return { wall, session, replay, status: () => session.state().steps.stop?.status };
}

test('it knows how long steps usually take, where it was told', () => {
  const usuals = new Map();
  const identity = { person: 'T', roles: [] };
  const wall = createManualClock(0);
  const facts = { run: 'R', plan, events, output, identity, speed: 1, wall };
  expect(openReplay({ ...facts, usuals }).usuals).toBe(usuals);
});

test('events and output come back at their times', () => {
  const { wall, session, status } = open();
  expect(status()).toBe('waiting');
  wall.advance(minute);
  expect(status()).toBe('running');
  expect(logLines(session.logs, 'stop')).toEqual([]);
  wall.advance(minute);
  expect(logLines(session.logs, 'stop').map(({ text }) => text)).toEqual(['x']);
  wall.advance(minute);
  expect(status()).toBe('failed');
});

test('it waits for the first who looks', () => {
  const wall = createManualClock(0);
  const identity = { person: 'T', roles: [] };
  const session = openReplay({ run: 'R', plan, events, output, identity, speed: 600, wall });
  wall.advance(60_000);
  expect(session.clock.now()).toBe(start);
  const seen: number[] = [];
  session.subscribe(() => seen.push(session.history().length));
  wall.advance(60_000);
  expect(seen.at(-1)).toBe(events.length);
});

test('it stops at the end, and plays again from the beginning', () => {
  const { wall, session, replay, status } = open(60);
  wall.advance(4000);
  expect(replay.playing()).toBe(false);
  expect(session.clock.now()).toBe(start + 3 * minute);
  replay.play();
  expect(status()).toBe('waiting');
  expect(logLines(session.logs, 'stop')).toEqual([]);
});

test('a pause stands still, a change of speed does not jump', () => {
  const { wall, session, replay } = open();
  wall.advance(30_000);
  replay.pause();
  wall.advance(30_000);
  expect(session.clock.now()).toBe(start + 30_000);
  replay.setSpeed(2);
  replay.play();
  wall.advance(1000);
  expect(session.clock.now()).toBe(start + 32_000);
});

test('seeking forward and back gives the state and the logs of that moment', () => {
  const { replay, session, status } = open();
  replay.pause();
  replay.seek(start + 3 * minute);
  expect(status()).toBe('failed');
  replay.seek(start + minute);
  expect(status()).toBe('running');
  expect(logLines(session.logs, 'stop')).toEqual([]);
  replay.seek(start - minute);
  expect(session.clock.now()).toBe(replay.from);
});

test('marks name steps and failures', () => {
  expect(
    open()
      .replay.marks()
      .map(({ kind, label }) => `${kind}: ${label}`),
  ).toEqual(['step: 1 Step stop', 'failure: 1 Step stop: failed']);
});

test('nothing can be done in a replay', async () => {
  const result = await open().session.send({ type: 'note', text: 'x', by: 'T' });
  expect(result.type).toBe('refused');
});

function stored(seq: number, after: number, event: RunEvent): StoredEvent {
  const at = start + after;
  return { run: 'R', seq, at, wall: at, mono: after, boot: '', prev: '', hash: '', event };
}

test('where the clock was set back meanwhile, it still plays to the end', () => {
  const [first, begun, ended] = events;
  if (first === undefined || begun === undefined || ended === undefined) throw new Error('no events');
  const { wall, replay, status } = open(1, [first, { ...begun, at: start + 60 * minute }, ended]);
  expect(replay.until).toBe(start + 60 * minute);
  wall.advance(59 * minute);
  expect(status()).toBe('waiting');
  wall.advance(minute);
  expect(status()).toBe('failed');
});
