import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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
  const plan = join(home, 'plan.md');
  await writeFile(
    plan,
    `---
title: T
window: 2009-08-18 05:00 - 07:00 UTC
roles: { qc: S }
databases: ${databases}
---
- (S + 0 QC) Look {#look for=5m}
`,
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

test('a plan with errors is no plan to look at', async () => {
  const plan = join(home, 'wrong.md');
  await writeFile(plan, 'nothing');
  const io = createTestIo('', { HOME: home });
  expect(await main(['doctor', '--plan', plan], '1', io)).toBe(3);
});
