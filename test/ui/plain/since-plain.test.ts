import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { RunEvent } from '../../../source/run/event.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { runPlain } from '../../../source/ui/plain/run-plain.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

const opened: RunEvent = { type: 'session.opened', by: 'Thomas', host: 'x', pid: 1, sshConfig: undefined };
const started: RunEvent = {
  type: 'step.started',
  step: 'stop',
  attempt: 1,
  by: 'Thomas',
  reason: undefined,
  missing: [],
};
const failed: RunEvent = {
  type: 'attempt.finished',
  step: 'stop',
  attempt: 1,
  outcome: 'failed',
  detail: 'web1: exit 1',
};

async function printed(before: readonly RunEvent[], after: readonly RunEvent[], kind: 'live' | 'replay') {
  const plan = makePlan({ main: [{ id: 'stop', title: 'Stop the servers', actions: [sh(['web1'])] }] });
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock, kind });
  session.record(...before);
  clock.advance(30 * minute);
  session.record(...after);
  const input = new PassThrough();
  const leave = new AbortController();
  const lines: string[] = [];
  const output = (text: string) => lines.push(...text.trimEnd().split('\n'));
  const end = runPlain({ session, input, output, leave: leave.signal });
  leave.abort();
  await end;
  return lines;
}

test('who joins a run reads what happened since it was left', async () => {
  const lines = await printed(
    [opened, started, { type: 'session.closed', by: 'Thomas' }],
    [opened, failed],
    'live',
  );
  const at = lines.indexOf('Since 05:00: 1 FAILED.');
  expect(lines[at + 1]).toBe('  05:30  1 Stop the servers: FAILED, web1: exit 1');
});

test.each([
  ['the first session of a run', 'live', [], [opened, started, failed]],
  ['a session before which nothing was missed', 'live', [opened, started, failed], [opened]],
  ['a replay', 'replay', [opened, started], [opened, failed]],
] as const)('%s says nothing of it', async (_, kind, before, after) => {
  expect((await printed(before, after, kind)).join('\n')).not.toContain('Since');
});
