import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameFilter, frameNonce } from '../../source/execute/shell-frame.ts';

const nonce = frameNonce();

function filter(chunks: readonly Uint8Array[]) {
  const passed: Uint8Array[] = [];
  const frames: string[] = [];
  const stream = createFrameFilter({
    nonce,
    onFrame: (word) => frames.push(word),
    onBytes: (bytes) => passed.push(Uint8Array.from(bytes)),
  });
  for (const chunk of chunks) stream.push(chunk);
  stream.end();
  return { frames, text: Buffer.concat(passed).toString('latin1'), pieces: passed.length };
}

test('takes the line out wherever the chunks are cut', () => {
  const part = fc.string({ unit: 'binary-ascii' });
  fc.assert(
    fc.property(part, part, fc.array(fc.nat(200)), (before, after, cuts) => {
      const whole = Buffer.from(`${before}${nonce} -123\n${after}`, 'latin1');
      const { frames, text } = filter(cut(whole, cuts));
      expect(frames).toEqual(['-123']);
      expect(text).toBe(before + after);
    }),
  );
});

test('takes the line out byte by byte', () => {
  const whole = Buffer.from(`motd go${nonce} 77\nout gonogo-\n`);
  expect(filter([...whole].map((byte) => Buffer.of(byte)))).toMatchObject({
    frames: ['77'],
    text: 'motd goout gonogo-\n',
  });
});

test('passes bytes that are no text as they came', () => {
  const bytes = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));
  const { text } = filter([Buffer.from(`${nonce} 1\n`), bytes]);
  expect(text).toBe(bytes.toString('latin1'));
});

test('gives back at the end what only looked like the line', () => {
  expect(filter([Buffer.from(`out ${nonce.slice(0, 12)}`)])).toMatchObject({
    frames: [],
    text: `out ${nonce.slice(0, 12)}`,
  });
  expect(filter([Buffer.from(`${nonce} 12`)])).toMatchObject({ frames: [], text: `${nonce} 12` });
});

test('takes out the first line only: an echo of it is output', () => {
  expect(filter([Buffer.from(`${nonce} 1\n${nonce} 2\n`)])).toMatchObject({
    frames: ['1'],
    text: `${nonce} 2\n`,
  });
});

test('holds nothing back once the line was seen', () => {
  expect(filter([Buffer.from(`${nonce} 1\n`), Buffer.from('gonogo'), Buffer.from('x')]).pieces).toBe(2);
});

function cut(whole: Buffer, places: readonly number[]): readonly Buffer[] {
  const at = [...new Set([0, ...places, whole.length])]
    .filter((place) => place <= whole.length)
    .sort((a, b) => a - b);
  return at.slice(1).map((end, index) => whole.subarray(at[index], end));
}
