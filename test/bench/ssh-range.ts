import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeClientFiles } from '../helpers/ssh-client-files.ts';
import { makeKey } from '../helpers/ssh-keys.ts';
import { startSshd } from '../helpers/sshd.ts';
import { masterOptions } from './ssh-masters.ts';

/** Many hosts, all of them one real sshd on loopback, and the files to reach them with. */
export type Range = {
  readonly folder: string;
  /** ssh configurations: as OpenSSH is shipped, and held to gonogo's key exchange and cipher. */
  readonly config: { readonly shipped: string; readonly held: string };
  /** The configuration that keeps a connection a host, with sockets in this folder. */
  readonly kept: (sockets: string) => string;
  /** A file with the first names, one a line. */
  readonly hostFile: (size: number) => string;
  readonly close: () => Promise<void>;
};

const held: readonly string[] = ['KexAlgorithms curve25519-sha256', 'Ciphers aes128-gcm@openssh.com'];

/** As pdsh and clush write it: `n[1-50]`. */
export function hostSet(size: number): string {
  return size === 1 ? 'n1' : `n[1-${size}]`;
}

export async function openRange(): Promise<Range> {
  const folder = mkdtempSync(join(tmpdir(), 'gonogo-bench-'));
  const hostKey = makeKey({ folder, name: 'host_key' });
  const userKey = makeKey({ folder, name: 'user_key' });
  const home = join(folder, 'home');
  mkdirSync(home);
  const sshd = await startSshd({
    folder,
    hostKeys: [hostKey.path],
    authorizedKeys: [userKey.publicLine],
    // What a login's own start files do isn't measured, and the supervisor's folders belong to the benchmark.
    config: [`SetEnv HOME=${home}`],
  });
  const configFile = (name: string, config: readonly string[]) => {
    const own = join(folder, name);
    mkdirSync(own, { recursive: true });
    const host = { name: 'n*', ...sshd, hostKeys: [hostKey.publicLine], config };
    return writeClientFiles({ folder: own, hosts: [host], identity: userKey.path }).configFile;
  };
  return {
    folder,
    config: { shipped: configFile('shipped', []), held: configFile('held', held) },
    kept: (sockets) => configFile('kept', [...held, ...masterOptions(sockets)]),
    hostFile: (size) => {
      const file = join(folder, `hosts-${size}`);
      writeFileSync(file, Array.from({ length: size }, (_, index) => `n${index + 1}\n`).join(''));
      return file;
    },
    close: async () => {
      await sshd.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
