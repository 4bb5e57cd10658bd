import { writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

export type ClientHost = {
  /** As the plan calls it. */
  readonly name: string;
  readonly address: string;
  readonly port: number;
  /** `TYPE BASE64` each; none leaves the host unknown. */
  readonly hostKeys: readonly string[];
  /** Further lines of its block, before the common ones. */
  readonly config?: readonly string[];
};

export type ClientFilesOptions = {
  readonly folder: string;
  readonly hosts: readonly ClientHost[];
  /** Path of a private key. */
  readonly identity: string;
  readonly user?: string;
};

export type ClientFiles = { readonly configFile: string; readonly knownHosts: string };

/** Writes an ssh configuration and a known_hosts file of their own, so that nobody's real ones are touched. */
export function writeClientFiles(options: ClientFilesOptions): ClientFiles {
  const { folder, hosts, identity, user = userInfo().username } = options;
  const configFile = join(folder, 'ssh_config');
  const knownHosts = join(folder, 'known_hosts');
  const blocks = hosts.map(({ name, address, port, config = [] }) =>
    [`Host ${name}`, ...config, `HostName ${address}`, `Port ${port}`].join('\n  '),
  );
  const common = [
    'Host *',
    `User ${user}`,
    `IdentityFile ${identity}`,
    'IdentitiesOnly yes',
    'IdentityAgent none',
    `UserKnownHostsFile ${knownHosts}`,
    'GlobalKnownHostsFile none',
    'ConnectTimeout 10',
  ].join('\n  ');
  writeFileSync(configFile, `${[...blocks, common].join('\n')}\n`);
  const lines = hosts.flatMap(({ address, port, hostKeys }) =>
    hostKeys.map((key) => `${port === 22 ? address : `[${address}]:${port}`} ${key}\n`),
  );
  writeFileSync(knownHosts, lines.join(''));
  return { configFile, knownHosts };
}
