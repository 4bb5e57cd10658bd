import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { main } from '../../source/cli/main.ts';
import { createTestIo } from './test-io.ts';

const AUGUST = resolve(import.meta.dirname, '../../plans/2009-08-18-gradebook2.md');
let folder = '';
let other = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gonogo-diff-'));
  other = join(folder, 'other.md');
  const text = await readFile(AUGUST, 'utf8');
  const edited = text
    .replace('qc: Sandra', 'qc: Ann')
    .replace('(S + 55m Programmer)', '(S + 56m QC)')
    .replace('setup-sakai-node.sh "$tag"', 'setup-sakai-node.sh --fast "$tag"')
    .replace('Send the release mail {#mail', 'Send a mail {#other');
  await writeFile(other, edited);
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function call(...args: readonly string[]) {
  const env = { XDG_STATE_HOME: folder, XDG_CONFIG_HOME: folder };
  const io = createTestIo('', env);
  const code = await main(['diff', ...args], '1', io);
  return { code, out: io.written(), err: io.complained() };
}

test('says step by step what is other', async () => {
  const { code, out } = await call(AUGUST, other);
  expect(code).toBe(0);
  expect(out.replace(`${AUGUST} -> ${other}`, 'a -> b')).toBe(`a -> b
Steps: 1 added, 1 removed, 2 changed, 17 the same

Front matter
  roles.qc  Sandra (QC) -> Ann (QC)

~  S+35m  deploy-head  Deploy to the head node      Programmer
      commands
         sh on=@head timeout=5m
        -  setup-sakai-node.sh "$tag"
        +  setup-sakai-node.sh --fast "$tag"
~  S+56m  deploy-rest  Deploy to the other servers  QC
      due    S+55m -> S+56m
      owner  programmer -> qc
-  S+70m  mail         Send the release mail        Release
+  S+70m  other        Send a mail                  Release
`);
});

test('the same plan says the same; --exit-code tells scripts', async () => {
  const { code, out } = await call(AUGUST, AUGUST, '--exit-code');
  expect(code).toBe(0);
  expect(out).toContain('Steps: 0 added, 0 removed, 0 changed, 20 the same\nThe plans say the same.\n');
  expect((await call(AUGUST, other, '--exit-code')).code).toBe(13);
});

test('--json has the same as data', async () => {
  const { code, out } = await call(AUGUST, other, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    frontMatter: [{ name: 'roles.qc', before: 'Sandra (QC)', after: 'Ann (QC)' }],
    steps: [
      { change: 'changed', id: 'deploy-head', changes: [{ name: 'commands' }] },
      { change: 'changed', id: 'deploy-rest', changes: [{ name: 'due' }, { name: 'owner' }] },
      { change: 'removed', id: 'mail' },
      { change: 'added', id: 'other', title: 'Send a mail', timeline: 'main' },
    ],
    sameSteps: 17,
  });
});

test('a plan with errors is not compared', async () => {
  const wrong = join(folder, 'wrong.md');
  await writeFile(wrong, 'no plan');
  expect((await call(AUGUST, wrong)).code).toBe(3);
});
