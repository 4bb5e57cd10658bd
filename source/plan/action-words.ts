import { formatDuration } from './duration.ts';
import type { HttpAction } from './http-action.ts';
import type { Action } from './plan.ts';
import type { WaitAction } from './wait-action.ts';

/** What an action expects and for how long it tries, which its text doesn't say. */
export function conditionWords({
  http,
  wait,
  copy,
  timeout,
}: Pick<Action, 'http' | 'wait' | 'copy' | 'timeout'>): readonly string[] {
  if (copy?.mode !== undefined) return [`mode ${copy.mode.toString(8).padStart(4, '0')}`];
  if (wait !== undefined) return waitWords(wait, timeout);
  return http === undefined ? [] : httpWords(http);
}

/** `row 0`, `every 10s for 30m` */
function waitWords({ until, interval }: WaitAction, timeout: number | undefined): readonly string[] {
  if (until.type === 'time' || until.type === 'offset') return [];
  const length = timeout === undefined ? 'without end' : `for ${formatDuration(timeout)}`;
  return [
    ...(until.type === 'query' ? [until.row === undefined ? 'any row' : `row ${until.row}`] : []),
    `every ${formatDuration(interval)} ${length}`,
  ];
}

/** `expects 200`, `body /UP/`, `every 10s for 5m` */
function httpWords({ expected, until, interval, redirects }: HttpAction): readonly string[] {
  const { status, header, body, json } = expected;
  return [
    `expects ${status.join(' or ')}`,
    ...(header === undefined ? [] : [`header ${header.name} /${header.pattern}/`]),
    ...(body === undefined ? [] : [`body /${body}/`]),
    ...json.map(({ text, value }) => (value === undefined ? text : `${text}=${value}`)),
    ...(redirects === 0 ? [] : [`follows ${redirects} ${redirects === 1 ? 'redirect' : 'redirects'}`]),
    ...(until === undefined ? [] : [`every ${formatDuration(interval)} for ${formatDuration(until)}`]),
  ];
}
