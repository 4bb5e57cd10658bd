import type { Plan } from '../plan/plan.ts';
import { createOpensshTransport } from './openssh/openssh-transport.ts';
import { referencesOf } from './plan-references.ts';
import { type Environment, withoutReferenced } from './reference.ts';
import type { Transport } from './shell/shell-channel.ts';
import { createSshPool } from './ssh/ssh-pool.ts';
import type { SshSetup } from './ssh/ssh-setup.ts';
import { systemTimers, type Timers } from './timers.ts';

export type HostTransportOptions = {
  readonly plan: Pick<Plan, 'transports' | 'hostKeys' | 'databases' | 'mail' | 'secrets' | 'timelines'>;
  readonly ssh: SshSetup;
  /** The ssh client's configuration file, where it is not the usual one. */
  readonly sshConfig?: string | undefined;
  /** What this machine's own ssh finds in its environment, but for what the plan's references name. */
  readonly env?: Environment | undefined;
  readonly timers?: Timers | undefined;
};

/** Reaches each host as the plan says: by the built-in SSH, or by this machine's own. */
export function createHostTransport(options: HostTransportOptions): Transport {
  const { plan, ssh, sshConfig, env = process.env, timers = systemTimers } = options;
  const made = new Map<string, Transport>();
  const make = {
    ssh2: () => createSshPool({ setup: ssh, timers }),
    openssh: () =>
      createOpensshTransport({
        configFile: sshConfig,
        knownHostsFiles: ssh.ownKnownHosts === undefined ? [] : [ssh.ownKnownHosts],
        hostKeys: plan.hostKeys,
        env: withoutReferenced(env, referencesOf(plan)),
        timers,
      }),
  };
  return {
    connection: (host, which) => {
      const kind = plan.transports[host] ?? 'ssh2';
      const transport = made.get(kind) ?? make[kind]();
      made.set(kind, transport);
      return transport.connection(host, which);
    },
    close: async () => {
      await Promise.allSettled([...made.values()].map((transport) => transport.close()));
    },
  };
}
