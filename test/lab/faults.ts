import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { hostDir } from './host-scripts.ts';
import type { LabState } from './lab-state.ts';

/** What each one does, and when it shows. */
export const hostFaults = {
  'deploy-fails': 'setup-sakai-node.sh fails half-way: no space left; the release of before stays',
  'deploy-hangs': 'setup-sakai-node.sh waits half-way until it is off; the step ends then, or at its timeout',
  'connection-lost':
    "half-way through setup-sakai-node.sh the host's connections break and nobody gets in for 20 s: link: silent, then it is back; the step goes on meanwhile",
  'link-silent':
    'at once, until it is off: nothing passes to the host or back; link: silent within 15 s where a step runs, a step that starts finds no way in',
  'start-fails': "sakai start fails at the component gradebook: SEVERE in the host's log",
  'stop-fails': 'sakai stop fails: the server does not react; it runs on',
  'log-errors': 'the next sakai start logs an ERROR; check-log fails then, until the next start without it',
  slow: 'every pause of its scripts, from now on, takes ten times as long',
} as const;

export const scriptErrorMeaning =
  'a table that the release scripts need has another name: they fail; off mends every copy of the database';

export type HostFault = keyof typeof hostFaults;

export function isHostFault(kind: string | undefined): kind is HostFault {
  return kind !== undefined && Object.hasOwn(hostFaults, kind);
}

/** `script-error`: a table that the release scripts need has another name, until it is switched off. */
export type Fault =
  | { readonly kind: HostFault; readonly host: string }
  | { readonly kind: 'script-error'; readonly host?: undefined };

/** What of a lab faults need. */
type Faulty = Pick<LabState, 'root' | 'hosts' | 'databases'>;

/** Switches a fault on or off in a running lab. */
export async function setFault(state: Faulty, fault: Fault, on: boolean): Promise<void> {
  if (fault.kind === 'script-error') return await setScriptError(state, on);
  if (!state.hosts.includes(fault.host)) throw new Error(`the lab has no host ${fault.host}`);
  const file = join(hostDir(state.root, fault.host), 'faults', fault.kind);
  if (on) await writeFile(file, '');
  else await rm(file, { force: true });
}

// The backup may have been taken in between: what is mended is mended in every copy.
async function setScriptError({ databases }: Faulty, on: boolean): Promise<void> {
  if (databases === undefined) throw new Error('this lab has no database');
  if (on)
    return await query(databases.sakai, 'ALTER TABLE IF EXISTS gb_category_t RENAME TO gb_category_t_moved');
  for (const name of await copies(databases.admin)) {
    const url = new URL(databases.sakai);
    url.pathname = `/${encodeURIComponent(name)}`;
    await query(url.href, 'ALTER TABLE IF EXISTS gb_category_t_moved RENAME TO gb_category_t');
  }
}

async function copies(admin: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: admin });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE 'sakai%'`,
    );
    return rows.map(({ datname }) => datname);
  } finally {
    await client.end();
  }
}

async function query(url: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
