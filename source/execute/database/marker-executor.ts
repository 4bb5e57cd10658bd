import { formatMoment } from '../../plan/zone.ts';
import type { MarkerFact } from '../../run/facts.ts';
import type { Executor, Job, JobResult } from '../executor.ts';
import { outputLines } from '../output-lines.ts';
import { randomToken } from '../random.ts';
import { findMarker, writeMarker } from './marker-table.ts';
import { markerObjection, unknownMarker } from './marker-verdict.ts';
import type { PostgresConnection } from './postgres-connection.ts';
import type { PostgresTrouble } from './postgres-error.ts';
import { createDatabaseExecutor, type DatabaseOptions } from './postgres-job.ts';

export type MarkerOptions = DatabaseOptions & {
  /** IANA name: the zone in which messages show times. */
  readonly zone: string;
  readonly token?: (() => string) | undefined;
};

/** `set` writes a row that nobody could have guessed; `check` proves that this very row is the newest in the database at hand. */
export function createMarkerExecutor(options: MarkerOptions): Executor<JobResult> {
  const time = clockTime(options.zone);
  const token = options.token ?? randomToken;
  return createDatabaseExecutor(options, (job) => async ({ connection, database }) => {
    const { marker } = job.action;
    if (marker === undefined) return failed(job, 'a marker fence holds `set NAME` or `check NAME`');
    const place = { job, name: marker.name, connection, database, time };
    return marker.verb === 'set' ? await set({ ...place, token: token() }) : await check(place);
  });
}

type Place = {
  readonly job: Job;
  readonly name: string;
  readonly connection: PostgresConnection;
  readonly database: string;
  readonly time: (at: number) => string;
};

async function set(place: Place & { readonly token: string }): Promise<JobResult | PostgresTrouble> {
  const { job, name, connection, database, time, token } = place;
  const { run, step, attempt, context } = job;
  const written = await writeMarker(connection, {
    name,
    run,
    plan: context.planTitle,
    step,
    attempt,
    token,
  });
  if (written.type !== 'written') return written;
  const fact: MarkerFact = { name, database, token, at: written.at };
  outputLines(job).out(`marker ${name} set in ${database} at ${time(fact.at)}, ${shortToken(token)}`);
  return { result: { type: 'exited', code: 0 }, marker: fact };
}

async function check(place: Place): Promise<JobResult | PostgresTrouble> {
  const { job, name, connection, database, time } = place;
  const fact = job.context.markers[name];
  if (fact === undefined) return failed(job, unknownMarker(name));
  const found = await findMarker(connection, fact);
  if (found.type === 'no-table')
    return failed(job, `database ${database} has no marker table: it was never marked`);
  if (found.type !== 'found') return found;
  const objection = markerObjection({ fact, run: job.run, newest: found.newest, own: found.own, time });
  if (objection !== undefined) return failed(job, objection);
  outputLines(job).out(
    `marker ${name} found in ${database}: written at ${time(fact.at)} by this run, ${shortToken(fact.token)}, nothing newer`,
  );
  return { result: { type: 'exited', code: 0 } };
}

function failed(job: Job, reason: string): JobResult {
  outputLines(job).err(reason);
  return { result: { type: 'failed', reason } };
}

function shortToken(token: string): string {
  return `token ${token.slice(0, 8)}`;
}

/** `2009-08-18 05:31:07 PDT` */
function clockTime(zone: string): (at: number) => string {
  return (at) => formatMoment(at, zone);
}
