import { afterEach, expect, test, vi } from 'vitest';
import type { ShellEnd } from '../../../source/ui/hand-over.ts';
import { clipboardSequence, clipboardText } from '../../../source/ui/log/clipboard.ts';
import { nodes, startOnHosts } from '../../helpers/many-hosts.ts';
import { type RenderedApp, renderApp } from '../../helpers/render-app.ts';

let open: RenderedApp | undefined;

afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function show(hosts = 1, end: ShellEnd = { type: 'closed' }) {
  const { session } = startOnHosts(nodes(hosts));
  const pages: string[] = [];
  const app = await renderApp({
    session,
    hands: {
      editText: async (text) => ({ type: 'edited', text }),
      openShell: async () => ({ type: 'closed' }),
      showText: async (text, name) => {
        pages.push(`${name}\n${[...text].join('')}`);
        return end;
      },
    },
  });
  open = app;
  return { app, session, pages };
}

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `line ${index}`);

test('the pager gets all lines as plain text, with times and hosts', async () => {
  const { app, session, pages } = await show(2);
  session.print('deploy', 'node1', ...numbered(100), '\u001b[31mred\u001b[2J\u001b]52;c;eA==\u0007');
  session.print('deploy', 'node2', 'other');
  await app.type('L');
  await vi.waitFor(() => expect(pages.length).toBe(1));
  const rows = pages[0]?.split('\n') ?? [];
  expect(rows.length).toBe(104);
  expect(rows.slice(0, 2)).toEqual(['deploy.log', '05:02:00 node1 line 0']);
  expect(rows.slice(-3)).toEqual(['05:02:00 node1 red', '05:02:00 node2 other', '']);
  expect(session.sent).toEqual([]);
});

test('with a filter the pager gets what passes; a pager that fails is said', async () => {
  const { app, session, pages } = await show(1, { type: 'failed', reason: 'less ended with exit 1' });
  session.print('deploy', 'node1', ...numbered(30));
  await app.type('&');
  await app.typeSlowly('9$');
  await app.type('\r', 'o', 'L');
  await vi.waitFor(() => expect(app.text()).toContain('the pager: less ended with exit 1'));
  expect(pages[0]?.split('\n').slice(1, -1)).toEqual([
    'S+00:02:00 line 9',
    'S+00:02:00 line 19',
    'S+00:02:00 line 29',
  ]);
});

test('the marked line is copied as it is, else what is on the screen', async () => {
  const { app, session } = await show();
  session.print('deploy', 'node1', 'first', '\u001b[31mERROR here\u001b[0m', 'last');
  await app.type('G', 'y');
  expect(app.text()).toContain('3 lines on the screen: sent to the clipboard');
  expect(app.written()).toContain(clipboardSequence('05:02:00 first\n05:02:00 ERROR here\n05:02:00 last'));
  await app.type('i');
  expect(app.text()).toContain('1 of 1 lines that look like errors');
  await app.type('y');
  expect(app.written()).toContain(clipboardSequence('ERROR here'));
});

test('a clipboard takes only so much, and by whole lines', () => {
  expect(clipboardText('a\nb')).toEqual({ text: 'a\nb', cut: false });
  const line = `${'x'.repeat(999)}\n`;
  const { text, cut } = clipboardText(line.repeat(100));
  expect(cut).toBe(true);
  expect(text).toBe(line.repeat(32).trimEnd());
  expect(clipboardText('漢'.repeat(20_000)).text).toBe('漢'.repeat(10_922));
});
