import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Executor, Job } from '../../../source/execute/executor.ts';
import { isAlive } from '../../helpers/processes.ts';
import { perform, type ShJobOptions, shJob } from '../../helpers/sh-job.ts';
import '../../helpers/state-home.ts';
import { supervisorContract } from './supervisor-contract.ts';

export type ExecutorUnderTest = {
  /** With a grace time of a second or so. */
  readonly executor: Executor;
  /** Another one for the same target, as a program that comes later has; the caller closes it. */
  readonly another: () => Executor;
  readonly target: string;
  readonly close: () => Promise<void>;
};

/** What every executor of `sh` actions does alike. */
export function executorContract(name: string, setUp: () => Promise<ExecutorUnderTest>) {
  describe(name, () => {
    let subject: ExecutorUnderTest;
    let folder: string;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'gonogo-contract-'));
      subject = await setUp();
    });
    afterAll(async () => {
      await subject?.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const run = async (commands: string, options: ShJobOptions = {}) => {
      const { job, stdout, stderr } = shJob(commands, { target: subject.target, ...options });
      const { result } = await perform(subject.executor, job);
      return { result, stdout: stdout(), stderr: stderr() };
    };

    test('tells exit codes', async () => {
      expect((await run('true')).result).toEqual({ type: 'exited', code: 0 });
      expect((await run('exit 3')).result).toEqual({ type: 'exited', code: 3 });
      expect((await run('no-such-program-anywhere')).result).toEqual({ type: 'exited', code: 127 });
    });

    test('stops at the first failure when the step says set -e', async () => {
      const { result, stdout } = await run('set -e\necho one\nfalse\necho two');
      expect({ result, stdout }).toEqual({ result: { type: 'exited', code: 1 }, stdout: 'one\n' });
    });

    test('reports kill -9 of the command as exit 137', async () => {
      expect((await run('kill -9 $$')).result).toEqual({ type: 'exited', code: 137 });
    });

    test('keeps stdout and stderr apart, without a line of its own', async () => {
      expect(await run('echo out; echo err >&2')).toEqual({
        result: { type: 'exited', code: 0 },
        stdout: 'out\n',
        stderr: 'err\n',
      });
    });

    test('passes output without a newline at its end, and none at all', async () => {
      expect((await run('printf "a\\nb"')).stdout).toBe('a\nb');
      expect(await run(':')).toMatchObject({ stdout: '', stderr: '' });
    });

    test('hands variables over whatever they hold', async () => {
      const env = {
        QUOTES: `it's "x" \\ $HOME \`id\``,
        LINES_: 'a\nb\n\n',
        UMLAUT: 'Größe ☂ 👍',
        EMPTY: '',
        _x1: ' ',
      };
      const script =
        'printf "%s|" "$QUOTES" "$LINES_" "$UMLAUT" "${EMPTY-unset}" "$_x1"; sh -c \'printf %s "$UMLAUT"\'';
      const { stdout } = await run(script, { env });
      expect(stdout).toBe(`${Object.values(env).join('|')}|${env.UMLAUT}`);
    });

    test('refuses a variable that no shell can have', async () => {
      const { result } = await run('touch never', { env: { 'a b': '1' } });
      expect(result).toMatchObject({ type: 'refused', reason: expect.stringContaining('"a b"') });
    });

    test('gives the step nothing on stdin', async () => {
      expect((await run('cat; read -r line; echo "<$line>"; echo after')).stdout).toBe('<>\nafter\n');
    });

    test('runs a script of many lines with quotes, here documents and functions as written', async () => {
      const script = [
        "say() { printf '%s\\n' \"it's $1\"; }",
        'cat <<EOF | tr a-z A-Z',
        'here, "quoted"',
        'EOF',
        'say done # comment',
        'for i in 1 2; do',
        '  say "$i"',
        'done',
        'trap "echo bye" EXIT',
        'exit 4',
      ].join('\n');
      const { result, stdout } = await run(script);
      expect(stdout).toBe("HERE, \"QUOTED\"\nit's done\nit's 1\nit's 2\nbye\n");
      expect(result).toEqual({ type: 'exited', code: 4 });
    });

    test('runs a script of a megabyte', async () => {
      const { stdout } = await run(`${'# filler\n'.repeat(120_000)}echo end`);
      expect(stdout).toBe('end\n');
    });

    test('keeps the script and the variables out of every argument list', async () => {
      const env = { SECRET: 'needle-in-the-environment' };
      const script =
        'tr "\\0" " " </proc/$$/cmdline; tr "\\0" " " </proc/$PPID/cmdline; : needle-in-the-script';
      expect((await run(script, { env })).stdout).not.toContain('needle');
    });

    test('enters the folder of the step, and says when it cannot', async () => {
      expect((await run('pwd', { cwd: '/' })).stdout).toBe('/\n');
      expect((await run('[ "$PWD" = "$HOME" ] && echo home', { cwd: '~' })).stdout).toBe('home\n');
      const { result } = await run('echo ran', { cwd: '/no/such folder' });
      expect(result).toMatchObject({ type: 'refused', reason: expect.stringContaining('/no/such folder') });
    });

    test('delivers much output complete and in order', async () => {
      const script =
        'i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo "line $i ................................"; done';
      const { stdout } = await run(`${script}; head -c 20000000 /dev/zero`);
      const lines = Array.from(
        { length: 20_000 },
        (_, i) => `line ${i + 1} ................................\n`,
      );
      const expected = Buffer.concat([Buffer.from(lines.join('')), Buffer.alloc(20_000_000)]);
      expect(stdout.length).toBe(expected.length);
      expect(sha256(Buffer.from(stdout))).toBe(sha256(expected));
    });

    test('ends the whole group when the time is up, grandchildren too', async () => {
      const file = join(folder, 'timeout');
      const { result, stdout } = await run(family(file), { timeout: 700 });
      expect(result).toEqual({ type: 'timed-out', after: 700 });
      expect(stdout).toBe('begun\n');
      await expectGone(file);
    });

    test('ends the whole group on stop, grandchildren too', async () => {
      const file = join(folder, 'stop');
      const stop = new AbortController();
      const stopping = until(() => existsSync(file)).then(() => stop.abort());
      const { result } = await run(family(file), { stop: stop.signal });
      await stopping;
      expect(result).toEqual({ type: 'stopped' });
      await expectGone(file);
    });

    test('ends what does not listen to TERM', async () => {
      const file = join(folder, 'deaf');
      const { result } = await run(`trap '' TERM; ${family(file)}`, { timeout: 500 });
      expect(result.type).toBe('timed-out');
      await expectGone(file);
    });

    test('does not start what was stopped before', async () => {
      const stop = AbortSignal.abort();
      expect(await run('echo ran', { stop })).toMatchObject({ result: { type: 'stopped' }, stdout: '' });
    });

    test('does not wait for ever for a child that outlives the shell', async () => {
      const file = join(folder, 'left');
      const { result, stdout } = await run(`sleep 60 & echo $! >'${file}'; echo started; exit 5`);
      expect({ result, stdout }).toEqual({ result: { type: 'exited', code: 5 }, stdout: 'started\n' });
      process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
    });

    test('runs many at once', async () => {
      const runs = Array.from({ length: 25 }, (_, i) => run(`sleep 0.2; echo ${i}; exit ${i}`));
      const ended = await Promise.all(runs);
      expect(ended.map(({ result }) => result)).toEqual(ended.map((_, code) => ({ type: 'exited', code })));
      expect(ended.map(({ stdout }) => stdout)).toEqual(ended.map((_, i) => `${i}\n`));
    });

    test('never rejects', async () => {
      const broken = { ...shJob('true').job, target: subject.target, action: undefined } as unknown as Job;
      expect((await perform(subject.executor, broken)).result.type).not.toBe('exited');
    });

    supervisorContract(() => subject);
  });
}

/** A shell with a child and a grandchild whose output goes elsewhere; all their ids end up in the file. */
function family(file: string): string {
  return `sh -c 'sleep 300 >/dev/null 2>&1 & echo $! >"${file}.1"; sleep 300' >/dev/null 2>&1 &
echo begun
while [ ! -s '${file}.1' ]; do sleep 0.05; done
cat '${file}.1' >'${file}.new'; echo $! $$ >>'${file}.new'; mv '${file}.new' '${file}'
sleep 300; sleep 300`;
}

async function expectGone(file: string) {
  const ids = readFileSync(file, 'utf8').trim().split(/\s+/).map(Number);
  expect(ids).toHaveLength(3);
  await until(() => ids.every((pid) => !isAlive(pid)));
}

async function until(met: () => boolean) {
  for (let i = 0; i < 200; i += 1) {
    if (met()) return;
    await sleep(25);
  }
  throw new Error('waited 5 s in vain');
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
