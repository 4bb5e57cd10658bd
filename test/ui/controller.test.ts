import { expect, test, vi } from 'vitest';
import type { ReplayControls, ReplayMark } from '../../source/session/session.ts';
import { type AppEnd, createController } from '../../source/ui/controller.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { minute, start } from '../helpers/plan.ts';

function control(options: Partial<Parameters<typeof createFakeSession>[0]> = {}) {
  const session = createFakeSession({ plan: makeAugustPlan(), ...options });
  const ends: AppEnd[] = [];
  let wall = 0;
  const controller = createController({ session, wall: () => wall, leave: (end) => ends.push(end) });
  const keys = (...names: readonly string[]): void => {
    for (const name of names) controller.press({ type: 'key', name });
  };
  const wait = (): void => {
    wall += 600;
  };
  return { session, controller, keys, ends, wait };
}

test('merged keys move, one by one, and command nothing', () => {
  const { controller } = control();
  controller.press({ type: 'merged', text: 'jjjfq' });
  expect(controller.view()).toMatchObject({ selected: 'stop-all', dialog: undefined });
  controller.press({ type: 'merged', text: 'fq' });
  expect(controller.view().dialog).toBeUndefined();
  expect(controller.view().message?.text).toContain('one by one');
});

test('the selection follows until a person moves it, and again after a dot', () => {
  const { controller, keys } = control();
  expect(controller.view().selected).toBeUndefined();
  keys('down');
  expect(controller.view().selected).toBe('announce');
  keys('.');
  expect(controller.view().selected).toBeUndefined();
});

test('ctrl+c asks, in a question too, and stops nothing', () => {
  const { controller, keys, session, ends } = control();
  keys('n', 'ctrl+c');
  expect(controller.view().dialog?.spec.title).toBe('Leave the screen?');
  expect(session.sent).toEqual([]);
  expect(ends).toEqual([]);
});

test('leaving while something runs takes a word', () => {
  const { keys, session, ends, wait, controller } = control();
  session.record({
    type: 'step.started',
    step: 'marker',
    attempt: 1,
    by: 'x',
    reason: undefined,
    missing: [],
  });
  keys('q');
  wait();
  keys('y', 'enter');
  expect(ends).toEqual([]);
  expect(controller.view().dialog?.spec.body.join(' ')).toContain('Set the database markers');
  keys(...'leave', 'enter');
  expect(ends).toEqual([{ type: 'left' }]);
});

test('a failed recording is said, never passed over', async () => {
  const session = createFakeSession({ plan: makeAugustPlan() });
  let wall = 0;
  const controller = createController({
    session: { ...session, send: () => Promise.reject(new Error('disk full')) },
    wall: () => wall,
    leave: () => undefined,
  });
  controller.press({ type: 'key', name: 'n' });
  wall = 600;
  for (const name of ['a', 'enter']) controller.press({ type: 'key', name });
  await vi.waitFor(() => {
    expect(controller.view().message).toEqual({ tone: 'bad', text: 'not recorded: disk full' });
  });
});

test('roles of others are not offered here', () => {
  const { keys, controller, session } = control({ identity: { person: 'Thomas', roles: ['programmer'] } });
  session.record(
    { type: 'step.started', step: 'announce', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'announce', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  keys('c');
  expect(controller.view().dialog).toBeUndefined();
  expect(controller.view().message?.text).toContain('QC (Sandra), not at this keyboard');
});

test('a step is skipped with a reason only', async () => {
  const { keys, session, wait } = control();
  keys('s');
  wait();
  keys('enter', ...'no time', 'enter');
  expect(session.sent).toEqual([{ type: 'skip', step: 'tag', reason: 'no time', by: 'Thomas' }]);
});

test('an unknown attempt is settled by a word and a reason', () => {
  const { keys, session, wait } = control();
  session.record(
    { type: 'step.started', step: 'marker', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'marker', attempt: 1, outcome: 'unknown', detail: 'lost' },
  );
  keys('enter');
  wait();
  keys(...'succeeded', 'enter');
  wait();
  keys(...'saw it', 'enter');
  expect(session.sent).toMatchObject([
    { type: 'settle', step: 'marker', outcome: 'succeeded', reason: 'saw it' },
  ]);
});

test('the last answer of a step that nobody signs is asked for', () => {
  const plan = makeAugustPlan();
  const timelines = plan.timelines.map((timeline) => ({
    ...timeline,
    steps: timeline.steps.map((step) =>
      step.id === 'marker'
        ? { ...step, checklist: [{ number: 1, text: 'It is there', line: 1, owners: [] }] }
        : step,
    ),
  }));
  const { keys, session, controller, wait } = control({ plan: { ...plan, timelines } });
  session.record(
    { type: 'step.started', step: 'marker', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'marker', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  keys('p');
  expect(session.sent).toEqual([]);
  expect(controller.view().dialog?.spec.body.join(' ')).toContain('the last open item');
  wait();
  keys('y');
  expect(session.sent).toMatchObject([{ type: 'answer', item: 1, answer: 'passed' }]);
});

test('aborting takes a reason and its word', () => {
  const { keys, session, wait } = control();
  keys('e');
  wait();
  keys(...'power cut', 'enter');
  wait();
  keys(...'go', 'enter');
  expect(session.sent).toEqual([]);
  keys(...'abort', 'enter');
  expect(session.sent).toEqual([{ type: 'end', reason: 'power cut', by: 'Thomas' }]);
});

test('a replay moves and never commands', () => {
  const seeks: number[] = [];
  const speeds: number[] = [];
  const marks: readonly ReplayMark[] = [
    { at: start + minute, kind: 'step', step: 'tag', label: 'tag' },
    { at: start + 5 * minute, kind: 'end', step: undefined, label: 'go' },
  ];
  let playing = true;
  const replay: ReplayControls = {
    from: start - minute,
    until: start + 5 * minute,
    playing: () => playing,
    speed: () => 1,
    play: () => {
      playing = true;
    },
    pause: () => {
      playing = false;
    },
    setSpeed: (speed) => speeds.push(speed),
    seek: (at) => seeks.push(at),
    marks: () => marks,
  };
  const { keys, session, ends } = control({ kind: 'replay', replay });
  keys(' ');
  expect(playing).toBe(false);
  keys('right', 'left', ']', '[', 'g', '>', '<');
  expect(seeks).toEqual([start + 10_000, start - 10_000, start + minute, start - minute, start + minute]);
  expect(speeds).toEqual([2, 0.5]);
  keys('f', 's', 'e', 'c');
  expect(session.sent).toEqual([]);
  keys('q');
  expect(ends).toEqual([{ type: 'left' }]);
});
