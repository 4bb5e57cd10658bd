import { homedir } from 'node:os';
import { ownKnownHostsPath } from '../execute/host-keys/own-known-hosts.ts';
import { referencesOf } from '../execute/plan-references.ts';
import { withoutReferenced } from '../execute/reference.ts';
import { createVault, type Vault } from '../execute/secrets/vault.ts';
import type { Transport } from '../execute/shell/shell-channel.ts';
import { createWorld } from '../execute/world.ts';
import type { Journal } from '../journal/journal.ts';
import { loudOutcome } from '../run/words.ts';
import type { Sign } from '../session/checkpoints.ts';
import { type Clock, createWallClock } from '../session/clock.ts';
import { jobFoldersOf } from '../session/job-folders.ts';
import { openLive } from '../session/live.ts';
import type { Identity } from '../session/session.ts';
import { CommandError } from './command-error.ts';
import { exitCodeOf, exitCodes } from './exit-codes.ts';
import type { FoundRun } from './find-run.ts';
import { createHands } from './hand-over.ts';
import type { Io } from './io.ts';
import { type LeaveSignals, leaveSignals } from './leave-signals.ts';
import { hasBegun, preflightOnScreen } from './preflight-on-screen.ts';
import { reachHosts } from './reach-hosts.ts';
import { recallSecrets } from './recall-secrets.ts';
import { printReport, rehearsalClock, rehearsalParts } from './rehearsal.ts';
import { type CommonOptions, sshConfigFile, thisHost } from './settings.ts';
import { signerFor } from './signer.ts';
import { learned } from './usual-lengths.ts';
import { isScreen, type OpenScreen, openScreen, type WatchOptions, watch } from './watch.ts';

export type ConductOptions = CommonOptions &
  WatchOptions & {
    /** Only for rehearsals. */
    readonly speed?: number | undefined;
    /** Also from a holder on another machine, which nobody can look at from here. */
    readonly takeOver?: boolean | undefined;
    /** False: no look at hosts, databases and the mail server before a run begins. Lines never begin with one. */
    readonly preflight?: boolean | undefined;
    /** The public key to sign the record with, or `off`; the first of the ssh agent otherwise. Only for live runs. */
    readonly sign?: string | undefined;
  };

export type Conduct = {
  readonly journal: Journal;
  readonly found: FoundRun;
  readonly identity: Identity;
  readonly options: ConductOptions;
  readonly io: Io;
};

/** Opens a run at this keyboard, carries it on until it ends or the person leaves, and gives the exit code. */
export async function conduct(work: Conduct): Promise<number> {
  const { journal, found, options, io } = work;
  checkSpeed(options);
  const hold = await journal.hold(found.run, { takeOver: options.takeOver === true });
  if (hold.type === 'taken') throw new CommandError(exitCodes.usage, takenMessage(found.run, hold));
  try {
    const outcome = await watched(work);
    if (outcome !== 'left' && outcome !== 'no-go') {
      // The screens are gone with all they said; lines have said it already.
      if (isScreen(options, io)) io.err(`Run ${found.run} ended: ${loudOutcome(outcome)}\n`);
      if (found.created.mode === 'rehearsal') await printReport(work);
      return exitCodeOf(outcome);
    }
    io.err(`Run ${found.run} is still open. Come back with: gonogo join ${found.run}\n`);
    return outcome === 'no-go' ? exitCodes.noGo : exitCodes.leftRunning;
  } finally {
    // Of a process that is gone it keeps nobody out, wherever it could not be written down.
    await hold.release().catch(() => undefined);
  }
}

/** Before a run is made for nothing. */
export function checkSpeed({ speed }: Pick<ConductOptions, 'speed'>): void {
  if (speed === undefined || (speed >= 0.1 && speed <= 3600)) return;
  throw new CommandError(exitCodes.usage, '--speed takes a number from 0.1 to 3600');
}

function takenMessage(run: string, { pid, host }: { readonly pid: number; readonly host: string }): string {
  const text = `run ${run} is open in another terminal (process ${pid} on ${host}): leave it there with q, or look on with gonogo status ${run} and gonogo log ${run}`;
  return host === thisHost() ? text : `${text}; if that machine is gone for good, give --take-over`;
}

/** `no-go`: left after a preflight that said so. */
type Watched = Awaited<ReturnType<typeof watch>> | 'no-go';

async function watched(work: Conduct): Promise<Watched> {
  const { found, identity, options, io } = work;
  const live = found.created.mode === 'live';
  const clock = live ? createWallClock() : rehearsalClock(work);
  const sshConfig = sshConfigFile(options, io, found.events);
  const transport = live ? await reachHosts({ plan: found.plan, sshConfig, io }) : undefined;
  const vault = live ? createVault({ plan: found.plan, env: io.env }) : undefined;
  const sign = live ? await signerFor(options.sign, io) : undefined;
  const leaving = leaveSignals();
  const screen = isScreen(options, io) ? await openScreen(options, io) : undefined;
  try {
    const looksFirst = live && options.preflight !== false && !hasBegun(found);
    const leave = leaving.signal;
    const looked =
      looksFirst && screen !== undefined
        ? await preflightOnScreen({ found, identity, transport, vault, screen, clock, io, leave })
        : undefined;
    if (looked?.type === 'left') return looked.noGo ? 'no-go' : 'left';
    return await carriedOut({
      work,
      clock,
      sshConfig,
      transport,
      vault,
      sign,
      leaving,
      screen,
      note: looked?.note,
    });
  } finally {
    screen?.stage.close();
    await screen?.stage.closed();
    await transport?.close();
    leaving.stop();
  }
}

type CarriedOut = {
  readonly work: Conduct;
  readonly clock: Clock;
  readonly sshConfig: string | undefined;
  readonly transport: Transport | undefined;
  readonly vault: Vault | undefined;
  readonly sign: Sign | undefined;
  readonly leaving: LeaveSignals;
  readonly screen: OpenScreen | undefined;
  /** Recorded before anything begins. */
  readonly note: string | undefined;
};

async function carriedOut(parts: CarriedOut) {
  const { work, clock, sshConfig, transport, vault, sign, leaving, screen, note } = parts;
  const { journal, found, identity, options, io } = work;
  const kind = found.created.mode;
  const { plan } = found;
  // Most plans mail no report.
  const report = async () => (await import('./run-report.ts')).reportSoFar(journal, found.run);
  const world =
    kind === 'live' ? createWorld({ plan, transport, sshConfig, vault, env: io.env, report }) : undefined;
  const usuals = await learned(journal, found);
  const notes = [...(note === undefined ? [] : [note]), ...(await recallSecrets(found, vault))];
  const { executor, people } =
    world === undefined ? rehearsalParts({ found, clock, usuals }) : { executor: world, people: undefined };
  // Whoever plays everybody sits in everybody's place.
  const automatic = kind === 'rehearsal' && options.auto === true;
  const session = await openLive({
    kind,
    journal,
    run: found.run,
    plan,
    executor,
    identity: automatic ? { ...identity, roles: plan.roles.map(({ id }) => id) } : identity,
    clock,
    host: thisHost(),
    pid: process.pid,
    sshConfig,
    usuals,
    autopilot: automatic ? 'all' : 'plan',
    people,
    sign,
    first: [...notes.map((text) => ({ type: 'note', text, by: identity.person }) as const)],
    secretsIn: vault?.namesIn,
  });
  try {
    const { signal: leave, hush } = leaving;
    const knownHosts = ownKnownHostsPath({ env: io.env, home: homedir() });
    const hands = createHands({
      env: withoutReferenced(io.env, referencesOf(plan)),
      leave,
      hush,
      sshConfig,
      knownHosts,
      pins: plan.hostKeys,
      rehearsal: kind === 'rehearsal',
    });
    const outcome = leave.aborted ? 'left' : await watch({ session, options, io, leave, hands, screen });
    const { ended } = session.state();
    // All that was kept on the targets is in the record.
    if (ended !== undefined) await world?.sweep(jobFoldersOf(session));
    return ended?.outcome ?? outcome;
  } finally {
    screen?.stage.close();
    await session.close();
    const trouble = session.trouble();
    if (trouble !== undefined) io.err(`What came last is missing from the record: ${trouble}\n`);
  }
}
