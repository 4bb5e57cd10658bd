import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';

export type Child = {
  readonly process: ChildProcess;
  /** Complete lines of its standard output so far. */
  readonly lines: () => readonly string[];
  /** Resolves when `condition` holds for its lines; rejects when it ends before. */
  readonly until: (condition: (lines: readonly string[]) => boolean) => Promise<void>;
  readonly ended: Promise<unknown>;
};

/** Starts scripts of this folder as processes of their own; those still there after a test are killed. */
export function childProcesses(): (script: string, ...args: string[]) => Child {
  const started: ChildProcess[] = [];
  afterEach(() => {
    for (const child of started.splice(0)) child.kill('SIGKILL');
  });
  return (script, ...args) => {
    const path = fileURLToPath(new URL(script, import.meta.url));
    const child = spawn(process.execPath, [path, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    started.push(child);
    return observe(child);
  };
}

function observe(child: ChildProcess): Child {
  let text = '';
  const listeners = new Set<() => void>();
  child.stdout?.setEncoding('utf8').on('data', (data: string) => {
    text += data;
    for (const listener of listeners) listener();
  });
  const ended = once(child, 'close');
  const lines = () => text.split('\n').slice(0, -1);
  const until = (condition: (lines: readonly string[]) => boolean) =>
    new Promise<void>((resolve, reject) => {
      const look = () => {
        if (condition(lines())) resolve();
      };
      listeners.add(look);
      look();
      ended.then(
        () => (condition(lines()) ? resolve() : reject(new Error(`ended too early: ${text}`))),
        reject,
      );
    });
  return { process: child, lines, until, ended };
}
