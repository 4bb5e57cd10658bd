import { expect, test } from 'vitest';
import type { Command } from '../../source/run/command.ts';
import { findStep } from '../../source/run/select.ts';
import type { RunState } from '../../source/run/state.ts';
import { anchorClock, dueAt, lateness, plannedSlot } from '../../source/run/timing.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { by, ended, type Given, given, startStep } from './scenario.ts';

const plan = makePlan({
  main: [
    { id: 'early', offset: -10 * minute },
    { id: 'a', actions: [sh()] },
    { id: 'b', offset: 30 * minute, after: ['a'] },
  ],
  fallback: [
    { id: 'halt' },
    { id: 'restore', offset: 5 * minute, after: ['halt'], duration: 40 * minute, undoes: ['b'] },
    { id: 'deploy', offset: 5 * minute, after: ['halt'], duration: 10 * minute },
    { id: 'open', offset: 50 * minute, after: ['restore', 'deploy'] },
  ],
});
const hold: Command = { type: 'hold', reason: 'slow', by };
const release: Command = { type: 'release', by };
const fallback: Command = { type: 'fallback', reason: 'r', by };
/** Minutes after S. */
const due = (state: RunState, id: string, at: number): number =>
  ((dueAt(state, findStep(state, id) ?? expect.fail(), start + at * minute) ?? Number.NaN) - start) / minute;
const clock = (state: RunState, anchor: 'S' | 'D', at: number): number =>
  (anchorClock(state, anchor, start + at * minute) ?? Number.NaN) / minute;
const after = (...commands: readonly Given[]): RunState => given(plan, ...commands).state;

test('from S on its clock stops at a hold, and what is due comes later', () => {
  const held = after(10 * minute, hold);
  expect([clock(held, 'S', 10), clock(held, 'S', 14)]).toEqual([10, 10]);
  expect(due(held, 'b', 14)).toBe(34);
  const on = after(10 * minute, hold, 14 * minute, release);
  expect(clock(on, 'S', 20)).toBe(16);
  expect(due(on, 'b', 20)).toBe(34);
  expect(due(on, 'b', 12), 'as it stood then').toBe(32);
  const twice = after(10 * minute, hold, 14 * minute, release, 20 * minute, hold, 21 * minute, release);
  expect(due(twice, 'b', 25)).toBe(35);
});

test('before S it is an appointment: no hold moves it', () => {
  const over = after(-8 * minute, hold, -3 * minute, release);
  expect(clock(over, 'S', 0)).toBe(0);
  expect(due(over, 'b', 0)).toBe(30);
  const across = after(-8 * minute, hold, 3 * minute, release);
  expect(clock(across, 'S', 5)).toBe(2);
  expect(due(across, 'b', 5)).toBe(33);
});

test('D ends a hold; from there the clock of D stops at the next one', () => {
  const state = after(startStep('a'), ...ended('a', 'succeeded'), 10 * minute, hold, 15 * minute, fallback);
  expect(clock(state, 'D', 18)).toBe(3);
  const held = after(startStep('a'), 15 * minute, fallback, 20 * minute, hold, 26 * minute, release);
  expect(clock(held, 'D', 30)).toBe(9);
  expect(due(held, 'deploy', 30)).toBe(15 + 5 + 6);
});

test('before D nothing of the fallback is due', () => {
  const step = findStep({ plan }, 'open') ?? expect.fail();
  expect(dueAt(after(), step, start)).toBeUndefined();
  expect(anchorClock(after(), 'D', start)).toBeUndefined();
  expect(plannedSlot(after(), step)).toBeUndefined();
});

test('what is not needed makes the rest of the fallback due earlier', () => {
  const short = after(10 * minute, fallback);
  expect(due(short, 'deploy', 12)).toBe(15);
  // Planned five minutes after the restore; now five minutes after the deploy.
  expect(due(short, 'open', 12)).toBe(10 + 15 + 5);
  const whole = after(10 * minute, startStep('b', 'r'), fallback);
  expect(due(whole, 'open', 12)).toBe(10 + 50);
});

test('nothing is due before D, though it waited for what is not needed', () => {
  const late = makePlan({
    main: [{ id: 'a' }],
    fallback: [
      { id: 'restore', duration: 40 * minute, undoes: ['a'] },
      { id: 'open', offset: 5 * minute, after: ['restore'] },
    ],
  });
  const { state } = given(late, 10 * minute, fallback);
  expect(due(state, 'open', 10)).toBe(10);
});

const counted = makePlan({
  main: [
    { id: 'a', actions: [sh()] },
    { id: 'pause', offset: 30 * minute, after: ['a'], duration: 10 * minute, hold: true, confirm: ['qc'] },
    { id: 'b', offset: 40 * minute, after: ['a', 'pause'] },
    { id: 'beside', offset: 40 * minute, after: ['a'] },
  ],
});

test('a built-in hold takes up a hold before what comes after it moves', () => {
  const held = (minutes: number) => given(counted, 5 * minute, hold, (5 + minutes) * minute, release).state;
  expect(['pause', 'b', 'beside'].map((id) => due(held(4), id, 20))).toEqual([34, 40, 44]);
  expect(['pause', 'b', 'beside'].map((id) => due(held(14), id, 20))).toEqual([44, 44, 54]);
});

test('once the built-in hold is over the clock has caught up, and a later hold is not taken up any more', () => {
  const confirmed: readonly Given[] = [
    { type: 'skip', step: 'a', reason: 'r', by },
    ...[5 * minute, hold, 9 * minute, release, 40 * minute, startStep('pause', 'r')],
    { type: 'confirm', step: 'pause', role: 'qc', by },
  ];
  const { state } = given(counted, ...confirmed);
  expect([clock(state, 'S', 39), clock(state, 'S', 40)]).toEqual([35, 40]);
  expect(due(state, 'b', 40)).toBe(40);
  const later = given(counted, ...confirmed, hold, 43 * minute, release).state;
  expect(clock(later, 'S', 45)).toBe(42);
  expect(due(later, 'b', 45)).toBe(43);
});

test('late is what starts after it was due then, or has not by now', () => {
  const state = after(10 * minute, hold, 14 * minute, release, 37 * minute, startStep('b', 'r'));
  const late = (id: string, at: number) =>
    lateness({ state, step: findStep(state, id) ?? expect.fail(), now: start + at * minute });
  expect(late('b', 60)).toBe(3 * minute);
  expect(late('a', 37)).toBe(33 * minute);
});
