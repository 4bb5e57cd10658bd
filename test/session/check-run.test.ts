import { expect, test } from 'vitest';
import { makePlan, sh } from '../helpers/plan.ts';
import { logLines } from '../helpers/read-output.ts';
import { type Bench, by, idle, ok, open, settled } from './live-bench.ts';

const item = (number: number) => ({ number, text: `Item ${number}`, line: number, owners: [] });
const plan = makePlan({
  main: [
    {
      id: 'verify',
      checklist: [
        { ...item(1), check: { action: sh(['web1', 'web2'], { text: 'look' }), auto: true } },
        {
          ...item(2),
          check: {
            action: sh([], { kind: 'sql', on: { type: 'database', name: 'sakai' }, text: 'select 1' }),
            auto: false,
          },
        },
      ],
    },
  ],
});
const ask = (number: number) => ({ type: 'check', step: 'verify', item: number, by }) as const;

async function started(): Promise<Bench> {
  const bench = await open({ plan });
  await bench.session.send({ type: 'start', step: 'verify', by });
  return bench;
}

function checkOf(bench: Bench, number: number) {
  return bench.session.state().steps.verify?.checks?.[number];
}

test('an automatic check begins with the checklist, on all its targets, and answers nothing', async () => {
  const bench = await started();
  await settled(() => bench.executor.jobs().length === 2);
  const [first] = bench.executor.jobs();
  expect(first).toMatchObject({
    target: 'web1',
    mode: 'start',
    timeout: 60_000,
    action: { index: 1001, text: 'look' },
    env: { GONOGO_STEP: 'verify', GONOGO_TARGET: 'web1' },
  });
  bench.clock.advance(1_500);
  bench.executor.write('web1', 'fine\n');
  bench.executor.end('web1', ok);
  bench.executor.write('web2', 'looking\nERROR: \u001b[31m3 new\n');
  bench.executor.end('web2', { type: 'exited', code: 1 });
  await settled(() => checkOf(bench, 1)?.endedAt !== undefined);
  expect(checkOf(bench, 1)?.results).toMatchObject([
    { target: 'web1', result: ok, took: 1_500, output: { stdout: { bytes: 5 } } },
    { target: 'web2', result: { type: 'exited', code: 1 }, line: 'ERROR: <U+001B>[31m3 new' },
  ]);
  expect(bench.session.state().steps.verify?.answers).toEqual({});
  expect(logLines(bench.session.logs, 'verify').map(({ text }) => text)).toContain('fine');
  await idle();
  expect(bench.executor.jobs()).toHaveLength(2);
});

test('what is asked for again is another job', async () => {
  const bench = await started();
  await settled(() => bench.executor.jobs().length === 2);
  bench.executor.end('web1', ok);
  bench.executor.end('web2', ok);
  await settled(() => checkOf(bench, 1)?.endedAt !== undefined);
  expect(await bench.session.send(ask(1))).toEqual({ type: 'accepted' });
  await settled(() => bench.executor.jobs().length === 4);
  const names = bench.executor.jobs().map(({ name }) => name);
  expect(new Set(names).size).toBe(4);
});

test('what was under way when gonogo was killed is followed, never begun again', async () => {
  const first = await started();
  await settled(() => first.executor.jobs().length === 2);
  await first.session.send(ask(2));
  await settled(() => first.executor.jobs().length === 3);
  const later = await open({ plan, journal: first.journal, run: first.run, now: first.clock.now() + 1_000 });
  await settled(() => later.executor.jobs().length === 2);
  expect(later.executor.jobs().map(({ mode, name }) => [mode, name])).toEqual(
    first.executor
      .jobs()
      .slice(0, 2)
      .map(({ name }) => ['attach', name]),
  );
  await settled(() => checkOf(later, 2)?.endedAt !== undefined);
  expect(checkOf(later, 2)?.results).toMatchObject([
    { target: 'db:sakai', result: { type: 'lost', reason: 'gonogo ended while this ran' } },
  ]);
  later.executor.end('web1', ok);
  later.executor.end('web2', ok);
  await settled(() => checkOf(later, 1)?.endedAt !== undefined);
});

test('a check that is left with the session is found again', async () => {
  const first = await started();
  await settled(() => first.executor.jobs().length === 2);
  await first.session.close();
  expect(first.types()).not.toContain('check.finished');
});

test('where the work ended while nobody watched, an automatic check waits for a person', async () => {
  const first = await open({ plan });
  const version = (await first.journal.read(first.run)).length;
  const at = first.clock.now();
  const started = {
    type: 'step.started',
    step: 'verify',
    attempt: 1,
    by,
    reason: undefined,
    missing: [],
  } as const;
  const finished = {
    type: 'attempt.finished',
    step: 'verify',
    attempt: 1,
    outcome: 'succeeded',
    detail: '',
  } as const;
  await first.journal.append(first.run, version, [
    { at, event: started },
    { at, event: finished },
  ]);
  const later = await open({ plan, journal: first.journal, run: first.run, now: at + 5 * 60_000 });
  for (let turn = 0; turn < 20; turn += 1) await idle();
  expect(later.executor.jobs()).toEqual([]);
  expect(await later.session.send(ask(1))).toEqual({ type: 'accepted' });
  await settled(() => later.executor.jobs().length === 2);
});
