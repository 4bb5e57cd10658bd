import { expect, test } from 'vitest';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';
import { logLines, readOutput } from '../helpers/read-output.ts';
import { type Bench, by, idle, ok, open, plan, settled } from './live-bench.ts';

const second = 1000;

/** What `kill -9` leaves: nothing is closed. Somebody opens the run again `after` milliseconds. */
async function again(first: Bench, after = second, used = plan): Promise<Bench> {
  return open({ journal: first.journal, run: first.run, now: first.clock.now() + after, plan: used });
}

async function underWay(options: Parameters<typeof open>[0] = {}): Promise<Bench> {
  const bench = await open(options);
  await bench.session.send({ type: 'start', step: 'stop', by });
  await settled(() => bench.executor.jobs().length === 2);
  return bench;
}

test('what ran when gonogo was killed is followed from the last byte, and never begun again', async () => {
  const first = await underWay();
  first.executor.launch('web1', { pid: 17, hostKey: 'SHA256:x', sha256: 'ab' });
  first.executor.write('web1', 'half of it\n');
  first.clock.advance(second);
  await settled(async () => (await readOutput(first.journal, first.run)).length === 1);
  await settled(() => first.session.state().steps.stop?.attempts[0]?.launched.includes('web1') === true);

  const later = await again(first, 10 * minute);
  await settled(() => later.executor.jobs().length === 2);
  const [web1, web2] = later.executor.jobs();
  expect(web1).toMatchObject({
    target: 'web1',
    mode: 'attach',
    launched: true,
    recorded: { stdout: 11, stderr: 0 },
    name: first.executor.jobs()[0]?.name,
  });
  expect(web2).toMatchObject({ target: 'web2', mode: 'attach', launched: false });
  expect(logLines(later.session.logs, 'stop').map(({ text }) => text)).toEqual(['half of it']);
  expect(later.session.state().steps.stop?.status).toBe('running');
  later.executor.write('web1', 'the rest\n');
  expect(logLines(later.session.logs, 'stop').map(({ text }) => text)).toEqual(['half of it', 'the rest']);
});

test('a result that is recorded is not asked for again', async () => {
  const first = await underWay();
  first.executor.end('web1', ok);
  await settled(() => first.session.state().steps.stop?.attempts[0]?.targets.web1 !== undefined);
  const later = await again(first);
  await settled(() => later.executor.jobs().length === 1);
  expect(later.executor.jobs()[0]?.target).toBe('web2');
});

test('back at once, the next action begins by itself', async () => {
  const first = await underWay();
  const later = await again(first);
  await settled(() => later.executor.jobs().length === 2);
  later.executor.end('web1', ok);
  later.executor.end('web2', ok);
  await settled(() => later.executor.jobs().length === 3);
  expect(later.executor.jobs()[2]).toMatchObject({ target: 'local', mode: 'start' });
});

test('back at once, an action that ends much later, under somebody’s eyes, is followed by the next', async () => {
  const first = await underWay();
  const later = await again(first);
  await settled(() => later.executor.jobs().length === 2);
  later.clock.advance(30 * minute);
  later.executor.end('web1', ok, { endedAt: later.clock.now() - 20 * minute });
  later.executor.end('web2', ok);
  await settled(() => later.executor.jobs().length === 3);
  expect(later.executor.jobs()[2]).toMatchObject({ target: 'local', mode: 'start' });
});

test('whoever wrote output until a moment ago was here, though no event says so', async () => {
  const first = await underWay();
  first.clock.advance(20 * minute);
  first.executor.write('web1', 'still at it\n');
  first.clock.advance(second);
  await settled(async () => (await readOutput(first.journal, first.run)).length === 1);
  const later = await again(first);
  await settled(() => later.executor.jobs().length === 2);
  for (const host of ['web1', 'web2']) later.executor.end(host, ok);
  await settled(() => later.executor.jobs().length === 3);
});

test('back after a long time, what ends then is not said to have ended before', async () => {
  const later = await again(await underWay(), 30 * minute);
  await settled(() => later.executor.jobs().length === 2);
  for (const host of ['web1', 'web2']) later.executor.end(host, ok);
  await settled(() => later.session.state().steps.stop?.status === 'failed');
  expect(later.session.state().steps.stop?.attempts[0]?.detail).toBe(
    'action 1 of 2 ended well; nobody was here from 05:00:00 on for a while, so the rest has not begun',
  );
});

test('back after a long time, what had not begun is left to a person, who goes on from there', async () => {
  const first = await underWay();
  const later = await again(first, 30 * minute);
  await settled(() => later.executor.jobs().length === 2);
  const endedAt = later.clock.now() - 10 * minute;
  later.executor.end('web1', ok, { endedAt: endedAt - minute });
  later.executor.end('web2', ok, { endedAt });
  await settled(() => later.session.state().steps.stop?.status === 'failed');
  expect(later.session.state().steps.stop?.attempts[0]).toMatchObject({
    outcome: 'stopped',
    detail: 'action 1 of 2 ended well at 05:20:00, with nobody here; the rest has not begun',
  });
  await later.session.send({ type: 'start', step: 'stop', by, open: true });
  await settled(() => later.executor.jobs().length === 3);
  expect(later.executor.jobs()[2]).toMatchObject({ target: 'local', mode: 'start', attempt: 2 });
  later.executor.end('local', ok);
  await settled(() => later.session.state().steps.stop?.status === 'done');
});

test('a step that was started, and whose first action was not, begins it; but not after a long time', async () => {
  const first = await open();
  const { journal, run, clock } = first;
  const started = {
    type: 'step.started',
    step: 'stop',
    attempt: 1,
    by,
    reason: undefined,
    missing: [],
  } as const;
  const version = (await journal.read(run)).length;
  await journal.append(run, version, [{ at: clock.now(), event: started }]);

  const late = await again(first, 5 * minute);
  await settled(() => late.session.state().steps.stop?.status === 'failed');
  expect(late.session.state().steps.stop?.attempts[0]?.detail).toBe(
    'gonogo ended at 05:00:00, before its first action; the rest has not begun',
  );

  const other = await open();
  await other.journal.append(other.run, (await other.journal.read(other.run)).length, [
    { at: other.clock.now(), event: started },
  ]);
  const soon = await again(other);
  await settled(() => soon.executor.jobs().length === 2);
  expect(soon.executor.jobs()[0]?.mode).toBe('start');
});

test('a stop that nobody was there to carry out reaches the job when it is followed again', async () => {
  const first = await underWay();
  const version = (await first.journal.read(first.run)).length;
  const event = { type: 'stop.requested', step: 'stop', attempt: 1, by } as const;
  await first.journal.append(first.run, version, [{ at: first.clock.now(), event }]);
  const later = await again(first);
  await settled(() => later.executor.jobs().length === 2);
  expect(later.executor.jobs()[0]?.stop.aborted).toBe(true);
});

test('what leaves nothing behind, SQL and mail, comes back as unknown', async () => {
  const used = makePlan({
    main: [{ id: 'stop', actions: [{ ...sh(), kind: 'sql', on: { type: 'database', name: 'sakai' } }] }],
  });
  const first = await open({ plan: used });
  await first.session.send({ type: 'start', step: 'stop', by });
  await settled(() => first.executor.jobs().length === 1);
  const later = await again(first, second, used);
  await settled(() => later.session.state().steps.stop?.status === 'unknown');
  expect(later.session.state().steps.stop?.attempts[0]?.detail).toBe(
    'db:sakai: lost: gonogo ended while this ran',
  );
  expect(later.executor.jobs()).toEqual([]);
  expect((await later.session.send({ type: 'reattach', step: 'stop', by })).type).toBe('refused');
});

test('leaving lets it go on, and says nothing of it', async () => {
  const first = await underWay();
  await first.session.close();
  const types = (await first.journal.read(first.run)).map(({ event }) => event.type);
  expect(types.slice(-2)).toEqual(['action.started', 'session.closed']);
  const later = await again(first);
  await settled(() => later.executor.jobs().length === 2);
  expect(later.executor.jobs()[0]?.mode).toBe('attach');
});

test('a timeout goes on where it was; what ran past it alone still has a minute', async () => {
  const used = makePlan({
    main: [{ id: 'stop', actions: [sh(['web1', 'web2'], { timeout: 10 * minute })] }],
  });
  const first = await underWay({ plan: used });
  expect(first.executor.jobs()[0]?.timeout).toBe(10 * minute);
  const soon = await again(first, 4 * minute, used);
  await settled(() => soon.executor.jobs().length === 2);
  expect(soon.executor.jobs()[0]?.timeout).toBe(6 * minute);
  const late = await again(first, 40 * minute, used);
  await settled(() => late.executor.jobs().length === 2);
  expect(late.executor.jobs()[0]?.timeout).toBe(minute);
});

test('what was lost is looked for again when a person asks', async () => {
  const { session, executor } = await underWay();
  executor.write('web1', 'one\n');
  executor.end('web1', { type: 'lost', reason: 'login refused' });
  executor.end('web2', ok);
  await settled(() => session.state().steps.stop?.status === 'unknown');
  await session.send({ type: 'reattach', step: 'stop', by });
  await settled(() => executor.jobs().length === 3);
  expect(executor.jobs()[2]).toMatchObject({ target: 'web1', mode: 'attach', recorded: { stdout: 4 } });
  executor.end('web1', ok);
  await settled(() => executor.jobs().length === 4);
  expect(executor.jobs()[3]?.target).toBe('local');
});

test('a broken way to a host shows, and the step stays running', async () => {
  const { session, executor } = await underWay();
  let told = 0;
  session.subscribe(() => {
    told += 1;
  });
  executor.link('web1', { type: 'down', since: start, reason: 'no answer' });
  expect(session.links()).toEqual([{ step: 'stop', target: 'web1', since: start, reason: 'no answer' }]);
  expect(told).toBe(1);
  expect(session.state().steps.stop?.status).toBe('running');
  executor.link('web1', { type: 'up' });
  expect(session.links()).toEqual([]);
  executor.link('web2', { type: 'down', since: start, reason: 'no answer' });
  executor.end('web2', { type: 'lost', reason: 'gone' });
  await idle();
  await settled(() => session.links().length === 0);
});
