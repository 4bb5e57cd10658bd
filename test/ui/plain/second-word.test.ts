import { expect, test } from 'vitest';
import { secondWordFor } from '../../../source/ui/plain/second-word.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, sh, start } from '../../helpers/plan.ts';

test('calling the fallback past what can not be undone says so before the word', () => {
  const plan = makePlan({
    main: [{ id: 'switch', title: 'Switch', noReturn: true, actions: [sh()] }],
    fallback: [{ id: 'back', undoes: ['switch'] }],
  });
  const session = createFakeSession({ plan });
  const asked = () =>
    secondWordFor(
      { type: 'fallback', reason: 'errors', by: 'Thomas' },
      { state: session.state(), identity: session.identity, now: start },
    );
  expect(asked()?.what).not.toContain('PAST NO RETURN');
  session.record({
    type: 'step.started',
    step: 'switch',
    attempt: 1,
    by: 'x',
    reason: undefined,
    missing: [],
  });
  expect(asked()?.what).toContain("PAST NO RETURN: 1 Switch has begun and can't be undone.");
});
