import type { ChannelOrder, HostOpening, Transport } from '../shell/shell-channel.ts';
import type { HowToRun, PlaceStart, ShellPlace } from '../shell/shell-place.ts';
import {
  createSupervisingExecutor,
  type SupervisingExecutor,
  type SupervisionOptions,
} from './supervising-executor.ts';

export type RemoteExecutorOptions = SupervisionOptions & { readonly transport: Transport };

/** Runs `sh` actions on hosts, where they go on without the connection. */
export function createRemoteExecutor({ transport, ...options }: RemoteExecutorOptions): SupervisingExecutor {
  return createSupervisingExecutor({
    ...options,
    placeOf: (host) => placeAt(host, transport),
    onClose: transport.close,
  });
}

function placeAt(host: string, transport: Transport): ShellPlace {
  return { name: host, run: (order, how) => run({ host, transport, order, how }) };
}

type Run = {
  readonly host: string;
  readonly transport: Transport;
  readonly order: ChannelOrder;
  readonly how: HowToRun;
};

async function run({ host, transport, order, how }: Run): Promise<PlaceStart> {
  let which = how.which;
  for (;;) {
    const opening = await unlessAbandoned(transport.connection(host, which), how.abandon);
    if (opening === undefined) return { type: 'abandoned' };
    if (opening.type === 'refused') return opening;
    const { connection } = opening;
    // Many jobs may have waited for the same new connection.
    if (!connection.hasRoom()) continue;
    const start = await connection.run(order);
    if (start.type === 'started') return { ...start, hostKey: connection.hostKey };
    // A kept connection may be dead. Nothing of the script was sent over it then, so one more may be tried.
    if (which === 'fresh')
      return { type: 'refused', reason: start.reason, hostKey: connection.hostKey, kind: 'passing' };
    which = 'fresh';
  }
}

async function unlessAbandoned(
  opening: Promise<HostOpening>,
  abandon: AbortSignal | undefined,
): Promise<HostOpening | undefined> {
  if (abandon === undefined) return await opening;
  const { promise, resolve } = Promise.withResolvers<undefined>();
  const onAbort = () => resolve(undefined);
  abandon.addEventListener('abort', onAbort, { once: true });
  try {
    const first = await Promise.race([opening, promise]);
    return abandon.aborted ? undefined : first;
  } finally {
    abandon.removeEventListener('abort', onAbort);
  }
}
