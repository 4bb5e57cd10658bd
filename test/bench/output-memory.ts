import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeHome } from './gonogo-home.ts';
import { printLines } from './output.ts';
import type { Range } from './ssh-range.ts';

const megabyte = 1_000_000;
/** The part of the bytes until which memory may grow. */
const warmUp = 1 / 4;
/** How much more it may be after that: rounding and the collector's mood. */
const tolerance = 1.15;

/** Memory of the program while much output passes, from a host and from this machine. */
export async function measureMemory(range: Range, bytes: number): Promise<string> {
  const rows: string[] = [];
  for (const on of ['n1', 'local']) {
    const { before, after, seconds } = await measure(range, on, bytes);
    const verdict = after <= before * tolerance ? 'flat' : 'grows';
    rows.push(
      `| ${on === 'local' ? 'this machine' : 'a host'} | ${before.toFixed(0)} | ${after.toFixed(0)} | ${verdict} | ${seconds.toFixed(1)} |`,
    );
  }
  return [
    `Memory (resident, MB) while ${bytes / megabyte} MB of output pass; flat: at most ${tolerance} times.`,
    '',
    '| from | most in the first quarter | most after that | | step took s |',
    '|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

type Memory = { readonly before: number; readonly after: number; readonly seconds: number };

async function measure({ folder, config }: Range, on: string, bytes: number): Promise<Memory> {
  const home = makeHome({ folder, on, steps: [printLines(bytes / 100)], sshConfig: config.shipped });
  const [program = '', ...args] = home.command;
  const out = openSync(join(folder, 'out'), 'w');
  const child = spawn(program, args, {
    cwd: home.cwd,
    env: { ...process.env, ...home.env },
    stdio: ['pipe', out, 'inherit'],
  });
  child.stdin?.end('start step1\nwait step1\nend\n');
  const ended = once(child, 'exit');
  let before = 0;
  let after = 0;
  while (child.exitCode === null && child.signalCode === null) {
    const resident = residentOf(child.pid ?? 0);
    if (sizeOf(home.journal) < bytes * warmUp) before = Math.max(before, resident);
    else after = Math.max(after, resident);
    await Promise.race([ended, sleep(20)]);
  }
  const stored = home.bytes();
  if (stored !== bytes) throw new Error(`gonogo: ${stored} bytes in the journal`);
  const seconds = home.seconds('step1');
  home.remove();
  return { before, after, seconds };
}

/** Megabytes. */
function residentOf(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1_000;
  } catch {
    return 0;
  }
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
