import { expect, test } from 'vitest';
import { chartOf } from '../../source/report/chart.ts';
import { timeScale } from '../../source/report/html/time-scale.ts';
import { recordOf } from '../../source/report/record.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, sh, start } from '../helpers/plan.ts';

const hour = 60 * minute;
const plan = makePlan({
  main: [
    { id: 'early', title: 'Days before', anchor: undefined, offset: undefined, actions: [sh()] },
    {
      id: 'verify',
      title: 'Verify',
      offset: 10 * minute,
      checklist: [{ number: 1, text: 'It works', line: 1, owners: [] }],
      decision: true,
      poll: ['qc'],
    },
  ],
  fallback: [{ id: 'back', title: 'Back', duration: 15 * minute }],
});

async function chart() {
  const clock = createManualClock(start - 72 * hour);
  const session = createFakeSession({ plan, clock });
  const by = 'Thomas';
  await session.send({ type: 'start', step: 'early', by });
  await session.send({ type: 'finish-attempt', step: 'early', attempt: 1, outcome: 'succeeded', detail: '' });
  clock.advance(72 * hour + 20 * minute);
  await session.send({ type: 'start', step: 'verify', by });
  clock.advance(5 * minute);
  await session.send({ type: 'answer', step: 'verify', item: 1, answer: 'passed', by });
  clock.advance(5 * minute);
  await session.send({ type: 'vote', step: 'verify', role: 'qc', verdict: 'go', by });
  return chartOf(recordOf({ run: '7K2F', plan, events: session.history() }));
}

test('the way back is drawn only where it was gone; the decision where it fell', async () => {
  const { rows, marks } = await chart();
  expect(rows.map(({ name }) => name)).toEqual(['1 Days before', '2 Verify']);
  expect(rows[1]?.bars.at(-1)).toEqual({
    from: start + 20 * minute,
    until: start + 30 * minute,
    kind: 'people',
  });
  expect(marks.map(({ at, label }) => [(at - start) / minute, label])).toEqual([
    [0, 'S, window opens'],
    [30, 'decision: go'],
    [105, 'last safe fallback'],
    [120, 'window closes'],
  ]);
});

test('what happened days away stands at the edge and does not press the night into a line', async () => {
  const made = await chart();
  expect(made.from).toBe(start - 2 * hour);
  expect(made.until).toBe(start + 2 * hour);
  const { x, ticks } = timeScale(made, { left: 100, right: 500 });
  expect([x(start - 72 * hour), x(start), x(start + 2 * hour)]).toEqual([100, 300, 500]);
  expect(ticks.map(({ clock, offset }) => `${clock} ${offset}`)).toEqual([
    '03:00 S-120m',
    '03:30 S-90m',
    '04:00 S-60m',
    '04:30 S-30m',
    '05:00 S+0',
    '05:30 S+30m',
    '06:00 S+60m',
    '06:30 S+90m',
    '07:00 S+120m',
  ]);
});

test('a night of any length has a dozen ticks at most', () => {
  const base = { start, zone: 'UTC', rows: [], marks: [], holds: [] };
  for (const length of [minute, hour, 26 * hour, 40 * 24 * hour]) {
    const { ticks } = timeScale(
      { ...base, from: start - 7, until: start - 7 + length },
      { left: 0, right: 10 },
    );
    expect(ticks.length).toBeLessThanOrEqual(13);
    expect(ticks.length).toBeGreaterThan(0);
  }
});
