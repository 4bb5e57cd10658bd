import type { AnyAuthMethod, BaseAgent, ParsedKey, SshLibrary } from '../ssh-library.ts';
import type { Timers } from '../timers.ts';

export type AgentKeys = {
  readonly type: 'keys';
  readonly keys: readonly ParsedKey[];
  /** Logs in with some of the keys only. */
  readonly method: (keys: readonly ParsedKey[], username: string) => AnyAuthMethod;
};

export type AgentAnswer =
  | AgentKeys
  | { readonly type: 'none' }
  | { readonly type: 'unusable'; readonly reason: string };

export type AgentOptions = {
  /** Path of the agent's socket. */
  readonly socket: string | undefined;
  readonly library: SshLibrary;
  readonly timers: Timers;
};

/** How long an agent may take to list its keys, milliseconds. */
const patience = 5_000;

/** The keys an ssh agent holds, as far as they can be used here. */
export async function agentKeys({ socket, library, timers }: AgentOptions): Promise<AgentAnswer> {
  if (socket === undefined) return { type: 'none' };
  const agent = new library.OpenSSHAgent(socket);
  const { promise, resolve } = Promise.withResolvers<AgentAnswer>();
  const unusable = (why: string) =>
    resolve({ type: 'unusable', reason: `the ssh agent at ${socket} ${why}` });
  const cancel = timers.after(patience, () => unusable('does not answer'));
  agent.getIdentities((error, listed) => {
    if (error || listed === undefined) return unusable('cannot be reached');
    const keys = listed.flatMap((entry) => ('type' in entry ? [entry] : []));
    resolve({
      type: 'keys',
      keys,
      method: (chosen, username) => ({
        type: 'agent',
        username,
        agent: withKeys({ socket, chosen, library }),
      }),
    });
  });
  return promise.finally(cancel);
}

type Chosen = {
  readonly socket: string;
  readonly chosen: readonly ParsedKey[];
  readonly library: SshLibrary;
};

function withKeys({ socket, chosen, library }: Chosen): BaseAgent {
  class ChosenKeys extends library.OpenSSHAgent {
    override getIdentities(callback: Parameters<BaseAgent<ParsedKey>['getIdentities']>[0]) {
      callback(undefined, [...chosen]);
    }
  }
  return new ChosenKeys(socket);
}
