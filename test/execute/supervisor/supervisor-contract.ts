import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LEFT } from '../../../source/execute/executor.ts';
import { groupMembers, ignoredHere } from '../../helpers/processes.ts';
import { awaitFile, perform, type ShJobOptions, shJob } from '../../helpers/sh-job.ts';
import { jobsFolder } from '../../helpers/state-home.ts';
import type { ExecutorUnderTest } from './executor-contract.ts';

/** What every place does alike for jobs that outlive the program. */
export function supervisorContract(subject: () => ExecutorUnderTest) {
  describe('outliving the program', () => {
    let folder: string;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'gonogo-outlive-'));
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const make = (commands: string, options: ShJobOptions = {}) =>
      shJob(commands, { target: subject().target, ...options });
    const run = async (commands: string, options: ShJobOptions = {}) => {
      const made = make(commands, options);
      const performed = await perform(subject().executor, made.job);
      return { ...made, ...performed, stdout: made.stdout(), stderr: made.stderr() };
    };

    test('says that it began, with the process of its own session and the script it runs', async () => {
      const { launches, stdout } = await run('echo $$; cut -d " " -f 5,6 /proc/$$/stat');
      const [pid = '', session, group] = stdout.trim().split(/\s+/);
      expect(launches).toHaveLength(1);
      expect(launches[0]).toMatchObject({
        pid: Number(pid),
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      });
      expect([session, group]).toEqual([pid, pid]);
    });

    test('keeps the script exactly, with the hash that is told, and no variable', async () => {
      const commands = `printf %s "$SECRET" | wc -c; : 'its' 100% \\n "kept"`;
      const { job, launches, stdout } = await run(commands, { env: { SECRET: 'needle-in-a-variable' } });
      expect(stdout.trim()).toBe('20');
      const kept = readdirSync(jobsFolder)
        .filter((file) => file.startsWith(job.name))
        .map((file) => readFileSync(join(jobsFolder, file), 'latin1'));
      expect(kept).toHaveLength(4);
      expect(kept.join('')).not.toContain('needle');
      const script = readFileSync(join(jobsFolder, `${job.name}.script`));
      expect(script.toString()).toBe(commands);
      expect(launches[0]?.sha256).toBe(createHash('sha256').update(script).digest('hex'));
    });

    test('starts one name once, however often it is asked to, and gives all of them the whole', async () => {
      const file = join(folder, 'once');
      const first = make(`echo run >>'${file}'; sleep 0.3; echo done; exit 4`);
      const { name } = first.job;
      const second = make(first.job.action.text, { name });
      const both = [first, second].map(({ job }) => perform(subject().executor, job));
      expect((await Promise.all(both)).map(({ result }) => result)).toEqual([
        { type: 'exited', code: 4 },
        { type: 'exited', code: 4 },
      ]);
      const third = await run(first.job.action.text, { name });
      expect(third).toMatchObject({ result: { type: 'exited', code: 4 }, stdout: 'done\n' });
      expect([first.stdout(), second.stdout()]).toEqual(['done\n', 'done\n']);
      expect(readFileSync(file, 'utf8')).toBe('run\n');
    });

    test('attaches to what runs, from the byte it is told', async () => {
      const file = join(folder, 'go');
      const other = subject().another();
      const begun = make(`echo begun; ${awaitFile(file)}; echo end; exit 7`);
      const left = other.perform(begun.job);
      await expect.poll(begun.stdout).toBe('begun\n');
      await other.close();
      expect(await left).toBe(LEFT);
      const attached = make(begun.job.action.text, {
        name: begun.job.name,
        mode: 'attach',
        launched: true,
        recorded: { stdout: 3, stderr: 0 },
      });
      const ended = perform(subject().executor, attached.job);
      await expect.poll(attached.stdout).toBe('un\n');
      writeFileSync(file, '');
      expect((await ended).result).toEqual({ type: 'exited', code: 7 });
      expect(attached.stdout()).toBe('un\nend\n');
      expect(attached.launches).toMatchObject([{ pid: begun.launches[0]?.pid }]);
    });

    test('tells of what ended meanwhile its exit, its output and when that was', async () => {
      const begun = Date.now();
      const { job } = await run('echo out; echo err >&2; exit 5');
      const ended = Date.now();
      await new Promise((resolve) => setTimeout(resolve, 1_300));
      const options = { name: job.name, mode: 'attach', launched: true } as const;
      const later = await run(job.action.text, options);
      expect(later).toMatchObject({ result: { type: 'exited', code: 5 }, stdout: 'out\n', stderr: 'err\n' });
      // Times on the target are told in hundredths of a second.
      expect(later.endedAt).toBeGreaterThan(begun - 50);
      expect(later.endedAt).toBeLessThan(ended + 900);
    });

    test('what never began is kept from it for ever', async () => {
      const file = join(folder, 'never');
      const { job, result } = await run(`touch '${file}'`, { mode: 'attach' });
      expect(result).toEqual({ type: 'refused', reason: expect.stringContaining('it never began on') });
      const late = await run(job.action.text, { name: job.name });
      expect(late.result).toMatchObject({ type: 'refused', reason: expect.stringContaining('never began') });
      expect(existsSync(file)).toBe(false);
    });

    test('what began and left no trace is lost, never taken for not begun', async () => {
      const { result, job } = await run('true', { mode: 'attach', launched: true });
      expect(result).toEqual({
        type: 'lost',
        reason: expect.stringMatching(/^no trace of it on .*: its job files are gone$/),
      });
      expect(existsSync(join(jobsFolder, `${job.name}.claim`))).toBe(false);
    });

    test('a stop reaches what another program began', async () => {
      const other = subject().another();
      const begun = make('echo begun; sleep 300 & sleep 300');
      const left = other.perform(begun.job);
      await expect.poll(begun.stdout).toBe('begun\n');
      await other.close();
      await left;
      const { name, action } = begun.job;
      const options = { name, mode: 'attach', launched: true, stop: AbortSignal.abort() } as const;
      expect((await run(action.text, options)).result).toEqual({ type: 'stopped' });
      expect(groupMembers(begun.launches[0]?.pid ?? 0)).toEqual([]);
    });

    test('the rest of the output of a stopped job arrives', async () => {
      const stop = new AbortController();
      const made = make("trap 'sleep 0.2; echo last words; exit 1' TERM; echo begun; sleep 300 & wait", {
        stop: stop.signal,
      });
      const ended = perform(subject().executor, made.job);
      await expect.poll(made.stdout).toBe('begun\n');
      stop.abort();
      expect((await ended).result).toEqual({ type: 'stopped' });
      expect(made.stdout()).toBe('begun\nlast words\n');
    });

    test('keeps all output in order when the step opens its streams again', async () => {
      const some = (from: number) =>
        `i=${from}; while [ $i -lt ${from + 2_000} ]; do echo "out $i"; echo "err $i" >&2; i=$((i + 1)); done`;
      const { result, stdout, stderr } = await run(
        [
          some(0),
          'echo to stderr >/dev/stderr',
          'echo to both | tee /dev/stderr',
          'sh -c "echo to stdout >/dev/stdout"',
          some(2_000),
          'exit 6',
        ].join('\n'),
      );
      expect(result).toEqual({ type: 'exited', code: 6 });
      const lines = (word: string, own: readonly string[]) => {
        const all = Array.from({ length: 4_000 }, (_, i) => `${word} ${i}`);
        return `${[...all.slice(0, 2_000), ...own, ...all.slice(2_000)].join('\n')}\n`;
      };
      expect(stdout).toBe(lines('out', ['to both', 'to stdout']));
      expect(stderr).toBe(lines('err', ['to stderr', 'to both']));
    });

    test('takes no bytes for silence', async () => {
      expect(await run('printf "\\0"')).toMatchObject({ stdout: '\0', stderr: '' });
      expect(await run('printf "\\0\\036" >&2; exit 1')).toMatchObject({ stdout: '', stderr: '\0\x1e' });
    });

    test.each([
      ['of its group', 'sh'],
      ['of a session of its own', 'setsid sh'],
    ])(
      'a child %s that holds the output delays nothing, and its later words are not the step’s',
      async (_whose, sh) => {
        const go = join(folder, 'later');
        const said = join(folder, 'said');
        rmSync(said, { force: true });
        rmSync(go, { force: true });
        const child = `${awaitFile(go)}; echo later; echo later >&2; echo >'${said}'`;
        const before = performance.now();
        const { job, result, stdout } = await run(
          `${sh} -c '${child.replaceAll("'", '"')}' & echo begun; exit 5`,
        );
        expect(performance.now() - before).toBeLessThan(4_000);
        expect({ result, stdout }).toEqual({ result: { type: 'exited', code: 5 }, stdout: 'begun\n' });
        writeFileSync(go, '');
        await expect.poll(() => existsSync(said), { timeout: 5_000 }).toBe(true);
        const later = await run(job.action.text, { name: job.name, mode: 'attach', launched: true });
        expect(later).toMatchObject({ result: { type: 'exited', code: 5 }, stdout: 'begun\n', stderr: '' });
      },
    );

    test('waits with output for whoever takes it', async () => {
      let taken = 0;
      let waiting = 0;
      const { job } = make('head -c 3000000 /dev/zero; exit 3');
      const { result } = await perform(subject().executor, {
        ...job,
        onOutput: async ({ bytes }) => {
          waiting += 1;
          taken += bytes.length;
          await new Promise((resolve) => setTimeout(resolve, 1));
          waiting -= 1;
        },
      });
      expect({ result, taken }).toEqual({ result: { type: 'exited', code: 3 }, taken: 3_000_000 });
      expect(waiting).toBeLessThan(20);
    });

    test('leaves the step deaf to no signal, with the mask of the login, and nothing of ours', async () => {
      const { stdout } = await run(
        'grep -E "^Sig(Ign|Blk)" /proc/self/status; env | grep ^gonogo_; for fd in 3 4 5 6 7 8 9; do [ -e /proc/$$/fd/$fd ] && echo $fd; done; echo $#; umask',
      );
      const [ignored, blocked, ...rest] = stdout.trim().split('\n');
      const bits = [ignored, blocked].map(
        (line) => Number.parseInt(line?.split(/\s+/)[1] ?? 'f', 16) & 0b110,
      );
      // What a job of a shell's background was made deaf to itself, it can't give back.
      expect(bits).toEqual([ignoredHere() & 0b110, 0]);
      expect(rest.slice(0, -1)).toEqual(['0']);
      expect(Number.parseInt(rest.at(-1) ?? '', 8)).toBe(process.umask());
    });
  });
}
