import { expect, test } from 'vitest';
import { jobFoldersOf } from '../../source/session/job-folders.ts';
import { jobName } from '../../source/session/job-name.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, sh } from '../helpers/plan.ts';

test('the folders of a run are where a shell began something, each place once', () => {
  const plan = makePlan({
    main: [
      { id: 'a', actions: [sh(['web1', 'web2']), sh([], { index: 1 })] },
      { id: 'b', actions: [sh([], { kind: 'sql', on: { type: 'database', name: 'sakai' } })] },
    ],
  });
  const session = createFakeSession({ plan });
  const launched = (step: string, action: number, target: string) =>
    ({
      type: 'target.launched',
      step,
      attempt: 1,
      action,
      target,
      hostKey: undefined,
      pid: undefined,
      sha256: undefined,
    }) as const;
  for (const [step, action] of [
    ['a', 0],
    ['b', 0],
  ] as const) {
    session.record(
      { type: 'step.started', step, attempt: 1, by: 'T', reason: undefined, missing: [] },
      { type: 'action.started', step, attempt: 1, action, targets: ['web1'] },
    );
  }
  session.record(launched('a', 0, 'web1'), launched('a', 0, 'web1'), launched('a', 1, 'local'));
  session.record(launched('b', 0, 'db:sakai'));
  const { prefix, targets } = jobFoldersOf(session);
  expect(targets).toEqual(['web1', 'local']);
  const { createdAt } = session.state();
  const job = { run: session.run, createdAt, step: 'a', attempt: 1, action: 0, target: 'web1' };
  expect(jobName(job).startsWith(prefix)).toBe(true);
  expect(jobName({ ...job, createdAt: createdAt + 1 }).startsWith(prefix)).toBe(false);
});
