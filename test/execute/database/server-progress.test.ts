import { expect, test } from 'vitest';
import { databaseOf, inDatabase } from '../../../source/execute/database/postgres-dsn.ts';
import { createServerReport, tableIn } from '../../../source/execute/database/server-progress.ts';

test.each([
  ['COPY public.t (id, name) FROM stdin;', 'public.t'],
  ['copy "Odd ""name""".t FROM stdin', '"Odd ""name""".t'],
  ['ALTER TABLE ONLY public.t', 'public.t'],
  ['CREATE UNIQUE INDEX t_name ON public.t USING btree (name);', 'public.t'],
  ['CREATE INDEX CONCURRENTLY IF NOT EXISTS "a b" ON ONLY t (id)', 't'],
  ['create index on t (id)', 't'],
  ['VACUUM (VERBOSE, ANALYZE) public.t;', 'public.t'],
  ['vacuum full t', 't'],
  ['ANALYZE t', 't'],
  ["COPY (select 'secret') TO stdout", undefined],
  ["insert into t values ('secret')", undefined],
  ['<insufficient privilege>', undefined],
])('%s works on %s', (query, table) => {
  expect(tableIn(query)).toBe(table);
});

test('each backend has a report of its own, as long as it is there', () => {
  const said: string[] = [];
  const report = createServerReport({ say: (line) => said.push(line), now: () => 0 });
  const copy = (pid: string, table: string) => ({
    pid,
    kind: 'copy',
    facts: '{"tuples_processed": 7}',
    query: `COPY ${table} FROM stdin`,
  });
  report.see([copy('1', 'a'), copy('2', 'b')]);
  report.see([copy('1', 'a'), copy('2', 'b')]);
  expect(said).toEqual(['gonogo: 7 rows, copy of a', 'gonogo: 7 rows, copy of b']);
  report.see([]);
  report.see([copy('1', 'a')]);
  expect(said.slice(2)).toEqual(['gonogo: 7 rows, copy of a']);
});

test.each([
  ['postgres://u:p@h:5433/sakai?sslmode=disable', 'postgres://u:p@h:5433/postgres?sslmode=disable', 'sakai'],
  ['postgresql://u@h', 'postgresql://u@h/postgres', 'u'],
  ['postgres://u:p%2F@/sakai?host=/run', 'postgres://u:p%2F@/postgres?host=/run', 'sakai'],
  ['postgres://h/', 'postgres://h/postgres', ''],
])('%s', (given, other, own) => {
  expect([inDatabase(given, 'postgres'), databaseOf(given)]).toEqual([other, own]);
});
