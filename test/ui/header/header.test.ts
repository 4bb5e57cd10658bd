import { expect, test } from 'vitest';
import type { Plan } from '../../../source/plan/plan.ts';
import type { Usuals } from '../../../source/plan/usual.ts';
import type { Odds } from '../../../source/run/odds.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { silencesOf } from '../../../source/session/silences.ts';
import { headerLines } from '../../../source/ui/header/header.ts';
import { widthOf } from '../../../source/ui/line.ts';
import { makeAugustPlan } from '../../helpers/august-plan.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { makePlan, minute, type StepDraft, start } from '../../helpers/plan.ts';

type Options = { readonly plan?: Plan; readonly odds?: Odds; readonly usuals?: Usuals };

/** Ends its decision in the very minute of the last safe fallback. */
function makeTightPlan(): Plan {
  const plan = makeAugustPlan();
  const timelines = plan.timelines.map((timeline) => ({
    ...timeline,
    steps: timeline.steps.map((step) => (step.id === 'stop-all' ? { ...step, duration: 2 * minute } : step)),
  }));
  return { ...plan, timelines };
}

function open(at: number, { plan = makeTightPlan(), odds, usuals }: Options = {}) {
  const clock = createManualClock(start + at);
  const session = createFakeSession({ plan, clock });
  const lines = (width: number) => {
    const now = clock.now();
    const silences = silencesOf(session, now);
    const trouble = session.trouble();
    const seen = { ...session, usuals };
    return headerLines({ state: session.state(), session: seen, now, trouble, silences, odds, width });
  };
  const row = (index: number, width: number) => (lines(width)[index] ?? []).map(({ text }) => text).join('');
  const clocks = (width: number) => row(1, width);
  const text = (width: number) => row(2, width);
  const tone = (words: string, width = 120) =>
    lines(width)
      .flat()
      .find((piece) => piece.text.includes(words))?.tone;
  const hold = () => session.record({ type: 'hold.called', reason: 'the DBA looks at a lock', by: 'Sandra' });
  const release = () => session.record({ type: 'hold.released', by: 'Sandra' });
  const cut = () =>
    session.setLinks([
      { step: 'deploy-head', target: 'node3', since: clock.now() - 5000, reason: 'no answer' },
      { step: 'deploy-head', target: 'node7', since: clock.now() - 12_000, reason: 'no answer' },
    ]);
  const skip = (...steps: readonly string[]) =>
    session.record(...steps.map((step) => ({ type: 'step.skipped', step, reason: 'x', by: 'x' }) as const));
  const begin = (step: string) =>
    session.record({ type: 'step.started', step, attempt: 1, by: 'x', reason: undefined, missing: [] });
  return { session, clock, lines, clocks, text, tone, hold, release, cut, skip, begin };
}

/** Before the first step is due: nothing is late yet. */
const early = -20 * minute;

test('a hold stands in the header until it is released', () => {
  const { text, hold, release } = open(early);
  expect(text(120)).toMatch(/^─+ 04:40:00 PDT ─$/);
  hold();
  expect(text(120)).toMatch(/^ HELD since 04:40: the DBA looks at a lock ─+ 04:40:00 PDT ─$/);
  release();
  expect(text(120)).toMatch(/^─+ 04:40:00 PDT ─$/);
});

test('broken links: for how long, where, since when, and that nobody has to do anything', () => {
  const { text, cut } = open(early);
  cut();
  const words =
    'link: silent 12 s: node[3,7] since 04:39:48; gonogo tries again by itself, the step goes on there';
  expect(text(120)).toContain(` ${words} `);
});

test.each([60, 80, 100, 120, 160])('at %i columns trouble, hold and links have their share', (width) => {
  const { session, lines, text, hold, cut } = open(40 * minute);
  hold();
  cut();
  expect(lines(width).map(widthOf)).toEqual([width, width, width]);
  expect(text(width)).toMatch(/ HELD since 05:40.* QC will decide.* link: silent 12 s/);
  session.setTrouble('the journal can not be written: disk full');
  expect(lines(width).map(widthOf)).toEqual([width, width, width]);
  expect(text(width)).toMatch(/ TROUBLE: the.* HELD since.* QC will.* link: silent/);
});

test('the time of day gives way to a notice that is whole without it', () => {
  const { text } = open(57 * minute);
  const notice = 'going back now ends 07:02, 2m after the window; QC has not decided yet';
  expect(text(120)).toMatch(new RegExp(`^ ${notice} ─+ 05:57:00 PDT ─$`));
  expect(text(80)).toMatch(new RegExp(`^ ${notice} ─+$`));
});

test.each([
  [-10 * minute, 'S-00:10:00', 'window opens in 0:10:00', 'LAST SAFE FALLBACK in 1:05:00', 'strong'],
  [50 * minute, 'S+00:50:00', 'window closes in 1:10:00', 'LAST SAFE FALLBACK in 0:05:00', 'warn'],
  [57 * minute, 'S+00:57:00', 'window closes in 1:03:00', 'LAST SAFE FALLBACK PASSED by 0:02:00', 'bad'],
  [125 * minute, 'S+02:05:00', 'window closed 0:05:00 ago', 'LAST SAFE FALLBACK PASSED by 1:10:00', 'bad'],
])('the clocks at S%+d', (at, clock, window, last, expected) => {
  const { lines, clocks, tone } = open(at);
  for (const width of [80, 120]) {
    expect(clocks(width)).toContain(clock);
    expect(clocks(width)).toContain(window);
    expect(clocks(width)).toContain(last);
    expect(tone('LAST SAFE', width)).toBe(expected);
    expect(lines(width).map(widthOf)).toEqual([width, width, width]);
  }
});

test('from S on its clock stops at a hold, and says so; that of the window goes on', () => {
  const { clock, clocks, tone, hold, release } = open(10 * minute);
  hold();
  clock.advance(4 * minute);
  for (const width of [80, 120])
    expect(clocks(width)).toMatch(/^ S\+00:10:00 HELD {3}window closes in 1:46:00 /);
  expect(tone('HELD')).toBe('warn');
  release();
  clock.advance(minute);
  expect(clocks(120)).toMatch(/^ S\+00:11:00 {3}window closes in 1:45:00 /);
});

test('before S a hold does not stop the clock', () => {
  const { clock, clocks, hold } = open(early);
  hold();
  clock.advance(minute);
  expect(clocks(120)).toMatch(/^ S-00:19:00 {3}window opens/);
});

test('the forecast: quiet while on plan, amber when late, red after the window', () => {
  const { clock, clocks, tone } = open(early);
  expect(clocks(120)).toContain('forecast 06:15 ');
  expect(tone('forecast')).toBe('dim');
  clock.advance(18 * minute);
  expect(clocks(120)).toContain('forecast 06:18 (+3m) ');
  expect(tone('forecast')).toBe('warn');
  clock.advance(44 * minute);
  expect(clocks(120)).toContain('forecast 07:02 (+47m) ');
  expect(tone('forecast')).toBe('bad');
});

test('what usually takes longer than planned moves the forecast', () => {
  const usual = { p50: 9 * minute, p90: 10 * minute, count: 4, source: 'run' } as const;
  const { clocks } = open(early, { usuals: new Map([['restart-head', usual]]) });
  expect(clocks(120)).toContain('forecast 06:19 (+4m) ');
});

test('where the clocks have no room the rule has it, with the odds: first the forecast', () => {
  const odds = { draws: 2000, inTime: 0.781, p50: start, p90: start };
  const { text, clocks, tone, lines } = open(-2 * minute, { odds });
  expect(clocks(80)).not.toContain('forecast');
  expect(text(80)).toMatch(/QC will decide 3m/);
  const onTime = open(early, { odds });
  expect(onTime.text(80)).toMatch(/^─+ forecast 06:15 ─ 78 % by 07:00, 90 % by 05:00 ─ 04:40:00 PDT ─$/);
  expect(onTime.text(120)).toMatch(/^─+ 78 % by 07:00, 90 % by 05:00 ─ 04:40:00 PDT ─$/);
  expect(tone('%')).toBe('warn');
  expect(lines(80).map(widthOf)).toEqual([80, 80, 80]);
});

test.each([
  [1, '> 99 % by 07:00', 'dim'],
  [0.9994, '> 99 % by 07:00', 'dim'],
  [0.79, '79 % by 07:00', 'warn'],
  [0.49, '49 % by 07:00', 'bad'],
  [0, '< 1 % by 07:00', 'bad'],
])('odds of %d', (inTime, words, expected) => {
  const { text, tone } = open(early, { odds: { draws: 2000, inTime, p50: start, p90: start } });
  expect(text(120)).toContain(` ${words}, 90 % by 05:00 ─`);
  expect(tone('%')).toBe(expected);
});

test('a decision after the last safe fallback: amber, with why; a minute is too little to tell', () => {
  const { clock, text, tone } = open(-10 * minute);
  expect(text(120)).not.toContain('QC');
  expect(tone('LAST SAFE')).toBe('strong');
  clock.advance(11 * minute);
  expect(text(120)).toContain(' QC will decide 6m too late to fall back safely (06:01, safe until 05:55) ─');
  expect(tone('QC will')).toBe('warn');
  expect(tone('LAST SAFE')).toBe('warn');
});

/** The restore is needed only once the scripts have run. */
function makeShortWayBack(more: Partial<StepDraft> = {}): Plan {
  return makePlan({
    main: [
      { id: 'stop', offset: 0 },
      { id: 'scripts', title: 'Drop the old tables', offset: 30 * minute, after: ['stop'], ...more },
      {
        id: 'verify',
        title: 'Verification',
        offset: 45 * minute,
        after: ['scripts'],
        decision: true,
        poll: ['qc'],
      },
    ],
    fallback: [
      { id: 'restore', offset: 0, duration: 60 * minute, undoes: ['scripts'] },
      { id: 'open', offset: 60 * minute, after: ['restore'] },
    ],
  });
}

test('what the decision will leave of the last safe fallback stands beside it', () => {
  const { session, clock, clocks, text, tone, skip, begin } = open(0, { plan: makeShortWayBack() });
  expect(clocks(120)).toContain('LAST SAFE FALLBACK in 1:55:00 (0:55:00 once 2 starts) ');
  expect(clocks(80)).toContain('LAST SAFE FALLBACK in 1:55:00 ');
  expect(text(80)).toContain(' last safe fallback: 0:55:00 once 2 starts ─');
  clock.advance(30 * minute);
  skip('stop');
  begin('scripts');
  expect(clocks(120)).toMatch(/LAST SAFE FALLBACK in 0:25:00 $/);
  expect(tone('LAST SAFE')).toBe('strong');
  clock.advance(26 * minute);
  expect(text(120)).toContain(' going back now ends 07:01, 1m after the window; QC has not decided yet ');
  expect(tone('going back')).toBe('bad');
  begin('verify');
  session.record({
    type: 'vote.cast',
    step: 'verify',
    role: 'qc',
    verdict: 'go',
    level: 'word',
    by: 'x',
  });
  expect(text(120)).toContain(' going back now ends 07:01, 1m after the window ─');
  skip('verify');
  expect(tone('going back')).toBeUndefined();
});

test('past no return says which step, in place of a way back', () => {
  const { clocks, text, tone, lines, begin } = open(56 * minute, {
    plan: makeShortWayBack({ noReturn: true }),
  });
  begin('scripts');
  for (const width of [80, 120]) {
    expect(clocks(width)).toMatch(/window closes in 1:04:00 .*PAST NO RETURN: 2 Drop the old ta/);
    expect(clocks(width)).not.toContain('LAST SAFE');
    expect(lines(width).map(widthOf)).toEqual([width, width, width]);
  }
  expect(tone('PAST NO RETURN')).toBe('bad');
  expect(text(120)).not.toContain('going back');
});

test('after D the fallback says whether it ends in time, by the forecast', () => {
  const { session, clock, clocks, tone, hold, skip } = open(53 * minute);
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(clocks(120)).toMatch(
    /^ D\+00:00:00 {2}S\+00:53:00 {3}window closes in 1:07:00 +FALLBACK ends 06:58, 0:02:00 before window $/,
  );
  expect(tone('FALLBACK ends')).toBe('warn');
  hold();
  clock.advance(minute);
  expect(clocks(120)).toContain('D+00:00:00 HELD');
  skip('fb-stop', 'fb-restore', 'fb-properties', 'fb-deploy', 'fb-head', 'fb-marker', 'fb-rest', 'fb-open');
  expect(clocks(120)).toContain('FALLBACK settled');
});

test('a fallback that ends after the window is red, however narrow', () => {
  const { session, clocks, text, tone } = open(58 * minute);
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(clocks(120)).toContain('FALLBACK ends 07:03, 0:03:00 AFTER window');
  expect(tone('FALLBACK ends')).toBe('bad');
  expect(clocks(80)).toMatch(
    /^ D\+00:00:00 {3}window closes in 1:02:00 +FALLBACK ends 0:03:00 AFTER window $/,
  );
  expect(text(80)).toContain('05:58:00');
});

test('a run that has ended has no forecast any more', () => {
  const { session, clocks, text } = open(57 * minute);
  session.record({ type: 'run.ended', outcome: 'aborted', reason: 'x', by: 'x' });
  expect(clocks(120)).toMatch(/window closes in 1:03:00 +ENDED: ABORTED $/);
  expect(text(120)).toMatch(/^─+ 05:57:00 PDT ─$/);
});

test('at 60 columns the rule has when the window opens, and the forecast', () => {
  const { session, clocks, text, lines } = open(early);
  expect(clocks(60)).toMatch(/^ S-00:20:00 +LAST SAFE FALLBACK in 1:15:00 $/);
  expect(text(60)).toBe('── window opens in 0:20:00 ─ forecast 06:15 ─ 04:40:00 PDT ─');
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(text(60)).toContain(' window opens in 0:20:00 ─');
  expect(lines(60).map(widthOf)).toEqual([60, 60, 60]);
});
