import { execFile } from 'node:child_process';
import { oneLine } from '../reason.ts';
import type { SettingLines } from './ssh-settings-lines.ts';
import type { SshTarget } from './ssh-target.ts';

export type SshAnswer =
  | {
      readonly type: 'answered';
      readonly lines: SettingLines;
      /** The configuration files that ssh has read for it. */
      readonly files: readonly string[];
    }
  | { readonly type: 'failed'; readonly message: string }
  | { readonly type: 'no-ssh' };

export type SshQuestion = {
  readonly ssh: string;
  readonly configFile: string | undefined;
  readonly target: SshTarget;
};

/** What `ssh -G` says of a host. Never rejects. */
export function askSsh({ ssh, configFile, target }: SshQuestion): Promise<SshAnswer> {
  const { promise, resolve } = Promise.withResolvers<SshAnswer>();
  const options = [
    ...(configFile === undefined ? [] : ['-F', configFile]),
    ...(target.user === undefined ? [] : ['-l', target.user]),
    ...(target.port === undefined ? [] : ['-p', String(target.port)]),
  ];
  const args = ['-v', '-G', '-T', ...options, '--', target.host];
  // `Match exec` may run a command that never ends.
  execFile(ssh, args, { timeout: 15_000 }, (error, stdout, stderr) => {
    if (error === null) resolve({ type: 'answered', lines: linesOf(stdout), files: filesOf(stderr) });
    else if (error.code === 'ENOENT') resolve({ type: 'no-ssh' });
    else resolve({ type: 'failed', message: oneLine(lastLine(stderr) ?? error.message) });
  }).stdin?.end();
  return promise;
}

function linesOf(text: string): SettingLines {
  const lines = new Map<string, string[]>();
  for (const line of text.split('\n')) {
    const [, name, value] = /^(\S+) (.*)$/.exec(line.trim()) ?? [];
    if (name === undefined || value === undefined) continue;
    lines.set(name.toLowerCase(), [...(lines.get(name.toLowerCase()) ?? []), value]);
  }
  return lines;
}

function filesOf(log: string): readonly string[] {
  const files = log.matchAll(/^debug1: Reading configuration data (.+?)\r?$/gm);
  return [...new Set([...files].map(([, file]) => file ?? ''))];
}

function lastLine(text: string): string | undefined {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.findLast((line) => line !== '' && !/^(debug\d|OpenSSH_)/.test(line));
}
