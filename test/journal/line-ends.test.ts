import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countLineEnds } from '../../source/journal/line-ends.ts';

test('ends of lines are counted, wherever the bytes begin in their buffer', () => {
  const byte = fc.constantFrom(0x0a, 0x0b, 0x00, 0x8a, 0xff, 0x61);
  fc.assert(
    fc.property(fc.array(byte, { maxLength: 40 }), fc.nat(9), (bytes, skipped) => {
      const all = Uint8Array.from([...Array.from({ length: skipped }, () => 0x0a), ...bytes]);
      const expected = bytes.filter((each) => each === 0x0a).length;
      expect(countLineEnds(all.subarray(skipped))).toBe(expected);
    }),
    { numRuns: 1000 },
  );
});
