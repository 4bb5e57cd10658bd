import { execFileSync } from 'node:child_process';
import { pathOf } from '../helpers/needs.ts';

const packages = {
  pdsh: 'pdsh',
  clush: 'clustershell',
  ansible: 'ansible-core',
  tmux: 'tmux',
  asciinema: 'asciinema',
  scriptreplay: 'bsdutils',
} as const;

export type Peer = keyof typeof packages;
export type SshPeer = Extract<Peer, 'pdsh' | 'clush' | 'ansible'>;

/** Installs what is missing where this is Debian and we are root. Returns those that are there then. */
export function installPeers<Wanted extends Peer>(peers: readonly Wanted[]): ReadonlySet<Wanted> {
  const missing = peers.filter((peer) => pathOf(peer) === undefined);
  if (missing.length > 0 && process.getuid?.() === 0 && pathOf('apt-get') !== undefined) {
    try {
      const names = missing.map((peer) => packages[peer]);
      execFileSync('apt-get', ['install', '-y', '--no-install-recommends', ...names], {
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
        stdio: ['ignore', 'ignore', 'inherit'],
        timeout: 300_000,
      });
    } catch {
      // Its column says so.
    }
  }
  return new Set(peers.filter((peer) => pathOf(peer) !== undefined));
}
