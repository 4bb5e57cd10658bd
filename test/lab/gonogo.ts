import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { rememberTerminalModes } from './terminal-modes.ts';

/** Runs the program on this terminal, and gives the terminal back as it was; its exit code, or 128 and the signal's number. */
export async function runGonogo(args: readonly string[], env: NodeJS.ProcessEnv): Promise<number> {
  const modes = rememberTerminalModes();
  // Ctrl-C is a key of the program's, so it must not end us.
  const ignore = () => undefined;
  const child = spawn(process.execPath, ['bin/gonogo.js', ...args], { stdio: 'inherit', env });
  const pass = (signal: NodeJS.Signals) => child.kill(signal);
  process.on('SIGINT', ignore);
  process.on('SIGTERM', pass).on('SIGHUP', pass);
  try {
    const [code, signal]: [number | null, NodeJS.Signals | null] = await exitOf(child);
    modes.restore({ killed: signal !== null });
    return code ?? 128 + (signal === null ? 0 : constants.signals[signal]);
  } finally {
    process.off('SIGINT', ignore);
    process.off('SIGTERM', pass).off('SIGHUP', pass);
  }
}

async function exitOf(child: ReturnType<typeof spawn>): Promise<[number | null, NodeJS.Signals | null]> {
  const [code, signal] = await once(child, 'exit');
  return [code, signal];
}
