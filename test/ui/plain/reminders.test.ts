import { expect, test } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import { watchReminders } from '../../../source/ui/plain/reminders.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, start } from '../../helpers/plan.ts';

/** Going back takes a minute until the scripts have run, and then an hour. */
function open() {
  const clock = createManualClock(start);
  const plan = makePlan({
    main: [
      { id: 'scripts', offset: 0 },
      { id: 'verify', offset: 10 * minute, after: ['scripts'], decision: true, poll: ['qc'] },
    ],
    fallback: [
      { id: 'restore', duration: 59 * minute, undoes: ['scripts'] },
      { id: 'open', offset: 59 * minute, duration: minute, after: ['restore'] },
    ],
  });
  const session = createFakeSession({ plan, clock });
  const told: string[] = [];
  const watch = watchReminders({ clock, state: session.state, remind: ({ text }) => told.push(text) });
  const heard = () => told.splice(0).filter((text) => !text.includes('due now'));
  const begin = () => {
    session.record({
      type: 'step.started',
      step: 'scripts',
      attempt: 1,
      by: 'x',
      reason: undefined,
      missing: [],
    });
    watch.update();
  };
  return { clock, watch, heard, begin };
}

test('a decision that has become too late is told of within the minute, once', () => {
  const { clock, watch, heard } = open();
  clock.advance(50 * minute);
  expect(heard()).toEqual([]);
  clock.advance(minute);
  expect(heard()).toEqual(['QC will decide 1m too late to fall back safely (06:01, safe until 06:00)']);
  clock.advance(20 * minute);
  expect(heard()).toEqual([]);
  watch.stop();
  clock.advance(30 * minute);
  expect(heard()).toEqual([]);
});

test('a step that makes going back too long at once is told of', () => {
  const { clock, heard, begin } = open();
  clock.advance(70 * minute);
  heard();
  begin();
  expect(heard()).toEqual(['going back now ends 07:10, 10m after the window; QC has not decided yet']);
});
