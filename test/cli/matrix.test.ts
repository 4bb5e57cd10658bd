import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { writePlan } from '../plan/write-plan.ts';
import { createTestIo } from './test-io.ts';

const root = resolve(import.meta.dirname, '../..');
const august = join(root, 'plans/2009-08-18-gradebook2.md');
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-matrix-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function matrix(plan: string, ...more: readonly string[]) {
  const io = createTestIo('', { GONOGO_JOURNAL: join(folder, 'journal.sqlite') });
  const code = await main(['rehearse', plan, '--matrix', ...more], '1.2.3', io);
  return { code, out: io.written(), err: io.complained() };
}

async function planFile(name: string, parts: Parameters<typeof writePlan>[0]): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, writePlan(parts));
  return file;
}

test('the table in the README is what it prints', async () => {
  const { code, out, err } = await matrix(august);
  expect([code, err]).toEqual([0, '']);
  const lines = readFileSync(join(root, 'README.md'), 'utf8').split('\n');
  const first = lines.indexOf('<!-- matrix -->') + 2;
  const length = lines.slice(first).findIndex((line) => line !== '' && !line.startsWith('    '));
  const block = lines.slice(first, first + length).map((line) => line.slice(4));
  expect(`${block.join('\n').trimEnd()}\n`).toBe(out);
});

test('it says from which moment on going back comes home too late', async () => {
  const { out } = await matrix(august);
  expect(out).toMatch(/^after 8 Verification +S\+55m +1h5m +07:00 +nothing$/m);
  expect(out).toMatch(/^after 9 Deploy to the other servers +S\+60m +1h5m +07:05 +5m TOO LATE$/m);
  expect(out).toContain(
    'Going back does not end inside the window once 9 Deploy to the other servers has ended, or later.\n',
  );
});

test('as data', async () => {
  const { code, out } = await matrix(august, '--json', '--seed', '7');
  expect(code).toBe(0);
  const { title, window, rows } = JSON.parse(out);
  expect([title, window.closes]).toEqual(['Gradebook 2 release', '2009-08-18T07:00:00-07:00']);
  expect(rows[0]).toMatchObject({
    after: null,
    calledOffsetSeconds: 0,
    notNeeded: expect.arrayContaining(['restore']),
  });
  expect(rows.at(-1)).toEqual({
    after: { id: 'mail', number: 12, title: 'Send the release mail' },
    calledOffsetSeconds: 75 * 60,
    calledAt: '2009-08-18T06:15:00-07:00',
    outcome: 'fell-back',
    lengthSeconds: 65 * 60,
    homeOffsetSeconds: 140 * 60,
    homeAt: '2009-08-18T07:20:00-07:00',
    spareSeconds: -20 * 60,
    inTime: false,
    notNeeded: [],
    noReturn: null,
  });
});

test('long titles are cut, and a row is never wider than 100 columns', async () => {
  const title =
    'A step whose title goes on and on as if nobody ever had to read it at five in the morning, ever';
  const plan = await planFile('long.md', {
    main: `- (S + 0 DBA) ${title} {#long for=5m}`,
    fallback: '- (D + 0 DBA) Back {#back for=5m}',
  });
  const { out } = await matrix(plan);
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  expect(out).toMatch(/^after 1 A step whose title goes .*… +S\+5m +5m +05:10 +1h50m$/m);
  expect(out.trimEnd().split('\n').at(-1)).toBe('From every moment going back ends inside the window.');
});

test('what cannot be rehearsed to its end says so', async () => {
  const check = '\n\n  ```marker on=sakai\n  check nothing-set-this\n  ```';
  const plan = await planFile('stuck.md', {
    main: `- (S + 0 DBA) One {#one for=5m}\n- (S + 5m DBA) Check {#check for=5m}${check}\n- (S + 10m DBA) Two {#two for=5m}`,
  });
  const { out } = await matrix(plan);
  expect(out).toMatch(/^after 3 Two +never came so far$/m);
  expect(out).toContain('Going back could not be rehearsed once 2 Check has ended, or later.');
});

test('a plan without a fallback has nothing to rehearse, and one with an error none at all', async () => {
  const none = await planFile('none.md', {});
  await writeFile(none, writePlan({}).replace(/## Fall-back procedure.*$/s, ''));
  expect(await matrix(none)).toEqual({ code: 2, out: '', err: 'this plan has no fallback to rehearse\n' });
  const broken = await planFile('broken.md', { main: '- (S + 0 Nobody) One' });
  expect((await matrix(broken)).code).toBe(3);
});

test('faults are refused, not passed over', async () => {
  const { code, err } = await matrix(august, '--fail', 'backup');
  expect([code, err]).toEqual([2, '--matrix knows no faults: leave --late, --fail and --lose-host out\n']);
});

test('past a step that can not be undone no way back leads home, however early it ends', async () => {
  const plan = await planFile('no-return.md', {
    main: [
      '- (S + 0 DBA) Copy {#copy for=5m}',
      '- (S + 5m DBA) Switch the names {#switch no-return for=5m}',
    ].join('\n'),
    fallback: '- (D + 0 DBA) Back {#back undoes=copy for=5m}',
  });
  const { out } = await matrix(plan);
  expect(out).toMatch(/^after 1 Copy +S\+5m +5m +05:10 +1h50m$/m);
  expect(out).toMatch(/^after 2 Switch the names +S\+10m +5m +05:15 +1h45m, NO RETURN$/m);
  expect(out.trimEnd().split('\n').slice(-2)).toEqual([
    "Once 2 Switch the names has begun it can't be undone: no later way back leads home.",
    'From every moment before that going back ends inside the window.',
  ]);
  const { rows } = JSON.parse((await matrix(plan, '--json')).out);
  expect(rows.map(({ noReturn }: { noReturn: unknown }) => noReturn)).toEqual([null, null, 'switch']);
});
