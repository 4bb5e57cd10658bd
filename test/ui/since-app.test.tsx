import { afterEach, expect, test } from 'vitest';
import type { RunEvent } from '../../source/run/event.ts';
import { createManualClock } from '../../source/session/clock.ts';
import { absentMs } from '../../source/ui/absence.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { minute, start } from '../helpers/plan.ts';
import { type RenderedApp, renderApp } from '../helpers/render-app.ts';

let open: RenderedApp[] = [];

afterEach(async () => {
  const left = open;
  open = [];
  for (const app of left) await app.close();
});

async function show({ columns = 120, rows = 40, ascii = false } = {}) {
  const clock = createManualClock(start - 10 * minute);
  const session = createFakeSession({ plan: makeAugustPlan(), clock });
  const app = await renderApp({ session, columns, rows, ascii });
  open.push(app);
  /** Minutes without a key, with this in them. */
  const away = async (...events: readonly RunEvent[]) => {
    app.wait(absentMs);
    session.record(...events);
    clock.advance(4 * minute);
    await app.settle();
  };
  return { clock, session, app, away };
}

const started = (step: string): RunEvent => {
  return { type: 'step.started', step, attempt: 1, by: 'auto', reason: undefined, missing: [] };
};
const failed = (step: string, detail: string): RunEvent => {
  return { type: 'attempt.finished', step, attempt: 1, outcome: 'failed', detail };
};
const skipped = (step: string): RunEvent => ({
  type: 'step.skipped',
  step,
  reason: 'done before',
  by: 'Sandra',
});
const night = [
  skipped('tag'),
  started('marker'),
  failed('marker', 'db:sakai: no such table'),
  started('stop-all'),
];
const rule = (app: RenderedApp) => app.rows()[2] ?? '';

test('the header says that something happened; the first key shows it and does nothing else', async () => {
  const { app, session, away } = await show();
  await away(...night);
  expect(rule(app)).toMatch(/^ since 04:50: 1 FAILED, 1 skipped, 1 started; any key shows them ─/);
  await app.type('f');
  expect(app.text()).toContain('┌─ Since 04:50: 1 FAILED, 1 skipped, 1 started ');
  expect(app.text()).toMatch(/04:50 {2}3 Set the database markers: FAILED, +│\S*\n.*db:sakai: no such table/);
  expect(app.text()).toMatch(/04:50 {2}1 Build and tag the release: skipped by/);
  expect(app.text()).toContain('any key closes');
  expect(app.text()).not.toContain('FALL BACK: ');
  expect(rule(app)).not.toContain('since');
  // A second key of the same burst closes nothing.
  await app.type('f');
  expect(app.text()).toContain('Since 04:50');
  app.wait(600);
  await app.type('f');
  expect(app.text()).not.toContain('Since 04:50');
  expect(session.sent).toEqual([]);
  await app.type('?');
  expect(app.text()).toContain('KEYS');
  await app.type('q');
});

test('merged keys and pasted text show it as well, and do nothing else', async () => {
  const { app, away } = await show();
  await away(...night);
  await app.type('jj');
  expect(app.text()).toContain('Since 04:50');
  app.wait(600);
  await app.type('jj');
  expect(app.text()).not.toContain('Since 04:50');
  await away(skipped('announce'));
  await app.type('\u001b[200~quit\u001b[201~');
  expect(app.text()).toContain('Since 04:54');
});

test('an open question is not hidden: it is shown after that', async () => {
  const { app, session, away } = await show();
  await app.type('n');
  app.wait(600);
  await away(...night);
  expect(rule(app)).toContain('1 FAILED, 1 skipped, 1 started; shown after this question');
  await app.typeSlowly('quiet');
  await app.type('\r');
  expect(session.sent.map(({ type }) => type)).toEqual(['note']);
  expect(rule(app)).toContain('any key shows them');
  await app.type('j');
  expect(app.text()).toContain('Since 04:50: 1 FAILED, 1 skipped, 1 note, 1 started');
});

test('ctrl-c asks to leave as always, and over the panel, too', async () => {
  const { app, away } = await show();
  await away(...night);
  await app.type('\u0003');
  expect(app.text()).toContain('Leave the screen?');
  app.wait(600);
  await app.type('\u001b');
  await app.settle();
  await app.type('j');
  expect(app.text()).toContain('Since 04:50');
  await app.type('\u0003');
  expect(app.text()).toContain('Leave the screen?');
});

test.each([
  [80, 24],
  [60, 15],
])('at %i columns and %i rows it fits, and what does not is counted', async (columns, rows) => {
  const { app, session, away } = await show({ columns, rows, ascii: true });
  const notes = Array.from({ length: 20 }, (_, index): RunEvent => {
    return { type: 'note.added', step: undefined, text: `word ${index} of a person`, by: 'Sandra' };
  });
  await away(...night, ...notes);
  expect(rule(app)).toMatch(/^ since 04:50: 1 FAILED, 1 skipped, 20 notes/);
  await app.type('j');
  const text = app.text();
  expect(text).toContain('+- Since 04:50');
  expect(text).toContain('markers: FAILED');
  expect(text).toMatch(/and 1\d more: 1\d notes, 1 started|\d more below: the arrow keys/);
  expect(text).toContain('Any key closes this');
  expect(app.rows().every((row) => row.length <= columns)).toBe(true);
  await app.type('\u001b');
  await app.settle();
  expect(session.sent).toEqual([]);
  expect(app.text()).not.toContain('Any key closes');
});
