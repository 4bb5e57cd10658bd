import { describe, expect, test } from 'vitest';
import {
  clockFinding,
  clockVerdict,
  folderFinding,
  sessionFinding,
  shellFinding,
  sudoFinding,
} from '../../../source/execute/preflight/preflight-answers.ts';

const at = Date.parse('2026-08-18T05:00:00Z');
const trip = { asked: at - 100, answered: at + 100 };
const told = (ms: number) =>
  `${Math.floor((at + ms) / 1_000)}.${String((at + ms) % 1_000).padStart(3, '0')}000000`;

describe('clock', () => {
  test.each([
    [0, 'go', "as this machine's"],
    [1_900, 'go', "as this machine's"],
    [-1_900, 'go', "as this machine's"],
    [2_200, 'warn', "2.2 s ahead of this machine's clock"],
    [-2_200, 'warn', "2.2 s behind this machine's clock"],
    [29_000, 'warn', "29.0 s ahead of this machine's clock"],
    [31_000, 'no-go', "31.0 s ahead of this machine's clock"],
    [-600_000, 'no-go', "10 min behind this machine's clock"],
    [-14_400_000, 'no-go', "4 h behind this machine's clock"],
  ])('%i ms apart is %s', (ms, verdict, words) => {
    expect(clockFinding(told(ms), trip)).toMatchObject({ probe: 'clock', verdict, words });
  });

  test('half of the round trip is taken off, and what it leaves open is in favour of the host', () => {
    expect(clockVerdict(2_900, 1_000).verdict).toBe('go');
    expect(clockVerdict(3_100, 1_000).verdict).toBe('warn');
    const slow = { asked: at - 4_000, answered: at };
    expect(clockFinding(told(1_500), slow).verdict).toBe('go');
    expect(clockFinding(told(2_500), slow).verdict).toBe('warn');
    expect(clockFinding(told(-5_500), slow).verdict).toBe('go');
  });

  test.each(['%N', '', 'N'])('a date without fractions (%j) is exact to a second', (fraction) => {
    expect(clockFinding(`${at / 1_000 + 2}.${fraction}`, trip).verdict).toBe('go');
    expect(clockFinding(`${at / 1_000 + 4}.${fraction}`, trip).verdict).toBe('warn');
  });

  test('no time at all is worth a word', () => {
    expect(clockFinding('', trip)).toMatchObject({ verdict: 'warn', words: 'it did not tell its time' });
  });
});

describe('job folder', () => {
  const df = (free: number) => `/dev/my disk 1000000 5 ${free} 1% /home of all`;

  test.each([
    [5_000_000, 'go', 'writable, 1 GB or more free'],
    [310_000, 'go', 'writable, 300 MB or more free'],
    [99_000, 'warn', '96 MB free in /j'],
    [9_000, 'no-go', '8 MB free in /j'],
    [0, 'no-go', '0 MB free in /j'],
  ])('with %i kilobytes free is %s', (free, verdict, words) => {
    expect(folderFinding('writable /j', df(free))).toMatchObject({ verdict, words });
  });

  test('that is full is called full, not read only', () => {
    expect(folderFinding('read-only /j', df(0)).words).toBe('0 MB free in /j');
  });

  test('that cannot be made or written is no-go, with the mend', () => {
    expect(folderFinding('none /a b', undefined)).toMatchObject({
      verdict: 'no-go',
      words: "/a b can't be made",
    });
    const { verdict, words, mend } = folderFinding('read-only /a b', df(5_000_000));
    expect([verdict, words]).toEqual(['no-go', "/a b can't be written"]);
    expect(mend).toContain('XDG_STATE_HOME');
  });

  test('without a number is a warning', () => {
    expect(folderFinding('writable /j', undefined).verdict).toBe('warn');
    expect(folderFinding('writable /j', 'rubbish').verdict).toBe('warn');
  });
});

test('shell, session and sudo', () => {
  expect(shellFinding('dash')).toMatchObject({ verdict: 'go', words: 'sh is dash' });
  expect(shellFinding('')).toMatchObject({ verdict: 'go', words: 'sh is there' });
  expect(['setsid', 'perl', 'none'].map((word) => sessionFinding(word).verdict)).toEqual([
    'go',
    'go',
    'no-go',
  ]);
  const verdicts = ['free', 'partly', 'password', 'none'].map((word) => sudoFinding(word).verdict);
  expect(verdicts).toEqual(['go', 'warn', 'no-go', 'no-go']);
});
