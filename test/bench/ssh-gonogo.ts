import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeHome } from './gonogo-home.ts';
import { processorTime } from './processor-time.ts';
import { hostSet } from './ssh-range.ts';
import type { Sample } from './timed.ts';

export type GonogoRun = {
  /** From the start of the program until it has said that the first step is done. */
  readonly cold: Sample;
  /** The first step alone, by the journal's events: from its start to the end of its attempt, seconds. */
  readonly step: number;
  /** The second step, from the line that asks for it to the line that says that it is done. */
  readonly next: Sample;
  /** The second step by the journal's events, seconds. */
  readonly nextStep: number;
  /** Bytes of output that the journal holds of both steps. */
  readonly bytes: number;
};

export type GonogoOrder = {
  readonly folder: string;
  readonly sshConfig: string;
  readonly size: number;
  readonly command: string;
};

/** Milliseconds between one step and the next: nobody starts it the moment that the one before has ended. */
const rest = { base: 1_000, perHost: 10 } as const;

/** The whole program by lines, its journal on the disk: two steps on all hosts, the second on connections that stand. */
export async function runGonogo({ folder, sshConfig, size, command }: GonogoOrder): Promise<GonogoRun> {
  const home = makeHome({ folder, on: hostSet(size), steps: [command, command], sshConfig });
  const [program = '', ...args] = home.command;
  const began = performance.now();
  const child = spawn(program, args, { cwd: home.cwd, env: { ...process.env, ...home.env } });
  const lines = watch(child);
  child.stdin.write('start step1\n');
  await lines.until(1);
  const cold = { wall: (performance.now() - began) / 1_000, cpu: timeOf(child) };
  await sleep(rest.base + size * rest.perHost);
  const asked = performance.now();
  const before = timeOf(child);
  child.stdin.write('start step2\n');
  await lines.until(2);
  const next = { wall: (performance.now() - asked) / 1_000, cpu: timeOf(child) - before };
  child.stdin.end('end\n');
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`gonogo ended with ${code}:\n${lines.said()}`);
  const run = {
    cold,
    step: home.seconds('step1'),
    next,
    nextStep: home.seconds('step2'),
    bytes: home.bytes(),
  };
  home.remove();
  return run;
}

function timeOf({ pid = 0 }: ChildProcess): number {
  return processorTime(pid);
}

function watch(child: ChildProcess) {
  let said = '';
  let done = 0;
  let ended = false;
  let wake = () => {};
  child.stdout?.on('data', (bytes: Buffer) => {
    const text = said.slice(-100) + bytes.toString();
    done += text.match(/; the step is done\n/g)?.length ?? 0;
    said = text.slice(-20_000).replaceAll('; the step is done\n', '; the step is done.\n');
    wake();
  });
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  child.once('exit', () => {
    ended = true;
    wake();
  });
  return {
    said: () => said,
    /** Until this many steps are done. */
    until: async (count: number) => {
      while (done < count) {
        if (ended || /(FAILED|UNKNOWN|refused)/.test(said)) {
          child.kill('SIGKILL');
          throw new Error(`gonogo: step ${count} is not done:\n${said}`);
        }
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
