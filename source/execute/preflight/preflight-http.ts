import { fillValues } from '../../plan/fill-values.ts';
import type { Action, Plan } from '../../plan/plan.ts';
import type { Timers } from '../timers.ts';
import { tryPort } from '../try-port.ts';
import { type Finding, go, warn } from './preflight-report.ts';

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

/** Connects and says nothing. What isn't there yet may be there when it is asked, so nothing stands against it. */
export async function askServer(
  server: string,
  { timers }: { readonly timers: Timers },
): Promise<readonly Finding[]> {
  const [, host = '', port = ''] = /^https?:\/\/\[?([^\]]*?)\]?:(\d+)$/.exec(server) ?? [];
  const fault = await tryPort({ host, port: Number(port), timers });
  if (fault === undefined) return [go('connection', 'it answers')];
  return [warn('connection', fault, 'an `http` action will ask there: should it answer by now?')];
}
