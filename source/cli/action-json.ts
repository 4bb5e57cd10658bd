import { formatDuration } from '../plan/duration.ts';
import type { HttpAction } from '../plan/http-action.ts';
import type { Action, ActionPlace } from '../plan/plan.ts';
import { formatShare } from '../plan/share.ts';
import { type SqlSettings, sqlWords } from '../plan/sql-settings.ts';
import type { WaitAction } from '../plan/wait-action.ts';

/** An action in what `gonogo check --json` prints; lengths are seconds. */
export function actionJson(action: Action) {
  const { kind, line, on, text, timeout, silence, batch, maxFail, cwd, secrets, sql } = action;
  const { marker, subject, to, attach, http, wait, copy, watch } = action;
  return {
    kind,
    line,
    on: placeName(on),
    hosts: hostsOf(on),
    timeoutSeconds: timeout === undefined ? null : timeout / 1000,
    ...(silence === undefined ? {} : { silenceSeconds: silence / 1000 }),
    ...(batch.length === 0 ? {} : { batch: batch.map(formatShare) }),
    ...(maxFail === undefined ? {} : { maxFail: formatShare(maxFail) }),
    cwd: cwd ?? null,
    ...(secrets.length === 0 ? {} : { secrets }),
    ...(watch === undefined ? {} : { watch }),
    text,
    ...(sql === undefined || sqlWords(sql, formatDuration).length === 0 ? {} : { sql: sqlJson(sql) }),
    ...(marker === undefined ? {} : { marker }),
    ...(kind === 'mail' ? { subject: subject ?? null, to: to ?? null, attach: attach ?? null } : {}),
    ...(http === undefined ? {} : { http: httpJson(http) }),
    ...(wait === undefined ? {} : { wait: waitJson(wait) }),
    ...(copy === undefined
      ? {}
      : { copy: { files: copy.files, mode: copy.mode === undefined ? null : copy.mode.toString(8) } }),
  };
}

/** Only what the plan says of it. */
function sqlJson({ tx, lockTimeout, statementTimeout, expected }: SqlSettings) {
  const { value, rows, table } = expected;
  return {
    tx,
    ...(lockTimeout === undefined ? {} : { lockTimeoutSeconds: lockTimeout / 1000 }),
    ...(statementTimeout === undefined ? {} : { statementTimeoutSeconds: statementTimeout / 1000 }),
    ...(value === undefined ? {} : { expect: value }),
    ...(rows === undefined ? {} : { rows }),
    ...(table === undefined ? {} : { table }),
  };
}

export function hostsOf(place: ActionPlace): readonly string[] {
  return place.type === 'hosts' ? place.hosts : [];
}

function httpJson({ request, expected, until, interval, redirects, ca }: HttpAction) {
  return {
    request: { ...request, body: request.body ?? null },
    expect: { ...expected, header: expected.header ?? null, body: expected.body ?? null },
    untilSeconds: until === undefined ? null : until / 1000,
    intervalSeconds: interval / 1000,
    redirects,
    ca: ca ?? null,
  };
}

function waitJson({ until, interval }: WaitAction) {
  if (until.type === 'time') return until;
  if (until.type === 'offset') {
    return { type: until.type, anchor: until.anchor, offsetSeconds: until.offset / 1000 };
  }
  return { ...until, intervalSeconds: interval / 1000 };
}

/** As the plan says it: a host set, a database, `local` or `mail`. */
function placeName(place: ActionPlace): string {
  switch (place.type) {
    case 'local':
    case 'mail':
      return place.type;
    case 'hosts':
      return place.expression;
    case 'database':
      return place.name;
  }
}
