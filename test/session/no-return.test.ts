import { expect, test } from 'vitest';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { by, idle, open, settled } from './live-bench.ts';

test('what can not be undone never begins by itself', async () => {
  const plan = makePlan({
    main: [
      { id: 'close', auto: true, actions: [sh()] },
      { id: 'open', auto: true, noReturn: true, actions: [sh()] },
    ],
  });
  const { session, clock } = await open({ plan });
  await settled(() => session.state().steps.close?.status === 'running');
  for (let minutes = 0; minutes < 10; minutes += 1) {
    clock.advance(minute);
    await idle();
  }
  expect(session.state().steps.open?.status).toBe('waiting');
  await session.send({ type: 'start', step: 'open', by });
  expect(session.state().steps.open?.status).toBe('running');
});
