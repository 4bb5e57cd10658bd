import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startPostgres, type TestPostgres } from '../helpers/postgres.ts';
import { listProcesses } from '../lab/processes.ts';
import { type Gonogo, openGonogo } from './gonogo.ts';

let server: TestPostgres;
let gonogo: Gonogo;
beforeAll(async () => {
  server = await startPostgres();
  gonogo = await openGonogo({ SAKAI_DSN: server.url('postgres') });
});
afterAll(async () => {
  await gonogo?.end();
  await server?.stop();
});

test('a password is in no command line, no line of the screen and no byte of the journal', async () => {
  const { child, until, ended } = gonogo.start(
    ['run', 'test/fixtures/plans/secret.md', '--plain', '--start', '-30m'],
    [
      ...['start query', 'wait query', 'start wrong', 'wait wrong', 'skip wrong it was wrong on purpose'],
      ...['start local', 'wait local', 'status', 'log local', 'end'],
    ],
  );
  await until('the query runs');
  const during = [...listProcesses()];
  await until('its environment has');
  during.push(...listProcesses());
  child.stdin.end();
  const { code, out, err } = await ended;
  expect([code, err], out).toEqual([5, '']);
  // It was there to be told.
  expect(out).toMatch(/db:sakai \| .*postgres/);
  expect(out).toMatch(/db:sakai \| .*does not exist/);
  expect(out).toMatch(/local \| its environment has: no such secret/);

  const { password } = server;
  expect(out).not.toContain(password);
  const commands = during.map(({ command }) => command);
  expect(commands.some((command) => command.includes('secret.md'))).toBe(true);
  expect(commands.filter((command) => command.includes(password))).toEqual([]);
  const folder = dirname(gonogo.journal);
  const files = readdirSync(folder).filter((name) => name.startsWith('journal.sqlite'));
  expect(files).toContain('journal.sqlite');
  for (const name of files) expect(readFileSync(join(folder, name)).includes(password), name).toBe(false);
});
