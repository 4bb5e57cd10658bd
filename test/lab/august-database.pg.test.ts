import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createStepRunner, loadAugustPlan } from './august.ts';
import { type LabDatabase, startDatabase } from './database.ts';
import { setFault } from './faults.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const plan = loadAugustPlan();
let database: LabDatabase;
let runStep: (id: string) => Promise<string>;

beforeAll(async () => {
  database = await startDatabase();
});
beforeEach(async () => {
  await database.reset();
  beginRun();
});
afterAll(() => database?.stop());

test('the restore brings back the database of the marker and keeps the changed one', async () => {
  for (const id of ['marker', 'backup', 'scripts']) expect(await runStep(id)).toBe('done');
  expect(await database.changed()).toBe(true);
  expect(await runStep('back-marker')).toContain('gradebook2-scripts');

  expect(await runStep('restore')).toBe('done');
  expect(await database.changed()).toBe(false);
  expect(await runStep('back-marker')).toBe('done');
  expect(await database.names()).toEqual([
    'sakai',
    'sakai_backup',
    expect.stringMatching(/^sakai_failed_\d+/),
  ]);
});

test('a restore before there is a backup says so and changes nothing', async () => {
  expect(await runStep('marker')).toBe('done');
  expect(await runStep('restore')).toContain('sakai_backup');
  expect(await database.names()).toEqual(['sakai']);
});

test('a backup of another night is not restored', async () => {
  for (const id of ['marker', 'backup']) await runStep(id);
  beginRun();
  expect(await runStep('marker')).toBe('done');
  expect(await runStep('restore')).toContain('is not there');
  expect(await database.names()).toEqual(['sakai', 'sakai_backup']);
});

test('a backup made twice keeps the first one', async () => {
  for (const id of ['marker', 'backup', 'backup']) expect(await runStep(id)).toBe('done');
  expect(await database.names()).toEqual([
    'sakai',
    'sakai_backup',
    expect.stringMatching(/^sakai_backup_until/),
  ]);
});

test('what the scripts have touched is never copied over the backup', async () => {
  for (const id of ['marker', 'backup', 'scripts']) await runStep(id);
  expect(await runStep('backup')).toContain('gradebook2-scripts');
  expect(await runStep('restore')).toBe('done');
  expect(await database.changed()).toBe(false);
});

test('the backup waits for nobody: it ends the connections of whoever still uses the database', async () => {
  await runStep('marker');
  const asleep = database.query('sakai', 'SELECT pg_sleep(60)').catch((error: Error) => error.message);
  await until(async () => {
    const rows = await database.query(
      'postgres',
      `SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(60)%' AND datname = 'sakai'`,
    );
    return rows.length > 0;
  });
  expect(await runStep('backup')).toBe('done');
  expect(await asleep).toMatch(/terminat/);
});

test('scripts fail for real on demand, change nothing, and run again once it is mended', async () => {
  for (const id of ['marker', 'backup']) await runStep(id);
  const state = {
    root: '/nowhere',
    owner: process.pid,
    hosts: [],
    databases: { sakai: database.url('sakai'), admin: database.url('postgres') },
  };
  await setFault(state, { kind: 'script-error' }, true);
  expect(await runStep('scripts')).toContain('gb_category_t');
  await setFault(state, { kind: 'script-error' }, false);
  expect(await database.changed()).toBe(false);
  for (const id of ['scripts', 'scripts']) expect(await runStep(id)).toBe('done');
  expect(await database.changed()).toBe(true);
});

function beginRun(): void {
  const { url } = database;
  runStep = createStepRunner(plan, {
    SAKAI_DSN: url('sakai'),
    SAKAI_BACKUP_DSN: url('sakai_backup'),
    SAKAI_ADMIN_DSN: url('postgres'),
  }).run;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}
