import { createConnection } from 'node:net';
import { keyFields } from '../host-keys/known-hosts-line.ts';
import { systemTimers, type Timers } from '../timers.ts';
import { sshString, sshStrings } from './wire.ts';

export type AgentClient = {
  /** The public halves of the keys that it holds, in its order. */
  readonly keys: () => Promise<readonly Buffer[]>;
  /** A signature as SSH has it: its format and its bytes; undefined where the agent refuses. */
  readonly sign: (key: Buffer, data: Buffer) => Promise<Buffer | undefined>;
};

export type AgentClientOptions = {
  /** Path of the agent's socket. */
  readonly socket: string;
  readonly timers?: Timers | undefined;
};

/**
 * Asks an ssh agent. Rejects where it can't be reached, is too slow or says what makes no sense. Not ssh2's own client:
 * that one leaves its connection open where the agent waits for a person, and the program could not end.
 */
export function createAgentClient(options: AgentClientOptions): AgentClient {
  return {
    keys: async () => {
      const answer = await ask(options, Buffer.from([requestIdentities]), listPatience);
      if (answer[0] !== identitiesAnswer) return [];
      return keyFields(answer.subarray(1 + countLength)).filter((_, index) => index % 2 === 0);
    },
    sign: async (key, data) => {
      const flags = Buffer.alloc(4);
      flags.writeUInt32BE(rsaSha512);
      const question = Buffer.concat([Buffer.from([signRequest]), sshStrings([key, data]), flags]);
      const answer = await ask(options, question, signPatience);
      return answer[0] === signResponse ? keyFields(answer.subarray(1))[0] : undefined;
    },
  };
}

const requestIdentities = 11;
const identitiesAnswer = 12;
const signRequest = 13;
const signResponse = 14;
/** Of no meaning for other keys than RSA. */
const rsaSha512 = 4;
const countLength = 4;
const longestAnswer = 1 << 20;
// Together no more than the three seconds that a signature may take.
const listPatience = 1000;
const signPatience = 2000;

/** One question on a connection of its own. */
function ask(
  { socket, timers = systemTimers }: AgentClientOptions,
  question: Buffer,
  patience: number,
): Promise<Buffer> {
  const { promise, resolve, reject } = Promise.withResolvers<Buffer>();
  const connection = createConnection(socket);
  const fail = (why: string) => reject(new Error(`the ssh agent at ${socket} ${why}`));
  const cancel = timers.after(patience, () => fail('does not answer'));
  let answer = Buffer.alloc(0);
  connection.on('error', () => fail('cannot be reached'));
  connection.on('close', () => fail('hung up'));
  connection.on('data', (part) => {
    answer = Buffer.concat([answer, part]);
    const length = answer.length < 4 ? undefined : answer.readUInt32BE(0);
    if (length === undefined) return;
    if (length === 0 || length > longestAnswer) fail('says what makes no sense');
    else if (answer.length >= 4 + length) resolve(answer.subarray(4, 4 + length));
  });
  connection.write(sshString(question));
  return promise.finally(() => {
    cancel();
    connection.destroy();
  });
}
