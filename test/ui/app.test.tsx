import { afterEach, expect, test, vi } from 'vitest';
import { createManualClock } from '../../source/session/clock.ts';
import { makeAugustPlan } from '../helpers/august-plan.ts';
import { createFakeSession, type FakeSession } from '../helpers/fake-session.ts';
import { minute, sh, start } from '../helpers/plan.ts';
import { type RenderedApp, renderApp } from '../helpers/render-app.ts';

let open: RenderedApp[] = [];

afterEach(async () => {
  const left = open;
  open = [];
  for (const app of left) await app.close();
});

async function show(options: {
  at?: number;
  columns?: number;
  rows?: number;
  ascii?: boolean;
  session?: FakeSession;
}) {
  const clock = createManualClock(start + (options.at ?? 0));
  const session = options.session ?? createFakeSession({ plan: makeAugustPlan(), clock });
  const app = await renderApp({ session, ...options });
  open.push(app);
  return { session, clock, app };
}

/** Up to a step of the main timeline, without the screens. */
function bring(session: FakeSession, until: string): void {
  for (const timeline of session.state().plan.timelines.slice(0, 2)) {
    for (const step of timeline.steps) {
      if (step.id === until) return;
      session.record(
        { type: 'step.started', step: step.id, attempt: 1, by: 'Thomas', reason: undefined, missing: [] },
        { type: 'attempt.finished', step: step.id, attempt: 1, outcome: 'succeeded', detail: '' },
        ...step.checklist.map(({ number }) => {
          return {
            type: 'item.answered',
            step: step.id,
            item: number,
            answer: 'passed',
            note: undefined,
            by: 'Sandra',
          } as const;
        }),
        ...step.confirm.map(
          (role) => ({ type: 'step.confirmed', step: step.id, role, by: 'x', level: 'word' }) as const,
        ),
        ...step.poll.map((role) => {
          return { type: 'vote.cast', step: step.id, role, verdict: 'go', by: 'x', level: 'word' } as const;
        }),
      );
    }
  }
}

test('120x40: clocks, both panes and the keys, and no row is longer than the screen', async () => {
  const { app } = await show({ at: -10 * minute });
  const text = app.text();
  expect(text).toContain('GONOGO  Gradebook 2 release');
  expect(text).toContain('LIVE');
  expect(text).toContain('S-00:10:00');
  expect(text).toContain('LAST SAFE FALLBACK in 1:05:00');
  expect(text).toContain('PREPARATION');
  expect(text).toContain('MAINTENANCE WINDOW');
  expect(text).toContain('FALL-BACK  D not called');
  expect(text).toContain('1 Build and tag the release');
  expect(text).toContain('enter start');
  expect(app.alternate()).toBe(true);
});

test('80x24 shows one pane, tab the other, and a resize brings both back', async () => {
  const { app } = await show({ at: -10 * minute, columns: 80, rows: 24 });
  expect(app.text()).toContain('MAINTENANCE WINDOW');
  expect(app.text()).not.toContain('○ waiting');
  expect(app.text()).toContain('LAST SAFE FALLBACK');
  await app.type('\t');
  expect(app.text()).not.toContain('MAINTENANCE WINDOW');
  expect(app.text()).toContain('○ waiting');
  await app.resize(120, 40);
  expect(app.text()).toContain('MAINTENANCE WINDOW');
  expect(app.text()).toContain('○ waiting');
  await app.resize(50, 12);
  expect(app.text()).toContain('needs at least 60 columns');
});

test('a tick changes the clocks and moves nothing', async () => {
  const { app, clock } = await show({ at: -9.5 * minute });
  const before = app.rows();
  clock.advance(1000);
  await app.settle();
  const after = app.rows();
  expect(after.join('\n')).toContain('S-00:09:29');
  const moved = after.filter((row, index) => row.replace(/\d/g, '0') !== before[index]?.replace(/\d/g, '0'));
  expect(moved).toEqual([]);
});

test('enter only asks; y starts, but not within the first half second', async () => {
  const { app, session } = await show({ at: -10 * minute });
  await app.type('\r', 'y');
  expect(session.sent).toEqual([]);
  expect(app.text()).toContain('Start: 1 Build and tag the release');
  app.wait(499);
  await app.type('y');
  expect(session.sent).toEqual([]);
  app.wait(1);
  await app.type('y');
  expect(session.sent).toEqual([{ type: 'start', step: 'tag', by: 'Thomas', reason: undefined }]);
  expect(app.text()).toContain('◐ to check');
});

test('keys typed before the first frame start nothing', async () => {
  const { app, session } = await show({ at: -10 * minute });
  await app.type('\ry\ry\r');
  app.wait(600);
  await app.type('\r\r\r');
  expect(session.sent).toEqual([]);
});

test('a role is confirmed by its own word typed key by key; paste, merged keys and enter alone do nothing', async () => {
  const { app, session } = await show({ at: -10 * minute });
  session.record(
    { type: 'step.started', step: 'tag', attempt: 1, by: 'Thomas', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'tag', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  await app.type('\r');
  app.wait(600);
  await app.type('\r');
  expect(app.text()).toContain('type programmer, then enter');
  await app.type('programmer\r', '\r');
  await app.type('\u001b[200~programmer\r\u001b[201~', '\r');
  expect(session.sent).toEqual([]);
  await app.typeSlowly('programmer');
  expect(session.sent).toEqual([]);
  await app.type('\r');
  expect(session.sent).toEqual([{ type: 'confirm', step: 'tag', role: 'programmer', by: 'Thomas' }]);
});

test('a pasted command key is not a key', async () => {
  const { app, session } = await show({ at: 5 * minute });
  await app.type('\u001b[200~f\u001b[201~');
  expect(app.text()).toContain('pasted text does nothing here');
  expect(app.text()).not.toContain('CALL THE FALLBACK');
  expect(session.sent).toEqual([]);
});

test('the fallback takes a reason and its two words, then the main timeline is frozen', async () => {
  const { app, session } = await show({ at: 50 * minute });
  bring(session, 'verify');
  await app.type('f');
  expect(app.text()).toContain('CALL THE FALLBACK');
  app.wait(600);
  await app.type('grades are', ' missing', '\r');
  app.wait(600);
  await app.type('\r', 'fall back', '\r');
  expect(session.sent).toEqual([]);
  await app.typeSlowly('fall back');
  await app.type('\r');
  expect(session.sent).toEqual([{ type: 'fallback', reason: 'grades are missing', by: 'Thomas' }]);
  expect(app.text()).toContain('D+00:00:00');
  expect(app.text()).toContain('MAINTENANCE WINDOW  frozen at D');
  expect(app.text()).toContain('▶ ○ D+0');
});

test('a no-go says what it starts and takes a reason', async () => {
  const { app, session } = await show({ at: 50 * minute });
  bring(session, 'verify');
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'Sandra', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  await app.type('c');
  expect(app.text()).toContain('A no-go calls the fallback at once');
  expect(app.text()).toContain('until 06:55, 0:05:00 before');
  app.wait(600);
  await app.typeSlowly('no-go');
  await app.type('\r');
  app.wait(600);
  await app.type('\r');
  expect(session.sent).toEqual([]);
  await app.type('e', '\r');
  expect(app.text()).toContain('a reason takes two words');
  await app.type('rrors in the log', '\r');
  expect(session.sent).toEqual([]);
  app.wait(600);
  await app.typeSlowly('fall back');
  await app.type('\r');
  expect(session.sent).toMatchObject([
    { type: 'vote', role: 'qc', verdict: 'no-go', reason: 'errors in the log' },
  ]);
  expect(session.state().fallback?.reason).toBe('errors in the log');
});

test('a start against the rule names what is missing and keeps the reason', async () => {
  const { app, session } = await show({ at: -11 * minute });
  await app.type('j', 'j', '\r');
  expect(app.text()).toContain('Not ready: it is due in 1m');
  app.wait(600);
  await app.type('we are early', '\r');
  expect(session.sent).toMatchObject([{ type: 'start', step: 'marker', reason: 'we are early' }]);
});

test('a critical step is started by its own word', async () => {
  const { app, session } = await show({ at: 31 * minute });
  bring(session, 'scripts');
  await app.type('\r');
  app.wait(600);
  await app.type('y', '\r');
  await app.typeSlowly('scripts');
  expect(session.sent).toEqual([]);
  await app.type('\r');
  expect(session.sent).toMatchObject([{ type: 'start', step: 'scripts' }]);
});

test('the checklist: p passes the marked item, x asks what is wrong', async () => {
  const { app, session } = await show({ at: 46 * minute, columns: 80, rows: 24 });
  bring(session, 'verify');
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'Sandra', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  await app.type('\r');
  expect(app.text()).toContain('CHECKLIST  0 of 4');
  await app.type('p');
  expect(app.text()).toContain('1 ✔ passed');
  expect(app.text()).toContain('▶ 2 ○ open');
  await app.type('4', 'x');
  expect(app.text()).toContain('Item 4 failed');
  app.wait(600);
  await app.type('stack traces', '\r');
  expect(app.text()).toContain('4 ✖ FAILED');
  expect(app.text()).toContain('stack traces');
  expect(session.sent.map((command) => ('item' in command ? command.item : 0))).toEqual([1, 4]);
});

/** The verification has started and its checklist is open. */
function openChecklist(session: FakeSession): void {
  bring(session, 'verify');
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'Sandra', reason: undefined, missing: [] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
  );
}

test('an item that is not on the screen is not answered: the first key shows it', async () => {
  const { app, session } = await show({ at: 46 * minute, columns: 80, rows: 24 });
  openChecklist(session);
  for (const key of ['p', 'x', '-']) {
    expect(app.text()).not.toContain('CHECKLIST');
    await app.type(key);
    expect(session.sent).toEqual([]);
    expect(app.text()).toContain('CHECKLIST  0 of 4');
    expect(app.text()).toContain('look at the item, then press again');
    await app.type('\t');
  }
  await app.type('\t', 'p');
  expect(session.sent).toMatchObject([{ item: 1, answer: 'passed' }]);
});

test('after the last answer the mark stays, and a correction says why', async () => {
  const { app, session } = await show({ at: 46 * minute });
  openChecklist(session);
  await app.type('p');
  await app.type('x');
  app.wait(600);
  await app.type('no grades', '\r', 'p', 'p');
  expect(app.text()).toContain('▶ 4 ✔ passed');
  expect(app.text()).toContain('Item 2 failed: item 4 is marked, 2 marks 2');
  await app.type('\r');
  expect(app.text()).toContain('item 2 failed: answer it again (p, x) or fall back (f)');
  expect(app.text()).toContain('▶ 2 ✖ FAILED');
  await app.type('p');
  expect(app.text()).toContain('It failed, says Thomas: no grades');
  app.wait(600);
  await app.type('y', '\r');
  expect(session.sent.length).toBe(4);
  await app.type(' was the wrong site', '\r');
  expect(session.sent.at(-1)).toMatchObject({ item: 2, answer: 'passed', note: 'y was the wrong site' });
  await app.type('x');
  expect(app.text()).toContain('Item 2 failed');
});

test('a start past the decision says so and takes the word of the step', async () => {
  const { app, session } = await show({ at: 55 * minute });
  openChecklist(session);
  await app.type('j', '\r');
  expect(app.text()).toContain('VERIFICATION HAS NOT SAID GO');
  app.wait(600);
  await app.type('they are all asleep', '\r');
  expect(app.text()).toContain('It is not its turn. Type its name: deploy-rest');
  app.wait(600);
  await app.type('y', '\r');
  expect(session.sent).toEqual([]);
  await app.typeSlowly('deploy-rest');
  await app.type('\r');
  expect(session.sent).toMatchObject([{ type: 'start', step: 'deploy-rest', reason: 'they are all asleep' }]);
});

test('what a step will run is shown whole, and scrolls', async () => {
  const text = Array.from({ length: 60 }, (_, index) => `line-${index} ${'long '.repeat(20)}end-${index}`);
  const plan = makeAugustPlan();
  const timelines = plan.timelines.map((timeline) => ({
    ...timeline,
    steps: timeline.steps.map((step) =>
      step.id === 'marker' ? { ...step, actions: [sh([], { text: text.join('\n') })] } : step,
    ),
  }));
  const session = createFakeSession({ plan: { ...plan, timelines } });
  const { app } = await show({ session, columns: 80, rows: 24 });
  await app.type('j', 'j', '\t');
  expect(app.text()).toContain('end-0');
  const seen = new Set<string>();
  for (let page = 0; page < 20; page += 1) {
    for (const [end] of app.text().matchAll(/end-\d+/g)) seen.add(end);
    await app.type('v');
  }
  expect(seen.size).toBe(60);
  await app.type('z');
  expect(app.text()).toContain('end-0');
});

test('the help scrolls on a small terminal', async () => {
  const { app } = await show({ columns: 80, rows: 24 });
  await app.type('?');
  expect(app.text()).toContain('KEYS');
  await app.type('j');
  expect(app.text()).not.toContain('KEYS');
  await app.type('\u001b[6~', '\u001b[6~', '\u001b[6~');
  expect(app.text()).toContain('A dim key can not be used now');
});

test('a failed host comes to the front', async () => {
  const { app, session } = await show({ at: minute, columns: 80, rows: 24 });
  bring(session, 'stop-all');
  const target = (name: string, code: number) =>
    ({
      type: 'target.finished',
      step: 'stop-all',
      attempt: 1,
      action: 0,
      target: name,
      result: { type: 'exited', code },
      hostKey: undefined,
      marker: undefined,
    }) as const;
  session.record(
    { type: 'step.started', step: 'stop-all', attempt: 1, by: 'Thomas', reason: undefined, missing: [] },
    { type: 'action.started', step: 'stop-all', attempt: 1, action: 0, targets: session.state().plan.hosts },
    target('sakaiprod1', 0),
    target('sakaiprod3', 1),
    {
      type: 'attempt.finished',
      step: 'stop-all',
      attempt: 1,
      outcome: 'failed',
      detail: 'sakaiprod3: exit 1',
    },
  );
  await app.settle();
  expect(app.text()).toContain('sakaiprod3: exit 1 … tab shows the log');
  await app.type('\t');
  expect(app.text()).toContain('[sakaiprod3]');
  await app.type(']');
  expect(app.text()).toContain('[sakaiprod4]');
  await app.type('[', '[', '[', '[');
  expect(app.text()).toContain('[all 7]');
});

test('a key that can not be used says why', async () => {
  const { app } = await show({ at: -30 * minute });
  await app.type('f');
  expect(app.text()).toContain('the fallback can be called from S on');
  await app.type('t');
  expect(app.text()).toContain('it is not running');
});

test('logs: a tab a host with its state, only what fits, free scrolling', async () => {
  const { app, session } = await show({ at: 1 * minute });
  bring(session, 'stop-all');
  const targets = session.state().plan.hosts;
  session.record(
    { type: 'step.started', step: 'stop-all', attempt: 1, by: 'Thomas', reason: undefined, missing: [] },
    { type: 'action.started', step: 'stop-all', attempt: 1, action: 0, targets },
  );
  const lines = Array.from({ length: 200 }, (_, index) => `line ${index} \u001b[2J\u001b]0;title\u0007`);
  session.print('stop-all', 'sakaiprod1', ...lines);
  session.record({
    type: 'target.finished',
    step: 'stop-all',
    attempt: 1,
    action: 0,
    target: 'sakaiprod3',
    result: { type: 'exited', code: 1 },
    hostKey: undefined,
    marker: undefined,
  });
  await vi.waitFor(() => expect(app.text()).toContain('line 199'));
  expect(app.text()).toContain('[all 7]');
  expect(app.text()).toContain('✖ sakaiprod3');
  expect(app.text()).toContain('sakaiprod3 exit 1');
  expect(app.text()).toContain('line 199');
  expect(app.text()).not.toContain('line 100 ');
  await app.type('b');
  expect(app.text()).not.toContain('line 199');
  expect(app.text()).toContain('of 200, end follows');
  await app.type('G', ']');
  expect(app.text()).toContain('[sakaiprod1]');
  expect(app.text()).toContain('line 199');
  expect(app.text()).toContain('GONOGO');
});

test('trouble stands in the header until it is over', async () => {
  const { app, session } = await show({});
  session.setTrouble('the journal can not be written: disk full');
  await app.settle();
  expect(app.text()).toContain('TROUBLE: the journal can not be written: disk full');
});

test('a refusal that comes back from the session is shown', async () => {
  const { app, session } = await show({ at: -10 * minute });
  await app.type('\r');
  app.wait(600);
  session.record({ type: 'run.ended', outcome: 'aborted', reason: 'x', by: 'Sandra' });
  await app.type('y');
  expect(app.text()).toContain('the run has ended');
});

test('q asks in an open run, and leaves the terminal as it was', async () => {
  const { app } = await show({});
  await app.type('q');
  expect(app.text()).toContain('The run stays open');
  await app.type('\u001b');
  await vi.waitFor(() => expect(app.text()).not.toContain('The run stays open'));
  await app.type('q');
  app.wait(600);
  await app.type('y');
  expect(await app.end).toEqual({ type: 'left' });
  expect(app.alternate()).toBe(false);
});

test('after the end q leaves at once and says how the run ended', async () => {
  const { app, session } = await show({});
  session.record({ type: 'run.ended', outcome: 'go', reason: undefined, by: 'Thomas' });
  await app.settle();
  expect(app.text()).toContain('ENDED: GO');
  await app.type('q');
  expect(await app.end).toEqual({ type: 'ended', outcome: 'go' });
});

test('plan text can not draw outside its place', async () => {
  const plan = makeAugustPlan();
  const session = createFakeSession({
    plan: { ...plan, title: 'A\u001b[2J\u001b[1;1HB\u202e and a title that goes on and on '.repeat(4) },
  });
  const { app } = await show({ session });
  expect(app.rows()[0]).toMatch(/^ GONOGO {2}A/);
  expect(app.rows()[1]).toContain('S+00:00:00');
});

test('ctrl+l takes away whatever else has written across the screen', async () => {
  const { app } = await show({ at: -10 * minute });
  const clean = app.rows();
  const message = 'Broadcast message: the system goes down';
  await app.scribble(`\u001b[10;1H\u001b[7m${message}\r\n\u001b[39;1H${'x'.repeat(300)}\r\n\n\u001b[5;20r`);
  expect(app.text()).toContain(message);
  expect(app.rows()).not.toEqual(clean);
  await app.type('\u000c');
  expect(app.rows()).toEqual(clean);
  await app.type('n');
  expect(app.text()).toContain('Note on 1 Build and tag the release');
  await app.scribble(`\u001b[1;1H${message}`);
  await app.type('\u000c');
  expect(app.text()).not.toContain(message);
  expect(app.text()).toContain('Note on 1 Build and tag the release');
});

test('ASCII only, where a terminal has no other signs', async () => {
  const { app } = await show({ ascii: true });
  const foreign = app.rows().filter((row) => /[^\x20-\x7e]/.test(row));
  expect(foreign).toEqual([]);
});
