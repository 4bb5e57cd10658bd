import xterm from '@xterm/headless';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSanitiser } from '../../source/session/sanitise.ts';

const utf8 = new TextEncoder();

/** The pane of this test: rows and columns that a host may write to. */
const pane = { top: 4, left: 20, rows: 8, columns: 40 };

const corpus: Readonly<Record<string, string>> = {
  'screen and cursor': '\x1b[2J\x1b[H\x1b[1;1HOWNED\x1b[10;1HOWNED\x1b[99A\x1b[99D\x1b[3JOWNED',
  'alternate screen': '\x1b[?1049hOWNED\x1b[?1049l\x1b[?47h\x1b[?1047h',
  modes: '\x1b[?25l\x1b[?7l\x1b[?6h\x1b[4h\x1b[20h\x1b[?1000h\x1b[?1006h\x1b[?2004h\x1b[?1h\x1b=\x1b[?2026h',
  'scroll region': '\x1b[5;6r\n\n\n\n\x1bD\x1bM\x1b[5S\x1b[5T\x1b[r',
  reset: '\x1bc\x1b[!p',
  title: '\x1b]0;OWNED\x07\x1b]2;OWNED\x1b\\\x1bkOWNED\x1b\\\u{9d}0;OWNED\u{9c}\x1b[22t\x1b[23t',
  clipboard: '\x1b]52;c;T1dORUQ=\x07\x1b]52;p;T1dORUQ=\x1b\\',
  links: '\x1b]8;;file:///etc/passwd\x07click\x1b]8;;\x07 \x1b]8;id=1;http://example.org\x1b\\never closed',
  colours: '\x1b]4;1;#ffffff\x07\x1b]10;#000000\x07\x1b]11;#000000\x07\x1b[31;44mred\x1b[7m',
  'styles never switched off': '\x1b[1;3;4;5;7;9;31;42mloud\nstill loud',
  conceal: 'a\x1b[8mhidden\x1b[28m',
  questions:
    '\x1b[c\x1b[6n\x1b[5n\x1b[>c\x1b[=c\x1b[?1$p\x1b[18t\x1b[21t\x1bP$qm\x1b\\\x1b]10;?\x07\x05\x1bZ',
  'character sets': '\x1b(0lqqk\x1b)0\x0elqqk\x0f\x1b%@',
  'line drawing attributes': '\x1b#8\x1b#3OWNED\x1b#6OWNED',
  'unterminated title': '\x1b]0;OWNED',
  'unterminated DCS': '\x1bPOWNED',
  'unterminated CSI': '\x1b[31;',
  'lone escapes': '\x1b\x1b\x1b[\x1b]\x1bP',
  'C1 code points': '\u{9b}2J\u{9b}1;1HOWNED\u{84}\u{85}\u{88}\u{8d}\u{90}q\u{9c}\u{98}x\u{9c}',
  bidi: 'safe \u{202e}dlrow\u{2066}\u{2069}\u{200f}\u{61c}',
  marks: `\u{301}\u{302}start a${'\u{301}'.repeat(60)}`,
  'zero width': '\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}x\u{e0001}\u{e0041}',
  'carriage return and tabs': 'x\ry\tz\t\t\t\t\t\tOWNED\r\r\b\b\b',
  'form feed, vertical tab, index': 'a\x0bb\x0cc\x84d',
  'long line': 'OWNED '.repeat(3000),
  'insert and delete': '\x1b[5@\x1b[5P\x1b[5L\x1b[5M\x1b[5X\x1b[J\x1b[1J\x1b[K',
  bells: '\x07\x07\x07\x1b[10;440]\x1b[11;100]',
  answerback: '\x1b]50;OWNED\x07\x1b]1337;File=:AAAA\x07\x1b_Ga=T;AAAA\x1b\\\x1b^OWNED\x1b\\',
};

test.each(Object.entries(corpus))('%s: nothing changes outside the pane', async (_, hostile) => {
  const { terminal, write, seen } = await openTerminal();
  const before = outside(terminal);
  const sanitiser = createSanitiser();
  const lines = [...sanitiser.write(utf8.encode(`${hostile}\nplain\n`)), ...sanitiser.end()];
  expect(lines.at(-1)?.replace(/\x1b\[[\d;]*m/g, '')).toBe('plain');
  for (const [index, line] of lines.slice(-pane.rows).entries()) {
    await write(`\x1b[${pane.top + index + 1};${pane.left + 1}H${cut(line, pane.columns)}`);
  }
  const { x, y } = { x: terminal.buffer.active.cursorX, y: terminal.buffer.active.cursorY };
  await write('\x1b[1;1H#');
  expect(outside(terminal)).toEqual(before);
  expect(x).toBeGreaterThanOrEqual(pane.left);
  expect(y).toBe(pane.top + Math.min(lines.length, pane.rows) - 1);
  expect(terminal.modes).toEqual(new xterm.Terminal({ allowProposedApi: true }).modes);
  expect(terminal.buffer.active.type).toBe('normal');
  expect(seen).toEqual([]);
});

const keys = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.string({ unit: fc.constantFrom(...'abcXYZ 0123'), minLength: 1, maxLength: 5 }),
    },
    fc.constantFrom(
      '\r',
      '\b',
      '\t',
      '\x1b[K',
      '\x1b[0K',
      '\x1b[1K',
      '\x1b[2K',
      '\x1b[G',
      '\x1b[1G',
      '\x1b[31m',
      '\x1b[0m',
    ),
  ),
  { maxLength: 14 },
);

test('a line that overwrites itself looks as a terminal shows it', async () => {
  await fc.assert(
    fc.asyncProperty(keys, async (tokens) => {
      const line = tokens.join('');
      const terminal = new xterm.Terminal({ cols: 200, rows: 3, allowProposedApi: true });
      await new Promise<void>((resolve) => terminal.write(line, resolve));
      const sanitiser = createSanitiser();
      const [text = ''] = sanitiser.write(utf8.encode(`${line}\n`));
      const shown = terminal.buffer.active.getLine(0)?.translateToString(true).trimEnd();
      terminal.dispose();
      expect(text.replace(/\x1b\[[\d;]*m/g, '').trimEnd()).toBe(shown);
    }),
    { numRuns: 300 },
  );
});

async function openTerminal() {
  const terminal = new xterm.Terminal({ cols: 80, rows: 16, allowProposedApi: true });
  const seen: string[] = [];
  terminal.onTitleChange((title) => seen.push(`title ${title}`));
  terminal.onBell(() => seen.push('bell'));
  terminal.onData((data) => seen.push(`answer ${data}`));
  terminal.onScroll(() => seen.push('scroll'));
  for (const number of [0, 2, 4, 8, 10, 11, 50, 52, 1337]) {
    terminal.parser.registerOscHandler(number, (data) => seen.push(`osc ${number} ${data}`) > 0);
  }
  const write = (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve));
  await write(Array.from({ length: 16 }, () => '#'.repeat(80)).join('\r\n'));
  return { terminal, write, seen };
}

/** Every cell around the pane, with its attributes. */
function outside(terminal: InstanceType<typeof xterm.Terminal>): readonly string[] {
  const cells: string[] = [];
  for (let row = 0; row < terminal.rows; row += 1) {
    for (let column = 0; column < terminal.cols; column += 1) {
      if (isInPane(row, column)) {
        continue;
      }
      const cell = terminal.buffer.active.getLine(row)?.getCell(column);
      cells.push(`${cell?.getChars()} ${cell?.isAttributeDefault()}`);
    }
  }
  return cells;
}

function isInPane(row: number, column: number): boolean {
  return (
    row >= pane.top && row < pane.top + pane.rows && column >= pane.left && column < pane.left + pane.columns
  );
}

/** The first columns of a line of narrow characters; styles go on to its end. */
function cut(line: string, columns: number): string {
  let left = columns;
  return line.replace(/\x1b\[[\d;]*m|[^\x1b]\p{M}*/gu, (piece) => {
    left -= piece.startsWith('\x1b') ? 0 : 1;
    return left < 0 && !piece.startsWith('\x1b') ? '' : piece;
  });
}
