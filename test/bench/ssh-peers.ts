import { join } from 'node:path';
import type { SshPeer } from './install-peers.ts';
import { hostSet, type Range } from './ssh-range.ts';
import type { TimedCommand } from './timed.ts';

export type Order = {
  readonly range: Range;
  /** Which ssh configuration. */
  readonly config: string;
  readonly size: number;
  /** What each host runs. */
  readonly command: string;
  /** A folder for the sockets of ansible's own kept connections. */
  readonly sockets: string;
};

/** How many hosts at once: pdsh's own number, given to all. */
const fanOut = '32';

/** The command lines of those that gonogo is measured beside. */
export const peers: Readonly<Record<'xargs ssh' | SshPeer, (order: Order) => TimedCommand>> = {
  'xargs ssh': ({ range, config, size, command }) => ({
    folder: range.folder,
    command: [
      ...['xargs', '-a', range.hostFile(size), '-P', fanOut, '-I{}'],
      ...['ssh', '-F', config, '{}', command],
    ],
  }),
  pdsh: ({ range, config, size, command }) => ({
    folder: range.folder,
    command: ['pdsh', '-S', '-R', 'ssh', '-f', fanOut, '-w', hostSet(size), command],
    env: { PDSH_SSH_ARGS_APPEND: `-F ${config}` },
  }),
  clush: ({ range, config, size, command }) => ({
    folder: range.folder,
    command: ['clush', '-n', '-S', '-f', fanOut, '-o', `-F ${config}`, '-w', hostSet(size), command],
  }),
  ansible: ({ range, config, size, command, sockets }) => ({
    folder: range.folder,
    command: [
      ...['ansible', 'all', '-i', range.hostFile(size), '-f', fanOut],
      ...['--ssh-common-args', `-F ${config}`, '-m', 'raw', '-a', command],
    ],
    env: {
      HOME: range.folder,
      ANSIBLE_HOME: join(range.folder, 'ansible'),
      ANSIBLE_SSH_CONTROL_PATH_DIR: sockets,
    },
  }),
};
