import { expect, test } from 'vitest';
import { stepsOf } from '../../source/plan/plan.ts';
import { findStep } from '../../source/run/select.ts';
import { createManualClock } from '../../source/session/clock.ts';
import type { Situation } from '../../source/ui/commands.ts';
import { footerLine } from '../../source/ui/footer.ts';
import { widthOf } from '../../source/ui/line.ts';
import { shownStep } from '../../source/ui/shown.ts';
import { initialView } from '../../source/ui/view.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, minute, start } from '../helpers/plan.ts';

function make(at: number) {
  const session = createFakeSession({ plan: makeAugustPlan(), clock: createManualClock(start + at) });
  const state = session.state();
  const situation: Situation = {
    state,
    identity: session.identity,
    now: start + at,
    step: shownStep(state, initialView),
    item: 1,
  };
  return { session, state, situation };
}

function textOf(line: readonly { readonly text: string }[]): string {
  return line.map((piece) => piece.text).join('');
}

test('80 columns keep what matters most', () => {
  const { situation } = make(0);
  const line = footerLine({ context: 'run', situation, view: initialView, width: 80 });
  expect(widthOf(line)).toBe(80);
  for (const entry of ['enter start', 'f FALL BACK', '? help', 'q leave', 'tab pane']) {
    expect(textOf(line)).toContain(entry);
  }
});

test('a key that can not be used is dim', () => {
  const tone = (at: number) => {
    const { situation } = make(at);
    const line = footerLine({ context: 'run', situation, view: initialView, width: 120 });
    return line.find(({ text }) => text.includes('FALL BACK'))?.tone;
  };
  expect(tone(-minute)).toBe('dim');
  expect(tone(0)).toBe('bad');
});

test('once everything is settled the end is among the keys, however narrow', () => {
  const { session } = make(0);
  for (const step of stepsOf(session.state().plan))
    if (step.timeline !== 'fallback')
      session.record({ type: 'step.skipped', step: step.id, reason: 'x', by: 'x' });
  const state = session.state();
  const situation = { ...make(0).situation, state, step: shownStep(state, initialView) };
  const line = footerLine({ context: 'run', situation, view: initialView, width: 60 });
  expect(textOf(line)).toContain('e end');
  expect(textOf(line)).not.toContain('enter end');
});

test('once the run has ended no key is offered that only says no', () => {
  const { session } = make(0);
  session.record({ type: 'run.ended', outcome: 'go', by: 'x', reason: undefined });
  const situation = { ...make(0).situation, state: session.state() };
  const line = textOf(footerLine({ context: 'run', situation, view: initialView, width: 200 }));
  expect(line).toMatch(/tab pane .*q leave/);
  expect(line).not.toMatch(/enter|skip|back to|hold|note|end {2}|edit/);
});

test('keys for an item of somebody else are dim', () => {
  const { session } = make(46 * minute);
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  const state = session.state();
  const step = findStep(state, 'verify');
  const tones = (item: number) => {
    const identity = { person: 'Sandra', roles: ['qc'] };
    const situation = { state, identity, now: start, step, item };
    const line = footerLine({ context: 'run', situation, view: initialView, width: 160 });
    return ['pass', 'fail', 'n/a'].map((word) => line.find(({ text }) => text.includes(word))?.tone);
  };
  expect(tones(1)).toEqual([undefined, undefined, undefined]);
  expect(tones(4)).toEqual(['dim', 'dim', 'dim']);
});

test('the hold key says what it would do, and a required step shows no skip', () => {
  const { session } = make(0);
  const text = (id: string): string => {
    const state = session.state();
    const situation = { ...make(0).situation, state, step: findStep(state, id) };
    return textOf(footerLine({ context: 'run', situation, view: initialView, width: 400 }));
  };
  expect(text('marker')).toContain('h hold');
  expect(text('marker')).toContain('s skip');
  expect(text('verify')).not.toContain('s skip');
  session.record({ type: 'hold.called', reason: 'x', by: 'x' });
  expect(text('marker')).toContain('h release');
});

test('keys for hosts and commands are shown where there are some', () => {
  const { situation, state } = make(0);
  const text = (id: string): string => {
    const step = findStep(state, id);
    return textOf(
      footerLine({ context: 'run', situation: { ...situation, step }, view: initialView, width: 400 }),
    );
  };
  for (const key of ['E edit', 'd by hand', 'X leave out', '! shell', 'm mode'])
    expect(text('stop-all')).toContain(key);
  for (const key of ['E edit', 'd by hand', 'X leave out', '! shell', 'm mode'])
    expect(text('announce')).not.toContain(key);
});

function footer(session: ReturnType<typeof make>['session'], id: string, width: number) {
  const state = session.state();
  const situation = { ...make(0).situation, state, step: findStep(state, id) };
  return footerLine({ context: 'run', situation, view: initialView, width });
}

test('the keys follow the step: stop while it runs, the ways on once it has failed', () => {
  const { session } = make(0);
  const text = (width: number): string => textOf(footer(session, 'stop-all', width));
  expect(text(400)).not.toContain('t stop');
  session.record(
    { type: 'step.started', step: 'stop-all', attempt: 1, by: 'x', reason: undefined, missing: [] },
    { type: 'action.started', step: 'stop-all', attempt: 1, action: 0, targets: ['sakaiprod2'] },
  );
  for (const width of [60, 80, 400]) {
    expect(text(width)).toContain('t stop');
    for (const key of ['enter start', 's skip']) expect(text(width)).not.toContain(key);
  }
  session.record({ type: 'attempt.finished', step: 'stop-all', attempt: 1, outcome: 'failed', detail: '' });
  expect(text(80)).toContain('r retry');
  for (const key of ['r retry', 'E edit', 'd by hand', 'X leave out', 'i error'])
    expect(text(120)).toContain(key);
  expect(text(400)).not.toContain('t stop');
});

test('there is no way back to offer after D, after the end, or without a fallback', () => {
  const { session } = make(0);
  expect(textOf(footer(session, 'stop-all', 400))).toContain('f FALL BACK');
  session.record({ type: 'fallback.called', reason: 'x', by: 'x', step: undefined });
  expect(textOf(footer(session, 'stop-all', 400))).not.toContain('FALL BACK');
  const ended = make(0).session;
  ended.record({ type: 'run.ended', outcome: 'aborted', reason: 'x', by: 'x' });
  expect(textOf(footer(ended, 'stop-all', 400))).not.toContain('FALL BACK');
  const plan = makePlan({ main: [{ id: 'only' }] });
  expect(textOf(footer(createFakeSession({ plan }), 'only', 400))).not.toContain('FALL BACK');
});

test('while held the release is among the keys, however narrow', () => {
  const { session } = make(0);
  session.record({ type: 'hold.called', reason: 'x', by: 'x' });
  expect(textOf(footer(session, 'stop-all', 60))).toContain('h release');
});

test('while something is searched for its keys are there, however narrow, and n is no note', () => {
  const { session } = make(0);
  const state = session.state();
  const situation = { ...make(0).situation, state, step: findStep(state, 'stop-all') };
  const text = (reading: Partial<typeof initialView.reading>, width: number) => {
    const view = { ...initialView, reading: { ...initialView.reading, ...reading } };
    return textOf(footerLine({ context: 'run', situation, view, width }));
  };
  for (const width of [60, 80, 400])
    for (const key of ['n next hit', 'esc end search', 'f FALL BACK'])
      expect(text({ search: 'x' }, width)).toContain(key);
  expect(text({ search: 'x' }, 80)).toContain('N previous');
  expect(text({ search: 'x' }, 400)).not.toContain('n note');
  expect(text({ filter: 'x' }, 400)).toContain('n note');
  expect(text({ filter: 'x' }, 60)).toContain('esc clear');
  expect(text({}, 400)).toContain('/ search');
});
