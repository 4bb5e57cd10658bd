import { expect, test } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';
import { renderApp } from '../../helpers/render-app.ts';

const plan = makePlan({
  main: [
    { id: 'backup', title: 'Back up', actions: [sh(['web1'])] },
    { id: 'scripts', title: 'Run the scripts', offset: 30 * minute, after: ['backup'], actions: [sh()] },
  ],
  fallback: [
    { id: 'halt', title: 'Stop all' },
    {
      id: 'restore',
      title: 'Restore',
      offset: 5 * minute,
      after: ['halt'],
      duration: 40 * minute,
      undoes: ['scripts'],
    },
    { id: 'open', title: 'Open', offset: 50 * minute, after: ['restore'] },
  ],
});

test('after going back to a step its attempts and their output are still there', async () => {
  const clock = createManualClock(start + 22 * minute);
  const session = createFakeSession({ plan, clock });
  const attempt = { step: 'backup', attempt: 1 } as const;
  session.record(
    { type: 'step.started', ...attempt, by: 'x', reason: undefined, missing: [] },
    { type: 'action.started', ...attempt, action: 0, targets: ['web1'] },
  );
  session.print('backup', 'web1', 'copied 12 tables');
  session.record({ type: 'attempt.finished', ...attempt, outcome: 'succeeded', detail: '' });
  const app = await renderApp({ session });
  await app.type('k', 'R');
  expect(app.text()).toContain('BACK TO: 1 Back up');
  app.wait(600);
  await app.type('two tables', ' are missing', '\r');
  app.wait(600);
  await app.typeSlowly('backup');
  await app.type('\r');
  expect(session.state().steps.backup?.status).toBe('waiting');
  expect(app.text()).toMatch(/1 Back up +○ waiting/);
  expect(app.text()).toContain('attempt 1 succeeded 05:22:00; then the run went back');
  expect(app.text()).toContain('copied 12 tables');
  expect(app.text()).toContain('S+00:00:00');
  await app.close();
});

test('a step of a shorter way back says when it is due, and when it was planned', async () => {
  const session = createFakeSession({ plan, clock: createManualClock(start + 10 * minute) });
  session.record(
    { type: 'fallback.called', reason: 'x', by: 'x', step: undefined },
    { type: 'step.skipped', step: 'restore', reason: 'not needed: 2 Run the scripts never ran', by: 'x' },
  );
  const app = await renderApp({ session });
  await app.type('j');
  expect(app.text()).toContain('planned D+5m');
  expect(app.text()).toContain('skipped by x: not needed: 2 Run the scripts never ran');
  await app.type('j');
  expect(app.text()).toContain('due D+10m 05:20 (planned D+50m)');
  // It waits for what the step that was left out would have waited for.
  expect(app.text()).toContain('waits for 3 Stop all, which is not started');
  await app.close();
});
