/** What stands before the digits of a seal in a stream: hardly any text has it, so that nothing is held back for long. */
export const sealLead = '\x1e';
const digits = /^[0-9a-f]{32}$/;
/** Of a seal in a stream, bytes. */
export const sealLength = 33;
/** How much is read again before the byte where an attachment begins: a seal, and words of ours after it, may be there. */
const overlap = 512;

export type SealedStream = {
  /** Learns the seal; without one the stream never ends. */
  readonly sealWith: (digits: string | undefined) => void;
  /** What of these bytes is new and the step's own. */
  readonly take: (bytes: Uint8Array) => Uint8Array;
  /** Whether all of it has come. */
  readonly isSealed: () => boolean;
  /** What was held back because it may begin a seal, where none will come any more. */
  readonly rest: () => Uint8Array;
  /** Whether more of it was delivered before than there is. */
  readonly isShort: () => boolean;
  readonly endsLine: () => boolean;
};

/** Where to begin to read for somebody who has so many bytes already. */
export function readFrom(delivered: number): number {
  return Math.max(0, delivered - overlap);
}

/** Tells a stream's own bytes from the seal at its end, and from what a left behind child says after it. */
export function createSealedStream(delivered: number): SealedStream {
  let seal: Buffer | undefined;
  let held: Buffer = Buffer.alloc(0);
  let known = delivered - readFrom(delivered);
  let sealed = false;
  let last = newline;

  const own = (bytes: Buffer): Buffer => {
    last = bytes.at(-1) ?? last;
    const fresh = bytes.subarray(known);
    known -= bytes.length - fresh.length;
    return fresh;
  };
  const rest = () => {
    const bytes = own(held);
    held = Buffer.alloc(0);
    return bytes;
  };
  return {
    sealWith: (told) => {
      if (told !== undefined && digits.test(told)) seal = Buffer.from(`${sealLead}${told}`);
    },
    take: (bytes) => {
      if (sealed) return Buffer.alloc(0);
      const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      if (seal === undefined) return own(view);
      const all = held.length === 0 ? view : Buffer.concat([held, view]);
      const at = all.indexOf(seal);
      sealed = at !== -1;
      const end = sealed ? at : all.length - sealBegun(all, seal);
      held = sealed ? Buffer.alloc(0) : Buffer.from(all.subarray(end));
      return own(all.subarray(0, end));
    },
    isSealed: () => sealed,
    rest,
    isShort: () => known > 0,
    endsLine: () => last === newline,
  };
}

const newline = 10;

/** How many of the last bytes may begin the seal: its lead stands nowhere else in it. */
function sealBegun(bytes: Buffer, seal: Buffer): number {
  const at = bytes.lastIndexOf(seal.subarray(0, 1));
  if (at === -1) return 0;
  const end = bytes.subarray(at);
  return end.length < seal.length && seal.indexOf(end) === 0 ? end.length : 0;
}
