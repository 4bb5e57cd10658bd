import { spawn } from 'node:child_process';
import { createWallClock } from '../session/clock.ts';

/** How a program that had the terminal ended; `failed`: it never began. */
export type ChildEnd =
  | { readonly type: 'exited'; readonly code: number }
  | { readonly type: 'signalled'; readonly signal: NodeJS.Signals }
  | { readonly type: 'failed'; readonly reason: string };

export type TerminalChild = {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  /** Aborted when gonogo itself is to go: then the program is told to go too. */
  readonly leave: AbortSignal;
};

/** The same where everything but the program is settled. */
export type RunOnTerminal = (command: string, args: readonly string[]) => Promise<ChildEnd>;

/** Runs a program on this terminal; afterwards the terminal's modes are as they were. Never rejects. */
export async function runOnTerminal({ command, args, env, leave }: TerminalChild): Promise<ChildEnd> {
  const modes = await terminalModes(env);
  const end = await new Promise<ChildEnd>((resolve) => {
    const child = spawn(command, [...args], { stdio: 'inherit', env });
    let cancel = (): void => undefined;
    const goAway = (): void => {
      child.kill('SIGHUP');
      cancel = createWallClock().after(patienceMs, () => child.kill('SIGKILL'));
    };
    leave.addEventListener('abort', goAway, { once: true });
    if (leave.aborted) goAway();
    const finish = (how: ChildEnd): void => {
      cancel();
      leave.removeEventListener('abort', goAway);
      resolve(how);
    };
    child.once('error', (error) => finish({ type: 'failed', reason: error.message }));
    child.once('exit', (code, signal) => {
      if (signal !== null) finish({ type: 'signalled', signal });
      else finish({ type: 'exited', code: code ?? 0 });
    });
  });
  if (modes !== undefined) await output('stty', [modes], env);
  return end;
}

/** After the program's name: `ended with exit 3`. */
export function endWords(end: ChildEnd): string {
  switch (end.type) {
    case 'exited':
      return end.code === notFound ? 'is not there (exit 127)' : `ended with exit ${end.code}`;
    case 'signalled':
      return `was ended by ${end.signal}`;
    case 'failed':
      return `did not start: ${end.reason}`;
  }
}

/** What `stty` takes back; a program that is killed leaves the terminal as it used it. */
async function terminalModes(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const text = (await output('stty', ['-g'], env))?.trim();
  return text === '' ? undefined : text;
}

function output(
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(command, [...args], { stdio: ['inherit', 'pipe', 'ignore'], env });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    child.once('error', () => resolve(undefined));
    child.once('close', (code) => resolve(code === 0 ? text : undefined));
  });
}

const notFound = 127;
const patienceMs = 1000;
