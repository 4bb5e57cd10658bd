import { expect, test } from 'vitest';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { type Bench, by, ok, open, settled } from './live-bench.ts';

const hosts = ['n1', 'n2', 'n3', 'n4', 'n5'];
const one = { type: 'count', value: 1 } as const;
const two = { type: 'count', value: 2 } as const;
const exit1 = { type: 'exited', code: 1 } as const;

function planOf(more: Parameters<typeof sh>[1]) {
  const plan = makePlan({
    main: [{ id: 'deploy', actions: [sh(hosts, more)] }],
    fallback: [{ id: 'back' }],
  });
  return { ...plan, hosts };
}

async function started(more: Parameters<typeof sh>[1]): Promise<Bench & { readonly names: () => string }> {
  const bench = await open({ plan: planOf(more) });
  await bench.session.send({ type: 'start', step: 'deploy', by });
  return {
    ...bench,
    names: () =>
      bench.executor
        .jobs()
        .map(({ target }) => target)
        .join(' '),
  };
}

test('the canary first, then two, then two', async () => {
  const { executor, session, names } = await started({ batch: [one, two] });
  await settled(() => names() === 'n1');
  executor.end('n1', ok);
  await settled(() => names() === 'n1 n2 n3');
  executor.end('n2', ok);
  executor.end('n3', ok);
  await settled(() => names() === 'n1 n2 n3 n4 n5');
  executor.end('n4', ok);
  executor.end('n5', ok);
  await settled(() => session.state().steps.deploy?.status === 'done');
});

test('a canary that dies keeps the others from beginning; they are what a retry of the open ones runs on', async () => {
  const { executor, session, names } = await started({ batch: [one, two] });
  await settled(() => names() === 'n1');
  executor.end('n1', ok);
  await settled(() => names() === 'n1 n2 n3');
  executor.end('n2', exit1);
  executor.end('n3', ok);
  await settled(() => session.state().steps.deploy?.status === 'failed');
  expect(names()).toBe('n1 n2 n3');
  expect(session.state().steps.deploy?.attempts[0]?.detail).toBe(
    'n2: exit 1; n[4-5]: not begun: 1 of 5 failed, and none may',
  );
  await session.send({ type: 'start', step: 'deploy', open: true, by });
  await settled(() => names() === 'n1 n2 n3 n2');
  executor.end('n2', ok);
  await settled(() => names() === 'n1 n2 n3 n2 n4 n5');
});

test('as many may fail as max-fail says; the attempt has failed all the same', async () => {
  const { executor, session, names } = await started({ batch: [one], maxFail: one });
  await settled(() => names() === 'n1');
  executor.end('n1', exit1);
  await settled(() => names() === 'n1 n2');
  executor.end('n2', exit1);
  await settled(() => session.state().steps.deploy?.status === 'failed');
  expect(session.state().steps.deploy?.attempts[0]?.detail).toBe(
    'n[1-2]: exit 1; n[3-5]: not begun: 2 of 5 failed, and only 1 may',
  );
});

test('a stop between batches begins no more', async () => {
  const { executor, session, names } = await started({ batch: [two] });
  await settled(() => names() === 'n1 n2');
  await session.send({ type: 'stop', step: 'deploy', by });
  await settled(() => session.state().steps.deploy?.status === 'failed');
  expect(names()).toBe('n1 n2');
  expect(session.state().steps.deploy?.attempts[0]?.detail).toBe('n[1-5]: stopped');
  executor.close();
});

test('a host that was left out is not in the retry, and with nothing open the step is done', async () => {
  const { executor, session, names } = await started({});
  await settled(() => names() === 'n1 n2 n3 n4 n5');
  for (const host of ['n1', 'n2', 'n4', 'n5']) executor.end(host, ok);
  executor.end('n3', exit1);
  await settled(() => session.state().steps.deploy?.status === 'failed');
  await session.send({ type: 'exclude', host: 'n3', reason: 'its disk died', by });
  await session.send({ type: 'start', step: 'deploy', open: true, by });
  await settled(() => session.state().steps.deploy?.status === 'done');
  expect(session.state().steps.deploy?.attempts[1]?.detail).toBe('nothing was left to run');
  expect(executor.jobs().length).toBe(5);
});

test('an edited command is what the next attempt runs', async () => {
  const { executor, session } = await started({ text: 'deploy old' });
  await settled(() => executor.jobs().length === 5);
  for (const host of hosts) executor.end(host, exit1);
  await settled(() => session.state().steps.deploy?.status === 'failed');
  const edit = {
    type: 'edit',
    step: 'deploy',
    action: 0,
    text: 'deploy new',
    diff: '-old\n+new',
    by,
  } as const;
  expect(await session.send({ ...edit, reason: ' ' })).toMatchObject({ refusal: { code: 'needs-reason' } });
  await session.send({ ...edit, reason: 'a typing error' });
  await session.send({ type: 'start', step: 'deploy', by });
  await settled(() => executor.jobs().length === 10);
  expect(executor.jobs()[9]?.action.text).toBe('deploy new');
  expect(executor.jobs()[9]?.name).not.toBe(executor.jobs()[4]?.name);
});

test('after a long absence in the middle of a batch no further batch begins', async () => {
  const used = planOf({ batch: [two] });
  const first = await open({ plan: used });
  await first.session.send({ type: 'start', step: 'deploy', by });
  await settled(() => first.executor.jobs().length === 2);
  const { journal, run, clock } = first;
  const later = await open({ plan: used, journal, run, now: clock.now() + 20 * minute });
  await settled(() => later.executor.jobs().length === 2);
  expect(later.executor.jobs().map(({ target, mode }) => `${target} ${mode}`)).toEqual([
    'n1 attach',
    'n2 attach',
  ]);
  later.executor.end('n1', ok);
  later.executor.end('n2', ok);
  await settled(() => later.session.state().steps.deploy?.status === 'failed');
  expect(later.session.state().steps.deploy?.attempts[0]?.detail).toBe(
    'n[3-5]: not begun: nobody was here from 05:00:00 on to see the batch before it',
  );
});

test('D between batches: no more begin', async () => {
  const bench = await started({ batch: [two] });
  const { executor, session, names, clock } = bench;
  await settled(() => names() === 'n1 n2');
  clock.advance(minute);
  await session.send({ type: 'fallback', reason: 'grades are gone', by });
  executor.end('n1', ok);
  executor.end('n2', ok);
  await settled(() => session.state().steps.deploy?.status === 'failed');
  expect(names()).toBe('n1 n2');
  expect(session.state().steps.deploy?.attempts[0]?.detail).toBe('n[3-5]: not begun: D was called before it');
});

test('what was lost in several batches is looked for again, and none of it begun again', async () => {
  const lost = { type: 'lost', reason: 'no trace of it' } as const;
  const { executor, session, names } = await started({
    batch: [two, two],
    maxFail: { type: 'count', value: 5 },
  });
  const lose = async (host: string, jobs: number) => {
    await settled(() => executor.jobs().length === jobs);
    executor.end(host, lost);
  };
  await lose('n1', 2);
  await lose('n2', 2);
  await lose('n3', 4);
  await lose('n4', 4);
  await lose('n5', 5);
  await settled(() => session.state().steps.deploy?.status === 'unknown');
  await session.send({ type: 'reattach', step: 'deploy', by });
  await lose('n1', 7);
  await lose('n2', 7);
  await lose('n3', 9);
  await lose('n4', 9);
  await lose('n5', 10);
  await settled(() => session.state().steps.deploy?.status === 'unknown');
  expect(names()).toBe('n1 n2 n3 n4 n5 n1 n2 n3 n4 n5');
  expect(
    new Set(
      executor
        .jobs()
        .slice(5)
        .map(({ mode }) => mode),
    ),
  ).toEqual(new Set(['attach']));
});
