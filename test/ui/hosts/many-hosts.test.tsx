import { afterEach, expect, test, vi } from 'vitest';
import { ended, finished, launched, nodes, startOnHosts } from '../../helpers/many-hosts.ts';
import { minute } from '../../helpers/plan.ts';
import { type RenderedApp, renderApp } from '../../helpers/render-app.ts';

let open: RenderedApp[] = [];

afterEach(async () => {
  const left = open;
  open = [];
  for (const app of left) await app.close();
});

/** A step on 200 hosts: most are well, two failed, one can't be reached, some are quiet, the last batch waits. */
async function show(options: { columns?: number; rows?: number; ascii?: boolean } = {}) {
  const hosts = nodes(200);
  const running = hosts.slice(180, 194);
  const { session, clock } = startOnHosts(hosts, {
    silence: 2 * minute,
    batch: [{ type: 'count', value: 194 }],
  });
  const app = await renderApp({ session, ...options });
  open.push(app);
  session.record(...hosts.slice(0, 194).map((host) => launched(host)));
  for (const host of hosts.slice(0, 180)) {
    session.print('deploy', host, 'unpacking', host === 'node17' ? 'no space left on device' : 'started');
  }
  session.record(...hosts.slice(0, 180).map((host) => ended(host, codes[host] ?? 0)));
  clock.advance(2 * minute + 5000);
  for (const host of running.slice(0, 12)) session.print('deploy', host, 'unpacking');
  const since = clock.now() - 12_000;
  session.setLinks([{ step: 'deploy', target: 'node183', since, reason: 'no answer for 12 s' }]);
  const last = (options.columns ?? 120) < 100 ? 'link: silent 12 s' : 'node192 unpacking';
  await vi.waitFor(() => expect(app.text()).toContain(last));
  return { app, session, clock };
}

const codes: Readonly<Record<string, number>> = { node17: 2, node93: 137 };

test('120x40: the states at a glance, and a broken link wherever one looks', async () => {
  const { app } = await show();
  const text = app.text();
  expect(text).toContain('[all 200] ✔ 178 ● 11 ○ 6 ◔ 2 quiet ≈ 1 no link ✖ 2 failed');
  expect(text).toContain(' node17 exit 2, node93 exit 137 (SIGKILL)');
  expect(text).toContain(
    'link: silent 12 s: node183 since 05:03:53; gonogo tries again by itself, the step goes',
  );
  expect(text).toMatch(
    /● S\+0 .*link: silent 12 s +2:05 │ Programmer · node\[1-200\] +link: silent 12 s: node183/,
  );
  expect(text).toContain('node183: no answer for 12 s; gonogo tries again by itself, the step goes on there');
  expect(text).toContain('node192 unpacking');
});

test('without a broken link a long silence is said in its place', async () => {
  const { app, session } = await show();
  session.setLinks([]);
  session.record(ended('node183', 0));
  await app.settle();
  expect(app.rows()[2]).toMatch(/^─+ > 99 % by 07:00, 90 % by \d\d:\d\d ─ 05:04:05 PDT ─$/);
  expect(app.text()).toContain('no output for 2m: node[193-194]');
  expect(app.text()).toMatch(/● S\+0 .*no output for 2m +2:05/);
});

test.each([
  [120, 40],
  [80, 24],
])('%ix%i: m folds the output, then shows all hosts, then merges again', async (columns, rows) => {
  const { app } = await show({ columns, rows });
  await app.type('\t', 'm');
  expect(app.text()).toMatch(/✖ node17 \(1\) +exit 2 · 2 lines/);
  expect(app.text()).toMatch(/✔ node\[1-16,18-92,94-180\] \(178\) +ok · 2 lines/);
  expect(app.text()).toContain('── node17 (1) ── ✖ exit 2 ──');
  expect(app.text()).toContain('  no space left on device');
  await app.type('m', 'z');
  expect(app.text()).toContain('✖93');
  expect(app.text()).toContain('≈183');
  expect(app.text()).toContain('○200');
  await app.type('m');
  expect(app.text()).toContain('following');
  expect(app.text()).toMatch(/node192 unpacking/);
});

test('the host chosen in the grid is the one whose log is shown', async () => {
  const { app } = await show({ columns: 80, rows: 24 });
  await app.type('\t', 'm', 'm', '\u001b[B', '\u001b[B', '\u001b[C', '\u001b[C');
  expect(app.text()).toContain('▶✖17');
  expect(app.text()).toMatch(/ node17 exit 2 +grid/);
  await app.type('m');
  expect(app.text()).toContain('✖[node17]');
  expect(app.text()).toMatch(/05:02:00 no space left on device/);
});

test('a tick moves no row, in whichever mode', async () => {
  const { app, clock } = await show();
  await app.type('\t');
  for (let mode = 0; mode < 3; mode += 1) {
    const before = app.rows();
    clock.advance(1000);
    await app.settle();
    const shape = (row: string): string => row.replace(/\d/g, '0');
    expect(app.rows().map(shape)).toEqual(before.map(shape));
    expect(app.rows()).not.toEqual(before);
    await app.type('m');
  }
});

test('once the step has failed, the first host that did is the chosen one', async () => {
  const { app, session } = await show({ columns: 80, rows: 24 });
  session.setLinks([]);
  session.record(
    ...nodes(200)
      .slice(180)
      .map((host) => ended(host, 0)),
    finished(1, 'failed'),
  );
  await app.type('\t', 'm');
  expect(app.text()).toContain('▶✖ node17 (1)');
  await app.type('m');
  expect(app.text()).toContain('▶✖17');
});

test('a hold stands in the header, and says why nothing starts', async () => {
  const { app, session } = await show();
  session.setLinks([]);
  session.record({ type: 'hold.called', reason: 'the DBA looks at a lock', by: 'Sandra' });
  await app.type('j');
  expect(app.rows()[2]).toMatch(/^ HELD since 05:04: the DBA looks at a lock ─+ /);
  expect(app.text()).toContain('nothing starts: held by Sandra: the DBA looks at a lock');
});

test('ASCII only, with every state there is', async () => {
  const { app } = await show({ ascii: true, columns: 80, rows: 24 });
  await app.type('\t');
  for (let mode = 0; mode < 3; mode += 1) {
    expect(app.rows().filter((row) => /[^\x20-\x7e]/.test(row))).toEqual([]);
    await app.type('m');
  }
  await app.type('m', 'm', 'z');
  expect(app.text()).toContain('~183');
  expect(app.text()).toContain('%194');
});
