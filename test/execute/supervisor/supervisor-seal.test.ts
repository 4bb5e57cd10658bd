import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSealedStream, readFrom } from '../../../source/execute/supervisor/supervisor-seal.ts';

const digits = '00112233445566778899aabbccddeeff';
const seal = `\x1e${digits}`;
// Pieces of the seal, and of what looks like it, between anything else.
const text = fc
  .array(fc.oneof(fc.string({ maxLength: 5 }), fc.constantFrom('\x1e', '\x1e0', seal.slice(0, 32), digits)))
  .map((parts) => Buffer.from(parts.join('')))
  .filter((bytes) => !bytes.includes(seal));

function chunksOf(bytes: Buffer, cuts: readonly number[]): readonly Buffer[] {
  const at = [...cuts.map((cut) => cut % (bytes.length + 1)), 0, bytes.length].sort((a, b) => a - b);
  return at.slice(1).map((to, i) => bytes.subarray(at[i], to));
}

function taken(delivered: number, chunks: readonly Uint8Array[]) {
  const stream = createSealedStream(delivered);
  stream.sealWith(digits);
  const own = Buffer.concat(chunks.map((chunk) => Buffer.from(stream.take(chunk))));
  return { stream, own };
}

test('gives all before the seal and nothing after it, wherever the chunks are cut', () => {
  fc.assert(
    fc.property(text, fc.string(), fc.array(fc.nat()), (own, later, cuts) => {
      const { stream, own: got } = taken(0, chunksOf(Buffer.concat([own, Buffer.from(seal + later)]), cuts));
      expect(got.equals(own)).toBe(true);
      expect([stream.isSealed(), stream.isShort()]).toEqual([true, false]);
    }),
  );
});

test('holds back no more than may begin the seal, and gives it where none comes', () => {
  fc.assert(
    fc.property(text, fc.array(fc.nat()), (own, cuts) => {
      const { stream, own: got } = taken(0, chunksOf(Buffer.from(own), cuts));
      const rest = Buffer.from(stream.rest());
      expect(Buffer.concat([got, rest]).equals(own)).toBe(true);
      expect(seal.startsWith(rest.toString('latin1'))).toBe(true);
      expect(stream.isSealed()).toBe(false);
    }),
  );
});

test('an attachment at any byte, within the seal and behind it too, gets the rest and finds the end', () => {
  fc.assert(
    fc.property(text, fc.nat({ max: 120 }), fc.nat(), fc.array(fc.nat()), (own, beyond, at, cuts) => {
      const padded = Buffer.concat([Buffer.alloc(600), own]);
      const delivered = at % (padded.length + beyond + 1);
      const file = Buffer.concat([padded, Buffer.from(`${seal}later`)]);
      const { stream, own: got } = taken(delivered, chunksOf(file.subarray(readFrom(delivered)), cuts));
      expect(got.equals(padded.subarray(delivered))).toBe(true);
      expect([stream.isSealed(), stream.isShort()]).toEqual([true, delivered > padded.length]);
    }),
  );
});

test('without a seal that is one everything is the stream’s own', () => {
  for (const told of [undefined, '', 'short', `${digits}0`, digits.toUpperCase()]) {
    const stream = createSealedStream(0);
    stream.sealWith(told);
    expect(Buffer.from(stream.take(Buffer.from(`a${seal}b`))).toString()).toBe(`a${seal}b`);
    expect(stream.isSealed()).toBe(false);
  }
});

test('knows whether it ends with a line', () => {
  const { stream } = taken(0, []);
  expect(stream.endsLine()).toBe(true);
  stream.take(Buffer.from('a'));
  expect(stream.endsLine()).toBe(false);
  stream.take(Buffer.from(`b\n${seal}`));
  expect(stream.endsLine()).toBe(true);
});
