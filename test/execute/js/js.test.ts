import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { LEFT } from '../../../source/execute/executor.ts';
import { createJsExecutor } from '../../../source/execute/js/js-executor.ts';
import { lookForJs } from '../../../source/execute/preflight/preflight-js.ts';
import { createLocalExecutor } from '../../../source/execute/supervisor/local-executor.ts';
import { type ShJobOptions, shJob } from '../../helpers/sh-job.ts';
import '../../helpers/state-home.ts';

const plan = {
  groups: { head: ['sakaiprod1'], app: ['sakaiprod1', 'sakaiprod2'] },
  vars: { tag: "it's v2" },
};

let folder: string;
const closers: (() => Promise<void>)[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-js-'));
});
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
  rmSync(folder, { recursive: true, force: true });
});

function executorWith(env: Readonly<Record<string, string | undefined>> = process.env, node?: string) {
  const local = createLocalExecutor({ grace: 500, env });
  closers.push(local.close);
  return { local, js: createJsExecutor({ plan, local: async () => local, node }) };
}

function jsJob(text: string, options: ShJobOptions = {}) {
  const made = shJob(text, { cwd: folder, step: 'deploy', ...options });
  const env = { ...plan.vars, GONOGO_STEP: 'deploy', ...options.env };
  return { ...made, job: { ...made.job, env, action: { ...made.job.action, kind: 'js' as const } } };
}

async function run(text: string, options: ShJobOptions = {}, env?: Readonly<Record<string, string>>) {
  const made = jsJob(text, options);
  const performed = await executorWith(env).js.perform(made.job);
  if (performed === LEFT) throw new Error('it was left');
  return { result: performed.result, stdout: made.stdout(), stderr: made.stderr() };
}

test('a script has $, the hosts and the variables, and says what it runs', async () => {
  const text = [
    'const { stdout } = await $`echo ${vars.tag}`;',
    'await $`echo to err >&2`;',
    'echo(JSON.stringify([stdout, hosts.app, process.env.tag, process.env.GONOGO_RUN ?? null]));',
    'for (const host of hosts.app) await $({ verbose: false })`echo ${host} >> list`;',
  ].join('\n');
  const { result, stdout, stderr } = await run(text);
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(stdout).toBe(
    [
      "$ echo $'it\\'s v2'",
      "it's v2",
      '$ echo to err >&2',
      `["it's v2\\n",["sakaiprod1","sakaiprod2"],"it's v2",null]`,
      '',
    ].join('\n'),
  );
  expect(stderr).toBe('to err\n');
  expect(readFileSync(join(folder, 'list'), 'utf8')).toBe('sakaiprod1\nsakaiprod2\n');
});

test('a command that fails ends it with its exit code, and says where', async () => {
  const { result, stderr } = await run("echo('one');\nawait $`exit 7`;\necho('never');");
  expect(result).toEqual({ type: 'exited', code: 7 });
  expect(stderr).toBe('a command ended with exit code 7, at deploy.js:2:8\n');
});

test('an error shows the line of the fence', async () => {
  const { result, stderr } = await run("const a = 1;\n\nthrow new Error('no way');");
  expect(result).toEqual({ type: 'exited', code: 1 });
  expect(stderr).toContain('deploy.js:3');
  expect(stderr).toContain('Error: no way');
  const wrong = await run('const = 1;');
  expect(wrong.result).toEqual({ type: 'exited', code: 1 });
  expect(wrong.stderr).toContain('SyntaxError');
});

test('its own exit code counts, and what never ends well is no success', async () => {
  expect((await run('process.exit(3)')).result).toEqual({ type: 'exited', code: 3 });
  const hanging = await run('await new Promise(() => {});');
  expect(hanging.result).toEqual({ type: 'exited', code: 13 });
});

test('it imports zx, what Node has, and what stands beside it', async () => {
  writeFileSync(join(folder, 'own.js'), 'export const own = 42;\n');
  const text =
    "import { $ as mine } from 'zx';\nimport os from 'node:os';\nimport { own } from './own.js';\necho(mine === $, typeof os.hostname(), own);";
  const { result, stdout, stderr } = await run(text);
  expect({ result, stderr }).toEqual({ result: { type: 'exited', code: 0 }, stderr: '' });
  expect(stdout).toBe('true string 42\n');
});

test('neither secrets nor what starts it is in its environment', async () => {
  const env = { PATH: process.env.PATH ?? '', HOME: folder, ZX_SHELL: '/bin/false', ZX_PREFIX: 'exit 9;' };
  const text =
    'echo(Object.keys(process.env).filter((name) => /^(GONOGO_|ZX_|SECRET)/.test(name)).join());\nawait $`true`;';
  const { result, stdout } = await run(text, {}, env);
  expect(result).toEqual({ type: 'exited', code: 0 });
  expect(stdout).toBe('GONOGO_STEP\n$ true\n');
});

test('it goes on without gonogo, and is found again by a gonogo with another Node', async () => {
  const go = join(folder, 'go');
  const text = `echo('begun');\nwhile (!fs.existsSync(${JSON.stringify(go)})) await sleep(20);\necho('ended');`;
  const first = executorWith();
  const begun = jsJob(text);
  const performing = first.js.perform(begun.job);
  await expect.poll(begun.stdout, { timeout: 10_000 }).toBe('begun\n');
  await first.local.close();
  expect(await performing).toBe(LEFT);
  const again = jsJob(text, { name: begun.job.name, mode: 'attach', launched: true });
  const attached = executorWith(process.env, '/another/node').js.perform(again.job);
  writeFileSync(go, '');
  expect(await attached).toMatchObject({ result: { type: 'exited', code: 0 } });
  expect(again.stdout()).toBe('begun\nended\n');
});

test('without its Node it does not run', async () => {
  const made = jsJob("echo('never')");
  expect(await executorWith(process.env, '/another/node').js.perform(made.job)).toMatchObject({
    result: { type: 'exited', code: 127 },
  });
  expect(made.stderr()).toContain('/another/node');
});

test('a stop reaches what it has started', async () => {
  const alive = join(folder, 'alive');
  const stop = new AbortController();
  const { job, stdout } = jsJob(`await $\`echo begun; while :; do date > ${alive}; sleep 0.1; done\`;`, {
    stop: stop.signal,
  });
  const performing = executorWith().js.perform(job);
  await expect.poll(stdout, { timeout: 10_000 }).toContain('\nbegun\n');
  stop.abort();
  expect(await performing).toMatchObject({ result: { type: 'stopped' } });
  rmSync(alive, { force: true });
  await new Promise((resolve) => setTimeout(resolve, 400));
  expect(existsSync(alive)).toBe(false);
});

test('the look before the window finds Node and zx', async () => {
  expect(await lookForJs()).toMatchObject({ verdict: 'go' });
});
