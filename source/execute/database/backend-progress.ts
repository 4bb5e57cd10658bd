import * as z from 'zod/mini';
import { oneLine } from '../reason.ts';
import type { Row } from './postgres-connection.ts';

/** Which of the server's own views of progress there are: they differ from version to version. */
export const progressViews = `
  select substr(relname, length('pg_stat_progress_') + 1) as name from pg_class
  where relnamespace = 'pg_catalog'::regnamespace
    and relname in ('pg_stat_progress_copy', 'pg_stat_progress_create_index', 'pg_stat_progress_vacuum',
      'pg_stat_progress_cluster', 'pg_stat_progress_analyze')`;

/** All of what one backend does, from these views. */
export function progressQuery(views: readonly string[]): string {
  return views
    .filter((name) => /^[a-z_]+$/.test(name))
    .map((name) => {
      const relation = `(select relname from pg_class where oid = p.relid)`;
      return `select '${name}' as kind, ${relation} as relation, row_to_json(p) as facts from pg_stat_progress_${name} as p where pid = $1`;
    })
    .join(' union all ');
}

type Facts = Readonly<Record<string, unknown>>;
/** `done` of `total`, in what is counted. */
type Count = { readonly done: number; readonly total: number; readonly unit: string };

export type ProgressReportOptions = {
  readonly say: (line: string) => void;
  readonly now: () => number;
};

/** Milliseconds after which it is said again, however little has changed. */
const longest = 10_000;
const shortest = 1_000;
const noticeable = 10;

/** A line when it begins, when its phase changes, when ten percent more are done, or every ten seconds. */
export function createProgressReport({ say, now }: ProgressReportOptions) {
  let told:
    | {
        readonly what: string;
        readonly percent: number | undefined;
        readonly line: string;
        readonly at: number;
      }
    | undefined;
  return {
    see: (row: Row) => {
      const read = progressOf(row);
      if (read === undefined) return;
      const { what, percent, line } = read;
      const waited = told === undefined ? longest : now() - told.at;
      const further = Math.abs((percent ?? 0) - (told?.percent ?? 0)) >= noticeable;
      const changed = what !== told?.what || further;
      if (line === told?.line || waited < (changed ? shortest : longest)) return;
      told = { what, percent, line, at: now() };
      say(`gonogo: ${line}`);
    },
  };
}

const anyFacts = z.record(z.string(), z.unknown());

/** Undefined for what can't be read, and for what says nothing yet. */
export function progressOf({ kind, relation, facts }: Row) {
  const read = z.safeParse(anyFacts, parsed(facts ?? ''));
  if (!read.success || kind == null) return undefined;
  const values = read.data;
  const where = relation ? ` of ${oneLine(relation, 60)}` : '';
  const phase = textOf(values, 'phase');
  const what = `${nameOf(kind, values)}${where}${phase === undefined ? '' : `, ${phase}`}`;
  const count = countOf(kind, values);
  const percent =
    count === undefined || count.total <= 0 ? undefined : Math.floor((100 * count.done) / count.total);
  if (count === undefined) return { what, percent, line: what };
  // The figure first: long lines are cut on narrow screens.
  const line =
    percent === undefined
      ? `${number(count.done)} ${count.unit}, ${what}`
      : `${Math.min(percent, 100)} %, ${what} (${number(count.done)} of ${number(count.total)} ${count.unit})`;
  return { what, percent, line };
}

function nameOf(kind: string, facts: Facts): string {
  const command = textOf(facts, 'command');
  const names: Readonly<Record<string, string>> = {
    copy: 'copy',
    create_index: 'index build',
    vacuum: 'vacuum',
    cluster: 'cluster',
    analyze: 'analyze',
  };
  if (kind === 'cluster' || kind === 'create_index') return (command ?? names[kind] ?? kind).toLowerCase();
  return names[kind] ?? kind;
}

/** The first pair that counts anything. */
function countOf(kind: string, facts: Facts): Count | undefined {
  const pairs: Readonly<Record<string, readonly (readonly [string, string | undefined, string])[]>> = {
    copy: [
      ['bytes_processed', 'bytes_total', 'bytes'],
      ['tuples_processed', undefined, 'rows'],
    ],
    create_index: [
      ['tuples_done', 'tuples_total', 'rows'],
      ['blocks_done', 'blocks_total', 'blocks'],
      ['lockers_done', 'lockers_total', 'transactions waited for'],
      ['partitions_done', 'partitions_total', 'partitions'],
    ],
    vacuum: [['heap_blks_scanned', 'heap_blks_total', 'blocks']],
    cluster: [
      ['heap_blks_scanned', 'heap_blks_total', 'blocks'],
      ['heap_tuples_written', undefined, 'rows'],
    ],
    analyze: [['sample_blks_scanned', 'sample_blks_total', 'blocks']],
  };
  for (const [done, total, unit] of pairs[kind] ?? []) {
    const all = total === undefined ? 0 : numberOf(facts, total);
    const some = numberOf(facts, done);
    if (total === undefined ? some > 0 : all > 0) return { done: some, total: all, unit };
  }
  return undefined;
}

function numberOf(facts: Facts, key: string): number {
  const value = Number(facts[key] ?? 0);
  return Number.isFinite(value) ? value : 0;
}

function textOf(facts: Facts, key: string): string | undefined {
  const value = facts[key];
  return typeof value === 'string' && value !== '' ? oneLine(value, 60) : undefined;
}

function number(value: number): string {
  return value.toLocaleString('en-US');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
