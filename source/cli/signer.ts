import { createAgentSigner, readPublicKey } from '../execute/signing/agent-signer.ts';
import type { Sign } from '../session/checkpoints.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';
import type { Io } from './io.ts';

/** Who signs the record at this keyboard: a key of the ssh agent, where there is one. Nobody is asked. */
export async function signerFor(choice: string | undefined, io: Io): Promise<Sign | undefined> {
  if (choice === 'off') return undefined;
  const key = choice === undefined ? undefined : await readPublicKey(choice);
  if (choice !== undefined && key === undefined) {
    const how = "give the .pub file of a key that your ssh agent holds, or 'off'";
    throw new CommandError(exitCodes.usage, `--sign ${choice}: no public key there; ${how}`);
  }
  const socket = io.env.SSH_AUTH_SOCK;
  return socket ? createAgentSigner({ socket, key }) : undefined;
}
