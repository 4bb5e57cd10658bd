import { expect, test } from 'vitest';
import { findStep } from '../../../source/run/select.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { footerLine } from '../../../source/ui/footer.ts';
import { initialView } from '../../../source/ui/view.ts';
import { control } from '../../helpers/control.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const plan = makePlan({
  main: [
    { id: 'backup', title: 'Back up', duration: 30 * minute, actions: [sh()] },
    {
      id: 'scripts',
      title: 'Run the scripts',
      offset: 30 * minute,
      after: ['backup'],
      actions: [sh()],
      duration: 50 * minute,
    },
    { id: 'open', title: 'Open', offset: 80 * minute, after: ['scripts'], actions: [sh()] },
  ],
});

function at(minutes: number, ...done: readonly string[]) {
  const clock = createManualClock(start + minutes * minute);
  const controlled = control({ plan, clock });
  for (const step of done) {
    controlled.session.record(
      { type: 'step.started', step, attempt: 1, by: 'x', reason: undefined, missing: [] },
      { type: 'attempt.finished', step, attempt: 1, outcome: 'succeeded', detail: '' },
    );
  }
  return { ...controlled, clock };
}

test('it names what begins anew, where the clock goes, and when it ends then', () => {
  const { keys, title, body, listed } = at(50, 'backup', 'scripts');
  keys('up', 'up', 'R');
  expect(title()).toBe('BACK TO: 1 Back up');
  expect(body()).toContain('2 steps begin anew. Their attempts stay in the record');
  expect(body()).toContain("The clock of S goes back by 50m, to S+0; the window's end stays: 1:10:00 left.");
  expect(body()).toContain('As foreseen it ends at 07:15 then, 0:15:00 AFTER the window closes.');
  expect(listed()).toEqual(['1 Back up: done, 1 attempt', '2 Run the scripts: done, 1 attempt']);
});

test('a reason and the word of the step', () => {
  const { keys, line, session } = at(50, 'backup', 'scripts');
  keys('up', 'R');
  line('wrong order');
  line('scripts');
  expect(session.sent).toEqual([{ type: 'recycle', to: 'scripts', reason: 'wrong order', by: 'Thomas' }]);
  expect(session.state().steps.scripts).toMatchObject({
    status: 'waiting',
    attempts: [],
    earlier: [{ number: 1 }],
  });
});

test('where no clock goes back it says so', () => {
  const { keys, body } = at(10, 'backup', 'scripts');
  keys('up', 'R');
  expect(body()).toContain('It begins anew. Its attempts stay');
  expect(body()).toContain('No clock goes back. The window: 1:50:00 left.');
});

test('when another step begins meanwhile it is asked anew, and the reason stays said', () => {
  const { keys, line, session, controller, listed } = at(90, 'backup', 'scripts');
  keys('up', 'R');
  line('wrong order');
  session.record(
    { type: 'step.started', step: 'open', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'open', attempt: 1, outcome: 'failed', detail: '' },
  );
  line('scripts');
  expect(session.sent).toEqual([]);
  expect(controller.view().dialog?.hint).toBe('other steps have begun meanwhile: look again');
  expect(listed()).toContain('3 Open: failed, 1 attempt');
  line('scripts');
  expect(session.sent).toMatchObject([{ type: 'recycle', reason: 'wrong order' }]);
});

test('the key says why not, and is in the footer of what has begun only', () => {
  const { keys, session, controller } = at(50, 'backup');
  const footer = (id: string): string => {
    const asker = { state: session.state(), identity: session.identity, now: session.clock.now() };
    const situation = { ...asker, step: findStep(asker.state, id), item: 1 };
    const line = footerLine({ context: 'run', situation, view: initialView, width: 160 });
    return line.map(({ text }) => text).join('');
  };
  expect(footer('backup')).toContain('R back to');
  expect(footer('open')).not.toContain('back to');
  keys('R');
  expect(controller.view().message?.text).toBe('it has not begun: there is nothing to go back to');
  session.record({
    type: 'step.started',
    step: 'scripts',
    attempt: 1,
    by: 'x',
    reason: undefined,
    missing: [],
  });
  keys('up', 'R');
  expect(controller.view().dialog).toBeUndefined();
  expect(controller.view().message?.text).toBe('2 Run the scripts is running: stop it first');
});
