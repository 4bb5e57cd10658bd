import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader, frameNonce } from '../../../source/execute/shell/shell-frame.ts';

const nonce = frameNonce();

type Piece = { readonly frame: string } | { readonly bytes: string };

function read(chunks: readonly Uint8Array[]) {
  const pieces: Piece[] = [];
  const reader = createFrameReader({
    nonce,
    onFrame: (words) => pieces.push({ frame: words.join(' ') }),
    onBytes: (bytes) => {
      const text = Buffer.from(bytes).toString('latin1');
      const last = pieces.at(-1);
      if (last !== undefined && 'bytes' in last) pieces[pieces.length - 1] = { bytes: last.bytes + text };
      else pieces.push({ bytes: text });
    },
  });
  for (const chunk of chunks) reader.push(chunk);
  return pieces;
}

test('takes every line of ours out wherever the chunks are cut, in order with the bytes between', () => {
  const part = fc.oneof(
    fc.record({ bytes: fc.string({ unit: 'binary-ascii', minLength: 1 }) }),
    fc.constantFrom({ frame: 'out' }, { frame: 'exit 0 1.5 2.5 0' }, { bytes: nonce.slice(0, 9) }),
  );
  fc.assert(
    fc.property(fc.array(part), fc.array(fc.nat(600)), (parts, cuts) => {
      // What is held back as the beginning of a line is let go by what follows it.
      const all = [...parts, { frame: '.' }];
      const text = all.map((each) => ('frame' in each ? `${nonce} ${each.frame}\n` : each.bytes)).join('');
      expect(read(cut(Buffer.from(text, 'latin1'), cuts))).toEqual(joined(all));
    }),
  );
});

test('takes lines out byte by byte', () => {
  const whole = Buffer.from(`motd go${nonce} pid 77\nout gonogo-\n${nonce} .\n`);
  expect(read([...whole].map((byte) => Buffer.of(byte)))).toEqual([
    { bytes: 'motd go' },
    { frame: 'pid 77' },
    { bytes: 'out gonogo-\n' },
    { frame: '.' },
  ]);
});

test('passes bytes that are no text as they came', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  expect(read([Buffer.from(`${nonce} out\n`), bytes])).toEqual([
    { frame: 'out' },
    { bytes: bytes.toString('latin1') },
  ]);
});

function joined(parts: readonly Piece[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const part of parts) {
    const last = pieces.at(-1);
    if ('bytes' in part && last !== undefined && 'bytes' in last)
      pieces[pieces.length - 1] = { bytes: last.bytes + part.bytes };
    else pieces.push(part);
  }
  return pieces;
}

function cut(whole: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [...new Set([0, ...places, whole.length])]
    .filter((place) => place <= whole.length)
    .sort((a, b) => a - b);
  return at.slice(1).map((end, index) => whole.subarray(at[index], end));
}
