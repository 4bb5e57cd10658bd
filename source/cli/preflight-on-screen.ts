import { preflightOf } from '../execute/preflight/preflight-targets.ts';
import type { Vault } from '../execute/secrets/vault.ts';
import type { Transport } from '../execute/shell/shell-channel.ts';
import { stateAfter } from '../run/reduce.ts';
import type { Clock } from '../session/clock.ts';
import type { Identity } from '../session/session.ts';
import type { PreflightEnd } from '../ui/preflight/preflight-control.ts';
import type { FoundRun } from './find-run.ts';
import type { Io } from './io.ts';
import type { OpenScreen } from './watch.ts';

export type PreflightOnScreen = {
  readonly found: FoundRun;
  readonly identity: Identity;
  readonly transport: Transport | undefined;
  readonly vault: Vault | undefined;
  readonly screen: OpenScreen;
  readonly clock: Clock;
  readonly io: Io;
  /** Aborted when somebody ends the program or its terminal goes away. */
  readonly leave: AbortSignal;
};

/** Before anything of a run has begun: everything its plan acts on is looked at, and a person says whether to go on. */
export async function preflightOnScreen(order: PreflightOnScreen): Promise<PreflightEnd | undefined> {
  const { found, identity, transport, vault, screen, clock, io, leave } = order;
  const { plan, run } = found;
  const targets = preflightOf(plan).map(({ name }) => name);
  if (targets.length === 0) return undefined;
  const { runPreflight } = await import('../execute/preflight/preflight.ts');
  const { createPreflightLook } = await import('../session/preflight-look.ts');
  const { runPreflightScreen } = await import('../ui/preflight/preflight-screen.tsx');
  const giveUp = new AbortController();
  const look = createPreflightLook({
    targets,
    run: (onResults) =>
      runPreflight({
        plan,
        transport: transport ?? noHosts,
        env: io.env,
        vault,
        signal: giveUp.signal,
        onResults,
      }),
  });
  const session = { kind: 'live', run, identity } as const;
  const end = await runPreflightScreen({
    ...screen,
    look,
    state: stateAfter(found.plan, found.events),
    session,
    clock,
    leave,
  });
  giveUp.abort();
  return end;
}

/** Whether this is still the beginning: a run that something came of goes straight to its screens. */
export function hasBegun({ events }: FoundRun): boolean {
  return events.some(({ event }) => begins.has(event.type));
}

const begins: ReadonlySet<string> = new Set([
  'step.started',
  'step.done-by-hand',
  'step.skipped',
  'fallback.called',
]);

const noHosts: Transport = {
  connection: async () => ({
    type: 'refused',
    reason: 'the plan names no hosts',
    hostKey: undefined,
    kind: 'final',
  }),
  close: async () => {},
};
