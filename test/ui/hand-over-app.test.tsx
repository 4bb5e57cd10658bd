import { afterEach, expect, test, vi } from 'vitest';
import type { Hands, ShellEnd } from '../../source/ui/hand-over.ts';
import { createFakeSession } from '../helpers/fake-session.ts';
import { makePlan, sh } from '../helpers/plan.ts';
import { type RenderedApp, renderApp } from '../helpers/render-app.ts';

const plan = makePlan({
  main: [{ id: 'deploy', title: 'Deploy', actions: [sh(['web1'], { text: 'cp old new' })] }],
});

let open: RenderedApp | undefined;

afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function show(hands: Partial<Hands>, leave?: AbortSignal) {
  const session = createFakeSession({ plan });
  const app = await renderApp({
    session,
    columns: 100,
    rows: 30,
    hands: {
      editText: async (text) => ({ type: 'edited', text }),
      openShell: async () => ({ type: 'closed' }),
      showText: async () => ({ type: 'closed' }),
      ...hands,
    },
    ...(leave === undefined ? {} : { leave }),
  });
  if (leave === undefined) open = app;
  return { session, app };
}

test('while the editor has the terminal nothing is drawn and no key is ours; then the screen is whole', async () => {
  const editor = Promise.withResolvers<string>();
  const { session, app } = await show({
    editText: async () => ({ type: 'edited', text: await editor.promise }),
  });
  const before = app.rows();
  await app.type('E');
  expect(app.alternate()).toBe(false);
  await app.scribble('\u001b[7;9H~ the editor ~');
  session.record({ type: 'note.added', step: undefined, text: 'x', by: 'x' });
  await app.settle();
  expect(app.text()).toContain('~ the editor ~');
  expect(app.text()).not.toContain('GONOGO');
  editor.resolve('cp new old');
  await vi.waitFor(() => expect(app.text()).toContain('Edited: 1 Deploy'));
  expect(app.alternate()).toBe(true);
  expect(app.text()).not.toContain('the editor');
  expect(app.rows()[0]).toBe(before[0]);
  for (const row of ['-cp old new', '+cp new old']) expect(app.text()).toContain(row);
  app.wait(600);
  await app.type('names were swapped', '\r');
  expect(session.sent).toMatchObject([{ type: 'edit', text: 'cp new old', reason: 'names were swapped' }]);
  await app.type('n');
  expect(app.text()).toContain('Note on 1 Deploy');
});

test('a shell that is closed gives the screen back as it was', async () => {
  const { session, app } = await show({});
  const before = app.rows();
  await app.type('!');
  expect(app.text()).toContain('A shell on web1');
  app.wait(600);
  await app.type('y');
  await vi.waitFor(() => expect(app.text()).toContain('the shell on web1 was open for'));
  expect(session.sent.map(({ type }) => type)).toEqual(['open-shell', 'close-shell']);
  expect(app.rows().slice(0, 10)).toEqual(before.slice(0, 10));
});

test('whoever ends the program while a shell is open has its end recorded first', async () => {
  const leave = new AbortController();
  const shell = Promise.withResolvers<ShellEnd>();
  const { session, app } = await show({ openShell: () => shell.promise }, leave.signal);
  await app.type('!');
  app.wait(600);
  await app.type('y');
  expect(app.alternate()).toBe(false);
  leave.abort();
  await app.settle();
  expect(session.sent.map(({ type }) => type)).toEqual(['open-shell']);
  shell.resolve({ type: 'failed', reason: 'was ended by SIGHUP' });
  expect(await app.end).toEqual({ type: 'left' });
  expect(session.sent.map(({ type }) => type)).toEqual(['open-shell', 'close-shell']);
  expect(app.alternate()).toBe(false);
});

test.each([
  [120, 40],
  [80, 24],
])('%dx%d: the panel of a failed step and all its ways fit', async (columns, rows) => {
  const session = createFakeSession({ plan });
  const base = { step: 'deploy', attempt: 1 } as const;
  session.record(
    { type: 'step.started', ...base, by: 'x', reason: undefined, missing: [] },
    { type: 'action.started', ...base, action: 0, targets: ['web1'] },
    { type: 'attempt.finished', ...base, outcome: 'failed', detail: 'web1: exit 1' },
  );
  open = await renderApp({ session, columns, rows });
  await open.type('\r');
  for (const part of [
    'FAILED: 1 Deploy',
    'web1: exit 1',
    'cp old new',
    ' a  all again',
    ' s  skip it',
    ' h  hold',
    'How does it go on?',
  ])
    expect(open.text()).toContain(part);
  expect(open.text()).toContain('a e x d s h choose');
});
