import { randomBytes } from 'node:crypto';

/** A word that no program prints by chance. */
export function frameNonce(): string {
  return `gonogo-${randomBytes(16).toString('hex')}`;
}

export type FrameFilter = {
  readonly push: (bytes: Uint8Array) => void;
  /** The stream is over: what was held back is output after all. */
  readonly end: () => void;
};

export type FrameFilterOptions = {
  readonly nonce: string;
  /** The word after the nonce. Called once at most. */
  readonly onFrame: (word: string) => void;
  readonly onBytes: (bytes: Uint8Array) => void;
};

/** Takes our own line (`NONCE WORD`) out of a stream, wherever chunks are cut; all else passes as it came. */
export function createFrameFilter({ nonce, onFrame, onBytes }: FrameFilterOptions): FrameFilter {
  const token = Buffer.from(`${nonce} `);
  let held: Buffer = Buffer.alloc(0);
  let found = false;
  const emit = (bytes: Uint8Array) => {
    if (bytes.length > 0) onBytes(bytes);
  };
  const search = (bytes: Buffer) => {
    const start = bytes.indexOf(token);
    const cut = start === -1 ? bytes.length - overlap(bytes, token) : start;
    emit(bytes.subarray(0, cut));
    held = bytes.subarray(cut);
    const end = start === -1 ? -1 : held.indexOf('\n');
    if (end === -1) return;
    found = true;
    const rest = held.subarray(end + 1);
    onFrame(held.toString('latin1', token.length, end));
    held = Buffer.alloc(0);
    emit(rest);
  };
  return {
    push: (bytes) => {
      if (found) emit(bytes);
      else search(held.length === 0 ? Buffer.from(bytes) : Buffer.concat([held, bytes]));
    },
    end: () => {
      emit(held);
      held = Buffer.alloc(0);
    },
  };
}

/** How many of the last bytes may be the beginning of the token. */
function overlap(bytes: Buffer, token: Buffer): number {
  for (let length = Math.min(bytes.length, token.length - 1); length > 0; length -= 1) {
    if (bytes.subarray(bytes.length - length).equals(token.subarray(0, length))) return length;
  }
  return 0;
}
