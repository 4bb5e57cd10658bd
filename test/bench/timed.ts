import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Seconds: by the wall, and of the processors by the client and all it has started. */
export type Sample = { readonly wall: number; readonly cpu: number };

export type TimedCommand = {
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Takes its output; a folder of the benchmark. */
  readonly folder: string;
  /** A file for its standard input; none otherwise. */
  readonly input?: string | undefined;
};

/** Runs a program to its end, its output into the file `out`. Rejects where it fails: what did nothing is quick. */
export async function timed({ command, env, folder, input = '/dev/null' }: TimedCommand): Promise<Sample> {
  const stdin = openSync(input, 'r');
  const [out, err] = ['out', 'err'].map((name) => openSync(join(folder, name), 'w')) as [number, number];
  // Bash's own `time` counts children that were waited for, and tells milliseconds.
  const script = 'TIMEFORMAT="%3R %3U %3S"; { time "$@" 2>&3 3>&- 4>&-; } 3>&2 2>&4';
  const child = spawn('bash', ['-c', script, 'bash', ...command], {
    env: { ...process.env, ...env },
    stdio: [stdin, out, err, 'ignore', 'pipe'],
  });
  let said = '';
  child.stdio[4]?.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const [code] = await once(child, 'close');
  for (const file of [stdin, out, err]) closeSync(file);
  const [wall, user, system] = said.trim().split(' ').map(Number);
  if (code !== 0 || wall === undefined || user === undefined || system === undefined) {
    const why = readFileSync(join(folder, 'err'), 'utf8').slice(-2_000);
    throw new Error(`${command.join(' ')} ended with ${code}:\n${why}`);
  }
  return { wall, cpu: user + system };
}
