import { spawn } from 'node:child_process';
import { messageOf, oneLine } from './reason.ts';
import type { Environment, ResolvedReference } from './reference.ts';
import { systemTimers, type Timers } from './timers.ts';

export type ReferenceCommand = {
  /** As the plan says it, for reasons. */
  readonly reference: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Environment;
  readonly timers?: Timers | undefined;
  /** What is wrong where there is no such program. */
  readonly missing: string;
};

/** Milliseconds. */
const patience = 30_000;
/** Bytes: more is no secret for an environment. */
const largest = 64 * 1024;

/** What a program of this machine prints, without its last line ending. A reason holds nothing of what it printed. */
export async function fromCommand(order: ReferenceCommand): Promise<ResolvedReference> {
  const { reference, missing } = order;
  const end = await run(order);
  const refuse = (why: string, said = ''): ResolvedReference => {
    const bare = `${oneLine(reference, 120)}: ${why}`;
    return { type: 'missing', reason: `${bare}${said}`, ...(said === '' ? {} : { bare }) };
  };
  if (end.type === 'unstarted') return refuse(end.code === 'ENOENT' ? missing : oneLine(end.message));
  if (end.type === 'late') return refuse(`no answer within ${patience / 1000} s`);
  if (end.out.length > largest) return refuse(`it gives more than ${largest / 1024} KiB`);
  const value = end.out.replace(/\r?\n$/, '');
  if (end.how !== 'exit 0') return refuse(end.how, complaint(end.err, value));
  return value === '' ? refuse('it prints nothing') : { type: 'resolved', value };
}

type End =
  | { readonly type: 'unstarted'; readonly code: string; readonly message: string }
  | { readonly type: 'late' }
  | { readonly type: 'ended'; readonly how: string; readonly out: string; readonly err: string };

async function run({ command, args, env, timers = systemTimers }: ReferenceCommand): Promise<End> {
  return await new Promise((resolve) => {
    // A group of its own, so that all of it can be ended.
    const child = spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const said = { out: Buffer.alloc(0), err: Buffer.alloc(0) };
    const take = (stream: 'out' | 'err') => (bytes: Buffer) => {
      if (said[stream].length <= largest) said[stream] = Buffer.concat([said[stream], bytes]);
    };
    child.stdout.on('data', take('out'));
    child.stderr.on('data', take('err'));
    const forget = timers.after(patience, () => {
      endGroup(child.pid);
      resolve({ type: 'late' });
    });
    child.once('error', (error) => {
      forget();
      const code = 'code' in error ? String(error.code) : '';
      resolve({ type: 'unstarted', code, message: messageOf(error) });
    });
    child.once('close', (code, signal) => {
      forget();
      const how = code === null ? `ended by ${signal ?? 'a signal'}` : `exit ${code}`;
      resolve({ type: 'ended', how, out: said.out.toString(), err: said.err.toString() });
    });
  });
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

/** The first line of its complaint; none where some of the secret may be in it. */
function complaint(err: string, value: string): string {
  const line = err.split('\n').find((text) => text.trim() !== '');
  const tells = value !== '' && err.includes(value.slice(0, 6));
  return line === undefined || tells ? '' : ` (${oneLine(line, 120)})`;
}
