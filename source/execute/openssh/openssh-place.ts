import { execFile } from 'node:child_process';
import { access, constants, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf, oneLine } from '../reason.ts';
import type { Environment } from '../reference.ts';
import { type OpensshFiles, opensshConfig, settingsArguments } from './openssh-command.ts';
import { plainLines } from './openssh-log.ts';

export type OpensshPlace = {
  readonly files: OpensshFiles;
  /** A new path, short enough for a socket. */
  readonly base: () => string;
  /** The known_hosts files to ask about a host, where ssh would not ask gonogo's own by itself. */
  readonly listFor: (host: string) => Promise<KnownHostsList>;
  readonly remove: () => Promise<void>;
};

export type KnownHostsList =
  | { readonly type: 'list'; readonly files: string | undefined }
  | { readonly type: 'refused'; readonly reason: string };

export type OpensshPlaceOptions = {
  readonly configFile: string | undefined;
  readonly knownHostsFiles: readonly string[];
  readonly ssh: string;
  readonly env: Environment;
};

/** A folder for the sockets, logs and settings of one transport. Rejects where the configuration can't be read. */
export async function createOpensshPlace(options: OpensshPlaceOptions): Promise<OpensshPlace> {
  const { configFile, knownHostsFiles, ssh, env } = options;
  if (configFile !== undefined) await access(configFile, constants.R_OK);
  const folder = await mkdtemp(join(temporaryFolder(), 'gonogo-'));
  const config = join(folder, 'config');
  // By links, so that no path has to be quoted in ssh's language.
  const link = async (target: string, name: string) => {
    await symlink(target, join(folder, name));
    return join(folder, name);
  };
  const includes =
    configFile === undefined ? ['~/.ssh/config', '/etc/ssh/ssh_config'] : [await link(configFile, 'user')];
  const knownHosts = await Promise.all(
    knownHostsFiles.map((file, index) => link(file, `known_hosts${index}`)),
  );
  await writeFile(config, opensshConfig({ includes, knownHosts }), { mode: 0o600 });
  let count = 0;
  return {
    files: { config, knownHosts },
    base: () => {
      count += 1;
      return join(folder, String(count));
    },
    listFor: async (host) =>
      knownHosts.length === 0
        ? { type: 'list', files: undefined }
        : await withOwn({ host, knownHosts, config, ssh, env }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

// A socket's path has 104 bytes at most, of which ssh wants 17 for itself; and what ssh expands must not be in it.
function temporaryFolder(): string {
  const folder = tmpdir();
  return /^[\w./-]{1,60}$/.test(folder) ? folder : '/tmp';
}

type WithOwn = Pick<OpensshPlaceOptions, 'ssh' | 'env'> & {
  readonly host: string;
  readonly knownHosts: readonly string[];
  readonly config: string;
};

/** The user's list, which may be any, and gonogo's own at its end. */
async function withOwn({ host, knownHosts, config, ssh, env }: WithOwn): Promise<KnownHostsList> {
  const { promise, resolve } = Promise.withResolvers<KnownHostsList>();
  const args = settingsArguments(config, host);
  // `Match exec` may run a command that never ends.
  execFile(ssh, args, { timeout: 15_000, env: { ...env } }, (error, stdout, stderr) => {
    if (error !== null) {
      const words = oneLine(plainLines(stderr).at(-1) ?? messageOf(error));
      return resolve({ type: 'refused', reason: `ssh does not accept its settings for ${host}: ${words}` });
    }
    const [, theirs = ''] = /^userknownhostsfile (.*)$/m.exec(stdout) ?? [];
    const missing = knownHosts.filter((file) => !theirs.split(' ').includes(file));
    const files = missing.length === 0 ? undefined : [theirs, ...missing].join(' ').trim();
    resolve({ type: 'list', files });
  }).stdin?.end();
  return promise;
}
