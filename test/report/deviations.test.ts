import { expect, test } from 'vitest';
import { deviationsOf } from '../../source/report/deviations.ts';
import { recordOf } from '../../source/report/record.ts';
import { signaturesOf } from '../../source/report/signatures.ts';
import type { Command } from '../../source/run/command.ts';
import type { RunEvent } from '../../source/run/event.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';

const by = 'Thomas';
const plan = makePlan({
  main: [
    { id: 'stop', title: 'Stop', actions: [sh(['web1', 'web2'])], confirm: ['dba'] },
    { id: 'deploy', title: 'Deploy', offset: 5 * minute, after: ['stop'], actions: [sh(['web1'])] },
  ],
  fallback: [{ id: 'back', title: 'Back', actions: [sh()] }],
});

type Entry = Command | { readonly record: RunEvent } | number;

/** Commands, events as the conductor would record them, and minutes that pass between them. */
async function recorded(...entries: readonly Entry[]) {
  const clock = createManualClock(start);
  const session = createFakeSession({ plan, clock });
  for (const entry of entries) {
    if (typeof entry === 'number') clock.advance(entry * minute);
    else if ('record' in entry) session.record(entry.record);
    else expect(await session.send(entry), JSON.stringify(entry)).toEqual({ type: 'accepted' });
  }
  return recordOf({ run: '7K2F', plan, events: session.history() });
}

const told = async (...entries: readonly Entry[]) =>
  deviationsOf(await recorded(...entries)).map(({ kind, what, reason }) =>
    reason === undefined ? `${kind}: ${what}` : `${kind}: ${what}; ${reason}`,
  );

const started = { type: 'start', step: 'stop', by } as const;
const ended = (outcome: 'succeeded' | 'failed' | 'unknown', attempt = 1) =>
  ({ type: 'finish-attempt', step: 'stop', attempt, outcome, detail: '' }) as const;

test('a run as planned has none', async () => {
  expect(
    await told(started, 1, ended('succeeded'), { type: 'confirm', step: 'stop', role: 'dba', by }),
  ).toEqual([]);
});

test('less than a minute late is not worth saying', async () => {
  expect(await told(0.9, started)).toEqual([]);
  expect(await told(1.5, started)).toEqual(['late: began 1m30s late']);
});

test('unknown ends, who settled them, and retries of a part', async () => {
  expect(
    await told(
      started,
      ended('unknown'),
      { type: 'settle', step: 'stop', outcome: 'failed', reason: 'it is down', by },
      {
        record: {
          type: 'step.started',
          step: 'stop',
          attempt: 2,
          by,
          reason: undefined,
          missing: [],
          from: 0,
          targets: ['web2'],
        },
      },
    ),
  ).toEqual([
    'not well: nobody knew how attempt 1 ended',
    'settled: settled attempt 1 as failed; it is down',
    'retried: began attempt 2, only on web2',
  ]);
});

test('a recycle says where to, and how far the clock went back', async () => {
  const words = await told(
    started,
    3,
    ended('succeeded'),
    { type: 'confirm', step: 'stop', role: 'dba', by },
    1,
    {
      type: 'recycle',
      to: 'stop',
      reason: 'the wrong host',
      by,
    },
  );
  expect(words).toEqual([
    'recycled: went back to 1 Stop, 1 step began anew; the clock went back by 4m; the wrong host',
  ]);
});

test('a hold that nobody released, a shell that nobody closed, a host that came back', async () => {
  expect(
    await told(
      { type: 'exclude', host: 'web2', reason: 'on fire', by },
      { type: 'include', host: 'web2', reason: 'put out', by },
      { type: 'open-shell', host: 'web1', by },
      { type: 'hold', reason: 'waiting', by },
      5,
      { type: 'end', reason: 'enough', by },
    ),
  ).toEqual([
    'left out: left web2 out; on fire',
    'left out: took web2 in again; put out',
    'shell: opened a shell on web1',
    'held: held to the end; waiting',
    'aborted: ended the run, aborted, with 2 steps not settled: 1-2; enough',
  ]);
});

test('a session that was left, and one that was cut off', async () => {
  const opened = (host: string) => ({ type: 'open', by, host, pid: 1 }) as const;
  expect(await told(opened('desk1'), { type: 'close', by }, opened('desk2'), opened('desk3'))).toEqual([
    'reopened: went on with the run on desk2, which had been left',
    'reopened: went on with the run on desk3, which had been cut off',
  ]);
});

test('what was signed before a new attempt stands no longer', async () => {
  const confirmed = { type: 'confirm', step: 'stop', role: 'dba', by } as const;
  const record = await recorded(
    started,
    ended('succeeded'),
    confirmed,
    { type: 'recycle', to: 'stop', reason: 'the wrong host', by },
    started,
    ended('succeeded', 2),
    1,
    confirmed,
  );
  expect(signaturesOf(record).map(({ role, stands }) => [role, stands])).toEqual([
    ['DBA', false],
    ['DBA', true],
  ]);
});
