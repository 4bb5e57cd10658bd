import { formatDuration } from '../duration.ts';
import type { HttpAction } from '../http-action.ts';
import type { Action } from '../plan.ts';
import type { SqlSettings, SqlTable } from '../sql-settings.ts';
import type { WaitAction } from '../wait-action.ts';

/** What only one kind of action says besides its text, as its fence says it. */
export function kindTexts({ sql, http, wait, copy }: Action): readonly string[] {
  return [
    ...(sql === undefined ? [] : sqlTexts(sql)),
    ...(http === undefined ? [] : httpTexts(http)),
    ...(wait === undefined ? [] : waitTexts(wait)),
    ...(copy?.mode === undefined ? [] : [`mode=${copy.mode.toString(8).padStart(4, '0')}`]),
  ];
}

/** The `expect` fence after an `sql`, as lines. */
export function expectationLines({ sql }: Action): readonly string[] {
  const table = sql?.expected.table;
  return table === undefined ? [] : ['expect', ...tableLines(table).map((line) => `  ${line}`)];
}

function tableLines({ columns, rows }: SqlTable): readonly string[] {
  const lines = rows.map((cells) => cells.join(' | '));
  return columns === undefined ? lines : [columns.join(' | '), '---', ...lines];
}

function sqlTexts({ tx, lockTimeout, statementTimeout, expected }: SqlSettings): readonly string[] {
  return [
    ...(tx === 'file' ? [] : [`tx=${tx}`]),
    ...(lockTimeout === undefined ? [] : [`lock-timeout=${formatDuration(lockTimeout)}`]),
    ...(statementTimeout === undefined ? [] : [`statement-timeout=${formatDuration(statementTimeout)}`]),
    ...(expected.value === undefined ? [] : [written('expect', expected.value)]),
    ...(expected.rows === undefined ? [] : [`rows=${expected.rows}`]),
  ];
}

function httpTexts({ expected, until, interval, redirects, ca }: HttpAction): readonly string[] {
  const { status, header, body, json } = expected;
  return [
    `expect=${status.join(',')}`,
    ...(header === undefined ? [] : [written('header', `${header.name}: ${header.pattern}`)]),
    ...(body === undefined ? [] : [written('body', body)]),
    ...json.map(({ text, value }) => written('json', value === undefined ? text : `${text}=${value}`)),
    ...(redirects === 0 ? [] : [`redirects=${redirects}`]),
    ...(ca === undefined ? [] : [written('ca', ca)]),
    ...(until === undefined
      ? []
      : [`until=${formatDuration(until)}`, `interval=${formatDuration(interval)}`]),
  ];
}

function waitTexts({ until, interval }: WaitAction): readonly string[] {
  if (until.type === 'time' || until.type === 'offset') return [];
  const row = until.type === 'query' && until.row !== undefined ? [written('row', until.row)] : [];
  return [...row, `interval=${formatDuration(interval)}`];
}

function written(key: string, value: string): string {
  return /^[^\s"{}]+$/.test(value) ? `${key}=${value}` : `${key}="${value}"`;
}
