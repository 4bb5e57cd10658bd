import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checks } from '../../../source/cli/doctor/checks.ts';
import { clockCheck } from '../../../source/cli/doctor/clock-check.ts';
import { examine } from '../../../source/cli/doctor/doctor.ts';
import type { DoctorCheck, DoctorWorld } from '../../../source/cli/doctor/doctor-check.ts';
import { doctorText } from '../../../source/cli/doctor/doctor-text.ts';
import { journalCheck } from '../../../source/cli/doctor/journal-check.ts';
import { knownHostsCheck } from '../../../source/cli/doctor/known-hosts-check.ts';
import { localeCheck } from '../../../source/cli/doctor/locale-check.ts';
import { maskingCheck } from '../../../source/cli/doctor/masking-check.ts';
import { nodeFinding } from '../../../source/cli/doctor/node-check.ts';
import { sshAgentCheck } from '../../../source/cli/doctor/ssh-agent-check.ts';
import { sshClientCheck } from '../../../source/cli/doctor/ssh-client-check.ts';
import { stateFolderCheck } from '../../../source/cli/doctor/state-folder-check.ts';
import { main } from '../../../source/cli/main.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { makePlan } from '../../helpers/plan.ts';
import { createTestIo } from '../test-io.ts';

const now = Date.parse('2026-11-30T06:00:00Z');
let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gonogo-doctor-'));
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

function world(changes: Partial<DoctorWorld> = {}, env: NodeJS.ProcessEnv = {}): DoctorWorld {
  const state = {
    HOME: home,
    XDG_STATE_HOME: join(home, '.local/state'),
    XDG_CONFIG_HOME: join(home, '.config'),
  };
  const io = createTestIo('', { ...state, PATH: process.env.PATH, LANG: 'C.UTF-8', ...env });
  return { io, options: {}, clock: createManualClock(now), home, plan: undefined, ...changes };
}

async function look(check: DoctorCheck, changes?: Partial<DoctorWorld>, env?: NodeJS.ProcessEnv) {
  return (await check.look(world(changes, env))).map(({ verdict, says }) => [verdict, says]);
}

test.each([
  ['22.17.9', 'bad'],
  ['22.18.0', 'ok'],
  ['24.0.0', 'ok'],
  ['20.20.2', 'bad'],
])('Node %s is %s', (version, verdict) => {
  expect(nodeFinding(version).verdict).toBe(verdict);
});

test('looking makes nothing', async () => {
  await examine(checks, world());
  expect(await readdir(home)).toEqual([]);
});

test('that secrets are masked is tried', async () => {
  expect(await look(maskingCheck)).toEqual([
    ['ok', 'a step printed a secret, and journal, log and report have none of it'],
  ]);
});

test('a locale without UTF-8 is told', async () => {
  expect(await look(localeCheck)).toEqual([['ok', 'LANG=C.UTF-8']]);
  expect(await look(localeCheck, {}, { LC_ALL: 'POSIX' })).toEqual([
    ['warn', 'LC_ALL=POSIX is not UTF-8: the screens are drawn in ASCII'],
  ]);
});

test('no ssh is bad only where the plan needs it', async () => {
  const env = { PATH: home };
  expect((await look(sshClientCheck, {}, env))[0]?.[0]).toBe('warn');
  const plan = { ...makePlan({ main: [] }), transports: { web1: 'openssh' as const } };
  expect((await look(sshClientCheck, { plan }, env))[0]).toEqual([
    'bad',
    'there is no ssh here, and the plan has hosts with transport: openssh',
  ]);
});

test('an agent that is gone is told from none, and from one that answers', async () => {
  const socket = join(home, 'agent');
  expect((await look(sshAgentCheck))[0]?.[1]).toMatch(/^none: /);
  expect(await look(sshAgentCheck, {}, { SSH_AUTH_SOCK: socket })).toEqual([
    ['warn', `the ssh agent at ${socket} cannot be reached`],
  ]);
  // An agent with one key: its answer is 12, how many, and for each the key and a comment.
  const keys = Buffer.from('0c00000001000000036b65790000000161', 'hex');
  const length = Buffer.alloc(4);
  length.writeUInt32BE(keys.length);
  const agent = createServer((connection) =>
    connection.on('data', () => connection.end(Buffer.concat([length, keys]))),
  );
  await new Promise<void>((resolve) => agent.listen(socket, resolve));
  expect(await look(sshAgentCheck, {}, { SSH_AUTH_SOCK: socket })).toEqual([['ok', 'it holds 1 key']]);
  agent.close();
});

test('known hosts: none, some, and a file that others can write', async () => {
  expect((await look(knownHostsCheck))[0]?.[0]).toBe('warn');
  expect((await look(knownHostsCheck, { plan: { ...makePlan({ main: [] }), hosts: [] } }))[0]?.[1]).toMatch(
    /it names no hosts$/,
  );
  const file = join(home, '.ssh', 'known_hosts');
  await mkdir(join(home, '.ssh'));
  await writeFile(file, '# mine\nweb1 ssh-ed25519 AAAA\n', { mode: 0o644 });
  expect(await look(knownHostsCheck)).toEqual([['ok', `${file}: 1 line`]]);
  await chmod(file, 0o666);
  expect((await look(knownHostsCheck))[0]).toEqual([
    'bad',
    `${file} can be written by others, who could make any host known`,
  ]);
});

test('where the journal is to be: the nearest folder there is, and its room', async () => {
  const [[verdict, says] = []] = await look(stateFolderCheck);
  expect(verdict).not.toBe('bad');
  expect(says).toMatch(new RegExp(`^${home}/.local/state/gonogo: \\d.* free$`));
  const journal = '/proc/nowhere/journal.sqlite';
  expect(await look(stateFolderCheck, { options: { journal } })).toContainEqual([
    'bad',
    expect.stringMatching(/^\/proc\/nowhere/),
  ]);
});

test('a journal that is damaged is bad, and none at all is not', async () => {
  const file = join(home, 'journal.sqlite');
  const options = { journal: file };
  expect(await look(journalCheck, { options })).toEqual([
    ['ok', `${file}: none yet, the first run makes it`],
  ]);
  await writeFile(file, 'no database, but long enough to be taken for one'.repeat(100));
  expect((await look(journalCheck, { options }))[0]?.[0]).toBe('bad');
});

test('runs that are recorded are looked through; one from the future says that the clock is wrong', async () => {
  const plan = join(home, 'plan.md');
  await writeFile(
    plan,
    '---\ntitle: T\nwindow: 2009-08-18 05:00 - 07:00 UTC\nroles: { qc: S }\n---\n- (S + 0 QC) Look {#look for=5m}\n',
  );
  const { io } = world();
  expect(await main(['rehearse', plan, '--auto', '--plain', '--speed', '3600'], '1', io)).toBe(0);
  const file = join(home, '.local/state/gonogo/journal.sqlite');
  expect(await look(journalCheck)).toEqual([['ok', `${file}: 1 run, all intact`]]);
  const later = await look(clockCheck, { clock: createManualClock(Date.now()) });
  expect(later[0]?.[0]).toBe('ok');
  const long = await look(clockCheck, { clock: createManualClock(Date.parse('2001-01-01T00:00:00Z')) });
  expect(long[0]).toEqual(['bad', expect.stringMatching(/^2001-01-01 .* but the newest run began later: /)]);
});

test('a check that fails is a row, and the others are looked at all the same', async () => {
  const broken: DoctorCheck = {
    name: 'broken',
    look: async () => {
      throw new Error('oh');
    },
  };
  const rows = await examine([broken, localeCheck], world());
  expect(rows.map(({ check, verdict, says }) => [check, verdict, says])).toEqual([
    ['broken', 'bad', 'could not be looked at: oh'],
    ['locale', 'ok', 'LANG=C.UTF-8'],
  ]);
});

test('rows are hung under their first line on a narrow terminal', () => {
  const rows = [
    { check: 'one', verdict: 'ok', says: 'fine' },
    { check: 'longer', verdict: 'bad', says: 'this is not as it should be', mend: 'do what has to be done' },
  ] as const;
  expect(doctorText(rows, 36)).toBe(`ok    one     fine
BAD   longer  this is not as it
              should be
              = do what has to be
                done
Not fit to run a plan: 1 to mend first.
`);
});

test('exit code 4 where something is bad; --json has the rows', async () => {
  const { io } = world({}, { GONOGO_JOURNAL: '/proc/nowhere/j.sqlite' });
  const test = createTestIo('', io.env);
  expect(await main(['doctor', '--json'], '1', test)).toBe(4);
  const data = JSON.parse(test.written());
  expect(data.verdict).toBe('bad');
  expect(data.checks).toContainEqual({ check: 'node', verdict: 'ok', says: `Node ${process.versions.node}` });
  expect((await readdir(home)).length).toBe(0);
});
