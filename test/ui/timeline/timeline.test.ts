import { expect, test } from 'vitest';
import { findStep } from '../../../source/run/select.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { noSilences, silencesOf } from '../../../source/session/silences.ts';
import { stepHosts } from '../../../source/ui/dialog/host-dialogs.ts';
import { widthOf } from '../../../source/ui/line.ts';
import { timelineLines } from '../../../source/ui/timeline/timeline.ts';
import { makeAugustPlan } from '../../helpers/august-plan.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, start } from '../../helpers/plan.ts';

function draw(at: number, options: { height?: number; width?: number; shown?: string } = {}) {
  const clock = createManualClock(start + at);
  const session = createFakeSession({ plan: makeAugustPlan(), clock });
  const rows = () =>
    timelineLines({
      state: session.state(),
      now: clock.now(),
      silences: silencesOf(session, clock.now()),
      shown: options.shown ?? 'tag',
      focused: true,
      size: { width: options.width ?? 80, height: options.height ?? 40 },
    });
  const text = () => rows().map((line) => line.map((piece) => piece.text).join(''));
  const row = (title: string) => text().find((line) => line.includes(title)) ?? '';
  return { session, clock, rows, row, text };
}

test('each state has a glyph and a word or a clock', () => {
  const { session, clock, row } = draw(-12 * minute);
  expect(row('Set the database')).toMatch(/○ S-10m .* -2:00 $/);
  session.record({
    type: 'step.started',
    step: 'marker',
    attempt: 1,
    by: 'x',
    reason: undefined,
    missing: [],
  });
  clock.advance(75_000);
  expect(row('Set the database')).toMatch(/● S-10m .* 1:15 $/);
  session.record({ type: 'attempt.finished', step: 'marker', attempt: 1, outcome: 'failed', detail: '' });
  expect(row('Set the database')).toMatch(/✖ .* FAILED $/);
  session.record({ type: 'step.skipped', step: 'marker', reason: 'x', by: 'x' });
  expect(row('Set the database')).toMatch(/⊘ .* skipped $/);
});

test('a late start shows how late, and stays to be seen', () => {
  const { session, clock, row } = draw(3 * minute);
  expect(row('Put all')).toMatch(/ Programmer {3}\+3:00 \+8m $/);
  session.record(
    { type: 'step.started', step: 'stop-all', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'stop-all', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  clock.advance(30 * minute);
  expect(row('Put all')).toMatch(/✔ .* \+3m $/);
});

test('after D the main timeline is frozen and the fallback counts from D', () => {
  const { session, row, text } = draw(50 * minute);
  expect(row('Restore the production')).not.toMatch(/\d:\d\d $/);
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(text().join('\n')).toContain('MAINTENANCE WINDOW  frozen at D');
  expect(text().join('\n')).toContain('FALL-BACK  D = 05:50');
  expect(row('Restore the production')).toMatch(/ -2:00 $/);
  expect(row('Start the other nodes')).not.toMatch(/\d:\d\d $/);
});

test('only the rows around the chosen step are drawn, and what is cut is counted', () => {
  for (const shown of ['tag', 'verify', 'fb-open']) {
    const { text } = draw(0, { height: 9, shown });
    expect(text().length).toBe(9);
    expect(text().some((line) => line.startsWith('▶'))).toBe(true);
  }
  const { text } = draw(0, { height: 9, shown: 'fb-open' });
  const total = draw(0).text().length;
  expect(text()[0]).toContain(`… ${total - 8} more above`);
});

test('with hardly any room the chosen step is what is left', () => {
  expect(draw(0, { height: 1, shown: 'verify' }).text()[0]).toContain('Verification');
});

test('owners have the room they need, up to twelve cells', () => {
  expect(draw(0, { width: 58 }).row('Put all')).toMatch(/… Programmer {2}/);
  expect(draw(0, { width: 58 }).row('Back up')).toMatch(/Back up the production … Prabhu {5}/);
});

test('every row is exactly as wide as the pane', () => {
  for (const width of [58, 72, 80]) {
    const { rows } = draw(0, { width });
    const widths = rows()
      .filter((line) => line.length > 0)
      .map(widthOf);
    expect(new Set(widths)).toEqual(new Set([width]));
  }
});

test('a step nothing is heard of says so in its own row, and no other row moves', () => {
  const { session, clock, row, rows, text } = draw(3 * minute, { width: 58 });
  session.record({
    type: 'step.started',
    step: 'stop-all',
    attempt: 1,
    by: 'x',
    reason: undefined,
    missing: [],
  });
  const before = text();
  session.setLinks([
    { step: 'stop-all', target: 'sakaiprod3', since: clock.now() - 12_000, reason: 'no answer' },
  ]);
  expect(row('Put all')).toMatch(/● S\+0 .*… link: silent 12 s +0:00 $/);
  expect(text().filter((line, index) => line !== before[index]).length).toBe(1);
  expect(
    new Set(
      rows()
        .filter((line) => line.length > 0)
        .map(widthOf),
    ),
  ).toEqual(new Set([58]));
  session.setLinks([]);
  expect(text()).toEqual(before);
});

test('done by hand, or without a host that is left out, is not just done', () => {
  const { session, clock, row, rows } = draw(0, { width: 58 });
  const by = 'x';
  session.record({ type: 'step.done-by-hand', step: 'marker', attempt: 1, reason: 'x', by });
  expect(row('Set the database')).toMatch(/✔ .* hand\+10m $/);
  const base = { step: 'stop-all', attempt: 1 } as const;
  const end = { type: 'exited', code: 0 } as const;
  const finished = (target: string) =>
    ({
      type: 'target.finished',
      ...base,
      action: 0,
      target,
      result: end,
      hostKey: undefined,
      marker: undefined,
    }) as const;
  const hosts = stepHosts(findStep(session.state(), 'stop-all') ?? expect.fail());
  session.record(
    { type: 'host.excluded', host: 'sakaiprod3', reason: 'x', by },
    { type: 'step.started', ...base, by, reason: undefined, missing: [] },
    ...hosts.filter((host) => host !== 'sakaiprod3').map(finished),
    { type: 'attempt.finished', ...base, outcome: 'succeeded', detail: '' },
    // It had done its part before it was left out.
    { type: 'host.excluded', host: hosts.find((host) => host !== 'sakaiprod3') ?? '', reason: 'x', by },
  );
  expect(row('Put all')).toMatch(/✔ .* done 1 out $/);
  const widths = rows()
    .filter((line) => line.length > 0)
    .map(widthOf);
  expect(new Set(widths)).toEqual(new Set([58]));
  clock.advance(minute);
  session.record({ type: 'fallback.called', reason: 'x', by, step: undefined });
  expect(row('Put all')).toMatch(/ done 1 out $/);
});

test('by hand and on time says so', () => {
  const { session, row } = draw(-10 * minute);
  session.record({ type: 'step.done-by-hand', step: 'marker', attempt: 1, reason: 'x', by: 'x' });
  expect(row('Set the database')).toMatch(/✔ .* by hand $/);
});

test('what will begin later than planned says by how much, beside its countdown', () => {
  const { session, clock, rows, row } = draw(-10 * minute, { width: 58 });
  expect(row('Put all')).toMatch(/ Programmer {6}-10:00 $/);
  const by = 'x';
  session.record({ type: 'step.started', step: 'marker', attempt: 1, by, reason: undefined, missing: [] });
  clock.advance(11 * minute);
  expect(row('Set the database')).toMatch(/ 11:00 $/);
  expect(row('Put all')).toMatch(/ \+1:00 $/);
  expect(row('Take smartsite')).toMatch(/ -1h04 \+1m $/);
  clock.advance(70 * minute);
  expect(row('Put all')).toMatch(/ \+1:11:00 $/);
  expect(row('Back up')).toMatch(/ \+1h09 \+1h11 $/);
  expect(row('Send the release')).toMatch(/ \+1:00 \+1h11 $/);
  const widths = rows().filter((line) => line.length > 0);
  expect(new Set(widths.map(widthOf))).toEqual(new Set([58]));
  expect(
    rows()
      .flat()
      .find(({ text }) => text === ' +1h11')?.tone,
  ).toBe('warn');
});

test('a hold moves what is open, and its rows say so', () => {
  const { session, clock, row } = draw(-10 * minute);
  session.record({ type: 'step.skipped', step: 'marker', reason: 'x', by: 'x' });
  clock.advance(12 * minute);
  session.record({ type: 'step.skipped', step: 'stop-all', reason: 'x', by: 'x' });
  session.record({ type: 'hold.called', reason: 'x', by: 'x' });
  clock.advance(10 * minute);
  // By its timetable, three minutes later than due, it has gained those that a skipped step would have taken.
  expect(row('Restart the head')).toMatch(/ -38:00 \+7m $/);
});

test('after the end nothing is expected any more', () => {
  const { session, row } = draw(30 * minute);
  session.record({ type: 'run.ended', outcome: 'aborted', reason: 'x', by: 'x' });
  expect(row('Verification')).toMatch(/ QC +$/);
});

test('a hold of the plan has a sign of its own', () => {
  const plan = makePlan({ main: [{ id: 'wait', title: 'Wait for the other team', hold: true }] });
  const session = createFakeSession({ plan });
  const lines = timelineLines({
    state: session.state(),
    now: start,
    silences: noSilences,
    shown: undefined,
    focused: true,
    size: { width: 80, height: 10 },
  });
  expect(lines.flat().some(({ text }) => text.startsWith('‖ Wait for the other team'))).toBe(true);
});
