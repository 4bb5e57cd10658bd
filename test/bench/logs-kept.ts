import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BareHome } from './gonogo-home.ts';
import { cycle, lineLength } from './stream-words.ts';

export type Kept = {
  /** In the journal, as `gonogo export` tells. */
  readonly lines: number;
  /** Of those that were written. */
  readonly missing: number;
  /** Hosts whose lines are not those that were written, or not in their order. */
  readonly wrong: readonly string[];
  /** What `gonogo verify` says. */
  readonly verdict: 'intact' | 'not intact';
  readonly exportSeconds: number;
  readonly verifySeconds: number;
};

/** Compares what a run's journal holds with the lines that were written to hosts n1, n2, ... */
export async function whatIsKept(home: BareHome, written: readonly number[]): Promise<Kept> {
  const folder = join(home.folder, 'logs');
  const exported = await own(home, ['export', 'last', '--format', 'logs', '-o', folder]);
  if (exported.code !== 0) throw new Error(`gonogo export ended with ${exported.code}: ${exported.said}`);
  const files = filesOf(folder);
  const hosts = written.map((expected, index) => {
    const host = `n${index + 1}`;
    const file = files.get(host);
    return { host, expected, ...(file === undefined ? none : check(readFileSync(file))) };
  });
  rmSync(folder, { recursive: true });
  const verified = await own(home, ['verify', 'last']);
  return {
    lines: sum(hosts.map(({ lines }) => lines)),
    missing: sum(hosts.map(({ expected, lines }) => expected - lines)),
    wrong: hosts.filter(({ inOrder }) => !inOrder).map(({ host }) => host),
    verdict: verified.code === 0 ? 'intact' : 'not intact',
    exportSeconds: exported.seconds,
    verifySeconds: verified.seconds,
  };
}

const none = { lines: 0, inOrder: true };

async function own(home: BareHome, args: readonly string[]) {
  const [program = '', ...all] = home.gonogo(...args);
  const began = performance.now();
  const { code, said } = await promisify(execFile)(program, all, {
    cwd: home.cwd,
    env: { ...process.env, ...home.env },
    timeout: 300_000,
  }).then(
    () => ({ code: 0, said: '' }),
    (error: { readonly code?: number; readonly stderr?: string }) => ({
      code: error.code ?? 1,
      said: error.stderr ?? String(error),
    }),
  );
  return { code, said, seconds: (performance.now() - began) / 1_000 };
}

/** By host. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const index = JSON.parse(readFileSync(join(folder, 'index.json'), 'utf8')) as {
    readonly files: readonly { readonly file: string; readonly target: string; readonly stream: string }[];
  };
  const stdout = index.files.filter(({ stream }) => stream === 'stdout');
  return new Map(stdout.map(({ target, file }) => [target, join(folder, file)]));
}

/** Every line begins with its number. */
function check(bytes: Buffer): { readonly lines: number; readonly inOrder: boolean } {
  const lines = bytes.length / lineLength;
  let inOrder = Number.isInteger(lines);
  for (let line = 0; line < lines && inOrder; line += 1) {
    const at = line * lineLength;
    const digits = [0, 1, 2, 3].map((place) => (bytes[at + place] ?? 0) - zero);
    const number = digits.reduce((value, digit) => value * 10 + digit, 0);
    inOrder = number === line % cycle && bytes[at + lineLength - 1] === newline;
  }
  return { lines: Math.floor(lines), inOrder };
}

const zero = 0x30;
const newline = 0x0a;

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}
