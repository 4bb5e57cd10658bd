import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  createSanitiser,
  createTextSanitiser,
  type SanitiserOptions,
} from '../../source/session/sanitise.ts';

const utf8 = new TextEncoder();

function linesOf(input: string | Uint8Array, options: SanitiserOptions = {}): readonly string[] {
  const sanitiser = createSanitiser(options);
  const bytes = typeof input === 'string' ? utf8.encode(input) : input;
  return [...sanitiser.write(bytes), ...sanitiser.end()];
}

test.each([
  ['lines', 'one\ntwo\n', ['one', 'two']],
  ['a line without its end', 'one\ntwo', ['one', 'two']],
  ['empty lines', '\n\na\n', ['', '', 'a']],
  ['CRLF', 'one\r\ntwo\r\r\n', ['one', 'two']],
  ['a progress bar keeps its last state', ' 10%\r 55%\r100%\n', ['100%']],
  ['what is not overwritten stays', 'Building...\r|\n', ['|uilding...']],
  ['erasing the rest of the line', 'a long line\rshort\x1b[K\n', ['short']],
  ['erasing the line and starting over', 'a long line\x1b[2K\x1b[1Gnew\n', ['new']],
  ['backspace', 'passwrod\b\b\bord\n', ['password']],
  ['backspace stops at the start', '\b\bab\b\b\b\bxy\n', ['xy']],
  ['tabs to the next multiple of 8', 'a\tbb\t\tc\n', ['a       bb              c']],
  ['tabs count columns', '\u{65e5}\u{672c}\tx\n', ['\u{65e5}\u{672c}    x']],
  ['a wide character half overwritten', '\u{65e5}\u{672c}\rab\n', ['ab\u{672c}']],
])('%s', (_, input, expected) => {
  expect(linesOf(input)).toEqual(expected);
});

test.each([
  ['cursor movement', 'a\x1b[2J\x1b[1;1H\x1b[10Ab\n'],
  ['private modes', 'a\x1b[?1049h\x1b[?25l\x1b[?2004hb\n'],
  ['a key mode that looks like a colour', 'a\x1b[>4;1mb\n'],
  ['scroll region, insert, delete', 'a\x1b[1;5r\x1b[4h\x1b[5L\x1b[3Pb\n'],
  ['requests for an answer', 'a\x1b[6n\x1b[c\x1b[>q\x1b[21t\x05b\n'],
  ['title by BEL', 'a\x1b]0;title\x07b\n'],
  ['title by ST', 'a\x1b]2;title\x1b\\b\n'],
  ['clipboard', 'a\x1b]52;c;ZXZpbA==\x07b\n'],
  ['link', 'a\x1b]8;;http://example.org\x1b\\\x1b]8;;\x1b\\b\n'],
  ['DCS, APC, PM, SOS', 'a\x1bP1$qm\x1b\\\x1b_G\x1b\\\x1b^x\x1b\\\x1bXy\x1b\\b\n'],
  ['strings cut short by CAN', 'a\x1bPq\x18b\n'],
  ['character sets', 'a\x1b(0\x1b)B\x1b%G\x0e\x0fb\n'],
  ['reset, save, index', 'a\x1bc\x1b7\x1b8\x1bD\x1bM\x1bE\x1b#8b\n'],
  ['C1 as code points', 'a\u{9b}2J\u{9d}0;title\u{9c}\u{90}q\u{9c}\u{85}\u{84}\u{8d}b\n'],
  ['other controls', 'a\0\x07\x0b\x0c\x7f\x1ab\n'],
  ['conceal', 'a\x1b[8m\x1b[28mb\n'],
  ['fonts, frames, unknown codes', 'a\x1b[11m\x1b[51;73;1000mb\n'],
  ['the colour of underlines, and its numbers', 'a\x1b[58;5;1m\x1b[58;2;1;4;7m\x1b[58:2::1:2:3mb\n'],
  ['selectors, BOM, soft hyphen', 'a\u{fe0f}\u{feff}\u{ad}b\n'],
])('drops %s', (_, input) => {
  expect(linesOf(input)).toEqual(['ab']);
});

test.each([
  ['bidi', 'a\u{202e}b\u{2066}c', 'a<U+202E>b<U+2066>c'],
  ['tags', 'a\u{e0041}', 'a<U+E0041>'],
  ['zero width', 'a\u{200b}b\u{2060}', 'a<U+200B>b<U+2060>'],
  ['separators', 'a\u{2028}b\u{2029}', 'a<U+2028>b<U+2029>'],
  ['fillers', 'a\u{3164}b\u{115f}', 'a<U+3164>b<U+115F>'],
  ['a joiner between Latin letters', 'a\u{200d}b', 'a<U+200D>b'],
  ['a mark without a base', '\u{301}x', '<U+0301>x'],
  ['a mark at the start of an overwritten line', 'ab\r\u{301}', '<U+0301>'],
  ['unassigned', 'a\u{378}', 'a<U+0378>'],
])('shows %s', (_, input, expected) => {
  expect(linesOf(input)).toEqual([expected]);
});

test.each([
  ['Latin, Greek, Cyrillic', 'Größe λόγος журнал'],
  ['a decomposed letter', 'e\u{301}'],
  ['scripts that need joiners', '\u{915}\u{94d}\u{200d}\u{937} \u{6cc}\u{200c}\u{6a9}'],
  ['CJK', '漢字 かな 한국'],
  ['box drawing', '┌─┐ ▇▁ ✔'],
])('keeps %s', (_, text) => {
  expect(linesOf(`${text}\n`)).toEqual([text]);
});

test('emoji become what every terminal counts the same', () => {
  expect(linesOf('\u{1f469}\u{1f3fd}\u{200d}\u{1f4bb} \u{2764}\u{fe0f}')).toEqual([
    '\u{1f469}\u{1f4bb} \u{2764}',
  ]);
});

test('a pile of marks is cut off', () => {
  expect(linesOf(`a${'\u{301}'.repeat(100)}b`)).toEqual([`a${'\u{301}'.repeat(8)}b`]);
});

test('invalid UTF-8 becomes U+FFFD; C1 bytes are not controls', () => {
  const bytes = Uint8Array.of(0x61, 0xff, 0x62, 0x9b, 0x32, 0x4a, 0xc3, 0x0a, 0xe2, 0x82, 0x0a);
  expect(linesOf(bytes)).toEqual(['a\u{fffd}b\u{fffd}2J\u{fffd}', '\u{fffd}']);
});

test.each([
  ['colours', '\x1b[31mred\x1b[0m', '\x1b[31mred\x1b[0m'],
  ['several at once, in one order', '\x1b[44;1;97mx', '\x1b[1;97;44mx\x1b[0m'],
  ['one that is changed', '\x1b[1;31ma\x1b[22;32mb', '\x1b[1;31ma\x1b[0;32mb\x1b[0m'],
  [
    'switched off one by one',
    '\x1b[3;4;9;7;5;2mx\x1b[23;24;29;27;25;22my',
    '\x1b[2;3;4;5;7;9mx\x1b[0my\x1b[0m',
  ],
  ['256 colours', '\x1b[38;5;208;48;5;17mx', '\x1b[38;5;208;48;5;17mx\x1b[0m'],
  ['true colours', '\x1b[38;2;1;2;3mx', '\x1b[38;2;1;2;3mx\x1b[0m'],
  ['colons', '\x1b[38:5:9;48:2::1:2:3;4:3mx', '\x1b[4;38;5;9;48;2;1;2;3mx\x1b[0m'],
  ['colons without a colour space', '\x1b[38:2:1:2:3mx', '\x1b[38;2;1;2;3mx\x1b[0m'],
  ['underline off by colon', '\x1b[4ma\x1b[4:0mb', '\x1b[4ma\x1b[0mb\x1b[0m'],
  ['no colour out of range', '\x1b[38;5;256;48;2;1;2;999mx', 'x'],
  ['a colour cut short', '\x1b[38;5mx', 'x'],
  ['conceal among others', '\x1b[8;31mx', '\x1b[31mx\x1b[0m'],
  ['none where nothing follows', '\x1b[31m\x1b[32m', ''],
  ['an empty reset', '\x1b[31ma\x1b[mb', '\x1b[31ma\x1b[0mb\x1b[0m'],
])('styles: %s', (_, input, expected) => {
  expect(linesOf(`${input}\n`)).toEqual([expected]);
});

test('every styled line is closed, and the next one begins in its style', () => {
  expect(linesOf('\x1b[31mone\n\ntwo\x1b[0m\nthree\n')).toEqual([
    '\x1b[31mone\x1b[0m',
    '',
    '\x1b[31mtwo\x1b[0m',
    'three',
  ]);
});

test('overwriting keeps the colours of what stays', () => {
  expect(linesOf('\x1b[31mabcdef\x1b[0m\rXY\n')).toEqual(['XY\x1b[31mcdef\x1b[0m']);
});

test('a sequence that does not end with its line is text', () => {
  expect(linesOf('\x1b]0;hidden?\nnext\n')).toEqual(['␛]0;hidden?', 'next']);
  expect(linesOf('\x1b[31')).toEqual(['␛[31']);
  expect(linesOf('a\x1b[3\u{e9}1mb\n')).toEqual(['a␛[3é1mb']);
});

test('an unterminated sequence is shown after 4 KiB', () => {
  const sanitiser = createSanitiser();
  sanitiser.write(utf8.encode(`\x1b]52;c;${'A'.repeat(4089)}`));
  expect(sanitiser.partial()).toBe(`␛]52;c;${'A'.repeat(4089)}`);
  sanitiser.write(utf8.encode('AB'));
  sanitiser.write(utf8.encode('\x07C'));
  expect(sanitiser.partial()).toBe(`␛]52;c;${'A'.repeat(4090)}BC`);
  expect(linesOf(`\x1b]0;${'A'.repeat(4091)}\x07x\n`)).toEqual(['x']);
});

test('the unfinished line is shown as it stands', () => {
  const sanitiser = createSanitiser();
  sanitiser.write(utf8.encode('\x1b[32m 40%\r 41%\x1b[3'));
  expect(sanitiser.partial()).toBe('\x1b[32m 41%␛[3\x1b[0m');
  sanitiser.write(utf8.encode('9m!'));
  expect(sanitiser.partial()).toBe('\x1b[32m 41%\x1b[0m!\x1b[0m');
  sanitiser.write(utf8.encode('\n'));
  expect(sanitiser.partial()).toBe('');
});

test('a hidden mark in an unfinished sequence is not shown as it is', () => {
  const sanitiser = createSanitiser();
  sanitiser.write(utf8.encode('\x1b]0;\u{202e}'));
  expect(sanitiser.partial()).toBe('␛]0;<U+202E>');
});

test('what is no text takes hardly longer than text', () => {
  const length = 400_000;
  const noise = Uint8Array.from({ length }, (_, at) => Math.imul(at + 1, 2_654_435_761) >>> 24);
  const before = performance.now();
  createSanitiser().write(noise);
  // To measure each character anew takes many times as long.
  expect(performance.now() - before).toBeLessThan(3000);
});

test('a very long line is cut', () => {
  expect(linesOf(`${'x'.repeat(20)}\nshort\n`, { lineLimit: 10 })).toEqual(['xxxxxxxxxx…', 'short']);
  expect(linesOf(`${'漢'.repeat(20)}\n`, { lineLimit: 9 })).toEqual(['漢漢漢漢…']);
  expect(linesOf(`\x1b[31m${'x'.repeat(20)}\n`, { lineLimit: 10 })).toEqual(['\x1b[31mxxxxxxxxxx…\x1b[0m']);
});

test('colours alone do not blow a line up', () => {
  const flood = Array.from(
    { length: 20_000 },
    (_, n) => `\x1b[38;2;1;2;${n % 256}m\x1b[48;2;1;2;${n % 256}mx`,
  );
  const [line = ''] = linesOf(`${flood.join('')}\n`);
  expect(line.length).toBeLessThan(8192 * 6);
  expect(line.endsWith('…\x1b[0m')).toBe(true);
});

test('removed controls can be shown', () => {
  const shown = linesOf('a\x1b[2Jb\rc\x07\b\x1b]0;t\x07\x1b[31md\x1b[0m\u{9b}1Ge\r\n', {
    showControls: true,
  });
  expect(shown).toEqual(['a␛[2Jb␍c␇␈␛]0;t␇\x1b[31md\x1b[0m<U+009B>1Ge␍\x1b[0m']);
});

const token = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 6 }) },
  fc.constantFrom(
    '\r',
    '\n',
    '\r\n',
    '\b',
    '\t',
    '\x1b',
    '\x1b[',
    '\x1b]',
    '\x1bP',
    '\x1b\\',
    '\x07',
    '\u{9b}',
    '\u{9d}',
  ),
  fc.constantFrom(
    '\x1b[31m',
    '\x1b[0m',
    '\x1b[1;38;5;9m',
    '\x1b[K',
    '\x1b[2K',
    '\x1b[1K',
    '\x1b[G',
    '\x1b]0;t\x07',
  ),
  fc.constantFrom(
    '\u{301}',
    '\u{200d}',
    '\u{1f469}',
    '\u{1f3fd}',
    '漢',
    '\u{202e}',
    '\u{fe0f}',
    'X'.repeat(20),
  ),
);
const output = fc.oneof(
  fc.array(token, { maxLength: 30 }).map((tokens) => utf8.encode(tokens.join(''))),
  fc.uint8Array({ maxLength: 60 }),
);

test('any split into chunks gives the same lines', () => {
  const options = fc.record({ lineLimit: fc.constantFrom(12, 8192), showControls: fc.boolean() });
  fc.assert(
    fc.property(output, fc.array(fc.nat(), { maxLength: 12 }), options, (bytes, cuts, chosen) => {
      const sanitiser = createSanitiser(chosen);
      const places = [...new Set(cuts.map((cut) => cut % (bytes.length + 1)))].sort((a, b) => a - b);
      const lines = [...places, bytes.length].flatMap((end, index) => {
        const finished = sanitiser.write(bytes.subarray(places[index - 1] ?? 0, end));
        sanitiser.partial();
        return finished;
      });
      expect([...lines, ...sanitiser.end()]).toEqual(linesOf(bytes, chosen));
    }),
    { numRuns: 500 },
  );
});

test('what comes out is printable text and allowed styles, closed', () => {
  fc.assert(
    fc.property(output, (bytes) => {
      const sanitiser = createSanitiser();
      for (const line of [...sanitiser.write(bytes), sanitiser.partial(), ...sanitiser.end()]) {
        const text = line.replace(/\x1b\[(?:\d+;)*\d+m/g, '');
        expect(text).not.toMatch(
          /[\p{Cc}\p{Zl}\p{Zp}\u{202a}-\u{202e}\u{2066}-\u{2069}\u{e0000}-\u{e007f}]/u,
        );
        expect(line.match(/\x1b\[[^m]*$/)).toBe(null);
        expect(line.includes('\x1b')).toBe(line.endsWith('\x1b[0m'));
      }
    }),
    { numRuns: 500 },
  );
});

test.each([
  ['in a style', '\x1b[31mred\nstill\nstill\nand on'],
  ['longer than a line may be', `first\n${'x'.repeat(30)}\nshort\n${'y'.repeat(30)}\nlast\n`],
  ['behind one another, some empty', 'a\n\n\nb\n\n'],
])('plain lines %s come out of one chunk as they do one by one', (_what, text) => {
  const whole = createTextSanitiser({ lineLimit: 20 });
  const apart = createTextSanitiser({ lineLimit: 20 });
  const lines = text.split(/(?<=\n)/).flatMap((line) => apart.write(line));
  expect(whole.write(text)).toEqual(lines);
  expect(whole.end()).toEqual(apart.end());
});
