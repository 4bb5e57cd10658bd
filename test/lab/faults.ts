import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { hostDir } from './host-scripts.ts';
import type { LabState } from './lab-state.ts';

export const hostFaults = [
  'deploy-fails',
  'deploy-hangs',
  'connection-lost',
  'start-fails',
  'stop-fails',
  'log-errors',
  'slow',
] as const;

export type HostFault = (typeof hostFaults)[number];

/** `script-error`: a table that the release scripts need has another name, until it is switched off. */
export type Fault =
  | { readonly kind: HostFault; readonly host: string }
  | { readonly kind: 'script-error'; readonly host?: undefined };

/** Switches a fault on or off in a running lab. */
export async function setFault(state: LabState, fault: Fault, on: boolean): Promise<void> {
  if (fault.kind === 'script-error') return await setScriptError(state, on);
  if (!state.hosts.includes(fault.host)) throw new Error(`the lab has no host ${fault.host}`);
  const file = join(hostDir(state.root, fault.host), 'faults', fault.kind);
  if (on) await writeFile(file, '');
  else await rm(file, { force: true });
}

// The backup may have been taken in between: what is mended is mended in every copy.
async function setScriptError({ databases }: LabState, on: boolean): Promise<void> {
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
