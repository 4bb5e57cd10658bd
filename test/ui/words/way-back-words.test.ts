import { expect, test } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import { control } from '../../helpers/control.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const plan = makePlan({
  main: [
    { id: 'look', actions: [sh()] },
    { id: 'scripts', actions: [sh()] },
  ],
  fallback: [
    { id: 'halt', duration: 10 * minute },
    { id: 'restore', offset: 10 * minute, after: ['halt'], duration: 40 * minute, undoes: ['scripts'] },
  ],
});

function starting(id: 'look' | 'scripts', minutes: number) {
  const controlled = control({ plan, clock: createManualClock(start + minutes * minute) });
  if (id === 'scripts') controlled.keys('down');
  controlled.keys('enter');
  return { ...controlled, danger: () => controlled.controller.view().dialog?.spec.danger };
}

test('a start that makes the way back longer says what becomes of the last safe fallback', () => {
  const { body, danger } = starting('scripts', 30);
  expect(body()).toContain(
    'From then on the way back takes 0:50:00: last safe fallback 06:10 (in 0:40:00), not 06:50.',
  );
  expect(danger()).toBe(false);
});

test('one that makes it too long is a danger, and takes the name of the step', () => {
  const { body, danger, controller } = starting('scripts', 75);
  expect(body()).toContain(
    'From then on the way back takes 0:50:00: it would end 0:05:00 AFTER the window closes.',
  );
  expect(danger()).toBe(true);
  expect(controller.view().dialog?.stage).toEqual({
    type: 'word',
    ask: 'There will be no safe way back. Type its name: scripts',
    words: ['scripts'],
  });
});

test('where it changes nothing nothing is said', () => {
  expect(starting('look', 30).body()).not.toContain('way back');
  const { session, body, keys } = starting('scripts', 30);
  keys('esc');
  session.record(
    { type: 'step.started', step: 'scripts', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'scripts', attempt: 1, outcome: 'failed', detail: 'exit 1' },
  );
  keys('r');
  expect(body()).not.toContain('way back');
});
