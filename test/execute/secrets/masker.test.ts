import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMasker } from '../../../source/execute/secrets/masker.ts';
import { createScanner, type Scanner } from '../../../source/execute/secrets/secret-scanner.ts';
import { readable, shapes } from './secret-shapes.ts';

type Secrets = Readonly<Record<string, string>>;

function scannerFor(secrets: Secrets): Scanner {
  return createScanner(Object.entries(secrets).map(([name, value]) => ({ name, value })));
}

function maskerFor(secrets: Secrets) {
  const scanner = scannerFor(secrets);
  return createMasker({ scanner: () => scanner });
}

function masked(secrets: Secrets, ...chunks: readonly (string | Uint8Array)[]): string {
  return maskedBy(scannerFor(secrets), chunks);
}

function maskedBy(scanner: Scanner, chunks: readonly (string | Uint8Array)[]): string {
  const masker = createMasker({ scanner: () => scanner });
  const out = chunks.map((chunk) => masker.push(Buffer.from(chunk)));
  return Buffer.concat([...out, masker.end()]).toString();
}

const secret = 's3cret-"pass$word\'é/+';

test('a secret is replaced by its name and stars, as long as it was', () => {
  expect(masked({ token: 'abcdef123456' }, 'the token is abcdef123456.')).toBe('the token is ***token****.');
  expect(masked({ a_long_name: 'abcdef123456' }, 'abcdef123456 and abcdef')).toBe('************ and ******');
});

test.each(Object.entries(shapes))('it is found as %s', (_, shape) => {
  const text = `before ${shape(secret)} after`;
  expect(readable(text, secret)).not.toEqual([]);
  const out = masked({ token: secret }, text);
  expect(out).toMatch(/^before [\s\S]*\*\*\*[\s\S]* after$/);
  expect(readable(out, secret)).toEqual([]);
});

const character = fc.oneof(
  fc.constantFrom(...'abcXYZ019 \'"\\$/+%&<é€😀\n\t'),
  fc.integer({ min: 0x21, max: 0x7e }).map((code) => String.fromCharCode(code)),
);
const anySecret = fc
  .array(character, { minLength: 6, maxLength: 60 })
  .map((characters) => characters.join('').replaceAll('*', 'x').trim())
  .filter((text) => [...text].length >= 6);

test('no six characters of a secret come through, in any shape, however the bytes are cut', () => {
  fc.assert(
    fc.property(
      anySecret,
      fc.constantFrom(...Object.keys(shapes)),
      fc.string({ maxLength: 20 }),
      fc.array(fc.nat(), { maxLength: 12 }),
      (value, name, around, cuts) => {
        const shape = shapes[name] ?? ((text: string) => text);
        const text = Buffer.from(`${around}${shape(value)}${around}`);
        const at = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b);
        const chunks = [0, ...at].map((begin, index) => text.subarray(begin, at[index] ?? text.length));
        const scanner = scannerFor({ token: value });
        const whole = maskedBy(scanner, [text]);
        const pieces = maskedBy(scanner, chunks);
        expect(Buffer.byteLength(whole)).toBe(text.length);
        expect(pieces.replace(/token/g, '*****')).toBe(whole.replace(/token/g, '*****'));
        const told = readable(around, value);
        expect(readable(pieces, value).filter((part) => !told.includes(part))).toEqual([]);
      },
    ),
    { numRuns: 1000 },
  );
});

test('each line of a secret is one, and the armour around them is none', () => {
  const key = '-----BEGIN KEY-----\nabcdefghij\nklmnopqrst\n-----END KEY-----';
  expect(masked({ key }, 'x klmnopqrst y')).toBe('x ***key**** y');
  expect(masked({ key }, '-----BEGIN KEY-----')).toBe('-----BEGIN KEY-----');
  expect(masked({ pair: 'ab\ncd\nef' }, 'ab\ncd\nef')).toBe('**\n**\n**');
});

test('what can be no secret is told at once, and its beginning is held back', () => {
  const masker = maskerFor({ token: 'abcdef123456' });
  const told = (text: string) => Buffer.from(masker.push(Buffer.from(text))).toString();
  expect(told('all of this. ')).toBe('all of this. ');
  expect(told('now abcdef')).toBe('now ');
  expect(masker.holdsBack()).toBe(true);
  expect(Buffer.from(masker.settle()).toString()).toBe('');
  expect(told('xyz')).toBe('abcdefxyz');
  expect(masker.holdsBack()).toBe(false);
});

test('a little that is held back is told after a while, and what follows it is hidden all the same', () => {
  const masker = maskerFor({ token: 'abcdef123456' });
  const told = (text: string) => Buffer.from(masker.push(Buffer.from(text))).toString();
  expect(told('ab')).toBe('');
  expect(Buffer.from(masker.settle()).toString()).toBe('ab');
  expect(masker.holdsBack()).toBe(false);
  expect(told('cdef123456 ')).toBe('*token**** ');
});

test('the beginning of a secret at the end of the output is hidden, a letter or two are not', () => {
  expect(masked({ token: 'abcdef123456' }, 'it is abcdef1')).toBe('it is *******');
  expect(masked({ token: 'abcdef123456' }, 'it is ab')).toBe('it is ab');
});

test('a secret that becomes known while output comes is hidden from then on', () => {
  let scanner: Scanner | undefined;
  const masker = createMasker({ scanner: () => scanner });
  const told = (text: string) => Buffer.from(masker.push(Buffer.from(text))).toString();
  expect(told('one abcdef123456 ')).toBe('one abcdef123456 ');
  scanner = scannerFor({ token: 'abcdef123456' });
  expect(told('two abcdef123456 three abc')).toBe('two ***token**** three ');
  scanner = scannerFor({ token: 'abcdef123456', other: 'ABCDEFGH' });
  expect(told('def123456 ABCDEFGH.')).toBe('***token**** ********.');
});

test('text that needs more states than are kept is read right', () => {
  const secrets = { a: `${'a'.repeat(30)}b`, b: `${'ab'.repeat(15)}c`, c: '%61%61%61a\\u0061a' };
  const list = Object.entries(secrets).map(([name, value]) => ({ name, value }));
  const [few, many] = [createScanner(list, 8), createScanner(list)];
  const piece = fc.constantFrom('a', 'b', 'ab', '%61', '\\u0061', 'c', ...Object.values(secrets));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const read = ({ scan }: Scanner) => {
        const found: unknown[] = [];
        return [scan(Buffer.from(pieces.join('')), (each) => found.push(each)), found];
      };
      expect(read(few)).toEqual(read(many));
    }),
  );
});
