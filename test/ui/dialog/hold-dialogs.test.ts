import { expect, test } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import { control } from '../../helpers/control.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const plan = makePlan({
  main: [
    { id: 'a', actions: [sh()] },
    {
      id: 'pause',
      title: 'Pause',
      offset: 30 * minute,
      after: ['a'],
      duration: 10 * minute,
      hold: true,
      confirm: ['qc'],
    },
    { id: 'b', offset: 40 * minute, after: ['pause'], actions: [sh()] },
  ],
  fallback: [{ id: 'back', duration: 60 * minute }],
});
const plain = makePlan({
  main: [{ id: 'a', actions: [sh()] }],
  fallback: [{ id: 'back', duration: 60 * minute }],
});

function at(minutes: number, used = plan) {
  const clock = createManualClock(start + minutes * minute);
  return { ...control({ plan: used, clock }), clock };
}

test('a hold says which clock stops and which goes on, and what is built in against it', () => {
  const { keys, body } = at(10);
  keys('h');
  expect(body()).toContain(
    "The clock of S stops, and what is open is due later by as much; the window's clock goes on.",
  );
  expect(body()).toContain('Built in: 2 Pause takes up to 10m of it.');
});

test('before S it moves nothing', () => {
  const { keys, body, line, clock } = at(-10);
  keys('h');
  expect(body()).toContain('S stays when it is');
  line('wait for the DBA');
  clock.advance(4 * minute);
  keys('h');
  expect(body()).toContain('Held for 4m: nothing is due later by it.');
});

test('after D it is the clock of D', () => {
  const { keys, body, session } = at(10);
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  keys('h');
  expect(body()).toContain('The clock of D stops');
});

test('the release says how much has moved, and how long there is a way back', () => {
  const { keys, body, line, clock } = at(44, plain);
  keys('h');
  line('wait for the DBA');
  clock.advance(4 * minute);
  keys('h');
  expect(body()).toContain('Held for 4m: what is open is due 4m later. Last safe fallback in 12:00.');
  clock.advance(13 * minute);
  expect(body()).toContain('THE LAST SAFE FALLBACK PASSED 1:00 ago.');
});

test('what a built-in hold takes up is said, and going back meanwhile is no part of it', () => {
  const { keys, body, line, clock, session } = at(20);
  session.record(
    { type: 'step.started', step: 'a', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'a', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  keys('h');
  line('wait for the DBA');
  clock.advance(4 * minute);
  keys('h');
  expect(body()).toContain('Held for 4m: what is open is due 4m later, after 2 Pause not later.');
  clock.advance(10 * minute);
  expect(body()).toContain('due 14m later, after 2 Pause only 4m later.');
  keys('esc');
  session.record({ type: 'run.recycled', to: 'a', steps: ['a'], setBack: 20 * minute, reason: 'x', by: 'x' });
  keys('h');
  expect(body()).toContain('Held for 14m: what is open is due 14m later');
});

test('a built-in hold goes on when it is confirmed, and says how long before its time', () => {
  const { keys, body, title, wait, session, clock } = at(30);
  session.record({ type: 'step.skipped', step: 'a', reason: 'x', by: 'x' });
  keys('enter');
  expect(body()).toContain('A built-in hold: nothing runs. It goes on when it is confirmed.');
  wait();
  keys('esc');
  session.record(
    { type: 'step.started', step: 'pause', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'pause', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  clock.advance(4 * minute);
  keys('c');
  expect(title()).toBe('Go on after: 2 Pause');
  expect(body()).toContain('You end this built-in hold, as QC, 6m before it ends as planned (05:40).');
  clock.advance(9 * minute);
  expect(body()).toContain('3m after it ends as planned (05:40)');
});
