import { expect, test } from 'vitest';
import { createOutputDigest, type OutputRoom } from '../../source/report/output-digest.ts';
import type { LogChunk } from '../../source/session/log-book.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const chunk = (text: string, more: Partial<LogChunk> = {}): LogChunk => ({
  step: 'stop',
  attempt: 1,
  action: 0,
  target: 'web1',
  stream: 'stdout',
  at: 1000,
  bytes: bytes(text),
  ...more,
});

function digestOf(chunks: readonly LogChunk[], room?: OutputRoom) {
  const digest = createOutputDigest(room);
  for (const one of chunks) digest.add(one);
  return digest.end();
}

const numbered = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => `line ${from + index}\n`).join('');

test('the first and the last lines, and what looks like errors', () => {
  const text = `${numbered(1, 50)}FATAL: no space\n${numbered(52, 100)}`;
  const [excerpt] = digestOf([chunk(text)], { ends: 2, errors: 3, rest: 10 });
  expect(excerpt).toMatchObject({
    step: 'stop',
    attempt: 1,
    targets: ['web1'],
    lines: 100,
    bytes: text.length,
  });
  expect(excerpt?.shown.map(({ number, text: line }) => `${number} ${line}`)).toEqual([
    '1 line 1',
    '2 line 2',
    '51 FATAL: no space',
    '99 line 99',
    '100 line 100',
  ]);
  expect(excerpt?.rest).toHaveLength(10);
});

test('short output is shown whole, and nothing is folded away', () => {
  const [excerpt] = digestOf([chunk('one\ntwo\n')]);
  expect(excerpt?.shown.map(({ text }) => text)).toEqual(['one', 'two']);
  expect(excerpt?.rest).toEqual([]);
});

test('never more than forty lines are shown', () => {
  const [excerpt] = digestOf([chunk('error\n'.repeat(1000))]);
  expect(excerpt?.shown.length).toBeLessThanOrEqual(40);
});

test('targets that wrote the same in the same attempt stand together, however it was cut', () => {
  const output = digestOf([
    chunk('sto'),
    chunk('stopped\n', { target: 'web2' }),
    chunk('pped\n'),
    chunk('stopped\n', { target: 'web3', attempt: 2 }),
    chunk('stopped\n', { target: 'web4', stream: 'stderr' }),
  ]);
  expect(output.map(({ attempt, targets }) => [attempt, targets])).toEqual([
    [1, ['web1', 'web2']],
    [2, ['web3']],
    [1, ['web4']],
  ]);
});

test('what a host prints is made harmless, and a line has the time of its first byte', () => {
  const [excerpt] = digestOf([
    chunk('\x1b]0;owned\x07red \x1b[31malert\x1b[0m\nbegun'),
    chunk(' ended\nlast', { at: 5000 }),
  ]);
  expect(excerpt?.shown).toEqual([
    { number: 1, at: 1000, stream: 'stdout', text: 'red alert' },
    { number: 2, at: 1000, stream: 'stdout', text: 'begun ended' },
    { number: 3, at: 5000, stream: 'stdout', text: 'last' },
  ]);
});

test('a new action begins on a line of its own', () => {
  const [excerpt] = digestOf([chunk('no line end'), chunk('next\n', { action: 1 })]);
  expect(excerpt?.shown.map(({ text }) => text)).toEqual(['no line end', 'next']);
});

test('all that is folded away has a bound', () => {
  const chunks = ['web1', 'web2', 'web3'].map((target) => chunk(`${target}\n${numbered(1, 99)}`, { target }));
  const output = digestOf(chunks, { rest: 50, restInAll: 120 });
  expect(output.map(({ rest }) => rest.length)).toEqual([50, 50, 0]);
});

test('so has what is shown: of what comes last its end, or nothing', () => {
  const chunks = ['a', 'b', 'c'].map((step) => chunk(numbered(1, 4), { step }));
  const output = digestOf(chunks, { shownInAll: 6 });
  expect(output.map(({ step, lines, shown }) => [step, lines, shown.map(({ number }) => number)])).toEqual([
    ['a', 4, [1, 2, 3, 4]],
    ['b', 4, [3, 4]],
    ['c', 4, []],
  ]);
});
