import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type LabDatabase, noDatabase, startDatabase } from './database.ts';
import { type Fault, setFault } from './faults.ts';
import { layOutHost } from './host-scripts.ts';
import { inspectHost, type LabHost, startSakai } from './lab-host.ts';
import { type LabState, makeLabFolder, writeLabState } from './lab-state.ts';
import { type MailSink, startMailSink } from './mail-sink.ts';
import { startSshHosts, type Transport } from './ssh-hosts.ts';

export type LabOptions = {
  /** Factor for every pause of the hosts' scripts: 1 as in `npm start`, LAB_PACE or 0.05 otherwise. */
  readonly pace?: number | undefined;
  /** Else a real sshd where there is one. */
  readonly transport?: Transport | undefined;
  /** A lab of hosts and mail alone starts faster. */
  readonly database?: boolean | undefined;
  /** What else gonogo is to find in its environment. */
  readonly env?: Readonly<Record<string, string>> | undefined;
};

export type Lab = {
  readonly root: string;
  readonly transport: Transport;
  readonly hosts: readonly string[];
  /** What gonogo needs to reach the lab, and what the options add; where it keeps its own state is theirs to say. */
  readonly env: Readonly<Record<string, string>>;
  readonly sshConfig: string;
  readonly knownHosts: string;
  /** File of the one private key that every host takes. */
  readonly sshIdentity: string;
  readonly sshAddress: (host: string) => { readonly address: string; readonly port: number };
  readonly host: (name: string) => LabHost;
  readonly database: LabDatabase;
  readonly mail: MailSink;
  /** Switches a fault on, or off with `false`. */
  readonly fault: (fault: Fault, on?: boolean) => Promise<void>;
  /** Ends all of it and removes its folder. */
  readonly stop: () => Promise<void>;
};

export const labHosts = [
  'sakaiprod1',
  'sakaiprod2',
  'sakaiprod3',
  'sakaiprod4',
  'sakaiprod5',
  'sakaiprod6',
  'sakaiprodmail1',
] as const;

/** The release before the one of the plan; runs on every host when the lab starts. */
export const previousTag = 'smartsite-018';

/**
 * Seven SSH hosts, a PostgreSQL and a mail sink, on loopback addresses and in a temporary folder only.
 * All of it ends with `stop`, or soon after the process that started it, however that ends.
 */
export async function startLab(options: LabOptions = {}): Promise<Lab> {
  const pace = options.pace ?? Number(process.env.LAB_PACE ?? 0.05);
  const root = await makeLabFolder();
  const endings = [await startWatchdog(root)];
  try {
    const starting = beginParts({ root, pace, options, endings });
    // All of them have begun or failed before anything is ended.
    await Promise.allSettled(starting);
    const [ssh, mail, database] = await Promise.all(starting);
    const databases = options.database === false ? undefined : databaseUrls(database);
    const env = {
      GONOGO_SSH_CONFIG: ssh.configFile,
      GONOGO_SMTP: mail.url,
      ...(databases && {
        SAKAI_DSN: databases.sakai,
        SAKAI_BACKUP_DSN: database.url('sakai_backup'),
        SAKAI_ADMIN_DSN: databases.admin,
      }),
      ...options.env,
    };
    const state: LabState = { root, owner: process.pid, hosts: labHosts, databases, env };
    await writeLabState(state);
    let stopping: Promise<void> | undefined;
    return {
      root,
      transport: ssh.transport,
      hosts: labHosts,
      env,
      sshConfig: ssh.configFile,
      knownHosts: ssh.knownHosts,
      sshIdentity: ssh.identityFile,
      sshAddress: ssh.addressOf,
      host: (name) => inspectHost(root, name),
      database,
      mail,
      fault: (fault, on = true) => setFault(state, fault, on),
      stop: () => {
        stopping ??= stopAll(endings);
        return stopping;
      },
    };
  } catch (error) {
    await stopAll(endings);
    throw error;
  }
}

type Ending = () => Promise<void>;

type Parts = {
  readonly root: string;
  readonly pace: number;
  readonly options: LabOptions;
  /** Grows by each part that has begun. */
  readonly endings: Ending[];
};

function beginParts({ root, pace, options, endings }: Parts) {
  const begin = async <T extends { readonly stop: Ending }>(part: Promise<T>): Promise<T> => {
    const begun = await part;
    endings.push(begun.stop);
    return begun;
  };
  const hosts = async (host: string) => {
    await layOutHost({ root, host, previous: previousTag });
    await startSakai(root, host);
  };
  return [
    begin(startSshHosts({ root, hosts: labHosts, pace, transport: options.transport })),
    begin(startMailSink(join(root, 'mail'))),
    options.database === false ? Promise.resolve(noDatabase) : begin(startDatabase()),
    Promise.all(labHosts.map(hosts)),
  ] as const;
}

/** The watchdog comes last: it ends whatever the others have left. */
async function stopAll([watchdog, ...parts]: readonly Ending[]): Promise<void> {
  const ended = await Promise.allSettled(parts.map((end) => end()));
  await watchdog?.();
  for (const each of ended) if (each.status === 'rejected') throw each.reason;
}

function databaseUrls({ url }: LabDatabase): { readonly sakai: string; readonly admin: string } {
  return { sakai: url('sakai'), admin: url('postgres') };
}

/** The one that ends what is left, whoever dies first; `alive` names it for the hosts' scripts. */
async function startWatchdog(root: string): Promise<() => Promise<void>> {
  const script = fileURLToPath(new URL('./watchdog.ts', import.meta.url));
  const watchdog = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, root], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
    env: { PATH: process.env.PATH },
  });
  const gone = once(watchdog, 'exit');
  await once(watchdog, 'spawn');
  await writeFile(join(root, 'alive'), `${watchdog.pid}\n`);
  watchdog.unref();
  return async () => {
    watchdog.ref();
    watchdog.stdin.end();
    await gone;
  };
}
