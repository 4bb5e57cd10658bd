import { expect, test } from 'vitest';
import type { Plan } from '../../../source/plan/plan.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { openDialog, press } from '../../../source/ui/dialog/dialog.ts';
import { fallbackDialog } from '../../../source/ui/dialog/fallback-dialogs.ts';
import { panelLines, panelRows } from '../../../source/ui/dialog/panel.ts';
import { control } from '../../helpers/control.ts';
import { createFakeSession, type FakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const plan = makePlan({
  main: [
    { id: 'scripts', title: 'Run the gradebook scripts', actions: [sh()] },
    { id: 'verify', title: 'Verification', offset: 10 * minute, decision: true, poll: ['qc'] },
  ],
  fallback: [
    { id: 'halt', title: 'Stop all' },
    {
      id: 'restore',
      title: 'Restore',
      offset: 5 * minute,
      after: ['halt'],
      duration: 40 * minute,
      undoes: ['scripts'],
    },
    {
      id: 'check',
      title: 'Look',
      offset: 45 * minute,
      after: ['restore'],
      undoes: ['scripts'],
      required: true,
    },
  ],
});
const run = (session: FakeSession, step: string): void =>
  session.record({ type: 'step.started', step, attempt: 1, by: 'x', reason: undefined, missing: [] });

function asked(key = 'f', used: Plan = plan) {
  const clock = createManualClock(start + 22 * minute);
  const controlled = control({ plan: used, clock });
  if (key === 'c') {
    run(controlled.session, 'verify');
    controlled.session.record({
      type: 'attempt.finished',
      step: 'verify',
      attempt: 1,
      outcome: 'succeeded',
      detail: '',
    });
  }
  controlled.keys(key);
  return { ...controlled, clock };
}

test('it lists each step, whether it is needed and why, and how long that takes', () => {
  const { body, listed } = asked();
  expect(listed()).toEqual([
    '3 Stop all: always needed',
    '4 Restore: NOT NEEDED, 1 Run the gradebook scripts never ran',
    '5 Look: needed, required',
  ]);
  expect(body()).toContain('2 of 3 fallback steps begin.');
  expect(body()).toContain(
    'They take 0:10:00 as needed now: until 05:32, 1:28:00 before the window closes (07:00).',
  );
});

test('a reason, then the word; what is not needed is left out by itself', () => {
  const { line, session } = asked();
  line('errors in the log');
  line('fall back');
  expect(session.sent).toEqual([{ type: 'fallback', reason: 'errors in the log', by: 'Thomas' }]);
  expect(session.state().steps.restore?.status).toBe('skipped');
});

test("a step's number changes it, with a reason of its own; the same number again takes that back", () => {
  const { line, body, listed, stage, session } = asked();
  line('errors in the log');
  expect(stage()?.ask).toBe("Type fall back, or a step's number to change it");
  line('4');
  expect(stage()?.ask).toBe('Why is 4 done all the same?');
  line('prove the backup');
  expect(listed()[1]).toBe(
    '4 Restore: TO BE DONE all the same: prove the backup (not needed, 1 Run the gradebook scripts never ran)',
  );
  expect(body()).toContain('They take 0:50:00 as changed here: until 06:12, 0:48:00 before');
  line('3');
  expect(stage()?.ask).toBe('Why is 3 left out?');
  line('all are down');
  expect(listed()[0]).toBe('3 Stop all: LEFT OUT: all are down (always needed)');
  line('4');
  expect(listed()[1]).toContain('NOT NEEDED');
  expect(stage()?.type).toBe('word');
  line('fall back');
  expect(session.sent).toEqual([
    {
      type: 'fallback',
      reason: 'errors in the log',
      by: 'Thomas',
      changes: [{ step: 'halt', needed: false, reason: 'all are down' }],
    },
  ]);
});

test('a required step stays in, and what was said before stays said', () => {
  const { line, controller, stage, session } = asked();
  line('errors in the log');
  line('4');
  line('prove the backup');
  line('5');
  expect(controller.view().dialog?.hint).toBe('5 is required: it can not be left out');
  expect(stage()?.type).toBe('word');
  line('fall back');
  expect(session.sent).toMatchObject([
    { reason: 'errors in the log', changes: [{ step: 'restore', needed: true }] },
  ]);
});

test('a number of no step of the fallback changes nothing, nor does a pasted or too early one', () => {
  const { line, keys, wait, controller, stage, listed, session } = asked();
  line('errors in the log');
  const before = listed();
  keys('4', 'enter');
  expect(stage()?.type).toBe('word');
  wait();
  line('1');
  controller.paste('4');
  controller.press({ type: 'merged', text: '4\r' });
  keys('enter');
  expect(stage()?.type).toBe('word');
  expect(listed()).toEqual(before);
  expect(session.sent).toEqual([]);
});

test('when a step begins meanwhile it is asked anew, and only the word is typed again', () => {
  const { line, controller, listed, body, session } = asked();
  line('errors in the log');
  run(session, 'scripts');
  expect(listed()[1]).toBe('4 Restore: needed, undoes 1 Run the gradebook scripts');
  line('fall back');
  expect(session.sent).toEqual([]);
  expect(controller.view().dialog).toMatchObject({
    hint: 'what is needed has changed meanwhile: look again',
    stage: { type: 'word' },
  });
  expect(body()).toContain('They take 0:50:00 by plan');
  line('fall back');
  expect(session.sent).toMatchObject([{ type: 'fallback', reason: 'errors in the log' }]);
});

test('a change that has become so by itself is forgotten', () => {
  const { line, listed, session } = asked();
  line('errors in the log');
  line('4');
  line('prove the backup');
  run(session, 'scripts');
  line('fall back');
  line('4');
  line('it takes too long');
  expect(listed()[1]).toBe(
    '4 Restore: LEFT OUT: it takes too long (needed, undoes 1 Run the gradebook scripts)',
  );
  line('fall back');
  expect(session.sent).toMatchObject([{ changes: [{ step: 'restore', needed: false }] }]);
});

test('a no-go leads to the same question, in the name of the role', () => {
  const { line, title, listed, session } = asked('c');
  expect(title()).toBe('Go or no-go: 2 Verification');
  line('no-go');
  expect(title()).toBe('NO-GO: 2 Verification');
  expect(listed()).toHaveLength(3);
  line('wrong sums');
  line('3');
  line('all are down');
  line('fall back');
  const changes = [{ step: 'halt', needed: false, reason: 'all are down' }];
  expect(session.sent).toEqual([
    {
      type: 'vote',
      step: 'verify',
      role: 'qc',
      verdict: 'no-go',
      by: 'Thomas',
      reason: 'wrong sums',
      changes,
    },
  ]);
  expect(session.state().steps.halt?.skipped?.reason).toBe('all are down');
});

test('many steps scroll at 80x24, and the question stays', () => {
  const fallback = Array.from({ length: 30 }, (_, index) => ({
    id: `back${index}`,
    title: `Take back part ${index} of what was rolled out`,
    offset: index * minute,
    undoes: index % 2 === 0 ? [] : ['scripts'],
  }));
  const session = createFakeSession({ plan: makePlan({ main: [{ id: 'scripts' }], fallback }) });
  const asker = { state: session.state(), identity: session.identity, now: start };
  const opened = openDialog(fallbackDialog(asker), { wall: 0, asker });
  let dialog = opened.type === 'open' ? opened.dialog : expect.fail();
  const draw = (): string => {
    const height = Math.min(19, panelRows(dialog, 80, asker));
    const lines = panelLines({ dialog, width: 80, height, wall: 5000, now: asker });
    expect(lines).toHaveLength(19);
    return lines.map((line) => line.map(({ text }) => text).join('')).join('\n');
  };
  for (const part of ['15 of 30 fallback', 'Why fall back?']) expect(draw()).toContain(part);
  expect(draw()).toContain(' 2 Take back part 0 of what was rolled out: always needed');
  expect(draw()).toMatch(/\d+ more below: the arrow keys/);
  for (let page = 0; page < 8; page += 1) {
    const next = press(dialog, { type: 'key', name: 'pagedown' }, { wall: 5000, asker });
    if (next.type === 'open') dialog = next.dialog;
  }
  for (const part of ['15 of 30 fallback', 'Why fall back?']) expect(draw()).toContain(part);
  expect(draw()).toContain('31 Take back part 29 of what was rolled out: NOT NEEDED');
});

test('past what can not be undone it says so first', () => {
  const [first, ...rest] = plan.timelines;
  const steps =
    first?.steps.map((step) => (step.id === 'scripts' ? { ...step, noReturn: true } : step)) ?? [];
  const past: Plan = { ...plan, timelines: [{ ...(first ?? expect.fail()), steps }, ...rest] };
  const { session, body } = asked('f', past);
  expect(body()).not.toContain('PAST NO RETURN');
  run(session, 'scripts');
  expect(body()).toContain("PAST NO RETURN: 1 Run the gradebook scripts has begun and can't be undone.");
});

test('when it ends counts from the end of what still runs', () => {
  const { session, body } = asked();
  const before = /until (\S+),/.exec(body())?.[1];
  run(session, 'verify');
  const after = /until (\S+),/.exec(body())?.[1];
  expect([before, after]).toEqual(['05:32', '05:37']);
});
