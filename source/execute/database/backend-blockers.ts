import { formatDuration } from '../../plan/duration.ts';
import { oneLine } from '../reason.ts';
import type { PostgresConnection, Row } from './postgres-connection.ts';

/** Who keeps a backend from a lock; none: it waits for no lock. Undefined: the server did not say. */
export type Block = { readonly waits: boolean; readonly by: readonly Blocker[] };

export type Blocker = {
  readonly pid: string;
  /** One line: who it is, what it does and for how long. */
  readonly words: string;
};

const WAITS = `select wait_event_type = 'Lock' as waits from pg_stat_activity where pid = $1`;

// Only asked of what waits: pg_blocking_pids stops all others for a moment.
const BLOCKERS = `
  select b.pid, b.usename as user, b.application_name as application, host(b.client_addr) as address,
    b.state, b.backend_type as kind,
    extract(epoch from clock_timestamp() - coalesce(b.xact_start, b.query_start, b.backend_start))::int as age,
    split_part(ltrim(b.query, E' \\n\\r\\t'), E'\\n', 1) as query
  from (select distinct unnest(pg_blocking_pids($1::int)) as pid) as p
  left join pg_stat_activity as b using (pid)
  order by age desc nulls last`;

export async function blockersOf(connection: PostgresConnection, pid: string): Promise<Block | undefined> {
  const outcome = await connection.query(WAITS, [pid]);
  if (outcome.type !== 'rows') return undefined;
  if (outcome.rows[0]?.waits !== 't') return { waits: false, by: [] };
  const blockers = await connection.query(BLOCKERS, [pid]);
  if (blockers.type !== 'rows') return undefined;
  return { waits: true, by: blockers.rows.map((row) => ({ pid: row.pid ?? '?', words: wordsOf(row) })) };
}

/** `4711 sandra (psql) from 10.0.0.5, idle in transaction, 3m20s old: update gradebook set …` */
function wordsOf({ pid, user, application, address, state, kind, age, query }: Row): string {
  const name = (text: string | null | undefined) => oneLine(text ?? '', 60);
  const who = [
    pid === null || pid === '0' ? 'a prepared transaction' : `pid ${pid}`,
    name(user ?? kind),
    ...(application ? [`(${name(application)})`] : []),
    ...(address ? [`from ${name(address)}`] : []),
  ];
  const doing = [
    ...(state ? [name(state)] : []),
    ...(age == null ? [] : [`its transaction is ${formatDuration(Number(age) * 1_000)} old`]),
  ];
  const last = query ? `: ${oneLine(query, 120)}` : '';
  return `${[who.filter((word) => word !== '').join(' '), ...doing].join(', ')}${last}`;
}

export type BlockReportOptions = {
  readonly say: (line: string) => void;
  readonly now: () => number;
  /** Milliseconds after which the server gives up by itself: it has to be told before. */
  readonly lockTimeout?: number | undefined;
};

/** Milliseconds that nobody needs to hear of. */
const usualPatience = 5_000;

/** Says who blocks, once it lasts; again when others do, and when it is over. */
export function createBlockReport({ say, now, lockTimeout }: BlockReportOptions) {
  const patience = Math.min(usualPatience, (lockTimeout ?? Number.POSITIVE_INFINITY) / 2);
  let since: number | undefined;
  let told: string | undefined;
  return {
    see: ({ waits, by }: Block) => {
      if (!waits) {
        if (told !== undefined) say(`gonogo: no longer waiting for a lock, after ${lasted(since, now())}`);
        since = undefined;
        told = undefined;
        return;
      }
      since ??= now();
      const key = by.map(({ pid }) => pid).join(' ');
      if (now() - since < patience || key === told) return;
      told = key;
      const held = by.length === 0 ? ', and the server does not say who holds it' : ', held by:';
      say(`gonogo: waiting for a lock for ${lasted(since, now())}${held}`);
      for (const { words } of by) say(`gonogo:   ${words}`);
    },
  };
}

function lasted(since: number | undefined, now: number): string {
  return `${Math.round((now - (since ?? now)) / 1_000)} s`;
}
