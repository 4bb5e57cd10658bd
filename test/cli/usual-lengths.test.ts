import { expect, test } from 'vitest';
import { learned } from '../../source/cli/usual-lengths.ts';
import { JournalError } from '../../source/journal/journal-error.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan } from '../helpers/plan.ts';

test('what can not be read teaches nothing, and stops nobody', async () => {
  const plan = makePlan({ main: [{ id: 'only' }] });
  const [first] = createFakeSession({ plan }).history();
  if (first?.event.type !== 'run.created') throw new Error('no run');
  const found = { run: '7K2F', plan, created: first.event };
  const read = async () => [];
  const broken = async () => {
    throw new JournalError({ code: 'io', file: 'x', message: 'no' });
  };
  expect(await learned({ runs: async () => [], read }, found)).toEqual(new Map());
  expect(await learned({ runs: broken, read }, found)).toBeUndefined();
});
