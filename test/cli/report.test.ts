import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';
import { createTestIo } from './test-io.ts';

const newFolder = temporaryFolders();
const small = 'test/fixtures/plans/small.md';

/** Two rehearsals, recorded in a journal of their own; the second one is slower. */
async function rehearsedTwice() {
  const folder = newFolder();
  const journal = join(folder, 'journal.sqlite');
  const env = { HOME: folder, XDG_CONFIG_HOME: folder, GONOGO_JOURNAL: journal, GONOGO_AS: 'Thomas' };
  const call = async (...args: readonly string[]) => {
    const io = createTestIo('', env);
    const code = await main(args, '1.2.3', io);
    return { code, out: io.written(), err: io.complained() };
  };
  const rehearse = ['rehearse', small, '--auto', '--plain', '--speed', '3600'];
  expect((await call(...rehearse)).code).toBe(0);
  expect((await call(...rehearse, '--seed', '7')).code).toBe(0);
  const [second, first] = JSON.parse((await call('runs', '--json')).out);
  return { folder, journal, call, first: first.run as string, second: second.run as string };
}

test('a run becomes a page, a text or data; the rehearsal before it is held against it', async () => {
  const { folder, call, first, second } = await rehearsedTwice();
  const file = join(folder, 'night.html');
  const written = await call('report', 'last', '-o', file);
  expect([written.code, written.out, written.err]).toEqual([0, '', `Wrote ${file}\n`]);
  const page = readFileSync(file, 'utf8');
  expect(page).toMatch(/^<!doctype html>/);
  expect(page).toContain(`A is rehearsal ${first}`);
  expect(page).toContain('rehearsal: would run on sakaiprod3: sakai stop');

  const data = JSON.parse((await call('report', second.toLowerCase(), '--format', 'json', '-o', '-')).out);
  expect(data).toMatchObject({
    run: second,
    mode: 'rehearsal',
    outcome: 'go',
    rehearsal: { a: { run: first } },
  });
  expect(data.integrity).toMatchObject({ type: 'intact', head: expect.stringMatching(/^[0-9a-f]{64}$/) });

  const markdown = await call('report', first, '--format', 'md', '-o', '-');
  expect(markdown.out).toMatch(/^# Small release\n/);
  expect(markdown.out).not.toContain('Against the last rehearsal');

  const wrong = await call('report', 'last', '-o', join(folder, 'no', 'such', 'folder.html'));
  expect([wrong.code, wrong.err]).toEqual([
    12,
    expect.stringMatching(/the report could not be written: ENOENT/),
  ]);
}, 60_000);

test('two runs are compared as a table or as data', async () => {
  const { call, first, second } = await rehearsedTwice();
  const table = await call('compare', first, 'last');
  expect([table.code, table.err]).toEqual([0, '']);
  expect(table.out).toMatch(new RegExp(`^A {2}${first} {2}rehearsal {2}Small release\\n`));
  expect(table.out).toMatch(/^ ?4 {2}Stop every application server +S\+0 /m);
  const data = JSON.parse((await call('compare', first, second, '--json')).out);
  expect(data).toMatchObject({ a: { run: first }, b: { run: second }, onlyA: [], onlyB: [] });
  expect(data.steps).toHaveLength(12);
  const unknown = await call('compare', first, 'ZZZZZ');
  expect([unknown.code, unknown.err]).toEqual([2, expect.stringMatching(/no run ZZZZZ/)]);
}, 60_000);

test('a record that something else changed is reported, and says so', async () => {
  const { journal, call } = await rehearsedTwice();
  const database = new DatabaseSync(journal);
  database.exec('DROP TRIGGER events_stay');
  database.exec(
    "UPDATE events SET event = replace(event, 'succeeded', 'unknown') WHERE seq = 6 OR seq = 7 OR seq = 8",
  );
  database.close();
  const { code, out, err } = await call('report', 'last', '--format', 'md', '-o', '-');
  expect([code, err]).toEqual([0, expect.stringMatching(/is not as gonogo wrote it/)]);
  expect(out).toMatch(/The record is not as gonogo wrote it: event \d was changed/);
}, 60_000);
