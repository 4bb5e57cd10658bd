import { expect, test } from 'vitest';
import { createLogBook, type GrowingLog, type LogChunk } from '../../source/session/log-book.ts';
import { logLines } from '../helpers/read-output.ts';

const utf8 = new TextEncoder();

type Draft = Partial<Omit<LogChunk, 'bytes'>>;

function write(book: GrowingLog, text: string, draft: Draft = {}): void {
  const where = {
    step: 'deploy',
    attempt: 1,
    action: 0,
    target: 'web1',
    stream: 'stdout',
    at: 1000,
  } as const;
  book.append({ ...where, ...draft, bytes: utf8.encode(text) });
}

function texts(book: GrowingLog, step = 'deploy', target?: string): readonly string[] {
  return logLines(book, step, target).map(({ text }) => text);
}

test('an empty book', () => {
  const book = createLogBook();
  expect(logLines(book, 'deploy')).toEqual([]);
  expect(book.targets('deploy')).toEqual([]);
  expect(book.steps()).toEqual([]);
  expect(book.extent('deploy')).toEqual({ complete: 0, end: 0 });
  expect(book.read({ step: 'deploy', from: 0, to: 10 })).toEqual([]);
  expect(book.version()).toBe(0);
  expect(book.lastAt('deploy')).toBeUndefined();
  expect(book.folds('deploy')).toEqual([]);
});

test('lines of all targets in the order of arrival, and of one', () => {
  const book = createLogBook();
  write(book, 'one\n', { target: 'web1', at: 1 });
  write(book, 'two\n', { target: 'web2', at: 2, stream: 'stderr' });
  write(book, 'three\n', { target: 'web1', at: 3 });
  expect(logLines(book, 'deploy')).toEqual([
    { at: 1, attempt: 1, target: 'web1', stream: 'stdout', text: 'one' },
    { at: 2, attempt: 1, target: 'web2', stream: 'stderr', text: 'two' },
    { at: 3, attempt: 1, target: 'web1', stream: 'stdout', text: 'three' },
  ]);
  expect(texts(book, 'deploy', 'web1')).toEqual(['one', 'three']);
  expect(texts(book, 'deploy', 'web9')).toEqual([]);
  expect(book.targets('deploy')).toEqual(['web1', 'web2']);
});

test('a line has the time of its first byte', () => {
  const book = createLogBook();
  write(book, 'one\ntw', { at: 1 });
  write(book, 'o\nthree', { at: 2 });
  write(book, '\n', { at: 3 });
  expect(logLines(book, 'deploy').map(({ at, text }) => [at, text])).toEqual([
    [1, 'one'],
    [1, 'two'],
    [2, 'three'],
  ]);
});

test('unfinished lines of every target and stream stand at the end', () => {
  const book = createLogBook();
  write(book, ' 10%', { target: 'web1', at: 1 });
  write(book, 'wait', { target: 'web2', at: 2, stream: 'stderr' });
  write(book, 'done\n', { target: 'web2', at: 3 });
  write(book, '\r 20%', { target: 'web1', at: 4 });
  expect(texts(book)).toEqual(['done', ' 20%', 'wait']);
  expect(book.extent('deploy')).toEqual({ complete: 1, end: 3 });
  expect(book.read({ step: 'deploy', from: 1, to: 2 }).map(({ text }) => text)).toEqual([' 20%']);
  expect(book.extent('deploy', 'web2')).toEqual({ complete: 1, end: 2 });
});

test('streams do not run into each other', () => {
  const book = createLogBook();
  write(book, '\x1b[31mout ', { stream: 'stdout' });
  write(book, 'err\n', { stream: 'stderr' });
  write(book, 'put\n', { stream: 'stdout' });
  expect(texts(book)).toEqual(['err', '\x1b[31mout put\x1b[0m']);
});

test('a new action or attempt begins on a line of its own, in the default colour', () => {
  const book = createLogBook();
  write(book, '\x1b[31mno end', { action: 0 });
  write(book, 'also', { action: 0, target: 'web2' });
  write(book, 'next\n', { action: 1 });
  write(book, '\x1b]0;cut', { attempt: 1, action: 1 });
  write(book, 'again\n', { attempt: 2, action: 0 });
  expect(texts(book)).toEqual(['\x1b[31mno end\x1b[0m', 'next', '␛]0;cut', 'again', 'also']);
  expect(logLines(book, 'deploy').map(({ attempt }) => attempt)).toEqual([1, 1, 1, 2, 1]);
});

test('says that something changed, until the listener leaves', () => {
  const book = createLogBook();
  const versions: number[] = [];
  const leave = book.subscribe(() => versions.push(book.version()));
  write(book, 'one\n');
  write(book, 'two');
  leave();
  write(book, 'three\n');
  expect(versions).toEqual([1, 2]);
  expect(book.version()).toBe(3);
});

test('removed controls can be shown', () => {
  const book = createLogBook();
  write(book, 'plain\na\x1b[2Jb\n');
  expect(logLines(book, 'deploy').map(({ text, revealed }) => [text, revealed])).toEqual([
    ['plain', undefined],
    ['ab', 'a␛[2Jb'],
  ]);
});

test('when a step, or one target of it, last wrote anything', () => {
  const book = createLogBook();
  write(book, 'one\n', { target: 'web1', at: 1 });
  write(book, '.', { target: 'web2', at: 5 });
  expect(book.lastAt('deploy')).toBe(5);
  expect(book.lastAt('deploy', 'web1')).toBe(1);
  expect(book.lastAt('deploy', 'web9')).toBeUndefined();
});
