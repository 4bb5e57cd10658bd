import { expect, test } from 'vitest';
import type { Action } from '../../../source/plan/plan.ts';
import type { Usuals } from '../../../source/plan/usual.ts';
import { findStep } from '../../../source/run/select.ts';
import { stepState } from '../../../source/run/timing.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { noSilences, silencesOf } from '../../../source/session/silences.ts';
import { stepRows } from '../../../source/ui/step/step-pane.ts';
import { makeAugustPlan } from '../../helpers/august-plan.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { begun, finished, started } from '../../helpers/many-hosts.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';

function open(by: string) {
  const clock = createManualClock(start + 40 * minute);
  const session = createFakeSession({ plan: makeAugustPlan(), clock });
  session.record({
    type: 'step.started',
    step: 'restart-head',
    attempt: 1,
    by,
    reason: undefined,
    missing: [],
  });
  const rows = (id: string, width: number): readonly string[] => {
    const state = session.state();
    const step = findStep(state, id);
    if (step === undefined) throw new Error(`no step ${id}`);
    const asker = { state, identity: session.identity, now: clock.now() };
    const silences = silencesOf(session, clock.now());
    const facts = { ...asker, silences, step, own: stepState(state, id), item: 1, focused: false };
    return stepRows(facts, width).map(({ line }) => line.map(({ text }) => text).join(''));
  };
  return { session, clock, rows };
}

test('a long name never runs into the clock', () => {
  const { clock, rows } = open('Thomas Amsler of the application group');
  clock.advance(141_000);
  for (const width of [50, 61, 70]) expect(rows('restart-head', width)[2]).toMatch(/… 2:21 \/ 5:00 $/);
});

test('a step of the fallback says what still runs', () => {
  const { session, rows } = open('Thomas');
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(rows('fb-stop', 80)).toContain(' 8 Restart the head node still runs');
});

test('a broken link and a long silence stand beside the hosts, and move nothing', () => {
  const { session, clock, rows } = open('Thomas');
  const before = rows('restart-head', 80);
  const since = clock.now() - 12_000;
  session.setLinks([{ step: 'restart-head', target: 'sakaiprod1', since, reason: 'no answer' }]);
  const after = rows('restart-head', 80);
  expect(after[1]).toMatch(/ · sakaiprod1 +link: silent 12 s: sakaiprod1 $/);
  expect(after.filter((row, index) => row !== before[index]).length).toBe(1);
  expect(rows('deploy-rest', 80).join('\n')).not.toContain('silent');
});

test('what runs says which of its actions it is', () => {
  const { session, rows } = openThree();
  session.record(started(1));
  expect(rows()[2]).toMatch(/ action 1 of 3 {2}0:00 $/);
  session.record(begun(1, ['web1'], 1));
  expect(rows()[2]).toMatch(/ action 2 of 3 {2}0:00 $/);
});

test('attempts: only some hosts, from some action on, by hand', () => {
  const { session, rows } = openThree();
  session.record(started(1), finished(1, 'failed'), started(2, { from: 1, targets: ['web1', 'web2'] }));
  session.record(finished(2, 'failed'));
  session.record({ type: 'step.done-by-hand', step: 'deploy', attempt: 3, reason: 'by rsync', by: 'Prabhu' });
  expect(rows()).toEqual(
    expect.arrayContaining([
      ' attempt 1 failed 05:00:00',
      ' attempt 2 from action 2 of 3, on web[1-2] failed 05:00:00',
      ' attempt 3 done by hand by Prabhu 05:00:00: by rsync',
    ]),
  );
});

test('an edit says who and why, and shows the difference; what will run is the edited text', () => {
  const { session, rows } = openThree();
  const diff =
    '--- before\n+++ after\n@@ -1,2 +1,2 @@\n make\n-install --all\n+install --one\n\\ No newline at end of file\n';
  const text = 'make\ninstall --one';
  session.record({
    type: 'action.edited',
    step: 'deploy',
    action: 1,
    text,
    diff,
    reason: 'one is enough',
    by: 'Thomas',
  });
  const shown = rows();
  const at = shown.indexOf(' will run sh on web[1-2], in batches of 1, 50%, at most 10% may fail');
  expect(shown.slice(at + 1, at + 7)).toEqual([
    '   make',
    '   install --one',
    ' action 2 edited for this run by Thomas 05:00:00: one is enough',
    '    make',
    '   -install --all',
    '   +install --one',
  ]);
  session.record(started(1), finished(1, 'failed'));
  expect(rows()).toContain('   +install --one');
});

test('hosts that are left out are named with the reason, and not among what will run', () => {
  const { session, rows } = openThree();
  const out = { type: 'host.excluded', reason: 'its disk is full', by: 'Thomas' } as const;
  session.record({ ...out, host: 'web1' });
  expect(rows()).toContain(' web1 is left out: its disk is full');
  expect(rows()).toContain(' will run sh on web2, in batches of 1, 50%, at most 10% may fail');
  session.record({ ...out, host: 'web2' });
  expect(rows()).toContain(' web[1-2] are left out: its disk is full');
  expect(rows().join('\n')).toContain('will run sh on nothing: every host is left out');
});

test('a step that waits says that nothing starts while the run is held', () => {
  const { session, rows } = openThree();
  session.record({ type: 'hold.called', reason: 'a lock', by: 'Sandra' });
  expect(rows()).toContain(' nothing starts: held by Sandra: a lock');
});

test('a mail says to whom it goes, and that the report goes with it', () => {
  const mail = { kind: 'mail', on: { type: 'mail' }, to: ['team@example.org'], subject: 'Out' } as const;
  const { rows } = openWith([{ ...sh(), ...mail, attach: 'report' }]);
  const at = rows().indexOf(' will send mail to team@example.org');
  expect(rows().slice(at + 1, at + 3)).toEqual([' subject: Out', ' with the report of the run so far']);
});

function openThree() {
  const hosts = ['web1', 'web2'];
  const spread = {
    text: 'make\ninstall --all',
    batch: [
      { type: 'count', value: 1 },
      { type: 'percent', value: 50 },
    ],
    maxFail: { type: 'percent', value: 10 },
  } as const;
  return openWith([sh(), sh(hosts, spread), sh()]);
}

function openWith(drafts: readonly Action[]) {
  const actions = drafts.map((action, index) => ({ ...action, index }));
  const session = createFakeSession({ plan: makePlan({ main: [{ id: 'deploy', actions }] }) });
  const rows = (): readonly string[] => {
    const state = session.state();
    const step = findStep(state, 'deploy');
    if (step === undefined) throw new Error('no step deploy');
    const asker = { state, identity: session.identity, now: session.clock.now(), silences: noSilences };
    const facts = { ...asker, step, own: stepState(state, 'deploy'), item: 1, focused: false };
    return stepRows(facts, 80).map(({ line }) => line.map(({ text }) => text).join(''));
  };
  return { session, rows };
}

test('a retry that found nothing open says that nothing was left to run', () => {
  const { session, rows } = openThree();
  session.record(started(1), finished(1, 'failed'), started(2, { from: 3 }), finished(2, 'failed'));
  expect(rows()).toContain(' attempt 2: nothing was left to run, failed 05:00:00');
});

function openPlan(at: number, usuals?: Usuals) {
  const plan = makePlan({
    main: [
      { id: 'prepare', duration: 10 * minute },
      { id: 'verify', offset: 20 * minute, duration: 10 * minute, after: ['prepare'], decision: true },
      { id: 'wait', offset: 30 * minute, duration: 10 * minute, after: ['verify'], hold: true },
      { id: 'open', offset: 40 * minute, after: ['wait'] },
    ],
    fallback: [{ id: 'back', duration: 80 * minute }],
  });
  const clock = createManualClock(start + at);
  const session = createFakeSession({ plan, clock });
  const lines = (id: string) => {
    const state = session.state();
    const step = findStep(state, id);
    if (step === undefined) throw new Error(`no step ${id}`);
    const asker = { state, identity: session.identity, now: clock.now(), silences: noSilences, usuals };
    const facts = { ...asker, step, own: stepState(state, id), item: 1, focused: false };
    return stepRows(facts, 61).map(({ line }) => line);
  };
  const rows = (id: string) => lines(id).map((line) => line.map(({ text }) => text).join(''));
  const tone = (id: string, words: string) =>
    lines(id)
      .flat()
      .find(({ text }) => text.includes(words))?.tone;
  return { session, clock, rows, tone };
}

const usual = { p50: 130_000, p90: 180_000, count: 4, source: 'run' } as const;

test('a step to come: how long it usually takes, when it is expected, and what may slip', () => {
  const { rows, tone } = openPlan(12 * minute, new Map([['verify', usual]]));
  expect(rows('verify').slice(2, 5)).toEqual([
    expect.stringMatching(/^ due S\+20m 05:20 · for 10m +$/),
    ' usually 2m10s · forecast 05:22 to 05:24',
    ' can slip 15m for the decision, 1h30m for the window',
  ]);
  expect(tone('verify', 'can slip')).toBe('dim');
  expect(rows('wait')).toContain(' hold: takes up to 10m of delay');
  expect(rows('open')).toContain(' can slip 1h15m for the window');
});

test('a rehearsed length says so, also once it is over', () => {
  const { session, rows } = openPlan(0, new Map([['prepare', { ...usual, source: 'rehearsal' }]]));
  expect(rows('prepare')).toContain(' rehearsed 2m10s · forecast 05:00 to 05:02');
  session.record({ type: 'step.skipped', step: 'prepare', reason: 'x', by: 'x' });
  expect(rows('prepare')).toContain(' rehearsed 2m10s');
  expect(rows('prepare').join('\n')).not.toContain('slip');
});

test('what runs is expected to end later than planned', () => {
  const { session, clock, rows } = openPlan(2 * minute);
  session.record({
    type: 'step.started',
    step: 'prepare',
    attempt: 1,
    by: 'x',
    reason: undefined,
    missing: [],
  });
  clock.advance(5 * minute);
  expect(rows('prepare')).toContain(' forecast until 05:12');
  clock.advance(10 * minute);
  expect(rows('prepare')).toContain(' forecast until 05:17');
});

test('a hold says how much of the delay ends in it', () => {
  expect(openPlan(18 * minute).rows('wait')).toContain(
    ' forecast 05:38 to 05:40 · hold: 8m taken up, 2m left',
  );
  expect(openPlan(30 * minute).rows('wait')).toContain(
    ' forecast 05:50 to 05:50 · hold: all of its 10m taken up',
  );
});

test('too late for the decision, or for the window, is amber', () => {
  const { rows, tone } = openPlan(30 * minute);
  expect(rows('verify')).toContain(' 10m too late for the decision; can slip 1h5m for the window');
  expect(tone('verify', 'too late')).toBe('warn');
  const late = openPlan(100 * minute);
  expect(late.rows('verify')).toContain(' 1h20m too late for the decision; 5m too late for the window');
});

test('less than a minute too late is no room, and not amber', () => {
  const { rows, tone } = openPlan(20.5 * minute);
  expect(rows('verify')).toContain(' can slip 0m for the decision, 1h14m for the window');
  expect(tone('verify', 'can slip')).toBe('dim');
});

test('before D nothing is expected of the fallback, and after the end of nothing', () => {
  const { session, rows } = openPlan(30 * minute);
  expect(rows('back').join('\n')).not.toMatch(/forecast|slip/);
  session.record({ type: 'run.ended', outcome: 'aborted', reason: 'x', by: 'x' });
  expect(rows('verify').join('\n')).not.toMatch(/forecast|slip/);
});

test('what a check has found stands under its item, and the answer stays a person’s', () => {
  const item = (number: number) => ({ number, text: `Item ${number}`, line: 1, owners: [] });
  const check = { action: sh(['web1', 'web2']), auto: false };
  const checklist = [{ ...item(1), check }, item(2)];
  const clock = createManualClock(start);
  const session = createFakeSession({ plan: makePlan({ main: [{ id: 'deploy', checklist }] }), clock });
  const rows = (): readonly string[] => {
    const state = session.state();
    const step = findStep(state, 'deploy');
    if (step === undefined) throw new Error('no step');
    const facts = {
      ...{ state, identity: session.identity, now: clock.now(), silences: noSilences, step },
      ...{ own: stepState(state, 'deploy'), item: 1, focused: false },
    };
    const texts = stepRows(facts, 70).map(({ line }) => line.map(({ text }) => text).join(''));
    return texts.filter((text) => /\d [○✔] |asks|check: |looking for/.test(text)).map((text) => text.trim());
  };
  expect(rows()).toEqual(['1 ○ open    Item 1', 'its check: on web[1-2]: true', '2 ○ open    Item 2']);
  session.record(started(1), finished(1, 'succeeded'));
  expect(rows()[1]).toBe('a asks: on web[1-2]: true');
  const about = { step: 'deploy', attempt: 1, item: 1, check: 1 };
  session.record({ type: 'check.started', ...about, targets: ['web1', 'web2'], by: 'Thomas' });
  clock.advance(3_000);
  expect(rows()[1]).toBe('looking for 0:03');
  const bad = { type: 'exited', code: 1 } as const;
  session.record({
    type: 'check.finished',
    ...about,
    results: [
      { target: 'web1', result: { type: 'exited', code: 0 }, took: 120 },
      { target: 'web2', result: bad, took: 150, line: 'ERROR: 3 new' },
    ],
  });
  expect(rows()).toEqual([
    '▶ 1 ○ open    Item 1',
    '✖ check: web2: exit 1: ERROR: 3 new at 05:00:03',
    '2 ○ open    Item 2',
  ]);
});
