import { expect, test } from 'vitest';
import { checklistsOf } from '../../source/report/signatures.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, sh, start } from '../helpers/plan.ts';

test('what a check found stands beside the answer of its item', () => {
  const item = (number: number) => ({ number, text: `Item ${number}`, line: 1, owners: [] });
  const checklist = [{ ...item(1), check: { action: sh(['web1']), auto: false } }, item(2)];
  const session = createFakeSession({ plan: makePlan({ main: [{ id: 'verify', checklist }] }) });
  const about = { step: 'verify', attempt: 1, item: 1, check: 1 };
  const failed = { type: 'failed', reason: 'expected status 2xx, got 503' } as const;
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
    { type: 'check.started', ...about, targets: ['web1'], by: 'Sandra' },
    { type: 'check.finished', ...about, results: [{ target: 'web1', result: failed, took: 3 }] },
  );
  const [list] = checklistsOf(session.state());
  expect(list?.items).toMatchObject([
    {
      number: 1,
      answer: undefined,
      check: { well: false, words: 'web1: expected status 2xx, got 503', at: start },
    },
    { number: 2, check: undefined },
  ]);
});
