import { formatDuration } from './duration.ts';
import type { HttpAction } from './http-action.ts';
import type { Action } from './plan.ts';

/** What an action expects and for how long it tries, which its text doesn't say. */
export function conditionWords({ http }: Pick<Action, 'http'>): readonly string[] {
  return http === undefined ? [] : httpWords(http);
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
