import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { checkpointText } from '../../source/journal/checkpoint.ts';
import { createMemoryJournal } from '../../source/journal/memory-journal.ts';
import { verifyOutput } from '../../source/journal/verify-output.ts';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { readOutput } from '../helpers/read-output.ts';
import { type Bench, by, idle, ok, open, settled } from './live-bench.ts';

const one = makePlan({ main: [{ id: 'deploy', actions: [sh(['web1'])] }], fallback: [{ id: 'back' }] });
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

function result({ session }: Bench) {
  const found = session.history().findLast(({ event }) => event.type === 'target.finished')?.event;
  return found?.type === 'target.finished' ? found.output : undefined;
}

test('a result carries the digest of what was written up to it', async () => {
  const bench = await open({ plan: one });
  await bench.session.send({ type: 'start', step: 'deploy', by });
  await settled(() => bench.executor.jobs().length === 1);
  bench.executor.write('web1', 'copying\n');
  bench.executor.write('web1', 'done\n');
  bench.executor.end('web1', ok);
  await settled(() => bench.session.state().steps.deploy?.status === 'done');
  expect(result(bench)).toEqual({
    stdout: { bytes: 13, sha256: sha256('copying\ndone\n') },
    stderr: { bytes: 0, sha256: sha256('') },
  });
});

test('whoever goes on with a run goes on with its digests', async () => {
  const first = await open({ plan: one });
  await first.session.send({ type: 'start', step: 'deploy', by });
  await settled(() => first.executor.jobs().length === 1);
  first.executor.write('web1', 'half of it, ');
  first.clock.advance(1000);
  await settled(async () => (await readOutput(first.journal, first.run)).length === 1);

  const { journal, run } = first;
  const later = await open({ journal, run, plan: one, now: first.clock.now() + 1000 });
  await settled(() => later.executor.jobs().length === 1);
  later.executor.write('web1', 'the rest');
  later.executor.end('web1', ok);
  await settled(() => later.session.state().steps.deploy?.status === 'done');
  expect(result(later)?.stdout).toEqual({ bytes: 20, sha256: sha256('half of it, the rest') });
  const verdict = await verifyOutput(later.session.history(), journal.walkOutput(run));
  expect(verdict).toEqual({ faults: [], streams: 1, bytes: 20, later: 0, uncovered: 0 });
});

const decision = makePlan({
  main: [{ id: 'verify', decision: true, poll: ['qc', 'dba'] }, { id: 'mail' }],
  fallback: [{ id: 'back' }],
});

/** A signer that keeps what it was given. */
function signer() {
  const texts: string[] = [];
  const sign = async (text: string) => {
    texts.push(text);
    return { key: 'SHA256:key', signature: `signed ${texts.length}` };
  };
  return { texts, sign };
}

test('the vote that decides, and the end, are signed: the last event recorded with them', async () => {
  const { texts, sign } = signer();
  const { session, journal, run, types } = await open({ plan: decision, sign });
  await session.send({ type: 'start', step: 'verify', by });
  await settled(() => types().at(-1) === 'attempt.finished');
  await session.send({ type: 'vote', step: 'verify', role: 'qc', verdict: 'go', by });
  await idle();
  expect(texts).toEqual([]);
  await session.send({ type: 'vote', step: 'verify', role: 'dba', verdict: 'go', by });
  await settled(() => types().at(-1) === 'record.signed');
  await session.send({ type: 'skip', step: 'mail', reason: 'not today', by });
  await session.send({ type: 'end', by });
  await session.close();
  const events = await journal.read(run);
  expect(events.slice(4).map(({ event }) => event.type)).toEqual([
    'vote.cast',
    'vote.cast',
    'record.signed',
    'step.skipped',
    'run.ended',
    'record.signed',
    'session.closed',
  ]);
  expect(events[6]?.event).toEqual({
    type: 'record.signed',
    seq: 6,
    hash: events[5]?.hash,
    key: 'SHA256:key',
    signature: 'signed 1',
    by,
  });
  expect(texts).toEqual([6, 9].map((seq) => checkpointText({ run, seq, hash: events[seq - 1]?.hash ?? '' })));
});

test('D is signed with all that was decided at it', async () => {
  const { sign } = signer();
  const { session, types } = await open({ plan: decision, sign });
  await session.send({ type: 'fallback', reason: 'too late', by });
  await settled(() => types().at(-1) === 'record.signed');
  const last = session.history().at(-1)?.event;
  expect(last).toMatchObject({ seq: session.history().length - 1 });
});

test('without a key, and with one that fails or is slow, the run goes on unsigned', async () => {
  for (const sign of [async () => undefined, async () => Promise.reject(new Error('no agent'))]) {
    const { session, types } = await open({ plan: decision, sign });
    await session.send({ type: 'fallback', reason: 'too late', by });
    await session.close();
    expect(types()).not.toContain('record.signed');
  }
  const never = await open({ plan: decision, sign: () => new Promise(() => undefined) });
  await never.session.send({ type: 'fallback', reason: 'too late', by });
  expect(await never.session.send({ type: 'start', step: 'back', by })).toEqual({ type: 'accepted' });
});

test('the session is not closed before the end of it is signed', async () => {
  const gate = Promise.withResolvers<void>();
  const sign = async () => {
    await gate.promise;
    return { key: 'SHA256:key', signature: 'signed' };
  };
  const { session, types } = await open({ plan: decision, sign });
  await session.send({ type: 'fallback', reason: 'too late', by });
  const closed = session.close();
  for (let turns = 0; turns < 20; turns += 1) await idle();
  expect(types()).not.toContain('session.closed');
  gate.resolve();
  await closed;
  expect(types().slice(-2)).toEqual(['record.signed', 'session.closed']);
});

test('nobody signs for another terminal', async () => {
  const { texts, sign } = signer();
  const journal = createMemoryJournal();
  const { run } = await open({ plan: decision, journal });
  const here = await open({ plan: decision, journal, run, sign });
  const there = await open({ plan: decision, journal, run });
  await there.session.send({ type: 'fallback', reason: 'too late', by });
  await here.session.send({ type: 'note', text: 'seen', by });
  here.clock.advance(minute);
  await idle();
  expect(here.session.state().fallback).toBeDefined();
  expect(texts).toEqual([]);
});
