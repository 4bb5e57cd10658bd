import { findSigner } from '../execute/signing/allowed-signers.ts';
import { checkSignature } from '../execute/signing/check-signature.ts';
import { checkpointsOf, checkpointText, type SignedCheckpoint } from '../journal/checkpoint.ts';
import { verifyChain } from '../journal/hash-chain.ts';
import type { Journal, StoredEvent } from '../journal/journal.ts';
import { type OutputFault, type OutputVerdict, verifyOutput } from '../journal/verify-output.ts';
import { CommandError } from './command-error.ts';
import { exitCodes } from './exit-codes.ts';

/** All that can be said of whether a record is as gonogo wrote it. */
export type RecordVerdict = {
  readonly run: string;
  /** What is wrong, in words; none: intact. */
  readonly problems: readonly string[];
  readonly events: number;
  /** Hash of the last event: whoever kept it can tell later that nothing was cut off. */
  readonly head: string | undefined;
  /** The first event that does not fit. */
  readonly badEvent: { readonly seq: number; readonly reason: string } | undefined;
  readonly output: OutputVerdict;
  readonly checkpoints: readonly CheckpointVerdict[];
};

export type CheckpointVerdict = {
  /** The last event that the signature covers. */
  readonly seq: number;
  readonly key: string;
  readonly by: string;
  readonly good: boolean;
  /** `ssh-ed25519`; undefined where it is not good. */
  readonly keyType: string | undefined;
  /** Who that is, by the file of allowed signers. */
  readonly principal: string | undefined;
  /** Why it is not good, or whose it is not. */
  readonly reason: string | undefined;
};

export type VerifyQuestion = {
  readonly journal: Journal;
  readonly events: readonly StoredEvent[];
  readonly run: string;
  /** The beginning of a hash that was kept elsewhere, at least 8 digits. */
  readonly head?: string | undefined;
  /** Path, as in ssh-keygen(1). */
  readonly allowedSigners?: string | undefined;
};

/** Holds everything in a run's record against everything else in it. Output is read piece by piece. */
export async function verifyRecord(question: VerifyQuestion): Promise<RecordVerdict> {
  const { journal, events, run, head, allowedSigners } = question;
  const chain = verifyChain(events);
  const badEvent = chain.type === 'broken' ? { seq: chain.seq, reason: chain.reason } : undefined;
  const output = await verifyOutput(events, journal.walkOutput(run, { evenDamaged: true }));
  const checkpoints: CheckpointVerdict[] = [];
  for (const checkpoint of checkpointsOf(events)) {
    checkpoints.push(await verdictOn(checkpoint, allowedSigners));
  }
  const known = checkpoints.some(({ principal }) => principal !== undefined);
  return {
    run,
    problems: [
      ...(badEvent === undefined ? [] : [badEvent.reason]),
      ...(head === undefined || events.some(({ hash }) => hash.startsWith(head.toLowerCase()))
        ? []
        : [`no event has the hash ${head}: the record was cut off or written anew`]),
      ...output.faults.map(faultWords),
      ...checkpoints.flatMap(({ seq, good, reason }) =>
        good ? [] : [`the signature up to event ${seq} is not good: ${reason}`],
      ),
      ...(allowedSigners === undefined || known
        ? []
        : [`nobody of ${allowedSigners} has signed this record`]),
    ],
    events: events.length,
    head: events.at(-1)?.hash,
    badEvent,
    output,
    checkpoints,
  };
}

async function verdictOn(
  checkpoint: SignedCheckpoint,
  allowedSigners: string | undefined,
): Promise<CheckpointVerdict> {
  const { seq, signed, fits } = checkpoint;
  const message = checkpointText(checkpoint);
  const check = checkSignature(signed.signature, message);
  const facts = { seq, key: signed.key, by: signed.by, keyType: undefined, principal: undefined };
  const bad = (reason: string) => ({ ...facts, good: false, reason });
  if (!fits) return bad(`event ${seq} is not the one that was signed`);
  if (check.type === 'bad') return bad(check.reason);
  if (check.key !== signed.key) return bad('it was made with another key than the record names');
  const good = { ...facts, good: true, keyType: check.keyType };
  if (allowedSigners === undefined) return { ...good, reason: undefined };
  const signer = await findSigner({ signature: signed.signature, message, allowedSigners });
  switch (signer.type) {
    case 'known':
      return { ...good, principal: signer.principal, reason: undefined };
    case 'unknown':
      return { ...good, reason: `not allowed by ${allowedSigners}` };
    case 'no-ssh-keygen':
      throw new CommandError(
        exitCodes.usage,
        '--allowed-signers needs the program ssh-keygen, which is not here',
      );
  }
}

function faultWords({ what, from, to, step, attempt, action, target, stream }: OutputFault): string {
  const place = `${step}, attempt ${attempt}, action ${action + 1}, ${target}, ${stream}`;
  return `output ${what}: bytes ${from} to ${to} of ${place}`;
}
