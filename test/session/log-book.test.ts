import { expect, test } from 'vitest';
import { createLogBook, type LogBook, type LogChunk } from '../../source/session/log-book.ts';

const utf8 = new TextEncoder();

type Draft = Partial<Omit<LogChunk, 'bytes'>>;

function write(book: LogBook, text: string, draft: Draft = {}): void {
  const where = { step: 'deploy', attempt: 1, target: 'web1', stream: 'stdout', at: 1000 } as const;
  book.append({ ...where, ...draft, bytes: utf8.encode(text) });
}

function texts(book: LogBook, step = 'deploy', target?: string): readonly string[] {
  return book.lines(step, target).map(({ text }) => text);
}

test('an empty book', () => {
  const book = createLogBook();
  expect(book.lines('deploy')).toEqual([]);
  expect(book.targets('deploy')).toEqual([]);
  expect(book.steps()).toEqual([]);
  expect(book.extent('deploy')).toEqual({ first: 0, complete: 0, end: 0 });
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
  expect(book.lines('deploy')).toEqual([
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
  expect(book.lines('deploy').map(({ at, text }) => [at, text])).toEqual([
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
  expect(book.extent('deploy')).toEqual({ first: 0, complete: 1, end: 3 });
  expect(book.read({ step: 'deploy', from: 1, to: 2 }).map(({ text }) => text)).toEqual([' 20%']);
  expect(book.extent('deploy', 'web2')).toEqual({ first: 0, complete: 1, end: 2 });
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
  expect(texts(book)).toEqual(['\x1b[31mno end\x1b[0m', 'also', 'next', '␛]0;cut', 'again']);
  expect(book.lines('deploy').map(({ attempt }) => attempt)).toEqual([1, 1, 1, 1, 2]);
});

test('the same array until something changes', () => {
  const book = createLogBook();
  write(book, 'one\n');
  const before = book.lines('deploy');
  expect(book.lines('deploy')).toBe(before);
  expect(book.lines('deploy', 'web1')).toBe(book.lines('deploy', 'web1'));
  write(book, 'other\n', { step: 'restart' });
  expect(book.lines('deploy')).toBe(before);
  write(book, 'two\n');
  expect(before).toHaveLength(1);
  expect(book.lines('deploy')).toHaveLength(2);
});

test('keeps the newest lines; numbers stay with them', () => {
  const book = createLogBook({ limit: 100 });
  for (let line = 0; line < 1234; line += 1) {
    write(book, `line ${line}\n`);
  }
  expect(book.extent('deploy')).toEqual({ first: 1134, complete: 1234, end: 1234 });
  expect(texts(book)).toHaveLength(100);
  expect(texts(book)[0]).toBe('line 1134');
  const read = book.read({ step: 'deploy', from: 1130, to: 1136 });
  expect(read.map(({ text }) => text)).toEqual(['line 1134', 'line 1135']);
  expect(book.read({ step: 'deploy', from: 1233, to: 2000 })).toHaveLength(1);
});

test('a loud target leaves the others their lines', () => {
  const book = createLogBook({ limit: 2000 });
  write(book, 'quiet\n'.repeat(10), { target: 'web1' });
  write(book, 'loud\n'.repeat(5000), { target: 'web2' });
  expect(new Set(texts(book))).toEqual(new Set(['loud']));
  expect(texts(book, 'deploy', 'web1')).toHaveLength(10);
  expect(texts(book, 'deploy', 'web2')).toHaveLength(1000);
});

test('steps that have been quiet for long keep their last lines only, until they write again', () => {
  const book = createLogBook({ limit: 100 });
  for (let step = 0; step < 30; step += 1) {
    write(book, 'x\n'.repeat(100), { step: `s${step}` });
  }
  expect(book.lines('s0')).toHaveLength(5);
  expect(book.lines('s29')).toHaveLength(100);
  write(book, 'y\n'.repeat(90), { step: 's0' });
  expect(book.lines('s0')).toHaveLength(95);
});

test('a book without a limit forgets nothing', () => {
  const book = createLogBook({ limit: Number.POSITIVE_INFINITY });
  for (let step = 0; step < 30; step += 1) {
    write(book, 'x\n'.repeat(1000), { step: `s${step}` });
  }
  expect(book.lines('s0')).toHaveLength(1000);
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

test('cleared for a replay that goes back', () => {
  const book = createLogBook();
  write(book, '\x1b[31mone\nhalf');
  const version = book.version();
  book.clear();
  expect(book.version()).toBeGreaterThan(version);
  expect(texts(book)).toEqual([]);
  expect(book.steps()).toEqual([]);
  write(book, 'two\n');
  expect(texts(book)).toEqual(['two']);
});

test('removed controls can be shown', () => {
  const book = createLogBook();
  write(book, 'plain\na\x1b[2Jb\n');
  expect(book.lines('deploy').map(({ text, revealed }) => [text, revealed])).toEqual([
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
