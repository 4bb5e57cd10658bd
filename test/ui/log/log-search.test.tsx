import { afterEach, expect, test, vi } from 'vitest';
import { nodes, startOnHosts } from '../../helpers/many-hosts.ts';
import { type RenderedApp, renderApp } from '../../helpers/render-app.ts';

let open: RenderedApp | undefined;

afterEach(async () => {
  await open?.close();
  open = undefined;
});

async function show(hosts = 1, columns = 120, rows = 40) {
  const { session } = startOnHosts(nodes(hosts));
  const app = await renderApp({ session, columns, rows });
  open = app;
  const print = (host: string, ...lines: readonly string[]) => session.print('deploy', host, ...lines);
  return { app, session, print };
}

const numbered = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `line ${index}${index % 100 === 42 ? ' timeout' : ''}`);

test.each([
  [120, 40],
  [80, 24],
])('%dx%d: a search lands on a hit, n and N go on, esc ends it', async (columns, rows) => {
  const { app, session, print } = await show(1, columns, rows);
  print('node1', ...numbered(400));
  await app.type('/');
  expect(app.rows().at(-2)).toContain(' /');
  expect(app.rows().at(-1)).toContain('enter search');
  await app.typeSlowly('TIME');
  await app.type('\u007f', '\u007f', '\u007f', '\u007f');
  await app.typeSlowly('time.ut');
  expect(app.rows().at(-2)).toContain('/time.ut');
  await app.type('\r');
  expect(app.text()).toContain('/time.ut 4 of 4');
  expect(app.text()).toMatch(/▶\S+ line 342 timeout/);
  expect(app.rows().at(-1)).toContain('n next hit');
  await app.type('N');
  expect(app.text()).toContain('/time.ut 3 of 4');
  expect(app.text()).toMatch(/▶\S+ line 242 timeout/);
  expect(app.text()).toMatch(/of 400, end follows/);
  await app.type('n', 'n');
  expect(app.text()).toContain('/time.ut 1 of 4');
  expect(app.text()).toContain('after the last one: the first');
  expect(app.text()).toMatch(/▶\S+ line 42 timeout/);
  await app.type('\u001b');
  expect(app.text()).not.toContain('/time.ut');
  expect(app.text()).toContain('line 42 timeout');
  await app.type('n');
  expect(app.text()).toContain('Note on');
  expect(session.sent).toEqual([]);
});

test('n is a note before a search, and steps through hits during one', async () => {
  const { app, print } = await show();
  print('node1', 'one timeout');
  await app.type('n');
  expect(app.text()).toContain('Note on');
  await app.type('\u001b', '/');
  await app.typeSlowly('timeout');
  await app.type('\r', 'n');
  expect(app.text()).not.toContain('Note on');
});

test('what comes meanwhile is found too', async () => {
  const { app, print } = await show();
  print('node1', 'first bad');
  await app.type('/');
  await app.typeSlowly('bad');
  await app.type('\r');
  expect(app.text()).toContain('1 of 1');
  print('node1', ...numbered(60), 'second bad', 'third bad');
  await vi.waitFor(() => expect(app.text()).toContain('1 of 3'));
  await app.type('N');
  expect(app.text()).toMatch(/▶\S+ third bad/);
});

test('all hosts or the chosen one', async () => {
  const { app, print } = await show(3);
  print('node1', 'bad one');
  print('node2', 'bad two');
  await app.type('/');
  await app.typeSlowly('bad');
  await app.type('\r');
  expect(app.text()).toContain('of 2');
  await app.type(']');
  expect(app.text()).toContain('/bad 1 found');
});

test('text that is not there, a broken expression, nothing at all', async () => {
  const { app, print } = await show();
  print('node1', 'f(x', 'other');
  await app.type('/');
  await app.typeSlowly('f(');
  await app.type('\r');
  expect(app.text()).toContain('/f( 1 of 1');
  await app.type('/');
  await app.typeSlowly('nowhere');
  await app.type('\r');
  expect(app.text()).toContain('/nowhere not found');
  await app.type('n');
  expect(app.text()).toContain('nowhere is not in this log');
  await app.type('\u001b', '/', '\r');
  expect(app.text()).toContain('/nowhere not found');
});

test('keys typed into the search command nothing, neither do pasted or merged ones', async () => {
  const { app, session, print } = await show();
  print('node1', 'x');
  await app.type('/');
  await app.typeSlowly('fteX');
  await app.type('merged\rq');
  expect(app.text()).toContain('/fteXmerged q');
  await app.type('\u001b[200~pasted\r\u001b[201~');
  expect(app.text()).toContain('merged qpasted');
  expect(session.sent).toEqual([]);
  await app.type('\u001b');
  expect(app.text()).not.toContain('merged');
});

test('a step without output says so', async () => {
  const { app } = await show();
  await app.type('/');
  expect(app.text()).toContain('there is no output here');
});

test('another step is another log: the search has ended', async () => {
  const { app, print } = await show();
  print('node1', 'bad');
  await app.type('/');
  await app.typeSlowly('bad');
  await app.type('\r', '\t', 'j', 'k');
  expect(app.text()).not.toContain('/bad');
});

test('to the first line that looks like an error, then to the next, and round', async () => {
  const { app, print } = await show(1, 80, 24);
  print('node1', ...numbered(50), 'ERROR one', ...numbered(50), 'it failed', ...numbered(50));
  await app.type('i');
  expect(app.text()).toMatch(/▶\S+ ERROR one/);
  await app.type('i');
  expect(app.text()).toMatch(/▶\S+ it failed/);
  expect(app.text()).toContain('2 of 2 lines that look like errors');
  await app.type('i');
  expect(app.text()).toMatch(/▶\S+ ERROR one/);
  expect(app.text()).toContain('the first again');
  await app.type('\u001b', 'G');
  expect(app.text()).not.toContain('▶0');
});

test('without such lines the first one on stderr', async () => {
  const { app, session, print } = await show();
  await app.type('i');
  expect(app.text()).toContain('there is no output here');
  print('node1', 'out');
  await app.type('i');
  expect(app.text()).toContain('no line looks like an error, none is on stderr');
  const bytes = new TextEncoder().encode('odd\n');
  session.logs.append({
    action: 0,
    step: 'deploy',
    attempt: 1,
    target: 'node1',
    stream: 'stderr',
    at: session.clock.now(),
    bytes,
  });
  await app.type('i');
  expect(app.text()).toMatch(/▶\S+ odd/);
  expect(app.text()).toContain('1 of 1 lines on stderr');
});

test('a filter by its key, and all lines again', async () => {
  const { app, print } = await show(1, 80, 24);
  print('node1', ...numbered(400));
  await app.type('&');
  await app.typeSlowly('timeout');
  await app.type('\r');
  expect(app.text()).toContain('filter: timeout, 4 of 400 lines');
  expect(app.rows().at(-1)).toContain('esc clear');
  await app.type('/');
  await app.typeSlowly('2');
  await app.type('\r');
  expect(app.text()).toContain('/2 1 of 4');
  await app.type('\u001b');
  expect(app.text()).toContain('filter: timeout');
  await app.type('\u001b');
  expect(app.text()).not.toContain('filter');
  expect(app.text()).toContain('43-51 of 400');
  await app.type('G');
  expect(app.text()).toContain('line 399');
});

test('times, wrapping and controls by their keys', async () => {
  const { app, print } = await show();
  print('node1', `\u0007${'long '.repeat(40)}end`);
  await app.type('o');
  expect(app.text()).toContain('S+00:02:00 long');
  await app.type('o');
  expect(app.text()).toContain('+00:00:00 long');
  expect(app.text()).not.toContain('long end');
  await app.type('w');
  expect(app.text()).toContain('long end');
  await app.type('V');
  expect(app.text()).toContain('␇long');
});
