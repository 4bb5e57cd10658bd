import { randomToken } from '../random.ts';
import { oneLine } from '../reason.ts';
import { type Timers, within } from '../timers.ts';
import type { HostOpening, Transport } from './shell-channel.ts';

export type ShortScript = {
  readonly transport: Transport;
  readonly host: string;
  /** Answers with `gonogo_say WORDS`, each a line; what else it prints goes unseen, but for the last of it. */
  readonly script: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly timers: Timers;
};

export type ShortAnswer =
  | { readonly type: 'answered'; readonly lines: readonly string[]; readonly hostKey: string | undefined }
  | {
      readonly type: 'trouble';
      readonly reason: string;
      /** `final`: key or login refused. */
      readonly kind: 'passing' | 'final';
      readonly hostKey: string | undefined;
    };

const mostNoise = 2_000;

/** Runs on a host what takes no time and needs no supervisor. It must end with its work. Never rejects. */
export async function runShortScript({
  transport,
  host,
  script,
  timeout,
  timers,
}: ShortScript): Promise<ShortAnswer> {
  const opening = await within(withRoom(transport, host), { ms: timeout, timers });
  const late = `no answer within ${timeout / 1000} s`;
  if (opening === undefined) return { type: 'trouble', reason: late, kind: 'passing', hostKey: undefined };
  if (opening.type === 'refused') return { ...opening, type: 'trouble' };
  const { connection } = opening;
  const { hostKey } = connection;
  const trouble = (reason: string): ShortAnswer => ({ type: 'trouble', reason, kind: 'passing', hostKey });
  const nonce = randomToken();
  const decoder = new TextDecoder();
  let said = '';
  let noise = '';
  const start = await connection.run({
    input: `gonogo_say() { printf '%s %s\\n' ${nonce} "$*"; }\n{\n${script}\ngonogo_say end\nexit 0\n}\n`,
    stdout: (bytes) => {
      said += decoder.decode(bytes, { stream: true });
    },
    stderr: (bytes) => {
      noise = (noise + Buffer.from(bytes).toString()).slice(-mostNoise);
    },
  });
  if (start.type === 'failed') return trouble(start.reason);
  const end = await within(start.channel.ended, { ms: timeout, timers });
  start.channel.close();
  const lines = said
    .split('\n')
    .flatMap((line) => (line.startsWith(`${nonce} `) ? [line.slice(nonce.length + 1)] : []));
  if (lines.at(-1) === 'end') return { type: 'answered', lines: lines.slice(0, -1), hostKey };
  if (end === undefined) return trouble(late);
  if (end.type === 'lost') return trouble(end.reason);
  const words = oneLine(noise === '' ? said : noise);
  return trouble(`its shell ended in the middle${words === '' ? '' : `: ${words}`}`);
}

/** A connection with room: others may have waited for the same new one. */
export async function withRoom(transport: Transport, host: string): Promise<HostOpening> {
  for (;;) {
    const opening = await transport.connection(host);
    if (opening.type === 'refused' || opening.connection.hasRoom()) return opening;
  }
}
