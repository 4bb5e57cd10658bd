import { expect, test } from 'vitest';
import { standingMarkers } from '../../source/run/standing-markers.ts';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { by, ended, given, startStep } from './scenario.ts';

const set = (name: string) => [sh([], { kind: 'marker', marker: { verb: 'set', name } })];
const plan = makePlan({
  main: [
    { id: 'mark', actions: set('release') },
    { id: 'scripts', actions: set('scripts') },
  ],
  fallback: [{ id: 'restore', undoes: ['scripts'], actions: [sh()] }],
});
const setBy = (step: string, name: string, at: number) =>
  [
    startStep(step),
    { type: 'begin-action', step, attempt: 1, action: 0, targets: ['local'] },
    {
      type: 'finish-target',
      step,
      attempt: 1,
      action: 0,
      target: 'local',
      result: { type: 'exited', code: 0 },
      marker: { name, database: 'sakai', token: name, at },
    },
    ...ended(step, 'succeeded'),
  ] as const;
const both = [...setBy('mark', 'release', 1), ...setBy('scripts', 'scripts', 2)];
const names = (...more: Parameters<typeof given>[1][]) =>
  Object.keys(standingMarkers(given(plan, ...both, 5 * minute, ...more).state));

test('what was set stands until the step that set it is undone', () => {
  const called = { type: 'fallback', reason: 'r', by } as const;
  expect(names()).toEqual(['release', 'scripts']);
  expect(names(called, startStep('restore'))).toEqual(['release', 'scripts']);
  expect(names(called, startStep('restore'), ...ended('restore', 'failed'))).toEqual(['release', 'scripts']);
  expect(names(called, startStep('restore'), ...ended('restore', 'succeeded'))).toEqual(['release']);
  expect(names(called, { type: 'skip', step: 'restore', reason: 'r', by })).toEqual(['release', 'scripts']);
});
