import type { MarkerFact } from '../../run/facts.ts';
import type { PostgresConnection, Row } from './postgres-connection.ts';
import type { PostgresTrouble } from './postgres-error.ts';

/** A row of the marker table. */
export type MarkerRow = {
  readonly name: string;
  readonly run: string;
  readonly token: string;
  /** Epoch milliseconds of the server's clock. */
  readonly at: number;
};

export type NewMarker = {
  readonly name: string;
  readonly run: string;
  readonly plan: string;
  readonly step: string;
  readonly attempt: number;
  readonly token: string;
};

export type WriteOutcome = { readonly type: 'written'; readonly at: number } | PostgresTrouble;

export type FindOutcome =
  | { readonly type: 'no-table' }
  /** `newest` is the last one written, `own` the one with the token asked for. */
  | { readonly type: 'found'; readonly newest: MarkerRow | undefined; readonly own: MarkerRow | undefined }
  | PostgresTrouble;

const EPOCH_MS = 'round(extract(epoch from written_at) * 1000)::bigint';

const TABLE_EXISTS = `select to_regclass('public.gonogo_marker') is not null as exists`;

const CREATE_TABLE = `
  create table public.gonogo_marker (
    id bigint generated always as identity primary key,
    name text not null,
    run text not null,
    plan text not null,
    step text not null,
    attempt integer not null,
    token text not null unique,
    written_at timestamptz not null,
    written_by text not null default session_user
  )`;

const INSERT = `
  insert into public.gonogo_marker (name, run, plan, step, attempt, token, written_at)
  values ($1, $2, $3, $4, $5, $6, date_trunc('milliseconds', clock_timestamp()))
  returning ${EPOCH_MS} as at`;

const FIND = `
  select name, run, token, ${EPOCH_MS} as at, id = max(id) over () as newest
  from public.gonogo_marker
  where id = (select max(id) from public.gonogo_marker) or token = $1`;

// Two runs may mark the same database at once: one of them creates the table.
const LOCK = `select pg_advisory_xact_lock(hashtext('public.gonogo_marker'))`;

/** Writes one row, in the table it creates where there is none. Written means committed. */
export async function writeMarker(connection: PostgresConnection, marker: NewMarker): Promise<WriteOutcome> {
  for (const text of ['begin', LOCK]) {
    const outcome = await connection.query(text);
    if (outcome.type !== 'rows') return outcome;
  }
  const table = await connection.query(TABLE_EXISTS);
  if (table.type !== 'rows') return table;
  if (table.rows[0]?.exists !== 't') {
    const created = await connection.query(CREATE_TABLE);
    if (created.type !== 'rows') return created;
  }
  const { name, run, plan, step, attempt, token } = marker;
  const inserted = await connection.query(INSERT, [name, run, plan, step, attempt, token]);
  if (inserted.type !== 'rows') return inserted;
  const committed = await connection.query('commit');
  return committed.type === 'rows' ? { type: 'written', at: Number(inserted.rows[0]?.at) } : committed;
}

/** Reads the newest row, and the one that the journal tells of. */
export async function findMarker(connection: PostgresConnection, fact: MarkerFact): Promise<FindOutcome> {
  const table = await connection.query(TABLE_EXISTS);
  if (table.type !== 'rows') return table;
  if (table.rows[0]?.exists !== 't') return { type: 'no-table' };
  const outcome = await connection.query(FIND, [fact.token]);
  if (outcome.type !== 'rows') return outcome;
  const newest = outcome.rows.find((row) => row.newest === 't');
  const own = outcome.rows.find((row) => row.token === fact.token);
  return { type: 'found', newest: newest && markerRow(newest), own: own && markerRow(own) };
}

function markerRow(row: Row): MarkerRow {
  return { name: row.name ?? '', run: row.run ?? '', token: row.token ?? '', at: Number(row.at) };
}
