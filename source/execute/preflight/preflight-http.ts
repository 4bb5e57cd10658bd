import { connect } from 'node:net';
import { fillValues } from '../../plan/fill-values.ts';
import type { Action, Plan } from '../../plan/plan.ts';
import { messageOf, oneLine } from '../reason.ts';
import type { Timers } from '../timers.ts';
import { type Finding, go, warn } from './preflight-report.ts';

/** Milliseconds. */
const patience = 5_000;

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
  const fault = await connecting({ host, port: Number(port), timers });
  if (fault === undefined) return [go('connection', 'it answers')];
  return [warn('connection', fault, 'an `http` action will ask there: should it answer by now?')];
}

type Connecting = { readonly host: string; readonly port: number; readonly timers: Timers };

async function connecting({ host, port, timers }: Connecting): Promise<string | undefined> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (fault: string | undefined) => {
      forget();
      socket.destroy();
      resolve(fault);
    };
    const forget = timers.after(patience, () => settle(`no answer within ${patience / 1000} s`));
    socket.once('connect', () => settle(undefined));
    socket.on('error', (error) => settle(oneLine(messageOf(error))));
  });
}
