import { PassThrough, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { askTerminal, readAnswer } from '../../../source/cli/doctor/ask-terminal.ts';
import { kindOf } from '../../../source/cli/doctor/file-systems.ts';
import { bytesText } from '../../../source/cli/doctor/folder-space.ts';
import { findings } from '../../../source/cli/doctor/state-folder-check.ts';
import { abilityFindings, colourFinding, sizeFinding } from '../../../source/cli/doctor/terminal-check.ts';
import { createManualClock } from '../../../source/session/clock.ts';
import { createTestIo } from '../test-io.ts';

function size(columns: number, rows: number) {
  return sizeFinding(Object.assign(new Writable(), { columns, rows })).verdict;
}

test('80 by 24 is enough, less is not', () => {
  expect([size(80, 24), size(79, 24), size(80, 23), size(0, 0)]).toEqual(['ok', 'bad', 'bad', 'warn']);
});

test('colours, as far as the terminal says', () => {
  expect(colourFinding({ TERM: 'xterm-256color' }).verdict).toBe('ok');
  expect(colourFinding({ TERM: 'linux' }).verdict).toBe('warn');
  expect(colourFinding({ TERM: 'linux', NO_COLOR: '1' }).verdict).toBe('ok');
});

test('what a terminal answers, and what it leaves out', () => {
  const all = '\u001b[?1049;2$y\u001b[?2026;2$y\u001b[?62;22c';
  expect(readAnswer(all)).toEqual({ type: 'answered', alternate: 'yes', synchronized: 'yes' });
  expect(readAnswer('\u001b[?2026;0$y\u001b[?6c')).toEqual({
    type: 'answered',
    alternate: 'unsaid',
    synchronized: 'no',
  });
  expect(readAnswer('\u001b[?2026;2$y')).toEqual({ type: 'silent' });
  expect(abilityFindings({ type: 'silent' })[0]?.verdict).toBe('warn');
  expect(abilityFindings({ type: 'answered', alternate: 'no', synchronized: 'no' })[0]?.verdict).toBe('bad');
});

test('the terminal is asked in raw mode, and left as it was, whether it answers or not', async () => {
  const modes: boolean[] = [];
  for (const answers of [true, false]) {
    const stdin = Object.assign(new PassThrough(), {
      isTTY: true,
      setRawMode: (on: boolean) => modes.push(on),
    });
    const stdout = new Writable({
      write: (_chunk, _encoding, done) => {
        if (answers) stdin.write('\u001b[?2026;1$y\u001b[?6c');
        done();
      },
    });
    const clock = createManualClock(0);
    const asked = askTerminal({ io: { ...createTestIo(), stdin, stdout }, clock });
    if (!answers) clock.advance(1000);
    expect((await asked).type).toBe(answers ? 'answered' : 'silent');
    expect(stdin.listenerCount('data')).toBe(0);
  }
  expect(modes).toEqual([true, false, true, false]);
});

test.each([
  [0x6969, 'NFS'],
  // As a signed number, which is how Node may give it.
  [0xfe534d42 | 0, 'SMB'],
  [0x01021994, 'tmpfs'],
  [0xef53, undefined],
])('%i is %s', (type, name) => {
  expect(kindOf(type)?.name).toBe(name);
});

test('a journal on a network is bad, in memory worth a word, and so is a disk that is nearly full', () => {
  const space = { folder: '/x', writable: true, free: 50e9, type: 0xef53 };
  const verdicts = (changes: Partial<typeof space>) =>
    findings('/x', { ...space, ...changes }).map(({ verdict }) => verdict);
  expect(verdicts({})).toEqual(['ok']);
  expect(verdicts({ type: 0x6969 })).toEqual(['ok', 'bad']);
  expect(verdicts({ type: 0x01021994 })).toEqual(['ok', 'warn']);
  expect(verdicts({ free: 100e6 })).toEqual(['warn']);
  expect(verdicts({ free: 1e6 })).toEqual(['bad']);
  expect(verdicts({ writable: false })).toEqual(['bad']);
});

test.each([
  [0, '0 bytes'],
  [1500, '1.5 KB'],
  [82e9, '82 GB'],
])('%i is %s', (bytes, text) => {
  expect(bytesText(bytes)).toBe(text);
});
