import { homedir } from 'node:os';
import type { Plan } from '../plan/plan.ts';
import type { WatchedJobs } from './database/watched-jobs.ts';
import type { Executor, Job, JobResult, Performed } from './executor.ts';
import { ownKnownHostsPath } from './host-keys/own-known-hosts.ts';
import type { AskPassphrase } from './login-keys/key-ring.ts';
import type { WriteReport } from './mail/mail-executor.ts';
import { outputLines } from './output-lines.ts';
import { referencesOf } from './plan-references.ts';
import { messageOf, oneLine } from './reason.ts';
import { type Environment, withoutReferenced } from './reference.ts';
import { withSecrets } from './secrets/secret-executor.ts';
import { createVault, type Vault } from './secrets/vault.ts';
import type { Transport } from './shell/shell-channel.ts';
import { createSshSetup, type SshSetup } from './ssh/ssh-setup.ts';
import type { SupervisingExecutor } from './supervisor/supervising-executor.ts';
import { systemTimers, type Timers, within } from './timers.ts';

export type WorldOptions = {
  readonly plan: Plan;
  /** The ssh client's configuration file, where it is not the usual one. */
  readonly sshConfig?: string | undefined;
  /** Asks for the passphrase of a key file, once each; without it such keys are left out. */
  readonly askPassphrase?: AskPassphrase | undefined;
  /** Made before, where somebody has looked at the hosts already; closed with the world, used or not. */
  readonly transport?: Transport | undefined;
  /** Where references (`env:NAME`) are looked up; the process's own by default. */
  readonly env?: Environment | undefined;
  /** What local steps find; the process's own by default, in either case without the plan's secrets. */
  readonly shellEnv?: Environment | undefined;
  readonly timers?: Timers | undefined;
  /** For mails that carry the report of the run so far. */
  readonly report?: WriteReport | undefined;
  /** The plan's secrets, where somebody else knows them, too; looked up in `env` otherwise. */
  readonly vault?: Vault | undefined;
};

export type World = Executor & {
  /** Removes the folders of ended jobs, everywhere at once; best effort, and soon given up. */
  readonly sweep: (order: SweepOrder) => Promise<void>;
};

export type SweepOrder = {
  /** What the names of the jobs begin with. */
  readonly prefix: string;
  /** Hosts, and `local`. */
  readonly targets: readonly string[];
};

/**
 * Carries every kind of action out for real. What an action needs is loaded when the first one comes. Local steps
 * don't see the variables that the plan's references name.
 */
export function createWorld(given: WorldOptions): World {
  const { timers = systemTimers, vault = createVault(given) } = given;
  let shared: Promise<Transport> | undefined;
  const options: Means = {
    ...given,
    vault,
    local: () => shells.get('local'),
    hosts: () => {
      shared ??= given.transport === undefined ? transportOf(given) : Promise.resolve(given.transport);
      return shared;
    },
  };
  const shells = onDemand(SHELLS, options);
  const services = onDemand(SERVICES, options);
  const shellOf = (target: string) => shells.get(target === 'local' ? 'local' : 'remote');
  const executorFor = ({ action, target }: Job): Promise<Executor> =>
    action.kind === 'sh' ? shellOf(target) : services.get(action.kind);
  const watched = onDemand(WATCHES, options);
  const perform = async (job: Job): Promise<Performed> => {
    let began = false;
    try {
      const executor = await executorFor(job);
      const watch = job.action.watch === undefined ? undefined : await watched.get('server');
      began = true;
      return await (watch === undefined ? executor.perform(job) : watch(job, executor.perform));
    } catch (error) {
      return unexpected(job, error, began);
    }
  };
  const performMasked = withSecrets({ vault, timers, perform });
  return {
    perform: (job) => performMasked(job).catch((error) => unexpected(job, error, false)),
    sweep: async ({ prefix, targets }) => {
      const sweeping = targets.map(async (target) => (await shellOf(target)).sweep({ target, prefix }));
      await within(Promise.allSettled(sweeping), { ms: sweepPatience, timers });
    },
    close: async () => {
      const made = [...shells.made(), ...services.made()];
      await Promise.allSettled(made.map(async (executor) => await (await executor).close()));
      await (given.transport ?? (await shared))?.close();
    },
  };
}

/** Milliseconds: a person waits at the end of a run. */
const sweepPatience = 5_000;

/** What the connections to a plan's hosts share, with gonogo's own known_hosts. */
export function sshSetupOf(
  options: Pick<WorldOptions, 'plan' | 'sshConfig' | 'askPassphrase' | 'env'>,
): SshSetup {
  const { plan, sshConfig, askPassphrase, env = process.env } = options;
  const ownKnownHosts = ownKnownHostsPath({ env, home: homedir() });
  return createSshSetup({ configFile: sshConfig, askPassphrase, ownKnownHosts, pins: plan.hostKeys });
}

/** What the parts share; the one way to the hosts, and what runs shells here, are made when they are needed. */
type Means = WorldOptions & {
  readonly hosts: () => Promise<Transport>;
  readonly local: () => Promise<SupervisingExecutor>;
  readonly vault: Vault;
};
type Makers<Part extends string, Made> = Readonly<Record<Part, (options: Means) => Promise<Made>>>;

/** Each part is made when it is first asked for, once. */
function onDemand<Part extends string, Made>(makers: Makers<Part, Made>, options: Means) {
  const made = new Map<Part, Promise<Made>>();
  return {
    get: (part: Part): Promise<Made> => {
      const making = made.get(part) ?? makers[part](options);
      made.set(part, making);
      return making;
    },
    made: (): readonly Promise<Made>[] => [...made.values()],
  };
}

const SHELLS: Makers<'local' | 'remote', SupervisingExecutor> = {
  local: async ({ plan, shellEnv = process.env, timers = systemTimers }) => {
    const { createLocalExecutor } = await import('./supervisor/local-executor.ts');
    return createLocalExecutor({ timers, env: withoutReferenced(shellEnv, referencesOf(plan)) });
  },
  remote: async ({ hosts, timers = systemTimers }) => {
    const { createRemoteExecutor } = await import('./supervisor/remote-executor.ts');
    return createRemoteExecutor({ transport: await hosts(), timers });
  },
};

const WATCHES: Makers<'server', WatchedJobs> = {
  server: async ({ plan, vault, timers }) => {
    const { createWatchedJobs } = await import('./database/watched-jobs.ts');
    return createWatchedJobs({ databases: plan.databases, resolve: vault.address, timers });
  },
};

const SERVICES: Makers<'sql' | 'marker' | 'mail' | 'http' | 'wait' | 'copy' | 'js', Executor> = {
  sql: async ({ plan, vault, timers }) => {
    const { createSqlExecutor } = await import('./database/sql-executor.ts');
    return createSqlExecutor({ databases: plan.databases, resolve: vault.address, timers });
  },
  marker: async ({ plan, vault, timers }) => {
    const { createMarkerExecutor } = await import('./database/marker-executor.ts');
    const { databases, window } = plan;
    return createMarkerExecutor({ databases, zone: window.zone, resolve: vault.address, timers });
  },
  mail: async ({ plan, vault, timers, report }) => {
    const { createMailExecutor } = await import('./mail/mail-executor.ts');
    return createMailExecutor({ mail: plan.mail, resolve: vault.address, timers, report });
  },
  http: async ({ vault, timers }) => {
    const { createHttpExecutor } = await import('./http/http-executor.ts');
    return createHttpExecutor({ resolve: vault.header, timers });
  },
  js: async ({ plan, local }) => {
    const { createJsExecutor } = await import('./js/js-executor.ts');
    return createJsExecutor({ plan, local });
  },
  copy: async ({ hosts, timers }) => {
    const { createCopyExecutor } = await import('./copy/copy-executor.ts');
    return createCopyExecutor({ transport: hosts, timers });
  },
  wait: async ({ plan, hosts, vault, timers }) => {
    const { createWaitExecutor } = await import('./wait/wait-executor.ts');
    return createWaitExecutor({
      databases: plan.databases,
      transport: hosts,
      resolve: vault.address,
      timers,
    });
  },
};

async function transportOf(options: WorldOptions): Promise<Transport> {
  const { createHostTransport } = await import('./host-transport.ts');
  return createHostTransport({ ...options, ssh: sshSetupOf(options) });
}

/** A bug of ours: before the executor had the job nothing happened, after that nobody knows. */
function unexpected(job: Job, error: unknown, began: boolean): JobResult {
  const reason = `unexpected: ${oneLine(messageOf(error))}`;
  outputLines(job).err(reason);
  return { result: { type: began ? 'lost' : 'refused', reason } };
}
