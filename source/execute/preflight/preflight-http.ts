import { fillValues } from '../../plan/fill-values.ts';
import { isSecretValue } from '../../plan/http-action.ts';
import type { Action, Plan } from '../../plan/plan.ts';
import type { Resolve } from '../reference.ts';
import type { Timers } from '../timers.ts';
import { tryPort } from '../try-port.ts';
import { type Finding, go, noGo, warn } from './preflight-report.ts';

/** `https://www:443`, one for each server that an `http` action asks; those that only the run can name are left out. */
export function serversOf(
  { http, on }: Pick<Action, 'http' | 'on'>,
  plan: Pick<Plan, 'vars'>,
): readonly string[] {
  if (http === undefined) return [];
  const hosts = on.type === 'hosts' ? on.hosts : [''];
  return hosts.flatMap((host) => {
    const url = fillValues(http.request.url, { ...plan.vars, host }, encodeURIComponent);
    if (!URL.canParse(url)) return [];
    const { protocol, hostname, port } = new URL(url);
    return [`${protocol}//${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`];
  });
}

/** References in the headers of a request: `env:API_LOGIN`. */
export function secretsOf({ http }: Pick<Action, 'http'>): readonly string[] {
  return http?.request.headers.map(({ value }) => value).filter(isSecretValue) ?? [];
}

/** Connects and says nothing. What isn't there yet may be there when it is asked, so nothing stands against it. */
export async function askServer(
  { name: server, references }: { readonly name: string; readonly references: readonly string[] },
  { header, timers }: { readonly header: Resolve; readonly timers: Timers },
): Promise<readonly Finding[]> {
  const resolved = await Promise.all(references.map(header));
  const missing = resolved.flatMap((each) =>
    each.type === 'missing' ? [noGo('reference', each.reason, 'set it before gonogo is started')] : [],
  );
  const [, host = '', port = ''] = /^https?:\/\/\[?([^\]]*?)\]?:(\d+)$/.exec(server) ?? [];
  const fault = await tryPort({ host, port: Number(port), timers });
  if (fault === undefined) return [...missing, go('connection', 'it answers')];
  return [...missing, warn('connection', fault, 'an `http` action will ask there: should it answer by now?')];
}
