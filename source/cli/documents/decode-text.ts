import { unreadable } from './document-error.ts';
import { megabytes } from './read-bytes.ts';

/** More text than this is no plan: real ones have a few kilobytes. */
const MOST_TEXT = 1024 * 1024;

export type Decoded = { readonly text: string; readonly note: string | undefined };

/** Text in UTF-8 or UTF-16, or in what Windows wrote before. Without a byte order mark. */
export function decodeText(bytes: Buffer, most = MOST_TEXT): Decoded {
  if (bytes.length > most) throw unreadable(`is too large for a plan (${megabytes(bytes.length)} of text)`);
  const wide = utf16(bytes);
  if (wide !== undefined) {
    const text = new TextDecoder(wide).decode(bytes);
    return { text: checked(text), note: `read as ${wide.toUpperCase()}` };
  }
  if (isBinary(bytes)) throw unreadable('is a binary file, not a document');
  try {
    return { text: checked(new TextDecoder('utf-8', { fatal: true }).decode(bytes)), note: undefined };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    const text = new TextDecoder('windows-1252').decode(bytes);
    return { text: checked(text), note: 'is not UTF-8: read as Windows-1252' };
  }
}

function checked(text: string): string {
  if (text.trim() === '') throw unreadable('is empty');
  return text;
}

/** A byte order mark, or every second byte of the beginning a zero. */
function utf16(bytes: Buffer): 'utf-16le' | 'utf-16be' | undefined {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === 0xfffe) return 'utf-16le';
  if (mark === 0xfeff) return 'utf-16be';
  const head = [...bytes.subarray(0, 256)];
  const zeros = (parity: number) => head.filter((byte, index) => byte === 0 && index % 2 === parity).length;
  const half = Math.floor(head.length / 2);
  if (half < 2) return undefined;
  if (zeros(1) >= half * 0.8 && zeros(0) === 0) return 'utf-16le';
  return zeros(0) >= half * 0.8 && zeros(1) === 0 ? 'utf-16be' : undefined;
}

/** A zero, or more control characters than a terminal's recording would have. */
function isBinary(bytes: Buffer): boolean {
  if (bytes.includes(0)) return true;
  const head = bytes.subarray(0, 65_536);
  let controls = 0;
  for (const byte of head) if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls += 1;
  return controls > head.length / 20;
}
