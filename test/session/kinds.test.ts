import { expect, test } from 'vitest';
import type { Action, Plan } from '../../source/plan/plan.ts';
import { leavingLines } from '../../source/ui/words/leaving.ts';
import { makePlan, minute, sh } from '../helpers/plan.ts';
import { type Bench, by, open, settled } from './live-bench.ts';

const waiting: Action = sh([], {
  kind: 'wait',
  text: 'until S + 45m',
  wait: {
    until: { type: 'offset', anchor: 'S', offset: 45 * minute },
    text: 'until S + 45m',
    interval: 10_000,
  },
});
const asking = (method: string): Action =>
  sh([], {
    kind: 'http',
    http: {
      request: { method, url: 'http://x/', headers: [], body: undefined },
      expected: { status: ['2xx'], header: undefined, body: undefined, json: [] },
      until: undefined,
      interval: 10_000,
      redirects: 0,
      ca: undefined,
    },
  });

function planWith(action: Action): Plan {
  return makePlan({ main: [{ id: 'it', actions: [action] }] });
}

async function begun(action: Action): Promise<Bench> {
  const bench = await open({ plan: planWith(action) });
  await bench.session.send({ type: 'start', step: 'it', by });
  await settled(() => bench.executor.jobs().length === 1);
  return bench;
}

test('a wait sees the clock of S, which a hold stops', async () => {
  const { executor, session, clock } = await begun(waiting);
  const left = () => executor.jobs()[0]?.context.clock?.left('S', 45 * minute);
  expect(left()).toBe(45 * minute);
  clock.advance(5 * minute);
  expect(left()).toBe(40 * minute);
  await session.send({ type: 'hold', reason: 'lunch', by });
  clock.advance(5 * minute);
  expect(left()).toBe(40 * minute);
  expect(executor.jobs()[0]?.context.clock?.left('D', 0)).toBeUndefined();
});

test.each([
  ['a wait', waiting],
  ['a GET', asking('GET')],
])('%s that gonogo’s end cut off has failed, and is safe to start again', async (_name, action) => {
  const first = await begun(action);
  expect(leavingLines(first.session.state())).toEqual([
    'Ends with gonogo; it changes nothing, and is safe to start again: 1 Step it.',
  ]);
  const later = await open({
    plan: planWith(action),
    journal: first.journal,
    run: first.run,
    now: first.clock.now() + 1_000,
  });
  await settled(() => later.session.state().steps.it?.status === 'failed');
  expect(later.executor.jobs()).toEqual([]);
  expect(later.session.state().steps.it?.attempts[0]?.detail).toContain('safe to start it again');
  await later.session.send({ type: 'start', step: 'it', by });
  await settled(() => later.executor.jobs().length === 1);
  expect(later.executor.jobs()[0]?.name).not.toBe(first.executor.jobs()[0]?.name);
});

test('a copy that was cut off is unknown, and safe to make again', async () => {
  const files = [{ verb: 'put', from: 'a', to: '/b' }] as const;
  const copying = sh(['web1'], { kind: 'copy', text: 'put a /b', copy: { files, mode: undefined } });
  const first = await begun(copying);
  const later = await open({ plan: planWith(copying), journal: first.journal, run: first.run });
  await settled(() => later.session.state().steps.it?.status === 'unknown');
  expect(later.session.state().steps.it?.attempts[0]?.detail).toContain(
    'each file is the old one or the whole new one, and copying again is safe',
  );
});

test('a POST that was cut off may have had its effect', async () => {
  const first = await begun(asking('POST'));
  expect(leavingLines(first.session.state())).toEqual([
    'Cut off, and unknown when you come back: 1 Step it.',
  ]);
  const later = await open({ plan: planWith(asking('POST')), journal: first.journal, run: first.run });
  await settled(() => later.session.state().steps.it?.status === 'unknown');
});
