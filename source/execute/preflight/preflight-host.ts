import { oneLine } from '../reason.ts';
import type { Transport } from '../shell/shell-channel.ts';
import { withRoom } from '../shell/short-script.ts';
import type { Timers } from '../timers.ts';
import { type Finding, go, noGo } from './preflight-report.ts';
import { askShell } from './preflight-shell.ts';

export type HostQuestions = {
  readonly host: string;
  readonly sudo: boolean;
  readonly transport: Transport;
  readonly timers: Timers;
};

/** Reaches a host as the run will, and asks it everything at once. Never rejects. */
export async function askHost(questions: HostQuestions): Promise<readonly Finding[]> {
  const { host, sudo, transport, timers } = questions;
  const opening = await withRoom(transport, host);
  if (opening.type === 'refused') return [noGo('connection', oneLine(opening.reason, 300))];
  const { connection } = opening;
  const found = await askShell({ run: connection.run, sudo, clock: true, timers });
  return [go('connection', 'reached, key verified, logged in'), ...found];
}
