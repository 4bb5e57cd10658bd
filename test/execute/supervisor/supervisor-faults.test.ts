import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LEFT } from '../../../source/execute/executor.ts';
import { createLocalExecutor } from '../../../source/execute/supervisor/local-executor.ts';
import { startScript } from '../../../source/execute/supervisor/supervisor-start-script.ts';
import { groupMembers, ignoredHere, isAlive } from '../../helpers/processes.ts';
import { awaitFile, perform, type ShJobOptions, shJob } from '../../helpers/sh-job.ts';
import { jobFiles, jobsFolder } from '../../helpers/state-home.ts';

const program = fileURLToPath(new URL('../../helpers/start-job.ts', import.meta.url));
let folder: string;
let cleanUps: (() => void)[];
const executor = createLocalExecutor({ grace: 500 });
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gonogo-faults-'));
  cleanUps = [];
});
afterEach(() => {
  for (const task of cleanUps.reverse()) task();
  rmSync(folder, { recursive: true, force: true });
});

/** Begins something that goes on, and leaves it. */
async function beginAndLeave(commands = 'echo begun; sleep 300') {
  const starter = createLocalExecutor({ grace: 500 });
  const { job, stdout, launches } = shJob(commands);
  const performed = starter.perform(job);
  await expect.poll(stdout).toBe('begun\n');
  const group = launches[0]?.pid ?? 0;
  cleanUps.push(() => endGroup(group));
  await starter.close();
  expect(await performed).toBe(LEFT);
  return { name: job.name, group, ...claimOf(job.name) };
}

const attach = (name: string, options: ShJobOptions = {}) =>
  shJob('echo begun; sleep 300', { name, mode: 'attach', launched: true, ...options });

function claimOf(name: string) {
  const file = join(jobsFolder, `${name}.claim`);
  const [line = '', ...more] = readFileSync(file, 'utf8').split('\n');
  const fields = line.split(' ');
  const rewrite = (change: (fields: string[]) => void) => {
    const changed = [...fields];
    change(changed);
    writeFileSync(file, [changed.join(' '), ...more].join('\n'));
  };
  return { file, fields, rewrite };
}

describe('what became of a job that was left', () => {
  test('the host was rebooted: lost, and what runs under its numbers now is not touched', async () => {
    const { name, group, rewrite } = await beginAndLeave();
    rewrite((fields) => {
      fields[0] = '00000000-0000-0000-0000-000000000000';
    });
    const { job, stdout } = attach(name);
    expect((await perform(executor, job)).result).toEqual({
      type: 'lost',
      reason: 'this machine was rebooted before it ended',
    });
    expect(stdout()).toBe('begun\n');
    await perform(executor, attach(name, { stop: AbortSignal.abort() }).job);
    expect(groupMembers(group)).not.toEqual([]);
  });

  test('the host was rebooted after its end: the exit counts, and its time is told by the file', async () => {
    const done = shJob('echo done; exit 9');
    await perform(executor, done.job);
    claimOf(done.job.name).rewrite((fields) => {
      fields[0] = '00000000-0000-0000-0000-000000000000';
    });
    spawnSync('touch', ['-d', '@1000000000', join(jobsFolder, `${done.job.name}.claim`)]);
    const { result, endedAt } = await perform(executor, attach(done.job.name).job);
    expect(result).toEqual({ type: 'exited', code: 9 });
    expect(Math.abs((endedAt ?? 0) / 1_000 - 1_000_000_000)).toBeLessThan(5);
  });

  test('its process ids were given to others: lost, and they are not killed', async () => {
    const { name, group, rewrite } = await beginAndLeave();
    rewrite((fields) => {
      fields[2] = '1';
      fields[4] = '1';
    });
    expect((await perform(executor, attach(name).job)).result).toEqual({
      type: 'lost',
      reason: expect.stringContaining('its supervisor on this machine was ended before it'),
    });
    await perform(executor, attach(name, { stop: AbortSignal.abort() }).job);
    expect(groupMembers(group)).not.toEqual([]);
  });

  test('its supervisor was killed: lost', async () => {
    const { name, fields } = await beginAndLeave();
    const { job, stdout } = attach(name);
    const ended = perform(executor, job);
    await expect.poll(stdout).toBe('begun\n');
    process.kill(Number(fields[1]), 'SIGKILL');
    expect((await ended).result).toEqual({
      type: 'lost',
      reason: expect.stringContaining('its supervisor on this machine was ended before it'),
    });
  });

  test('its supervisor was asked to end: it doesn’t', async () => {
    const { name, fields, group } = await beginAndLeave("trap 'exit 6' USR1; echo begun; sleep 300 & wait");
    for (const signal of ['SIGTERM', 'SIGHUP', 'SIGINT']) process.kill(Number(fields[1]), signal);
    process.kill(group, 'SIGUSR1');
    expect((await perform(executor, attach(name).job)).result).toEqual({ type: 'exited', code: 6 });
  });

  test('its files went while somebody follows: lost', async () => {
    const { name } = await beginAndLeave();
    const { job, stdout } = attach(name);
    const ended = perform(executor, job);
    await expect.poll(stdout).toBe('begun\n');
    for (const kind of ['claim', 'script', 'out', 'err']) rmSync(join(jobsFolder, `${name}.${kind}`));
    expect((await ended).result).toEqual({
      type: 'lost',
      reason: 'no trace of it on this machine: its job files are gone',
    });
  });

  test('files that nobody claimed: it never began, and never will', async () => {
    const { job } = shJob('true', { mode: 'attach' });
    writeFileSync(join(jobsFolder, `${job.name}.script`), 'true');
    expect((await perform(executor, job)).result).toEqual({
      type: 'refused',
      reason: 'it never began on this machine',
    });
    expect(readFileSync(join(jobsFolder, `${job.name}.claim`), 'utf8')).toBe('never\n');
  });
});

test.each([
  ['its claim', 'echo never >"$job.claim"', 'it never began on this machine'],
  ['its script', 'echo other >"$job.script"', 'it never began on this machine'],
])('somebody makes %s between our look and our start: it does not begin', async (_what, act, reason) => {
  const ran = join(folder, 'ran');
  const { job } = shJob(`touch '${ran}'`);
  const state = join(folder, 'state');
  const fake = `#!/bin/sh\n/bin/mkdir "$@"; job='${state}/gonogo/jobs/${job.name}'; ${act}\n`;
  writeFileSync(join(folder, 'mkdir'), fake, { mode: 0o755 });
  const env = { ...process.env, XDG_STATE_HOME: state, PATH: `${folder}:${process.env.PATH}` };
  expect((await perform(createLocalExecutor({ env }), job)).result).toEqual({ type: 'refused', reason });
  expect(existsSync(ran)).toBe(false);
});

test('what is written while the output is being read is not lost, though the end comes meanwhile', async () => {
  const [go, gone] = [join(folder, 'go'), join(folder, 'gone')];
  // The first read lets the job write its tail and end before the answer is complete.
  const wait = `${awaitFile(gone)}; sleep 0.2`;
  const fake = `#!/bin/sh\n/bin/dd "$@"; [ -e '${go}' ] || { touch '${go}'; ${wait}; }\n`;
  writeFileSync(join(folder, 'dd'), fake, { mode: 0o755 });
  const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
  const { job, stdout } = shJob(`echo begun; ${awaitFile(go)}; echo tail; touch '${gone}'; exit 3`);
  expect((await perform(createLocalExecutor({ env }), job)).result).toEqual({ type: 'exited', code: 3 });
  expect(stdout()).toBe('begun\ntail\n');
});

test('gonogo dies while the job says that it began: it runs all the same', async () => {
  const { job } = shJob('');
  const commands = 'echo ran; grep SigIgn /proc/$$/status; exit 3';
  const nonce = 'gonogo-0123456789abcdef0123456789abcdef';
  const input = startScript({
    name: job.name,
    nonce,
    env: {},
    cwd: undefined,
    commands,
    seal: 'ab'.repeat(16),
    delivered: { stdout: 0, stderr: 0 },
  });
  const child = spawn('sh', ['-c', 'sh -s | true'], { stdio: ['pipe', 'ignore', 'ignore'] });
  // By then nobody reads what it says.
  child.stdin.write(`sleep 0.3\n${input}`);
  const { job: later, stdout } = shJob('', { name: job.name, mode: 'attach', launched: true });
  const claim = join(jobsFolder, `${job.name}.claim`);
  await expect.poll(() => existsSync(claim), { timeout: 5_000 }).toBe(true);
  expect((await perform(executor, later)).result).toEqual({ type: 'exited', code: 3 });
  const [ran, ignored = ''] = stdout().trim().split('\n');
  const own = ignoredHere() & 0b110;
  expect([ran, Number.parseInt(ignored.split(/\s+/)[1] ?? 'f', 16)]).toEqual(['ran', own]);
  child.stdin.end();
});

test('under the name of a job that ran another text: lost, and its result is not taken for this one', async () => {
  const { job } = shJob('echo old; exit 0');
  await perform(executor, job);
  const other = shJob('echo new', { name: job.name });
  const reason = expect.stringContaining('another text was begun under its name');
  expect((await perform(executor, other.job)).result).toEqual({ type: 'lost', reason });
  expect([other.stdout(), other.launches]).toEqual(['', []]);
});

test('a process whose name has a line end is stopped like any other', async () => {
  const stop = new AbortController();
  const odd = `printf 'a\\nb' >/proc/$$/comm; trap '' TERM; echo begun; while :; do sleep 0.1; done`;
  const { job, stdout, launches } = shJob(odd, { stop: stop.signal });
  const ended = perform(executor, job);
  await expect.poll(stdout).toBe('begun\n');
  cleanUps.push(() => endGroup(launches[0]?.pid ?? 0));
  stop.abort();
  expect((await ended).result).toEqual({ type: 'stopped' });
  expect(groupMembers(launches[0]?.pid ?? 0)).toEqual([]);
});

test('its output file is removed while somebody follows: what is written to it still arrives', async () => {
  const go = join(folder, 'go');
  const { job, stdout } = shJob(`echo begun; ${awaitFile(go)}; echo end; exit 2`);
  const ended = perform(executor, job);
  await expect.poll(stdout).toBe('begun\n');
  rmSync(join(jobsFolder, `${job.name}.out`));
  writeFileSync(go, '');
  expect((await ended).result).toEqual({ type: 'exited', code: 2 });
  expect(stdout()).toBe('begun\nend\n');
});

test('kill -9 of the whole program: the job goes on, and all of its output and its exit are there', async () => {
  const go = join(folder, 'go');
  const script = join(folder, 'script');
  const { job } = shJob('');
  writeFileSync(script, `seq 1 20000; ${awaitFile(go)}; seq 20001 40000; echo to stderr >&2; exit 11`);
  const child = spawn(process.execPath, [program, job.name, script], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  await once(child.stdout, 'data');
  process.kill(-(child.pid ?? 0), 'SIGKILL');
  await once(child, 'exit');
  writeFileSync(go, '');
  const { job: later, stdout, stderr } = shJob('', { name: job.name, mode: 'attach', launched: true });
  expect((await perform(executor, later)).result).toEqual({ type: 'exited', code: 11 });
  expect(stdout()).toBe(Array.from({ length: 40_000 }, (_, i) => `${i + 1}\n`).join(''));
  expect(stderr()).toBe('to stderr\n');
});

test('a shell that is killed while it follows is replaced, and the link says so', async () => {
  const go = join(folder, 'go');
  const { job, stdout, links } = shJob(`echo begun; echo $PPID; ${awaitFile(go)}; echo end; exit 2`);
  const ended = perform(createLocalExecutor({ random: () => 0 }), job);
  await expect.poll(stdout).toMatch(/^begun\n\d+\n$/);
  const keeper = Number(stdout().split('\n')[1]);
  const shell = parentOf(parentOf(keeper));
  process.kill(childrenOf(shell).at(-1) ?? 0, 'SIGKILL');
  process.kill(shell, 'SIGKILL');
  await expect.poll(() => links.map(({ type }) => type)).toEqual(['down', 'up']);
  writeFileSync(go, '');
  expect((await ended).result).toEqual({ type: 'exited', code: 2 });
  expect(stdout()).toBe(`begun\n${keeper}\nend\n`);
});

describe.skipIf(spawnSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'none', '/mnt']).status !== 0)(
  'a full disk',
  () => {
    const onSmallDisk = (commands: string, fill = '') => {
      const script = join(folder, 'script');
      const state = join(folder, 'state');
      writeFileSync(script, commands);
      const { name } = shJob('').job;
      const { stdout, stderr } = spawnSync(
        'unshare',
        [
          '-rm',
          'sh',
          '-c',
          `mkdir '${state}' && mount -t tmpfs -o size=200k none '${state}' && ${fill} XDG_STATE_HOME='${state}' '${process.execPath}' '${program}' '${name}' '${script}'`,
        ],
        { encoding: 'utf8' },
      );
      expect(stderr).toBe('');
      return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
    };

    test.each([
      ['stdout', ''],
      ['stderr', ' >&2'],
    ])('swallows no result and ends no step that filled it with %s, and is told', (stream, to) => {
      const { performed, length, stderr, errors } = onSmallDisk(
        `head -c 1000000 /dev/zero${to}; exit $(($? + 5))`,
      );
      expect(performed).toMatchObject({ result: { type: 'exited', code: 5 } });
      expect(stderr).toMatch(/(^|\n)gonogo: the disk of this machine was full, output is missing\n$/);
      const kept = stream === 'stdout' ? length : errors;
      expect(kept).toBeGreaterThan(50_000);
      expect(kept).toBeLessThan(200_000);
    });

    test('that was full for a moment lets the exit be known at once', () => {
      const { performed, length, stderr } = onSmallDisk(
        `head -c 1000000 /dev/zero; rm "$XDG_STATE_HOME/fill"; echo more; echo end >&2; exit 4`,
        `dd if=/dev/zero of='${join(folder, 'state')}/fill' bs=1k count=100 2>/dev/null;`,
      );
      expect(performed).toMatchObject({ result: { type: 'exited', code: 4 } });
      expect(length).toBeLessThan(200_000);
      expect(stderr).toBe('end\ngonogo: the disk of this machine was full, output is missing\n');
    });

    test('lets nothing begin', () => {
      const file = join(folder, 'ran');
      const fill = `mkdir -p '${folder}/state/gonogo/jobs'; dd if=/dev/zero of='${folder}/state/fill' bs=1k 2>/dev/null;`;
      const { performed } = onSmallDisk(`touch '${file}'`, fill);
      expect(performed).toEqual({
        result: {
          type: 'refused',
          reason: expect.stringMatching(/^the job folder on .* can't be written to/),
        },
      });
      expect(existsSync(file)).toBe(false);
    });
  },
);

test('kill -9 of what brings the output to its file: the step goes on, its exit is known, and it is told', async () => {
  const go = join(folder, 'go');
  const { job, stdout, stderr } = shJob(`echo $PPID; ${awaitFile(go)}; echo end; echo to stderr >&2; exit 3`);
  const ended = perform(executor, job);
  await expect.poll(stdout).toMatch(/\n/);
  const keeper = stdout();
  const nested = parentOf(Number(keeper));
  const drains = [...childrenOf(parentOf(nested)), ...childrenOf(nested)];
  const cats = drains.flatMap(childrenOf).filter((pid) => nameOf(pid) === 'cat');
  expect(cats).toHaveLength(2);
  for (const pid of cats) process.kill(pid, 'SIGKILL');
  writeFileSync(go, '');
  expect((await ended).result).toEqual({ type: 'exited', code: 3 });
  expect(stdout()).toBe(`${keeper}end\n`);
  expect(stderr()).toBe(
    'to stderr\ngonogo: what kept the output on this machine was killed, some may be missing\n',
  );
});

test('a child that holds the output of an ended step holds no shell of ours', async () => {
  const [go, later] = [join(folder, 'go'), join(folder, 'later')];
  const child = `setsid sh -c '${awaitFile(later).replaceAll("'", '"')}' &`;
  const { job, stdout } = shJob(`${child} echo $PPID; ${awaitFile(go)}; exit 2`);
  const ended = perform(executor, job);
  await expect.poll(stdout).toMatch(/\n/);
  const shell = parentOf(parentOf(Number(stdout())));
  expect(isAlive(shell)).toBe(true);
  writeFileSync(go, '');
  expect((await ended).result).toEqual({ type: 'exited', code: 2 });
  await expect.poll(() => isAlive(shell)).toBe(false);
  writeFileSync(later, '');
});

test('the files of ended jobs of a run are swept, others stay', async () => {
  const name = (rest: string) => `RUN9.${rest}.${process.pid}`;
  await perform(executor, shJob('true', { name: name('ended') }).job);
  await perform(executor, shJob('true', { name: name('never'), mode: 'attach' }).job);
  await perform(executor, shJob('true', { name: `RUN8.other.${process.pid}` }).job);
  const going = shJob('echo begun; sleep 300', { name: name('going') });
  const other = createLocalExecutor();
  void other.perform(going.job);
  await expect.poll(going.stdout).toBe('begun\n');
  cleanUps.push(() => endGroup(going.launches[0]?.pid ?? 0));
  expect(await executor.sweep({ target: 'local', prefix: 'RUN9.' })).toBe(true);
  const left = jobFiles().filter((each) => /^RUN[89]\./.test(each));
  expect(new Set(left.map((each) => each.replace(/\.\w+$/, '')))).toEqual(
    new Set([`RUN8.other.${process.pid}`, name('going')]),
  );
  expect(await executor.sweep({ target: 'local', prefix: '' })).toBe(false);
  await other.close();
});

test.each(['', '.', '..', 'a/b', 'a b', '$(id)', 'x'.repeat(201)])(
  '%j is no name for a job',
  async (name) => {
    const { result } = await perform(executor, shJob('true', { name }).job);
    expect(result).toMatchObject({ type: 'refused', reason: expect.stringContaining('name of a job') });
  },
);

function endGroup(group: number) {
  if (group <= 1) return;
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // Already gone.
  }
}

function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(') ') + 2).split(' ')[1]);
}

function nameOf(pid: number): string {
  return readFileSync(`/proc/${pid}/comm`, 'latin1').trim();
}

function childrenOf(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
  return children === '' ? [] : children.split(' ').map(Number);
}
