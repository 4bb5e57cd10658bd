import { randomToken } from '../random.ts';

/** A word that no program prints by chance. */
export function frameNonce(): string {
  return `gonogo-${randomToken()}`;
}

export type FrameReader = {
  readonly push: (bytes: Uint8Array) => void;
};

export type FrameReaderOptions = {
  readonly nonce: string;
  /** The words after the nonce. */
  readonly onFrame: (words: readonly string[]) => void;
  /** What came between the frames, in order with them. */
  readonly onBytes: (bytes: Uint8Array) => void;
};

const newline = 10;
/** Longer than any frame of ours, bytes. */
const frameLimit = 400;

/** Takes our own lines (`NONCE WORD …`) out of a stream, wherever chunks are cut, and wherever they stand in a line. */
export function createFrameReader({ nonce, onFrame, onBytes }: FrameReaderOptions): FrameReader {
  const token = Buffer.from(`${nonce} `);
  let held: Buffer = Buffer.alloc(0);
  const emit = (bytes: Buffer) => {
    if (bytes.length > 0) onBytes(bytes);
  };
  return {
    push: (bytes) => {
      const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let rest = held.length === 0 ? view : Buffer.concat([held, view]);
      held = Buffer.alloc(0);
      for (;;) {
        const start = rest.indexOf(token);
        const end = start === -1 ? -1 : rest.indexOf(newline, start);
        if (end === -1) {
          const cut = start === -1 ? rest.length - overlap(rest, token) : start;
          emit(rest.subarray(0, cut));
          held = Buffer.from(rest.subarray(cut, cut + frameLimit));
          return;
        }
        emit(rest.subarray(0, start));
        onFrame(rest.toString('latin1', start + token.length, end).split(' '));
        rest = rest.subarray(end + 1);
      }
    },
  };
}

/** How many of the last bytes may be the beginning of the token. */
function overlap(bytes: Buffer, token: Buffer): number {
  const from = Math.max(0, bytes.length - token.length + 1);
  for (let at = bytes.indexOf(token[0] ?? 0, from); at !== -1; at = bytes.indexOf(token[0] ?? 0, at + 1)) {
    if (bytes.compare(token, 0, bytes.length - at, at) === 0) return bytes.length - at;
  }
  return 0;
}
