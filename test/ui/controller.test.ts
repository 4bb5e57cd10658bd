import { expect, test, vi } from 'vitest';
import { createManualClock } from '../../source/session/clock.ts';
import { searchOutput } from '../../source/session/output-search.ts';
import type { ReplayControls, ReplayMark } from '../../source/session/session.ts';
import { createController } from '../../source/ui/controller.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { control } from '../helpers/control.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { minute, sh, start } from '../helpers/plan.ts';
import { outputOf } from '../helpers/read-output.ts';

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
  const { keys, session, ends, wait, body } = control();
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
  expect(body()).toContain('Set the database markers');
  keys(...'leave', 'enter');
  expect(ends).toEqual([{ type: 'left' }]);
});

const started = (step: string) =>
  ({ type: 'step.started', step, attempt: 1, by: 'x', reason: undefined, missing: [] }) as const;

test('a step that starts while the question is open is not lost by one key', () => {
  const { keys, session, ends, wait, controller, body } = control();
  keys('q');
  expect(body()).toContain('gonogo join 7K2F');
  wait();
  session.record(started('marker'));
  expect(body()).toContain(
    'Goes on without gonogo, and is found again with all it wrote: 3 Set the database markers.',
  );
  keys('y');
  expect(ends).toEqual([]);
  expect(controller.view().dialog).toMatchObject({
    stage: { type: 'word', words: ['leave'] },
    hint: '3 Set the database markers has started meanwhile: leave all the same?',
  });
  wait();
  keys(...'leave');
  session.record(started('stop-all'));
  keys('enter');
  expect(ends).toEqual([]);
  wait();
  keys(...'leave', 'enter');
  expect(ends).toEqual([{ type: 'left' }]);
});

test('a step that has ended meanwhile takes no second question', () => {
  const { keys, session, ends, wait } = control();
  session.record(started('marker'));
  keys('q');
  wait();
  session.record({
    type: 'attempt.finished',
    step: 'marker',
    attempt: 1,
    outcome: 'succeeded',
    detail: '',
  });
  keys(...'leave', 'enter');
  expect(ends).toEqual([{ type: 'left' }]);
});

test('what the fallback would mean is of now while it is asked', () => {
  const clock = createManualClock(start + 50 * minute);
  const { keys, session, body } = control({ clock });
  session.record(started('marker'));
  keys('f');
  expect(body()).toContain(
    'They take 1:05:00 by plan, from 05:55 when what runs has ended: until 07:00, 0:00:00 before the window closes (07:00)',
  );
  expect(body()).toContain('Still running, and left to end: 3 Set the database markers.');
  clock.advance(7 * minute);
  session.record({ type: 'attempt.finished', step: 'marker', attempt: 1, outcome: 'failed', detail: '' });
  expect(body()).toContain('until 07:02, 0:02:00 AFTER the window closes (07:00)');
  expect(body()).not.toContain('Still running');
});

test('settling says which action was under way, and what never ran', () => {
  const plan = makeAugustPlan();
  const actions = Array.from({ length: 6 }, (_, index) => ({
    ...sh([], { text: `\ndump ${index}\nx` }),
    index,
  }));
  const timelines = plan.timelines.map((timeline) => ({
    ...timeline,
    steps: timeline.steps.map((step) => (step.id === 'backup' ? { ...step, actions } : step)),
  }));
  const { keys, session, body } = control({ plan: { ...plan, timelines } });
  session.record(
    started('backup'),
    { type: 'action.started', step: 'backup', attempt: 1, action: 0, targets: ['local'] },
    { type: 'action.started', step: 'backup', attempt: 1, action: 1, targets: ['local'] },
    { type: 'attempt.finished', step: 'backup', attempt: 1, outcome: 'unknown', detail: '' },
  );
  keys('u');
  expect(body()).toContain('Action 2 of 6 was under way: dump 1');
  expect(body()).toContain('The 4 after it never ran, and will not run if you settle it as succeeded.');
  expect(body()).toContain('Settled as failed, a retry runs all 6 again');
});

test('an item of somebody else is not answered here, and its keys say so', () => {
  const { keys, session, controller } = control({ identity: { person: 'Sandra', roles: ['qc'] } });
  session.record(started('verify'), {
    type: 'attempt.finished',
    step: 'verify',
    attempt: 1,
    outcome: 'succeeded',
    detail: '',
  });
  for (const key of ['p', 'x', '-']) {
    keys('4', key);
    expect(controller.view().message?.text).toBe('Programmer (Thomas) is not at this keyboard');
    expect(controller.view().dialog).toBeUndefined();
  }
  expect(session.sent).toEqual([]);
  keys('1', 'p');
  expect(session.sent).toMatchObject([{ type: 'answer', item: 1 }]);
});

test('ctrl+l draws anew, in a question too', () => {
  const { keys, controller, drawn } = control();
  keys('ctrl+l', '?', 'ctrl+l', 'esc', 'n', 'ctrl+l');
  expect(drawn.length).toBe(3);
  expect(controller.view().dialog?.spec.title).toContain('Note on');
});

test('a failed recording is said, never passed over', async () => {
  const session = createFakeSession({ plan: makeAugustPlan() });
  let wall = 0;
  const controller = createController({
    session: { ...session, send: () => Promise.reject(new Error('disk full')) },
    wall: () => wall,
    leave: () => undefined,
    redraw: () => undefined,
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
  const { keys, session, body, wait } = control({ plan: { ...plan, timelines } });
  session.record(
    { type: 'step.started', step: 'marker', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'marker', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  keys('p');
  expect(session.sent).toEqual([]);
  expect(body()).toContain('the last open item');
  wait();
  keys('y');
  expect(session.sent).toMatchObject([{ type: 'answer', item: 1, answer: 'passed' }]);
});

test('u says of a step that has not started that it has not, and of a lost one what is known', () => {
  const { keys, session, body, controller } = control();
  keys('u');
  expect(controller.view().message?.text).toBe('it has not started');
  session.record(started('marker'), {
    type: 'attempt.finished',
    step: 'marker',
    attempt: 1,
    outcome: 'unknown',
    detail: 'gonogo ended while this ran',
  });
  keys('u');
  expect(body()).toContain('Attempt 1: gonogo ended while this ran. Nobody here can tell how it ended.');
});

test('a run that has ended takes no note', () => {
  const { keys, session, controller } = control();
  session.record({ type: 'run.ended', outcome: 'aborted', reason: 'x', by: 'x' });
  keys('n');
  expect(controller.view().dialog).toBeUndefined();
  expect(controller.view().message?.text).toBe('the run has ended');
});

test('before a screen has shown an item nothing answers it', () => {
  const { keys, session, controller } = control();
  controller.measure({ seen: (step, item) => step === 'verify' && item === 2 });
  session.record(started('verify'));
  keys('1', 'p');
  expect(session.sent).toEqual([]);
  expect(controller.view().message?.text).toBe('look at the item, then press again');
  keys('2', 'p');
  expect(session.sent).toMatchObject([{ item: 2 }]);
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
    moment: () => ({ type: 'none', reason: 'x' }),
    search: () => searchOutput(outputOf([]), 'x'),
  };
  const { keys, session, ends } = control({ kind: 'replay', replay });
  keys(' ');
  expect(playing).toBe(false);
  keys('right', 'left', '}', '{', ']', '[', 'g', '>', '<');
  expect(seeks).toEqual([
    start + 10_000,
    start - 10_000,
    start + minute,
    start - minute,
    start + minute,
    start - minute,
    start + minute,
  ]);
  expect(speeds).toEqual([2, 0.5]);
  keys('f', 's', 'e', 'c');
  expect(session.sent).toEqual([]);
  keys('q');
  expect(ends).toEqual([{ type: 'left' }]);
});
