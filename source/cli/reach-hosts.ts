import type { AskPassphrase } from '../execute/login-keys/key-ring.ts';
import { preflightOf } from '../execute/preflight/preflight-targets.ts';
import type { Transport } from '../execute/shell/shell-channel.ts';
import type { SshSetup } from '../execute/ssh/ssh-setup.ts';
import { sshSetupOf } from '../execute/world.ts';
import type { Plan } from '../plan/plan.ts';
import { safeLine } from '../plan/safe-text.ts';
import { createWallClock, nextTurn } from '../session/clock.ts';
import { passphraseAsker } from './ask-passphrase.ts';
import type { Io } from './io.ts';

export type ReachHosts = {
  readonly plan: Plan;
  readonly sshConfig: string | undefined;
  readonly io: Io;
};

/**
 * The ways to a plan's hosts, for all that reaches them in this program. On a terminal the passphrases of key files
 * are asked for now, and never later: then the screens have the keys. Undefined: the plan reaches no host.
 */
export async function reachHosts({ plan, sshConfig, io }: ReachHosts): Promise<Transport | undefined> {
  if (plan.hosts.length === 0) return undefined;
  const questions = questionsOn(io);
  const { env } = io;
  const ssh = sshSetupOf({ plan, sshConfig, env, askPassphrase: questions?.ask });
  const { createHostTransport } = await import('../execute/host-transport.ts');
  const transport = createHostTransport({ plan, ssh, sshConfig, env });
  if (questions !== undefined) {
    await unlockKeys({ plan, ssh, transport, questions, io });
    questions.end();
  }
  return transport;
}

type Questions = {
  readonly ask: AskPassphrase;
  /** Settles once nobody is being asked. */
  readonly answered: () => Promise<void>;
  /** From now on nobody is asked any more. */
  readonly end: () => void;
};

/** An empty answer is none. Undefined where there is no terminal. */
function questionsOn(io: Io): Questions | undefined {
  const asker = passphraseAsker(io);
  if (asker === undefined) return undefined;
  let open = true;
  let last: Promise<unknown> = Promise.resolve();
  return {
    ask: async (file, wrong) => {
      if (!open) return undefined;
      const answer = asker(file, wrong);
      last = answer;
      return (await answer) || undefined;
    },
    answered: async () => {
      let seen: Promise<unknown> | undefined;
      // A wrong answer is followed by the next question at once.
      while (seen !== last) {
        seen = last;
        await seen;
        await nextTurn();
      }
    },
    end: () => {
      open = false;
    },
  };
}

type Unlock = {
  readonly plan: Plan;
  readonly ssh: SshSetup;
  readonly transport: Transport;
  readonly questions: Questions;
  readonly io: Io;
};

async function unlockKeys({ plan, ssh, transport, questions, io }: Unlock): Promise<void> {
  const { lockedIdentities } = await import('../execute/login-keys/locked-identities.ts');
  // A host that this machine's own ssh reaches has only the agent's keys, and those that are open.
  const hosts = preflightOf(plan).flatMap(({ type, name }) =>
    type === 'host' && plan.transports[name] !== 'openssh' ? [name] : [],
  );
  const locked = await lockedIdentities({ hosts, ...ssh });
  for (const { file, needed } of locked) {
    if (!needed) continue;
    const key = await ssh.keyRing.unlock(file);
    if (key === undefined) io.err(`Going on without ${safeLine(file.path)}.\n`);
  }
  const maybe = new Set(locked.filter(({ needed }) => !needed).flatMap((key) => key.hosts));
  if (maybe.size === 0) return;
  // Where other keys come first only the host can tell whether a locked one is needed: it is asked for then.
  io.err('Asking the hosts which keys they take ...\n');
  // A name that is no host of a step is a hop: any host may be behind it.
  const hop = [...maybe].some((name) => !hosts.includes(name));
  const asked = hosts.filter((host) => hop || maybe.has(host));
  const tried = Promise.all(asked.map((host) => transport.connection(host)));
  const late = Promise.withResolvers<void>();
  const cancel = createWallClock().after(patience, late.resolve);
  await Promise.race([tried, late.promise]);
  cancel();
  await questions.answered();
}

/** Milliseconds that hosts have to say so; the preflight tells about those that did not. */
const patience = 5_000;
