import { expect, test } from 'vitest';
import { asciicast, type Cast } from '../../source/report/export-asciicast.ts';
import { createFrameWriter } from '../../source/report/export-frames.ts';
import { createExportLines, type ExportLine, linesOnTerminal } from '../../source/report/export-lines.ts';
import { createStepLogs } from '../../source/report/export-logs.ts';
import { uniqueNames } from '../../source/report/file-name.ts';
import type { LogChunk } from '../../source/session/log-book.ts';
import { collect } from '../helpers/collect.ts';

function chunk(text: string, more: Partial<LogChunk> = {}): LogChunk {
  const place = { step: 'deploy', attempt: 1, action: 0, target: 'app1', stream: 'stdout' } as const;
  return { ...place, at: 1000, ...more, bytes: Buffer.from(text) };
}

type Draft = Partial<Omit<Cast, 'output'>> & { readonly prefix?: (line: ExportLine) => string };

async function rows({ prefix = () => '', ...cast }: Draft, chunks: readonly LogChunk[]) {
  async function* each() {
    yield* chunks;
  }
  const output = linesOnTerminal(each(), prefix);
  const all = await collect(
    asciicast({ version: 2, title: 'Night', from: 1000, marks: [], ...cast, output }),
  );
  expect(all.every((line) => line.endsWith('\n') && !line.slice(0, -1).includes('\n'))).toBe(true);
  return all.map((line) => JSON.parse(line));
}

const steps = [
  chunk('one\ntw', { at: 1250 }),
  chunk('o\n', { at: 2500.4 }),
  chunk('late\n', { at: 1800 }),
  chunk('no end', { at: 4000 }),
];
const marks = [
  { at: 900, label: 'before' },
  { at: 2500, label: 'in\u001b[2J between' },
  { at: 9000, label: 'after' },
];

test('version 2 counts from the beginning and never back; a mark stands where it happened', async () => {
  const [header, ...events] = await rows({ marks }, steps);
  expect(header).toEqual({
    version: 2,
    width: 120,
    height: 40,
    timestamp: 1,
    title: 'Night',
    env: { TERM: 'xterm-256color' },
  });
  expect(events).toEqual([
    [0, 'm', 'before'],
    [0.25, 'o', 'one\r\n'],
    [1.5, 'm', expect.stringMatching(/^in.*between$/)],
    [1.5, 'o', 'two\r\n'],
    [1.5, 'o', 'late\r\n'],
    [3, 'o', 'no end\r\n'],
    [8, 'm', 'after'],
  ]);
  expect(events[2][2]).not.toContain('\u001b');
});

test('version 3 counts from the event before, and comes to the same', async () => {
  const [header, ...events] = await rows({ version: 3, marks, longestIdle: 2 }, steps);
  expect(header).toEqual({
    version: 3,
    term: { cols: 120, rows: 40, type: 'xterm-256color' },
    timestamp: 1,
    title: 'Night',
    idle_time_limit: 2,
  });
  expect(events.map(([time]) => time)).toEqual([0, 0.25, 1.25, 0, 0, 1.5, 5]);
});

test('what a host prints moves nothing but its own lines, and keeps its colours', async () => {
  const nasty = 'a\u001b[2J\u001b]0;title\u0007b\n50%\r100%\n\u001b[31mred\u001b[0m\n';
  const [, event] = await rows({ prefix: ({ target }) => `${target} | ` }, [chunk(nasty)]);
  expect(event[2]).toMatch(/^app1 \| ab\r\napp1 \| 100%\r\napp1 \| \u001b\[31mred\u001b\[0?m\r\n$/);
});

test('lines of several streams are put together each for itself, and a new action begins anew', () => {
  const lines = createExportLines();
  expect(lines.add(chunk('half'))).toEqual([]);
  expect(lines.add(chunk('error\n', { stream: 'stderr', at: 1100 }))).toMatchObject([
    { text: 'error', at: 1100 },
  ]);
  expect(lines.add(chunk(' a line\n', { at: 1200 }))).toMatchObject([{ text: 'half a line', at: 1200 }]);
  expect(lines.add(chunk('no end'))).toEqual([]);
  expect(lines.add(chunk('next\n', { action: 1, at: 1300 })).map(({ text }) => text)).toEqual([
    'no end',
    'next',
  ]);
  expect(lines.add(chunk('again'))).toEqual([]);
  expect(lines.end()).toMatchObject([{ text: 'again', target: 'app1' }]);
  expect(lines.end()).toEqual([]);
});

test('logs are a file a host and stream, plain, with later attempts under a heading', () => {
  const logs = createStepLogs();
  const pieces = [
    ...logs.add(chunk('\u001b[31mred\u001b[0m\nand\n')),
    ...logs.add(chunk('err\n', { stream: 'stderr' })),
    ...logs.add(chunk('once more\n', { attempt: 2, at: 5000 })),
    ...logs.add(chunk('elsewhere', { target: '../etc/passwd' })),
    ...logs.end(),
  ];
  expect(pieces).toEqual([
    { name: 'app1.stdout.log', text: 'red\nand\n' },
    { name: 'app1.stderr.log', text: 'err\n' },
    { name: 'app1.stdout.log', text: '=== attempt 2 ===\nonce more\n' },
    { name: '__etc_passwd.stdout.log', text: 'elsewhere\n' },
  ]);
  expect(logs.files()[0]).toEqual({
    name: 'app1.stdout.log',
    target: 'app1',
    stream: 'stdout',
    attempts: [1, 2],
    lines: 3,
    from: 1000,
    until: 5000,
  });
});

test('names of files are plain, short, and each its own in any case of letters', () => {
  const nameOf = uniqueNames();
  expect(['a/b', 'A_B', '..', '-rf', '', 'db:x', 'é'.repeat(300)].map((text) => nameOf(text))).toEqual([
    'a_b',
    'A_B.2',
    '_',
    '_rf',
    '_.2',
    'db_x',
    '_.3',
  ]);
  expect(nameOf('x'.repeat(300), '.log')).toHaveLength(104);
});

test('a frame after the first is only what changed in it', () => {
  const write = createFrameWriter();
  expect(write(['one', 'two'])).toMatch(/^\u001b\[\?25l\u001b\[2J.*one.*two/);
  expect(write(['one', 'two'])).toBe('');
  expect(write(['one', 'three'])).toBe('\u001b[2;1H\u001b[0mthree\u001b[0m\u001b[K');
  expect(write(['one'])).toBe('\u001b[2;1H\u001b[2K');
});
