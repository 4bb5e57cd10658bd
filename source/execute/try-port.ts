import { connect } from 'node:net';
import { messageOf, oneLine } from './reason.ts';
import type { Timers } from './timers.ts';

/** Milliseconds. */
const patience = 5_000;

/** Connects, says nothing and goes. The reason why it can't; undefined where somebody answers. Never rejects. */
export async function tryPort({
  host,
  port,
  timers,
}: {
  readonly host: string;
  readonly port: number;
  readonly timers: Timers;
}): Promise<string | undefined> {
  return await new Promise((resolve) => {
    const socket = connect({ host, port });
    const settle = (fault: string | undefined) => {
      forget();
      socket.destroy();
      resolve(fault);
    };
    const forget = timers.after(patience, () => settle(`no answer within ${patience / 1000} s`));
    socket.once('connect', () => settle(undefined));
    socket.on('error', (error) => settle(faultOf(error)));
  });
}

function faultOf(error: Error): string {
  const code = 'code' in error ? error.code : '';
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND') return 'no host has this name';
  return oneLine(messageOf(error));
}
