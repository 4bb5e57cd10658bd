import type { Found, Scanner } from './secret-scanner.ts';

/**
 * Hides secrets in a stream, however it is cut. What takes the place of a secret is as long as it was, so that offsets
 * stay true. What may be the beginning of one is held back.
 */
export type Masker = {
  /** What can be told now. */
  readonly push: (bytes: Uint8Array) => Uint8Array;
  /** What is held back, where it is too little to tell anything and nothing has come for a while. */
  readonly settle: () => Uint8Array;
  /** What is held back, at the end of the stream; the beginning of a secret is hidden like all of it. */
  readonly end: () => Uint8Array;
  readonly holdsBack: () => boolean;
};

export type MaskerOptions = {
  /** Asked anew with every piece, since secrets become known while a stream runs; undefined: there are none. */
  readonly scanner: () => Scanner | undefined;
  readonly onFound?: ((name: string) => void) | undefined;
};

const nothing = new Uint8Array(0);
/** So much of the beginning of a secret may be told, bytes; of a short one a third. */
const harmlessBytes = 5;

export function createMasker({ scanner: current, onFound }: MaskerOptions): Masker {
  // What is held back as it came, and as it will be told; of which so many bytes were told already.
  let raw: Uint8Array = nothing;
  let masked: Uint8Array = nothing;
  let told = 0;

  const keep = (bytes: Uint8Array, shown: Uint8Array, open: number): Uint8Array => {
    const out = shown.subarray(Math.min(told, open), open);
    told = Math.max(0, told - open);
    raw = open === bytes.length ? nothing : bytes.slice(open);
    masked = open === bytes.length ? nothing : shown.slice(open);
    return out;
  };
  const harmless = () => Math.min(harmlessBytes, Math.floor((current()?.shortest ?? 0) / 3));
  return {
    push: (bytes) => {
      const scanner = current();
      if (scanner === undefined && raw.length === 0) return bytes;
      const all = raw.length === 0 ? bytes : Buffer.concat([raw, bytes]);
      const shown = raw.length === 0 ? bytes : Buffer.concat([masked, bytes]);
      const found: Found[] = [];
      // What is held back is read again: it is short, and nothing before it matters any more.
      const open = scanner?.scan(all, (each) => found.push(each)) ?? all.length;
      if (found.length === 0) return keep(all, shown, open);
      const hidden = Buffer.from(shown);
      for (const each of merged(found)) {
        onFound?.(each.name);
        hide(hidden, each);
      }
      return keep(all, hidden, open);
    },
    settle: () => {
      if (raw.length > harmless()) return nothing;
      const out = masked.subarray(told);
      told = raw.length;
      return out;
    },
    end: () => {
      const out = Buffer.from(masked);
      if (raw.length > harmless()) hide(out, { name: '', begin: 0, end: out.length });
      const rest = out.subarray(told);
      raw = nothing;
      masked = nothing;
      told = 0;
      return rest;
    },
    holdsBack: () => raw.length > told,
  };
}

/** What of the same secret runs into one another is hidden as one. */
function merged(found: readonly Found[]): readonly Found[] {
  const all: Found[] = [];
  for (const next of found.toSorted((a, b) => a.begin - b.begin)) {
    const last = all.at(-1);
    if (last?.name !== next.name || next.begin > last.end) all.push(next);
    else all.splice(-1, 1, { ...last, end: Math.max(last.end, next.end) });
  }
  return all;
}

/** `***db_password********`; only stars where the name has no room. Lines stay lines. */
function hide(bytes: Uint8Array, { name, begin, end }: Found): void {
  const lead = `***${name}***`;
  const words = lead.length <= end - begin && name !== '' ? Buffer.from(lead) : nothing;
  const place = bytes.subarray(begin, end);
  const broken = place.includes(newline);
  place.forEach((byte, at) => {
    if (byte !== newline && byte !== carriageReturn) place[at] = broken ? star : (words[at] ?? star);
  });
}

const newline = 10;
const carriageReturn = 13;
const star = 42;
