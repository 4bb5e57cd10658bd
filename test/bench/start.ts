import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn as spawnPty } from '@lydell/node-pty';
import { median } from './median.ts';

const plan = 'plans/2009-08-18-gradebook2.md';
const rounds = 15;

type Contender = {
  readonly name: string;
  readonly args: readonly string[];
  /** Stop the clock when this is on the screen; at the exit otherwise. */
  readonly frame?: RegExp;
  /** Times `node -e 0` that are allowed. */
  readonly goal?: number;
};

const contenders: readonly Contender[] = [
  { name: 'node -e 0', args: ['-e', '0'] },
  { name: 'gonogo --version', args: ['bin/gonogo.js', '--version'], goal: 2 },
  { name: 'gonogo check PLAN', args: ['bin/gonogo.js', 'check', plan], goal: 5 },
  {
    name: 'gonogo rehearse PLAN, first frame',
    args: ['bin/gonogo.js', 'rehearse', plan],
    frame: /REHEARSAL/,
    goal: 6,
  },
];

/** Wall time from the start of the process, all contenders in turn within each round, in a pseudo-terminal. */
export async function startBench(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'gonogo-bench-'));
  const times = new Map<string, number[]>(contenders.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round += 1) {
    for (const contender of contenders) {
      const ms = await once(contender, home);
      // The first round fills caches.
      if (round >= 0) times.get(contender.name)?.push(ms);
    }
  }
  rmSync(home, { recursive: true, force: true });
  const base = median(times.get('node -e 0') ?? []);
  const rows = contenders.map(({ name, goal }) => {
    const own = times.get(name) ?? [];
    const ratio = median(own) / base;
    const verdict = goal === undefined ? '' : ratio <= goal ? 'met' : 'missed';
    return `| ${name} | ${median(own).toFixed(0)} | ${Math.min(...own).toFixed(0)} | ${ratio.toFixed(2)} | ${goal ?? ''} | ${verdict} |`;
  });
  return [
    `${rounds} rounds.`,
    '',
    '| | median ms | min ms | times node | goal | |',
    '|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

function once({ args, frame }: Contender, home: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const child = spawnPty(process.execPath, [...args], {
      cols: 120,
      rows: 40,
      env: {
        ...process.env,
        HOME: home,
        XDG_STATE_HOME: home,
        XDG_CONFIG_HOME: home,
        TERM: 'xterm-256color',
      },
    });
    let screen = '';
    let done = false;
    const finish = (error?: Error): void => {
      if (done) return;
      done = true;
      clearTimeout(limit);
      if (error === undefined) resolve(performance.now() - began);
      else reject(error);
      child.kill('SIGKILL');
    };
    const limit = setTimeout(() => finish(new Error(`${args.join(' ')} took over 10 s:\n${screen}`)), 10_000);
    child.onData((data) => {
      screen += data;
      if (frame?.test(screen) === true) finish();
    });
    child.onExit(({ exitCode }) => {
      if (frame === undefined && exitCode === 0) finish();
      else finish(new Error(`${args.join(' ')} ended with ${exitCode}:\n${screen}`));
    });
  });
}
