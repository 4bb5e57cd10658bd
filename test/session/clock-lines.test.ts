import { expect, test } from 'vitest';
import type { Usuals } from '../../source/plan/usual.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { clockLines } from '../../source/session/clock-lines.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, type StepDraft, start } from '../helpers/plan.ts';

function open(more: Partial<StepDraft> = {}) {
  const plan = makePlan({
    main: [
      { id: 'scripts', title: 'Run the scripts', duration: 30 * minute, ...more },
      {
        ...{ id: 'verify', title: 'Verification', offset: 30 * minute, duration: 20 * minute },
        ...{ after: ['scripts'], decision: true, poll: ['qc'] },
      },
    ],
    fallback: [
      { id: 'restore', duration: 55 * minute, undoes: ['scripts'] },
      { id: 'open', offset: 55 * minute, after: ['restore'] },
    ],
  });
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  const lines = (usuals?: Usuals) => clockLines({ state: session.state(), now: clock.now(), usuals });
  const begin = () =>
    session.record({
      type: 'step.started',
      step: 'scripts',
      attempt: 1,
      by: 'x',
      reason: undefined,
      missing: [],
    });
  return { session, clock, lines, begin };
}

test('time left, the forecast, and what is left to go back, a sentence each', () => {
  const { lines, begin } = open();
  expect(lines()).toEqual([
    'The window closes in 2h.',
    'Everything is expected to be done at 05:50, 1h10m before the window closes.',
    'The odds to be done: > 99 % by 07:00, 90 % by 05:59.',
    'Last safe fallback in 1h55m.',
    'Once 1 Run the scripts starts the way back is longer: last safe fallback in 1h.',
  ]);
  begin();
  expect(lines().slice(3)).toEqual(['Last safe fallback in 1h.']);
});

const notOdds = (line: string) => !line.startsWith('The odds');

test('late, and by what steps usually take', () => {
  const usual = { p50: 45 * minute, p90: 45 * minute, count: 3, source: 'rehearsal' } as const;
  const { clock, lines, begin } = open();
  begin();
  expect(lines(new Map([['scripts', usual]])).filter(notOdds)).toEqual([
    'The window closes in 2h.',
    'Everything is expected to be done at 06:05 (15m later than planned), 55m before the window closes.',
    'Last safe fallback in 1h.',
    'QC will decide 5m too late to fall back safely (06:05, safe until 06:00).',
  ]);
  clock.advance(62 * minute);
  expect(lines().filter(notOdds)).toEqual([
    'The window closes in 58m.',
    'Everything is expected to be done at 06:22 (32m later than planned), 38m before the window closes.',
    'The last safe fallback passed 2m ago.',
    'Going back now ends 07:02, 2m after the window; QC has not decided yet.',
  ]);
});

test('after D, past no return, and after the end', () => {
  const { session, clock, lines, begin } = open({ noReturn: true });
  begin();
  expect(lines()).toContain('Past no return: 1 Run the scripts has begun.');
  clock.advance(70 * minute);
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(lines().filter(notOdds)).toEqual([
    'The window closes in 50m.',
    'The fallback is expected to be done at 07:10, 10m after the window closes.',
  ]);
  session.record({ type: 'run.ended', outcome: 'aborted', reason: 'x', by: 'x' });
  expect(lines()).toEqual([]);
});
