import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { needs } from '../helpers/needs.ts';
import { makeKey, type TestKey } from '../helpers/ssh-keys.ts';
import { temporaryFolders } from '../journal/temporary-folder.ts';
import { createTestIo } from './test-io.ts';

const newFolder = temporaryFolders();

const plan = `---
title: Signed release
window: 2009-08-18 05:00 - 07:00 America/Los_Angeles
roles: { programmer: Thomas, qc: Sandra }
---
## During the window

- (S + 0 Programmer) Write a line {#write}

  \`\`\`sh
  echo "it was deployed"
  echo "and a warning" >&2
  \`\`\`

- (S + 1m QC) Decide {#decide decision poll=qc for=1m}

## Fall-back procedure

- (D + 0 Programmer) Go back {#back for=1m}
`;

type Home = { readonly folder: string; readonly call: Call; readonly journal: string };
type Call = (
  args: readonly string[],
  lines?: readonly string[],
) => Promise<{ readonly code: number; readonly out: string; readonly err: string }>;

/** A night that was carried out and ended, with or without an agent at the keyboard. */
async function night(agent: Readonly<Record<string, string>>, more: readonly string[] = []): Promise<Home> {
  const folder = newFolder();
  const journal = join(folder, 'journal.sqlite');
  const env = {
    HOME: folder,
    XDG_CONFIG_HOME: folder,
    GONOGO_JOURNAL: journal,
    GONOGO_AS: 'Thomas',
    ...agent,
  };
  const call: Call = async (args, lines = []) => {
    const io = createTestIo(lines.map((line) => `${line}\n`).join(''), env);
    const code = await main(args, '1.2.3', io);
    return { code, out: io.written(), err: io.complained() };
  };
  const file = join(folder, 'plan.md');
  writeFileSync(file, plan);
  const lines = ['start write', 'wait write', 'start decide', 'go qc', 'end'];
  const run = await call(['run', file, '--plain', '--start', '-2m', ...more], lines);
  expect([run.code, run.err], run.out).toEqual([0, '']);
  return { folder, call, journal };
}

/** What somebody with the file at hand can do. */
function change(journal: string, statement: string): void {
  const database = new DatabaseSync(journal);
  for (const trigger of ['events_stay', 'events_remain', 'output_stays', 'output_remains'])
    database.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
  const { changes } = database.prepare(statement).run();
  database.close();
  expect(changes).toBeGreaterThan(0);
}

describe('a record without signatures', () => {
  test('is intact, and says that nobody has signed it', async () => {
    const { call } = await night({});
    const { code, out, err } = await call(['verify', 'last']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(/^Events {7}(\d+) events of \1 in one unbroken chain$/m);
    expect(out).toMatch(/^Output {7}30 bytes of 2 streams as they were recorded$/m);
    expect(out).toMatch(/^Signatures {3}none: the record is not signed$/m);
    expect(out).toMatch(/INTACT\.$/m);
    const data = JSON.parse((await call(['verify', 'last', '--json'])).out);
    expect(data).toMatchObject({ intact: true, problems: [], output: { faults: [], bytes: 30, later: 0 } });
    expect((await call(['verify', 'last', '--head', data.head.slice(0, 12)])).code).toBe(0);
    const other = await call(['verify', 'last', '--head', 'abcdef0123']);
    expect([other.code, other.out]).toEqual([10, expect.stringMatching(/no event has the hash abcdef0123/)]);
    expect((await call(['verify', 'last', '--head', 'nothing'])).code).toBe(2);
  }, 60_000);

  test.each([
    ["UPDATE events SET event = replace(event, 'Thomas', 'Nobody') WHERE seq = 3", /event 3 was changed/],
    ['UPDATE events SET wall = wall + 1 WHERE seq = 4', /event 4 was changed/],
    ['DELETE FROM events WHERE seq = 5', /event 5 is missing/],
    ['DELETE FROM events WHERE seq = 1', /event 1 is missing/],
    [
      "UPDATE output SET bytes = CAST('it was destroyed' AS BLOB) WHERE stream = 'stdout'",
      /output changed: bytes 0 to 16 of write, attempt 1, action 1, local, stdout/,
    ],
    [
      "DELETE FROM output WHERE stream = 'stderr'",
      /output missing: bytes 0 to 14 of write, attempt 1, action 1, local, stderr/,
    ],
  ])(
    'that was changed by %s is found out',
    async (statement, message) => {
      const { call, journal } = await night({});
      const [{ run }] = JSON.parse((await call(['runs', '--json'])).out);
      change(journal, statement);
      const { code, out } = await call(['verify', run]);
      expect([code, out]).toEqual([10, expect.stringMatching(message)]);
      expect(out).toMatch(/NOT as gonogo wrote it\.$/m);
      expect(JSON.parse((await call(['verify', run, '--json'])).out).intact).toBe(false);
    },
    60_000,
  );

  test('with an event that nobody understands is named by it', async () => {
    const { call, journal } = await night({});
    change(journal, `UPDATE events SET event = '{"type":"coffee.made"}' WHERE seq = 3`);
    const { code, err } = await call(['verify', 'last']);
    expect([code, err]).toEqual([10, expect.stringMatching(/event 3 of run .* can't be understood/)]);
  }, 60_000);

  test('may hold output that came after the result: that is told, and is no fault', async () => {
    const { call, journal } = await night({});
    change(
      journal,
      `INSERT INTO output (run, step, attempt, action, target, stream, offset, at, bytes)
       SELECT run, step, attempt, action, target, stream, length(bytes), at, CAST('late' AS BLOB)
       FROM output WHERE stream = 'stdout'`,
    );
    const { code, out } = await call(['verify', 'last']);
    expect([code, out]).toEqual([0, expect.stringMatching(/4 bytes more came after the result/)]);
  }, 60_000);
});

describe.skipIf(needs('ssh-agent', 'ssh-add', 'ssh-keygen'))('a record signed at the keyboard', () => {
  let folder: string;
  let agent: ChildProcess;
  let env: Readonly<Record<string, string>>;
  let key: TestKey;
  let second: TestKey;
  let allowed: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'gonogo-verify-'));
    env = { SSH_AUTH_SOCK: join(folder, 'agent') };
    agent = spawn('ssh-agent', ['-D', '-a', env.SSH_AUTH_SOCK ?? ''], { stdio: 'ignore' });
    await vi.waitUntil(() => existsSync(env.SSH_AUTH_SOCK ?? ''));
    key = makeKey({ folder, name: 'one' });
    second = makeKey({ folder, name: 'two', type: 'ecdsa' });
    for (const { path } of [key, second])
      expect(spawnSync('ssh-add', ['-q', path], { env: { ...process.env, ...env } }).status).toBe(0);
    allowed = join(folder, 'allowed');
    writeFileSync(allowed, `thomas@example.org ${key.publicLine}\n`);
  });
  afterAll(async () => {
    agent.kill();
    await once(agent, 'exit');
    rmSync(folder, { recursive: true, force: true });
  });

  test('says by whom and up to where, and ssh-keygen agrees without gonogo', async () => {
    const { call, folder: home } = await night(env);
    const data = JSON.parse((await call(['verify', 'last', '--json'])).out);
    expect(data.checkpoints).toMatchObject([
      { good: true, keyType: 'ssh-ed25519', by: 'Thomas' },
      { good: true, keyType: 'ssh-ed25519', by: 'Thomas' },
    ]);
    const signers = await call(['verify', 'last', '--allowed-signers', allowed]);
    expect([signers.code, signers.out]).toEqual([
      0,
      expect.stringMatching(
        /up to event \d+, at the keyboard of Thomas: SHA256:\S+ \(ssh-ed25519\), thomas@example/,
      ),
    ]);

    const where = join(home, 'checkpoints');
    const written = await call(['export', 'last', '--format', 'checkpoints', '-o', where]);
    expect([written.code, written.err]).toEqual([0, expect.stringMatching(/ssh-keygen -Y verify -n gonogo/)]);
    const files = readdirSync(where).filter((name) => !name.endsWith('.sig'));
    expect(files).toHaveLength(2);
    for (const name of files) {
      const file = join(where, name);
      const who = ['-f', allowed, '-I', 'thomas@example.org', '-s', `${file}.sig`];
      const verified = spawnSync('ssh-keygen', ['-Y', 'verify', '-n', 'gonogo', ...who], {
        input: readFileSync(file),
      });
      expect(verified.status, String(verified.stderr)).toBe(0);
    }
  }, 60_000);

  test('is not good for a record that was written anew behind it', async () => {
    const { call, journal } = await night(env);
    change(
      journal,
      `UPDATE events SET event = json_set(event, '$.hash', '${'0'.repeat(64)}') WHERE type = 'record.signed'`,
    );
    const { code, out } = await call(['verify', 'last']);
    expect(code).toBe(10);
    expect(out).toMatch(
      /the signature up to event \d+ is not good: event \d+ is not the one that was signed/,
    );
    expect(out).toMatch(/Signatures {3}none/);
  }, 60_000);

  test('whose key is not allowed does not pass for one of those who are', async () => {
    const { call } = await night(env, ['--sign', `${second.path}.pub`]);
    const { code, out } = await call(['verify', 'last', '--allowed-signers', allowed]);
    expect([code, out]).toEqual([10, expect.stringMatching(/nobody of .*allowed has signed this record/)]);
    expect((await call(['verify', 'last'])).out).toMatch(/\(ecdsa-sha2-nistp256\)/);
  }, 60_000);

  test('is only signed where that is wanted, with a key that there is', async () => {
    const off = await night(env, ['--sign', 'off']);
    expect((await off.call(['verify', 'last'])).out).toMatch(/not signed/);
    const where = join(off.folder, 'checkpoints');
    const none = await off.call(['export', 'last', '--format', 'checkpoints', '-o', where]);
    expect([none.code, none.err, existsSync(where)]).toEqual([
      0,
      expect.stringMatching(/is not signed/),
      false,
    ]);
    const wrong = await off.call([
      'run',
      join(off.folder, 'plan.md'),
      '--plain',
      '--start',
      'now',
      '--sign',
      'nokey',
    ]);
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringMatching(/--sign nokey: no public key there/)]);
    const file = await off.call(['verify', 'last', '--allowed-signers', 'nofile']);
    expect([file.code, file.err]).toEqual([2, expect.stringMatching(/nofile can't be read/)]);
  }, 60_000);
});
