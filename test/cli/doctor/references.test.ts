import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { main } from '../../../source/cli/main.ts';
import { createTestIo } from '../test-io.ts';

const SECRET = 'hunter2-postgres-password';
let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'gonogo-references-'));
});
afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

async function doctor(databases: string, env: NodeJS.ProcessEnv = {}) {
  return await doctorOn({ front: `databases: ${databases}` }, env);
}

async function doctorOn(
  { front, step = '' }: { readonly front: string; readonly step?: string },
  env: NodeJS.ProcessEnv = {},
) {
  const plan = join(home, 'plan.md');
  await writeFile(
    plan,
    `---
title: T
window: 2009-08-18 05:00 - 07:00 UTC
roles: { qc: S }
${front}
---
- (S + 0 QC) Look {#look for=5m}
${step}`,
  );
  const io = createTestIo('', { HOME: home, XDG_STATE_HOME: home, PATH: process.env.PATH, ...env });
  const code = await main(['doctor', '--plan', plan, '--json'], '1', io);
  expect(io.written() + io.complained()).not.toContain(SECRET);
  const rows: { check: string; verdict: string; says: string; mend?: string }[] = JSON.parse(
    io.written(),
  ).checks;
  return { code, rows: rows.filter(({ check }) => check === 'references') };
}

test('a variable that is set is there, and its value is nowhere', async () => {
  const { code, rows } = await doctor('{ main: { url: "env:MAIN_DSN" } }', { MAIN_DSN: SECRET });
  expect(code).toBe(0);
  expect(rows).toMatchObject([{ verdict: 'ok', says: 'databases.main.url: env:MAIN_DSN is there' }]);
});

test('one that is missing is bad, and says what to do', async () => {
  const { code, rows } = await doctor('{ main: { url: "env:MAIN_DSN" } }');
  expect(code).toBe(4);
  expect(rows).toMatchObject([
    {
      verdict: 'bad',
      says: 'databases.main.url: env:MAIN_DSN: the environment has no variable MAIN_DSN',
      mend: 'export MAIN_DSN in this shell before the window',
    },
  ]);
});

test('a file is there, or missing, or open to others', async () => {
  const [own, open] = [join(home, 'own'), join(home, 'open')];
  await writeFile(own, SECRET, { mode: 0o600 });
  await writeFile(open, SECRET, { mode: 0o644 });
  const { rows } = await doctor(
    `{ a: { url: "file:${own}" }, b: { url: "file:${open}" }, c: { url: "file:${home}/none" } }`,
  );
  expect(rows.map(({ verdict }) => verdict)).toEqual(['ok', 'warn', 'bad']);
  expect(rows[1]?.mend).toBe(`chmod go= ${open}`);
});

/** Programs that a plan may ask for secrets, as scripts. */
async function tools(programs: Readonly<Record<string, string>>): Promise<NodeJS.ProcessEnv> {
  const folder = join(home, 'bin');
  await mkdir(folder);
  for (const [name, text] of Object.entries(programs)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  }
  return { PATH: folder };
}

test('secrets of every kind are there, and their values nowhere', async () => {
  const env = await tools({ op: `echo "${SECRET}" "$2" "$3"`, sops: `echo ${SECRET}` });
  const front = `secrets:
  from_env: "env:TOKEN"
  from_command: "cmd: printf %s-%s ${SECRET.slice(0, 7)} ${SECRET.slice(8)}"
  from_op: "op://Release/deploy/key"
  from_sops: "sops:secrets.yaml#db.password"`;
  const { code, rows } = await doctorOn({ front }, { ...env, TOKEN: SECRET });
  expect(rows.map(({ verdict, says }) => [verdict, says])).toEqual([
    ['ok', 'secrets.from_env: env:TOKEN is there'],
    ['ok', expect.stringMatching(/^secrets\.from_command: cmd: printf .* is there$/)],
    ['ok', 'secrets.from_op: op://Release/deploy/key is there'],
    ['ok', 'secrets.from_sops: sops:secrets.yaml#db.password is there'],
  ]);
  expect(code).toBe(0);
});

test('a tool that is missing, refuses or prints nothing is bad, and says what to do', async () => {
  const env = await tools({ sops: `echo ${SECRET} >&2; exit 3` });
  const front = `secrets:
  a: "op://Release/deploy/key"
  b: "sops:~/s.yaml#db"
  c: "cmd: true"
  d: "cmd: no-such-program"`;
  const { code, rows } = await doctorOn({ front }, env);
  expect(code).toBe(4);
  expect(rows.map(({ verdict, says, mend }) => [verdict, says, mend])).toEqual([
    [
      'bad',
      'secrets.a: op://Release/deploy/key: `op`, the command line of 1Password, is not installed here',
      'install `op` and sign in (`op signin`); `op read` has to print it',
    ],
    [
      'bad',
      'secrets.b: sops:~/s.yaml#db: exit 3',
      'install `sops` and its key; `sops -d ~/s.yaml` has to work here',
    ],
    ['bad', 'secrets.c: cmd: true: it prints nothing', expect.stringContaining('it has to print the secret')],
    ['bad', expect.stringMatching(/^secrets\.d: cmd: no-such-program: exit 127/), expect.anything()],
  ]);
});

test('a command that is asked for a secret finds no other one', async () => {
  const front = `databases: { main: { url: "env:MAIN_DSN" } }
secrets: { a: "cmd: echo \\"$MAIN_DSN\\"" }`;
  const { rows } = await doctorOn({ front }, { MAIN_DSN: SECRET });
  expect(rows.map(({ verdict }) => verdict)).toEqual(['ok', 'bad']);
  expect(rows[1]?.says).toContain('it prints nothing');
});

test('a secret that could not be hidden is bad', async () => {
  const { rows } = await doctorOn({ front: 'secrets: { a: "env:PIN" }' }, { PIN: '1234' });
  expect(rows).toMatchObject([
    {
      verdict: 'bad',
      says: expect.stringMatching(/^secrets\.a: env:PIN: it is shorter than six|6 characters/),
      mend: 'replace it by one that steps can be given',
    },
  ]);
  expect(JSON.stringify(rows)).not.toContain('1234');
});

test('what a request carries in its header is looked at, too, and each reference once', async () => {
  const step = '\n  ```http\n  GET https://www/\n  authorization: env:TOKEN\n  x-key: env:KEY\n  ```\n';
  const { rows } = await doctorOn({ front: 'secrets: { a: "env:TOKEN" }', step }, { TOKEN: SECRET });
  expect(rows.map(({ verdict, says }) => [verdict, says])).toEqual([
    ['ok', 'secrets.a; look, header authorization: env:TOKEN is there'],
    ['bad', 'look, header x-key: env:KEY: the environment has no variable KEY'],
  ]);
});

test('a plan with errors is no plan to look at', async () => {
  const plan = join(home, 'wrong.md');
  await writeFile(plan, 'nothing');
  const io = createTestIo('', { HOME: home });
  expect(await main(['doctor', '--plan', plan], '1', io)).toBe(3);
});
