import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { randomToken } from '../random.ts';
import { messageOf, oneLine } from '../reason.ts';
import type { Environment } from '../reference.ts';
import type { ChannelEnd, ChannelOrder, ChannelStart, ShellChannel } from '../shell/shell-channel.ts';
import { channelArguments } from './openssh-command.ts';
import { plainLines, readLog, toldExit } from './openssh-log.ts';

export type OpensshChannelOptions = {
  /** As the plan calls it. */
  readonly host: string;
  readonly ssh: string;
  readonly env: Environment;
  /** The shared connection's. */
  readonly socket: string;
  /** A file of this channel's own. */
  readonly log: string;
  readonly order: ChannelOrder;
  /** Why the shared connection ended; undefined while it stands. May wait a moment for it to be known. */
  readonly whyLost: () => Promise<string | undefined>;
  readonly onClosed: () => void;
};

/**
 * Runs `sh -s` over a shared connection of this machine's ssh. The host's shell says a word first, on both streams:
 * until then nothing of the input is sent, and what a login shell prints before it is nobody's output.
 */
export function runOpensshChannel(options: OpensshChannelOptions): Promise<ChannelStart> {
  const { host, ssh, env, socket, log, order, whyLost } = options;
  const { promise, resolve } = Promise.withResolvers<ChannelStart>();
  const word = randomToken();
  const command = `sh -c 'echo ${word} >&2; echo ${word}; exec sh -s'`;
  const args = channelArguments({ host, socket, log, command });
  // In a group of its own: a ctrl-c at our terminal is not for it.
  const child = spawn(ssh, args, { stdio: 'pipe', detached: true, env: { ...env } });
  const ending = Promise.withResolvers<ChannelEnd>();
  const opening = createOpening(word);
  const errors = createOpening(word);
  let trouble: string | undefined;
  let givenUp = false;

  child.stdin.on('error', () => {});
  child.stdout.on('data', (bytes: Buffer) => {
    if (opening.isOver()) return order.stdout(bytes);
    const rest = opening.push(bytes);
    if (rest === undefined) return;
    child.stdin.write(order.input);
    resolve({ type: 'started', channel });
    if (rest.length > 0) order.stdout(rest);
  });
  child.stderr.on('data', (bytes: Buffer) => {
    const rest = errors.isOver() ? bytes : errors.push(bytes);
    if (rest !== undefined && rest.length > 0) order.stderr(rest);
  });
  child.once('error', (error) => {
    trouble = oneLine(messageOf(error));
  });
  const finish = async (code: number | null) => {
    const said = await readLog(log);
    await rm(log, { force: true });
    options.onClosed();
    if (givenUp) return ending.resolve({ type: 'lost', reason: `the command on ${host} was given up` });
    if (opening.isOver()) return ending.resolve(await endOf({ host, code, said, whyLost }));
    const words =
      trouble ??
      (oneLine([errors.text(), opening.text(), said].flatMap(plainLines).join('; ')) || 'no word from it');
    const lost = await whyLost();
    resolve({ type: 'failed', reason: lost ?? `${host} does not start a command: ${words}` });
  };
  child.once('close', (code) => void finish(code));

  const channel: ShellChannel = {
    write: (text) => {
      if (child.stdin.writable) child.stdin.write(text);
    },
    pause: () => {
      child.stdout.pause();
      child.stderr.pause();
    },
    resume: () => {
      child.stdout.resume();
      child.stderr.resume();
    },
    ended: ending.promise,
    close: () => {
      givenUp = true;
      child.kill('SIGTERM');
      // The shared connection has these open, too, until the host is done.
      for (const stream of [child.stdin, child.stdout, child.stderr]) stream.destroy();
    },
  };
  return promise;
}

type EndOf = {
  readonly host: string;
  readonly code: number | null;
  readonly said: string;
  readonly whyLost: () => Promise<string | undefined>;
};

async function endOf({ host, code, said, whyLost }: EndOf): Promise<ChannelEnd> {
  const told = toldExit(said);
  if (told !== undefined) return { type: 'exited', code: told };
  // Only 255 is a word of ssh's own.
  if (code !== null && code !== 255) return { type: 'exited', code };
  return { type: 'lost', reason: (await whyLost()) ?? `${host} ended the command without telling how` };
}

const mostNoise = 64 * 1024;

/** Waits for the line that says that the host's shell is there. */
function createOpening(word: string) {
  let head = Buffer.alloc(0);
  let over = false;
  return {
    isOver: () => over,
    /** What follows the line, once it has come. */
    push: (bytes: Buffer): Buffer | undefined => {
      head = Buffer.concat([head.subarray(-mostNoise), bytes]);
      const at = head.indexOf(`${word}\n`);
      if (at < 0) return undefined;
      over = true;
      const rest = head.subarray(at + word.length + 1);
      head = Buffer.alloc(0);
      return rest;
    },
    /** Everything that came instead of it. */
    text: () => head.toString(),
  };
}
