import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Job, LEFT } from '../../../source/execute/executor.ts';
import { withSecrets } from '../../../source/execute/secrets/secret-executor.ts';
import { createVault, type Vault } from '../../../source/execute/secrets/vault.ts';
import { createWorld } from '../../../source/execute/world.ts';
import { manualTimers } from '../../helpers/manual-timers.ts';
import { makePlan, sh } from '../../helpers/plan.ts';
import { shJob } from '../../helpers/sh-job.ts';
import { readable } from './secret-shapes.ts';

const value = 'pa$$w"ord\'1 2/+é';
const secrets = { token: 'env:TOKEN', other: 'env:OTHER' };
let state: string;

beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'gonogo-secrets-'));
  vi.stubEnv('XDG_STATE_HOME', state);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(state, { recursive: true, force: true });
});

function plan() {
  return { ...makePlan({ main: [] }), databases: {}, secrets };
}

function vaultOf(env: Readonly<Record<string, string>> = { TOKEN: value, OTHER: 'another one' }): Vault {
  return createVault({ plan: plan(), env });
}

async function runHere(commands: string, names: readonly string[], vault = vaultOf()) {
  const world = createWorld({ plan: plan(), vault });
  const made = shJob(commands, { name: 'R1.a.1.0.local' });
  const job: Job = { ...made.job, action: sh([], { text: commands, secrets: names }) };
  const performed = await world.perform(job);
  await world.close();
  return { performed, stdout: made.stdout(), stderr: made.stderr() };
}

test('a step sees the secrets that it names, and no others', async () => {
  const { stdout } = await runHere(
    '[ "$token" = "$(printf \'pa$$w"ord\\0471 2/+é\')" ] && echo same; echo "${other-none}"',
    ['token'],
  );
  expect(stdout).toBe('same\nnone\n');
});

test('what a step prints of it comes masked, and its files hold nothing of it', async () => {
  const commands = [
    'echo "it is $token"',
    'printf %s "$token" | od -An -tx1',
    'printf %s "user:$token" | base64',
    'set -x; : "$token"; set +x',
    'printf %.5s "$token"; sleep 0.7; printf "%s\\n" "${token#?????}"',
    'echo "$token" >&2; exit 3',
  ].join('\n');
  const { performed, stdout, stderr } = await runHere(commands, ['token']);
  expect(performed).toMatchObject({ result: { type: 'exited', code: 3 } });
  expect(stdout).toMatch(/^it is \*\*\*token\*+\n/);
  expect(stderr).toContain('***token***');
  expect(readable(stdout + stderr, value)).toEqual([]);
  const jobs = join(state, 'gonogo', 'jobs');
  const files = readdirSync(jobs).filter((name) => !/\.(out|err)$/.test(name));
  expect(files).toHaveLength(2);
  for (const file of files) expect(readable(readFileSync(join(jobs, file), 'utf8'), value)).toEqual([]);
});

test('a step whose secret is not to be had does not begin', async () => {
  const { performed, stderr } = await runHere('touch "$XDG_STATE_HOME/began"', ['token'], vaultOf({}));
  const reason = 'secret token: env:TOKEN: the environment has no variable TOKEN';
  expect(performed).toEqual({ result: { type: 'refused', reason } });
  expect(stderr).toBe(`${reason}\n`);
  expect(readdirSync(state)).toEqual([]);
  const short = await runHere('true', ['token'], vaultOf({ TOKEN: '12345' }));
  expect(short.performed).toMatchObject({
    result: { type: 'refused', reason: expect.stringContaining('shorter than 6 characters') },
  });
});

test('what runs already is not followed without the means to mask it', async () => {
  const { perform, made } = recorded({ mode: 'attach', vault: vaultOf({}), tell: async () => undefined });
  expect(await perform()).toMatchObject({
    result: { type: 'lost', reason: expect.stringMatching(/^it is not followed, .*no variable TOKEN/) },
  });
  expect(made.stderr()).toBe('');
});

type Recorded = {
  readonly vault: Vault;
  readonly mode?: Job['mode'];
  readonly recorded?: number;
  readonly timers?: ReturnType<typeof manualTimers>;
  readonly tell: (job: Job) => Promise<unknown>;
};

/** A job whose executor tells what the test wants. */
function recorded({ vault, mode = 'start', recorded: bytes = 0, timers = manualTimers(), tell }: Recorded) {
  const made = shJob('true', { mode, recorded: { stdout: bytes, stderr: 0 } });
  const job: Job = { ...made.job, action: sh([], { secrets: ['token'] }) };
  const perform = withSecrets({
    vault,
    timers,
    perform: async (given) => {
      const end = await tell(given);
      return end === LEFT ? LEFT : { result: { type: 'failed', reason: `it said ${value}` } };
    },
  });
  return { perform: () => perform(job), made };
}

test('a secret in a reason is masked, too', async () => {
  const { perform } = recorded({ vault: vaultOf(), tell: async () => undefined });
  expect(await perform()).toEqual({ result: { type: 'failed', reason: 'it said ***token*********' } });
});

test('what was held back when gonogo ended is read again, and what was told before is known', async () => {
  const output = Buffer.from(`one two ${value} three`);
  for (let killed = 0; killed <= output.length; killed += 1) {
    const first = recorded({
      vault: vaultOf(),
      tell: async (job) => {
        void job.onOutput({ stream: 'stdout', bytes: output.subarray(0, killed) });
        return LEFT;
      },
    });
    expect(await first.perform()).toBe(LEFT);
    const before = first.made.stdout();
    const second = recorded({
      vault: vaultOf(),
      mode: 'attach',
      recorded: Buffer.byteLength(before),
      tell: async (job) => job.onOutput({ stream: 'stdout', bytes: output.subarray(job.recorded.stdout) }),
    });
    await second.perform();
    expect(before + second.made.stdout()).toBe('one two ***token********* three');
  }
});

test('also where a letter or two were told after a while', async () => {
  const output = Buffer.from(`one two ${value} three`);
  const timers = manualTimers();
  const first = recorded({
    vault: vaultOf(),
    timers,
    tell: async (job) => {
      void job.onOutput({ stream: 'stdout', bytes: output.subarray(0, 10) });
      timers.pass(1_000);
      return LEFT;
    },
  });
  await first.perform();
  expect(first.made.stdout()).toBe('one two pa');
  const second = recorded({
    vault: vaultOf(),
    mode: 'attach',
    recorded: 10,
    tell: async (job) => job.onOutput({ stream: 'stdout', bytes: output.subarray(job.recorded.stdout) }),
  });
  await second.perform();
  expect(second.made.stdout()).toBe('*token********* three');
});
