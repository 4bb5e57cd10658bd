import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import type { StoredEvent } from '../../../source/journal/journal.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { openReplay } from '../../../source/session/replay.ts';
import type { Session } from '../../../source/session/session.ts';
import { runPlain } from '../../../source/ui/plain/run-plain.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';
import { outputOf } from '../../helpers/read-output.ts';

const plan = makePlan({ main: [{ id: 'stop', title: 'Stop the servers', actions: [sh(['web1'])] }] });

/** A run of two minutes, as the journal keeps it. */
async function recorded(): Promise<readonly StoredEvent[]> {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  clock.advance(minute);
  await session.send({ type: 'start', step: 'stop', by: 'Thomas' });
  clock.advance(minute);
  session.record({ type: 'attempt.finished', step: 'stop', attempt: 1, outcome: 'succeeded', detail: '' });
  await session.send({ type: 'end', by: 'Thomas' });
  const seal = { run: '7K2F', mono: 0, boot: '', prev: '', hash: '' };
  return session.history().map((event) => ({ ...seal, ...event, wall: event.at }));
}

async function open() {
  const wall = createManualClock(0);
  const bytes = new TextEncoder().encode('stopped\n');
  const session: Session = openReplay({
    run: '7K2F',
    plan,
    events: await recorded(),
    output: outputOf([
      {
        step: 'stop',
        attempt: 1,
        action: 0,
        target: 'web1',
        stream: 'stdout',
        at: start + 1.5 * minute,
        bytes,
      },
    ]),
    identity: { person: 'Sandra', roles: [] },
    speed: 10,
    wall,
  });
  const lines: string[] = [];
  const input = new PassThrough();
  const result = runPlain({ session, input, output: (text) => lines.push(text.trimEnd()) });
  return { wall, session, lines, input, result };
}

const whole = [
  '05:01:00 S+1m  1 Stop the servers: started by Thomas',
  'stop web1 | stopped',
  '05:02:00 S+2m  1 Stop the servers: the work has ended well; the step is done',
  '05:02:00 S+2m  the run has ended: go',
];

test('a replay is told to its end, without any input', async () => {
  const { wall, lines, input, result } = await open();
  input.end();
  wall.advance(12_100);
  expect(await result).toBe('go');
  expect(lines.slice(3)).toEqual(whole);
});

test('a replay that goes back is told again', async () => {
  const { wall, session, lines, input, result } = await open();
  wall.advance(10_000);
  session.replay?.seek(start);
  wall.advance(12_100);
  input.end();
  expect(await result).toBe('go');
  expect(lines.slice(3)).toEqual([...whole.slice(0, 2), '05:00:00 S+0  the replay goes back', ...whole]);
});
