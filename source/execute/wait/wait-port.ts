import { oneLine } from '../reason.ts';
import type { Timers } from '../timers.ts';
import { tryPort } from '../try-port.ts';
import { type Looker, never } from './wait-look.ts';

export type PortWait = {
  readonly host: string;
  readonly port: string;
  readonly gone: boolean;
  readonly timers: Timers;
};

/** From this machine. Nothing is said to whoever answers. */
export function portLooker({ host, port, gone, timers }: PortWait): Looker {
  const number = Number(port);
  return async () => {
    if (!/^\d{1,5}$/.test(port) || number < 1 || number > 65_535) {
      return never({ type: 'refused', reason: `\`${oneLine(port, 40)}\` is no port` });
    }
    const fault = await tryPort({ host: host.replace(/^\[(.*)\]$/, '$1'), port: number, timers });
    const words = fault === undefined ? `${host}:${port} answers` : `${host}:${port}: ${fault}`;
    return { type: (fault === undefined) === gone ? 'not-yet' : 'yet', words: oneLine(words) };
  };
}
