import { expect, test } from 'vitest';
import { samplesOf } from '../../source/run/samples.ts';
import type { StepDraft } from '../helpers/plan.ts';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { by, ended, type Given, given, startStep } from './scenario.ts';

const work: StepDraft = { id: 'work', title: 'The work', actions: [sh()], confirm: ['qc'] };
const confirmed: Given = { type: 'confirm', step: 'work', role: 'qc', by };

function samples(draft: StepDraft, ...commands: readonly Given[]) {
  return samplesOf(given(makePlan({ main: [draft] }), ...commands).state);
}

test('from the start to when the step was done, its confirmation included', () => {
  const taken = samples(
    work,
    startStep('work'),
    4 * minute,
    ...ended('work', 'succeeded'),
    6 * minute,
    confirmed,
  );
  expect(taken).toEqual([{ id: 'work', title: 'The work', ms: 6 * minute, source: 'run' }]);
});

test('of several attempts the one that ended well', () => {
  const taken = samples(
    { ...work, confirm: [] },
    startStep('work'),
    4 * minute,
    ...ended('work', 'failed'),
    10 * minute,
    startStep('work'),
    11 * minute,
    ...ended('work', 'succeeded', 2),
  );
  expect(taken.map(({ ms }) => ms)).toEqual([minute]);
});

test('a retry of what was open is a part of the work only', () => {
  const draft = { ...work, confirm: [], actions: [sh(['web1', 'web2'])] };
  const results = ['web1', 'web2'].map((target, index): Given => {
    const result = { type: 'exited', code: index } as const;
    return { type: 'finish-target', step: 'work', attempt: 1, action: 0, target, result };
  });
  const targets = ['web1', 'web2'];
  const begin: Given = { type: 'begin-action', step: 'work', attempt: 1, action: 0, targets };
  const before = [startStep('work'), begin, ...results, ...ended('work', 'failed')];
  const after = (open: boolean): readonly Given[] => [
    { type: 'start', step: 'work', by, open },
    minute,
    ...ended('work', 'succeeded', 2),
  ];
  expect(samples(draft, ...before, ...after(false)).length).toBe(1);
  expect(samples(draft, ...before, ...after(true))).toEqual([]);
});

test('what is open, skipped, done by hand or settled later tells nothing', () => {
  const plain = { ...work, confirm: [] };
  const settle: Given = { type: 'settle', step: 'work', outcome: 'succeeded', reason: 'looked', by };
  expect(samples(plain, startStep('work'))).toEqual([]);
  expect(samples(plain, { type: 'skip', step: 'work', reason: 'no', by })).toEqual([]);
  expect(samples(plain, { type: 'do-by-hand', step: 'work', reason: 'no', by })).toEqual([]);
  expect(samples(plain, startStep('work'), ...ended('work', 'unknown'), settle)).toEqual([]);
});

test('built-in holds take what is left; what people do in a rehearsal takes no time', () => {
  const waiting = { ...work, actions: [] };
  const done = [startStep('work'), minute, confirmed];
  expect(samples({ ...waiting, hold: true }, ...done)).toEqual([]);
  const { state } = given(makePlan({ main: [waiting] }), ...done);
  expect(samplesOf(state).length).toBe(1);
  expect(samplesOf({ ...state, mode: 'rehearsal' })).toEqual([]);
});

test('rehearsed actions count as rehearsed', () => {
  const { state } = given(
    makePlan({ main: [{ ...work, confirm: [] }] }),
    startStep('work'),
    minute,
    ...ended('work', 'succeeded'),
  );
  expect(samplesOf({ ...state, mode: 'rehearsal' })).toMatchObject([{ ms: minute, source: 'rehearsal' }]);
});

test('a clock that was set back in the middle of a step', () => {
  const taken = samples(
    { ...work, confirm: [] },
    5 * minute,
    startStep('work'),
    minute,
    ...ended('work', 'succeeded'),
  );
  expect(taken).toEqual([]);
});
