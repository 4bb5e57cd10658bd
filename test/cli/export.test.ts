import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import xterm from '@xterm/headless';
import { expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { verifyChain } from '../../source/journal/hash-chain.ts';
import { screenRows } from '../helpers/screen.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';
import { createTestIo } from './test-io.ts';

const newFolder = temporaryFolders();
const small = 'test/fixtures/plans/small.md';
const local = 'test/fixtures/plans/local.md';

async function rehearsed() {
  const folder = newFolder();
  const env = {
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    GONOGO_JOURNAL: join(folder, 'journal.sqlite'),
    GONOGO_AS: 'Thomas',
  };
  const call = async (...args: readonly string[]) => {
    const io = createTestIo('', env);
    const code = await main(args, '1.2.3', io);
    return { code, out: io.written(), err: io.complained() };
  };
  const rehearse = ['rehearse', small, '--auto', '--plain', '--speed', '3600', '--fail', 'stop'];
  expect((await call(...rehearse)).code).toBe(0);
  return { folder, call };
}

function rowsOf(text: string) {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

test('a run goes out as a recording, as events and as logs', async () => {
  const { folder, call } = await rehearsed();

  const step = await call('export', 'last', '--format', 'asciicast', '--step', 'stop');
  expect([step.code, step.err]).toEqual([0, '']);
  const [header, ...events] = rowsOf(step.out);
  expect(header).toMatchObject({
    version: 2,
    width: 120,
    title: expect.stringMatching(/Small release.*, 4 Stop/),
  });
  const text = events.flatMap(([, code, data]) => (code === 'o' ? [data] : [])).join('');
  expect(text).toMatch(/^sakaiprod1 {4} \| rehearsal: would run on sakaiprod1/m);
  const marks = events.flatMap(([, code, data]) => (code === 'm' ? [data] : []));
  expect(marks).toContainEqual(expect.stringMatching(/^4 on sakaiprod\S+: exit \d/));
  expect(events.map(([time]) => time)).toEqual(events.map(([time]) => time).toSorted((a, b) => a - b));

  const file = join(folder, 'night.cast');
  const all = await call('export', 'last', '--format', 'asciicast-v3', '--host', 'sakaiprod3', '-o', file);
  expect([all.code, all.out]).toEqual([0, '']);
  const [head, ...rest] = rowsOf(readFileSync(file, 'utf8'));
  expect(head).toMatchObject({ version: 3, term: { cols: 120, rows: 40 }, idle_time_limit: 2 });
  const written = rest.flatMap(([, code, data]) => (code === 'o' ? [data] : [])).join('');
  expect(written).toMatch(/^stop \| rehearsal: would run on sakaiprod3/m);

  const stored = rowsOf((await call('export', 'last', '--format', 'jsonl')).out);
  expect(verifyChain(stored)).toEqual({ type: 'intact', head: stored.at(-1).hash });
  // Whoever reads it needs no gonogo to recompute a hash.
  const { run, seq, prev, hash, ...covered } = stored[1];
  const sorted = `["gonogo event 1",${JSON.stringify(run)},${seq},${JSON.stringify(prev)},${JSON.stringify(covered)}]`;
  expect(createHash('sha256').update(sorted).digest('hex')).toBe(hash);

  const logs = join(folder, 'logs');
  const wrote = await call('export', 'last', '--format', 'logs', '-o', logs);
  expect([wrote.code, wrote.err]).toEqual([
    0,
    expect.stringMatching(/^Wrote .*logs: \d+ files and index.json\n$/),
  ]);
  expect(readdirSync(join(logs, '04-stop'))).toContain('sakaiprod3.stdout.log');
  expect(readFileSync(join(logs, '04-stop', 'sakaiprod3.stdout.log'), 'utf8')).toMatch(
    /^rehearsal: would run on sakaiprod3: sakai stop\n/,
  );
  const index = JSON.parse(readFileSync(join(logs, 'index.json'), 'utf8'));
  for (const { file: each, lines } of index.files) {
    const text = readFileSync(join(logs, each), 'utf8');
    expect(text.split('\n').filter((line) => !line.startsWith('===')).length - 1, each).toBe(lines);
  }
  const again = await call('export', 'last', '--format', 'logs', '-o', logs);
  expect([again.code, again.err]).toEqual([2, expect.stringMatching(/is not empty/)]);
}, 60_000);

test('the screens of a whole run go out as a recording', async () => {
  const folder = newFolder();
  const env = {
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    GONOGO_JOURNAL: join(folder, 'journal.sqlite'),
    GONOGO_AS: 'Thomas',
  };
  const call = async (args: readonly string[], lines: readonly string[] = []) => {
    const io = createTestIo(lines.map((line) => `${line}\n`).join(''), env);
    return { code: await main(args, '1.2.3', io), out: io.written() };
  };
  const lines = ['start write', 'wait write', 'skip slow too slow', 'skip look nobody there', 'end'];
  expect((await call(['run', local, '--plain', '--start', '-1h'], lines)).code).toBe(0);
  const [header, ...events] = rowsOf(
    (await call(['export', 'last', '--format', 'asciicast', '--screen'])).out,
  );
  expect(header).toMatchObject({ version: 2, width: 120, height: 40, title: 'Local release' });

  const terminal = new xterm.Terminal({ cols: 120, rows: 40, allowProposedApi: true });
  for (const [, code, data] of events) {
    if (code === 'o') await new Promise<void>((resolve) => terminal.write(data, resolve));
  }
  const rows = screenRows(terminal);
  terminal.dispose();
  expect(rows[0]).toMatch(/GONOGO {2}Local release +REPLAY/);
  expect(rows.join('\n')).toMatch(/ENDED: GO/);
  expect(rows.join('\n')).toMatch(/✔ S\+0 +Write a line/);
  expect(events.some(([, code, data]) => code === 'm' && data === '1 Write a line')).toBe(true);
  expect((await call(['export', 'last', '--format', 'logs', '--screen', '-o', 'x'])).code).toBe(2);
}, 60_000);

test('what makes no sense together is said before anything is written', async () => {
  const { folder, call } = await rehearsed();
  const usage = async (...args: readonly string[]) => {
    const { code, err } = await call('export', 'last', ...args);
    expect(code).toBe(2);
    return err;
  };
  expect(await usage()).toMatch(/--format/);
  expect(await usage('--format', 'gif')).toMatch(/Allowed choices are asciicast/);
  expect(await usage('--format', 'logs')).toMatch(/name it with -o/);
  expect(await usage('--format', 'jsonl', '--step', 'stop')).toMatch(/of the whole run/);
  expect(await usage('--format', 'asciicast', '--step', 'stpo')).toMatch(/no step stpo/);
  writeFileSync(join(folder, 'file'), '');
  const nowhere = await call('export', 'last', '--format', 'jsonl', '-o', join(folder, 'file', 'x'));
  expect([nowhere.code, nowhere.err]).toEqual([12, expect.stringMatching(/could not be written: ENOTDIR/)]);
  const signed = join(folder, 'signed');
  expect((await call('export', 'last', '--format', 'checkpoints', '-o', signed)).err).toMatch(
    /is not signed/,
  );
  expect(existsSync(signed)).toBe(false);
}, 60_000);
