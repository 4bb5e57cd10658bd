import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { openTerminal, type Terminal } from '../helpers/terminal.ts';
import { type Lab, startLab } from '../lab/lab.ts';

export const augustPlan = 'plans/2009-08-18-gradebook2.md';
const project = resolve(import.meta.dirname, '../..');

/** The lab, and gonogo with a journal of its own in front of it. */
export type Night = {
  readonly lab: Lab;
  readonly env: NodeJS.ProcessEnv;
  /** gonogo in a pseudo-terminal. */
  readonly screen: (
    args: readonly string[],
    size?: { readonly cols: number; readonly rows: number },
  ) => Terminal;
  /** gonogo with these lines on its standard input, and no terminal. */
  readonly plain: (args: readonly string[], lines: readonly string[]) => Promise<PlainRun>;
  readonly end: () => Promise<void>;
};

export type PlainRun = { readonly code: number | null; readonly out: string; readonly err: string };

export async function beginNight(): Promise<Night> {
  const home = await mkdtemp(join(tmpdir(), 'gonogo-night-'));
  const lab = await startLab();
  const { CI: _, NO_COLOR: __, ...rest } = process.env;
  const env = {
    ...rest,
    ...lab.env,
    HOME: home,
    XDG_STATE_HOME: join(home, 'state'),
    XDG_CONFIG_HOME: join(home, 'config'),
  };
  const open: Terminal[] = [];
  return {
    lab,
    env,
    screen: (args, { cols, rows } = { cols: 120, rows: 40 }) => {
      const program = [join(project, 'bin/gonogo.js'), ...args];
      const terminal = openTerminal({
        command: process.execPath,
        args: program,
        cwd: project,
        env,
        cols,
        rows,
      });
      open.push(terminal);
      return terminal;
    },
    plain: (args, lines) => {
      const child = spawn(process.execPath, [join(project, 'bin/gonogo.js'), ...args], { cwd: project, env });
      child.stdin.end(lines.map((line) => `${line}\n`).join(''));
      return finished(child);
    },
    end: async () => {
      await Promise.all(open.map((terminal) => terminal.close()));
      await lab.stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function finished(child: ChildProcessWithoutNullStreams): Promise<PlainRun> {
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}
