import { afterEach, expect, test, vi } from 'vitest';
import { createManualClock } from '../../../source/session/clock.ts';
import { createFakeSession } from '../../helpers/fake-session.ts';
import { begun, ended, finished, launched, nodes, started, startOnHosts } from '../../helpers/many-hosts.ts';
import { makePlan, minute, sh, start } from '../../helpers/plan.ts';
import { type RenderedApp, renderApp } from '../../helpers/render-app.ts';

let open: RenderedApp | undefined;

afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function show({ hosts = 4, columns = 120, rows = 40 } = {}) {
  const { session, clock } = startOnHosts(nodes(hosts));
  const app = await renderApp({ session, columns, rows });
  open = app;
  session.record(...nodes(hosts).map((host) => launched(host)));
  for (const host of nodes(hosts)) session.print('deploy', host, `${host} unpacks`, `${host} starts`);
  await app.settle();
  return { app, session, clock };
}

/** The hosts of the step, once they are on the screen. */
async function splitHosts(app: RenderedApp, panes = 4): Promise<void> {
  await app.type('|', 'h');
  await vi.waitFor(() => expect(heads(app)).toHaveLength(panes));
}

/** Rows with the head of a pane: `▶2 1 node2 · ...`. */
function heads(app: RenderedApp): readonly string[] {
  return app
    .rows()
    .flatMap((row) => row.match(/[▶ ]\d \d+ (?:node\d+ |all \d+ |local )?· .*?(?= ?│|$)/g) ?? []);
}

function focused(app: RenderedApp): readonly string[] {
  return heads(app).filter((head) => head.startsWith('▶'));
}

const numbered = Array.from({ length: 60 }, (_, index) => `line ${index}`);

test.each([
  [120, 40],
  [200, 50],
  [80, 24],
])('%ix%i: four hosts of a step at once, each with its own head and log', async (columns, rows) => {
  const { app, session } = await show({ columns, rows });
  await app.type('|');
  await vi.waitFor(() => expect(app.rows().at(-1)).toContain('h hosts  s steps that run'));
  await app.type('h');
  await vi.waitFor(() => expect(heads(app)).toHaveLength(4));
  expect(focused(app)).toEqual([expect.stringMatching(/^▶1 1 node1 · Deploy.*following ● running/)]);
  for (const host of nodes(4)) expect(app.text()).toContain(`${host} starts`);
  expect(app.text().includes('Take them into service')).toBe(columns > 80);
  expect(app.rows().at(-1)).toContain('1-4 pane');
  session.print('deploy', 'node3', 'node3 is up');
  await vi.waitFor(() => expect(app.text()).toContain('node3 is up'));
  expect(session.sent).toEqual([]);
});

test('keys of the log mean the pane with the focus alone', async () => {
  const { app, session } = await show();
  for (const host of nodes(4)) session.print('deploy', host, ...numbered);
  await splitHosts(app);
  await app.type('3', '\u001b[H');
  expect(focused(app)).toEqual([expect.stringMatching(/^▶3 1 node3 .*1-\d+ of 62, end follows ● running/)]);
  expect(heads(app).filter((head) => head.includes('following'))).toHaveLength(3);
  expect(app.text()).toContain('node3 unpacks');
  expect(app.text()).not.toContain('node2 unpacks');
  await app.type('\t', '/');
  await app.typeSlowly('line 7');
  await app.type('\r');
  expect(app.text().match(/\/line 7 1 of 1/g)).toHaveLength(1);
  expect(focused(app)[0]).toMatch(/^▶4 /);
  await app.type('\u001b');
  expect(app.text()).not.toContain('/line 7');
  expect(heads(app)).toHaveLength(4);
  await app.type('k', 'k');
  expect(focused(app)[0]).toMatch(/^▶4 .* of 62, end follows/);
  await app.type('G');
  expect(focused(app)[0]).toMatch(/^▶4 .*following/);
  await app.type('1', '\u001b[C');
  expect(focused(app)[0]).toMatch(/^▶1 1 node2 /);
});

test('zoom makes a pane full, and z again brings the others back', async () => {
  const { app } = await show();
  await splitHosts(app);
  await app.type('2', 'z');
  expect(heads(app)).toEqual([]);
  expect(app.text()).toContain('[node2]');
  expect(app.text()).not.toContain('node1 starts');
  expect(app.text()).not.toContain('Take them into service');
  await app.type('z');
  expect(focused(app)[0]).toMatch(/^▶2 1 node2 /);
  expect(heads(app)).toHaveLength(4);
});

test('esc leaves one log, | twice brings the others back, and once more hides them', async () => {
  const { app } = await show();
  await splitHosts(app);
  await app.type('4', '\u001b');
  expect(heads(app)).toEqual([]);
  expect(app.text()).toContain('[node4]');
  await app.type('|', '|');
  expect(focused(app)[0]).toMatch(/^▶4 1 node4 /);
  await app.type('|', '|');
  expect(heads(app)).toEqual([]);
});

test('panes are added and removed one by one; a fifth is refused with the reason', async () => {
  const { app } = await show();
  await app.type('\t', '|', 'a');
  expect(focused(app)).toEqual([expect.stringMatching(/^▶1 1 all 4 · /)]);
  expect(app.rows().at(-2)).toContain('pane 1 of at most four; move on and press | a for the next');
  await app.type('|', 'a');
  expect(app.rows().at(-2)).toContain('the same log once more: turn it to another host');
  await app.type('\u001b[C', '|', 'a', '|', 'a', '\u001b[C');
  expect(focused(app)).toEqual([expect.stringMatching(/^▶4 1 node2 · /)]);
  await app.type('|', 'a');
  expect(app.rows().at(-2)).toContain('the split has four panes, which is all it takes: | x removes');
  expect(heads(app)).toHaveLength(4);
  await app.type('|', 'x');
  expect(heads(app)).toHaveLength(3);
  await app.type('\u001b', '|', 'x');
  expect(app.rows().at(-2)).toContain('there is no split on the screen');
});

test('of many hosts those in trouble come first, in the order of the plan', async () => {
  const { app, session } = await show({ hosts: 12 });
  session.record(ended('node9', 3), ended('node1', 0), ended('node11', 1));
  await splitHosts(app);
  expect(heads(app).map((head) => head.slice(0, 11).trim())).toEqual([
    '▶1 1 node2',
    '2 1 node3',
    '3 1 node9',
    '4 1 node11',
  ]);
  expect(app.rows().at(-2)).toContain(
    '4 of 11 hosts, what is in trouble first; each pane can be turned to another one',
  );
});

test('a question is asked as without a split, and no log is beside it', async () => {
  const { app } = await show();
  await splitHosts(app);
  await app.type('2', 't');
  expect(app.text()).toContain('Stop');
  expect(heads(app)).toEqual([]);
  expect(app.text()).not.toContain('node2 starts');
  app.wait(1000);
  await app.type('\u001b');
  expect(focused(app)[0]).toMatch(/^▶2 1 node2 /);
});

test('a second attempt goes on in the panes of the first', async () => {
  const { app, session } = await show();
  await splitHosts(app);
  session.record(...nodes(4).map((host) => ended(host, host === 'node2' ? 3 : 0)), finished(1, 'failed'));
  await app.settle();
  expect(heads(app)[1]).toMatch(/✖ exit 3$/);
  session.record(started(2, { from: 0, targets: ['node2'] }), begun(2, ['node2']), launched('node2', 2));
  session.print('deploy', 'node2', 'once more');
  await vi.waitFor(() => expect(app.text()).toContain('once more'));
  expect(heads(app)).toHaveLength(4);
  expect(heads(app)[1]).toMatch(/^ 2 1 node2 .*● running/);
  expect(heads(app)[0]).toMatch(/✔ ok$/);
});

test('where they do not all fit the screen says so, and tab goes on to the others', async () => {
  const { app } = await show({ columns: 60, rows: 15 });
  await splitHosts(app, 2);
  expect(app.text()).toContain('2 of 4 panes fit on this screen: tab goes on to the others');
  await app.type('\t', '\t');
  expect(heads(app).map((head) => head.slice(0, 10))).toEqual(['▶3 1 node3', ' 4 1 node4']);
  await app.resize(60, 40);
  expect(heads(app)).toHaveLength(4);
});

test('with the focus on the steps nothing happens to a log that nobody sees', async () => {
  const { app } = await show();
  await splitHosts(app);
  await app.type('\u001b[Z');
  expect(focused(app)).toEqual([]);
  await app.type('/');
  expect(app.rows().at(-2)).toContain('the steps have the focus: tab, or a number, goes to a pane');
  await app.type('\u001b[5~');
  expect(app.rows().at(-2)).toContain('the steps have the focus');
  await app.type('j', '|', 'a');
  expect(app.rows().at(-2)).toContain('people do this step: it has no log');
});

test('four panes that search and filter all come to an end of it', async () => {
  const { app, session } = await show({ hosts: 1, columns: 200, rows: 50 });
  // More than is looked at in one frame.
  session.print('deploy', 'node1', ...Array.from({ length: 7000 }, (_, index) => `line ${index}`));
  await app.type('\t');
  for (const last of ['2', '4', '6', '8']) {
    await app.type('|', 'a', '&', `line \\d*${last}$`, '\r', '/', `199${last}`, '\r');
  }
  const found = () => app.text().match(/, 700 of 7,002 lines .*?\/199\d 1 of 1 /g);
  await vi.waitFor(() => expect(found()).toHaveLength(4), { timeout: 10_000 });
});

test('an item of a checklist that a split hides is not answered: the first key shows it', async () => {
  const clock = createManualClock(start);
  const checklist = [1, 2].map((number) => ({ number, text: 'Log in', owners: [], line: 1 }));
  const step = { id: 'verify', title: 'Verify', actions: [sh()], checklist };
  const session = createFakeSession({ plan: makePlan({ main: [step] }), clock });
  const app = await renderApp({ session });
  open = app;
  session.record(
    { type: 'step.started', step: 'verify', attempt: 1, by: 'Thomas', reason: undefined, missing: [] },
    { type: 'action.started', step: 'verify', attempt: 1, action: 0, targets: ['local'] },
    { type: 'attempt.finished', step: 'verify', attempt: 1, outcome: 'succeeded', detail: '' },
  );
  await splitHosts(app, 1);
  await app.type('p');
  expect(session.sent).toEqual([]);
  expect(app.text()).toContain('CHECKLIST  0 of 2');
  expect(heads(app)).toHaveLength(0);
  await app.type('p');
  expect(session.sent).toMatchObject([{ item: 1, answer: 'passed' }]);
});

test('the steps that run, side by side', async () => {
  const clock = createManualClock(start);
  const steps = ['Stop', 'Copy', 'Warm'].map((title) => {
    return { id: title.toLowerCase(), title, actions: [sh()] };
  });
  const session = createFakeSession({ plan: makePlan({ main: steps }), clock });
  const app = await renderApp({ session, columns: 200, rows: 50 });
  open = app;
  await app.type('|', 's');
  expect(app.rows().at(-2)).toContain('no step runs now');
  for (const { id } of steps.slice(1)) {
    session.record(
      { type: 'step.started', step: id, attempt: 1, by: 'Thomas', reason: undefined, missing: [] },
      { type: 'action.started', step: id, attempt: 1, action: 0, targets: ['local'] },
    );
    session.print(id, 'local', `${id} says`);
  }
  clock.advance(minute);
  await app.type('|', 's');
  const row = app.rows().find((text) => text.includes('▶1 2 · Copy')) ?? '';
  expect(row).toMatch(/▶1 2 · Copy .*● running 1:00│ 2 3 · Warm .*● running 1:00$/);
  expect(app.text()).toContain('warm says');
  await app.type('.');
  expect(focused(app)).toEqual([]);
  expect(heads(app)).toHaveLength(2);
});
