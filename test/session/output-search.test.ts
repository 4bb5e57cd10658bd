import { expect, test } from 'vitest';
import type { OutputChunk } from '../../source/journal/journal.ts';
import { type OutputSearch, searchOutput } from '../../source/session/output-search.ts';
import { outputOf } from '../helpers/read-output.ts';

function chunk(at: number, text: string, changes: Partial<OutputChunk> = {}): OutputChunk {
  const bytes = new TextEncoder().encode(text);
  return { step: 'deploy', attempt: 1, action: 0, target: 'web1', stream: 'stdout', at, bytes, ...changes };
}

function searchIn(output: readonly OutputChunk[], wanted: string): OutputSearch {
  return searchOutput(outputOf(output), wanted);
}

async function whole(search: OutputSearch) {
  while (search.status() === 'busy') await search.advance();
  return search.hits().map(({ at, target, text }) => `${at} ${target} ${text}`);
}

test('a line is found when all of it is there, of its own stream', async () => {
  const output = [
    chunk(1, 'one ti'),
    chunk(2, 'timeout\n', { target: 'web2' }),
    chunk(3, 'meout\nother\n'),
    chunk(4, 'timeout', { stream: 'stderr' }),
  ];
  const search = searchIn(output, 'timeout');
  expect(await whole(search)).toEqual(['2 web2 timeout', '3 web1 one timeout', '4 web1 timeout']);
});

test('colours and what acts on a terminal do not hide it', async () => {
  expect(await whole(searchIn([chunk(1, 'ti\u001b[31mme\u001b[2Jout\n')], 'timeout'))).toEqual([
    '1 web1 timeout',
  ]);
});

test('what an attempt left unfinished is its own line', async () => {
  const output = [
    chunk(1, 'time'),
    chunk(2, 'out\n', { attempt: 2 }),
    chunk(3, 'time', { action: 1, attempt: 2 }),
  ];
  expect(await whole(searchIn(output, 'time|out'))).toEqual(['1 web1 time', '2 web1 out', '3 web1 time']);
});

test('a bounded part at a time, and no more than anybody looks at', async () => {
  const big = 'timeout 1\n'.repeat(50_000);
  const search = searchIn([chunk(1, big), chunk(2, big), chunk(3, big), chunk(4, big)], 'timeout');
  await search.advance();
  expect(search.hits().length).toBe(100_000);
  expect(search.status()).toBe('full');
  const bit = searchIn([chunk(1, big), chunk(2, big), chunk(3, big)], 'nowhere');
  await bit.advance();
  expect(bit.status()).toBe('busy');
  expect(await whole(bit)).toEqual([]);
});

test('a pattern that would never end is given up', async () => {
  const search = searchIn([chunk(1, `${'a'.repeat(60)}b\n`)], '^(a+)+$');
  expect(await whole(search)).toEqual([]);
  expect(search.status()).toBe('slow');
});
